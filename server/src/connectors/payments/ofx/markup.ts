import { Refusal } from '../shared/errors.ts';
import type { Element } from '../shared/xml.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,6})|(\w{2,5}));/g, (whole, code: string | undefined, name: string | undefined) =>
    (code !== undefined && Number(code) < 0x110000 ? String.fromCodePoint(Number(code)) : ENTITIES[name ?? ''] ?? whole));

/**
 * OFX 1 is SGML whose leaves need no end tag, and OFX 2 files are often the same text under an XML header, so that no
 * XML parser takes them. A tag with text is a leaf; a blank tag is a group if the file closes that name anywhere.
 */
export function readMarkup(text: string): Element {
  const start = text.search(/<OFX>/i);
  const end = text.search(/<\/OFX>/i);
  if (start < 0) throw new Refusal('file.unknown-format', { zh: '没有 OFX 内容', en: 'No OFX content' });
  const tags = [...text.slice(start, end < 0 ? undefined : end).matchAll(/<(\/?)([A-Za-z0-9._]+)\s*\/?>([^<]*)/g)];
  const closed = new Set(tags.filter((tag) => tag[1] === '/').map((tag) => (tag[2] ?? '').toUpperCase()));
  closed.add('OFX');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  for (const [, slash, written = '', value = ''] of tags) {
    const name = written.toUpperCase();
    if (slash === '/') closeTo(open, name);
    else {
      const element: Element = { name, attributes: {}, children: [], text: decodeEntities(value) };
      open.at(-1)?.children.push(element);
      if (value.trim() === '' && closed.has(name) && open.length < 64) open.push(element);
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
