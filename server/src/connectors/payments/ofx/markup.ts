import type { Element } from '../shared/xml.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decodeEntities = (text: string): string =>
  text.includes('&') ? text.replace(/&(?:#(\d{1,6})|(\w{2,5}));/g, (whole, code: string | undefined, name: string | undefined) =>
    (code !== undefined && Number(code) < 0x110000 ? String.fromCodePoint(Number(code)) : ENTITIES[name ?? ''] ?? whole)) : text;

/** Groups of every statement: what is read so far may not have come to their end tags. */
const GROUPS = ['STMTRS', 'CCSTMTRS', 'INVSTMTRS', 'BANKTRANLIST', 'INVTRANLIST'];
const DEPTH_MAX = 64;
const TAGS = /<(\/?)([A-Za-z0-9._]+)\s*\/?>([^<]*)/g;

/**
 * OFX 1 is SGML whose leaves need no end tag, and OFX 2 files are often the same text under an XML header, so that no
 * XML parser takes them. A tag with text is a leaf; a blank tag is a group if the text closes that name anywhere.
 */
export function readMarkup(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  let closed: Set<string> | null = null;
  for (const [, slash, written = '', value = ''] of text.matchAll(TAGS)) {
    const name = written.toUpperCase();
    if (slash === '/') closeTo(open, name);
    else {
      const element: Element = { name, attributes: {}, children: [], text: decodeEntities(value) };
      open.at(-1)?.children.push(element);
      if (value.trim() !== '' || open.length >= DEPTH_MAX) continue;
      closed ??= new Set([...GROUPS, ...Array.from(text.matchAll(/<\/([A-Za-z0-9._]+)/g), ([, end = '']) => end.toUpperCase())]);
      if (closed.has(name)) open.push(element);
    }
  }
  return root;
}

/** An end tag closes the nearest open group of its name; the end tag of a leaf finds none and says nothing. */
function closeTo(open: Element[], name: string): void {
  for (let i = open.length - 1; i > 0; i -= 1) {
    if (open[i]?.name !== name) continue;
    open.length = i;
    return;
  }
}
