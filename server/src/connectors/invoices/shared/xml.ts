import iconv from 'iconv-lite';
import { SaxesParser } from 'saxes';
import { Refusal } from './errors.ts';
import { within, type Element } from '../../shared/xml-tree.ts';

export { all, at, textAt, within } from '../../shared/xml-tree.ts';
export type { Element } from '../../shared/xml-tree.ts';

const DEPTH_MAX = 64;
/** Elements and attributes together. */
const PARTS_MAX = 300_000;
/** Invoices that carry their own PDF in text are the largest. */
const BYTES_MAX = 20 * 1024 * 1024;
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The text of an XML file by its byte order mark or its own declaration; UTF-8 where it names none. */
export function decodeXml(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x3c && bytes[1] === 0)) return iconv.decode(buffer, 'utf-16le');
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] === 0x3c)) return iconv.decode(buffer, 'utf-16be');
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(buffer.subarray(0, 200).toString('latin1').replace(/^\xef\xbb\xbf/, ''))?.[1] ?? 'utf-8';
  return iconv.decode(buffer, iconv.encodingExists(declared) ? declared : 'utf-8');
}

export type XmlMode = 'strict' | 'lenient';

/**
 * Reads a document by local names. `strict` refuses what is not well-formed, so that a cut file never passes for a whole
 * one; `lenient` takes what it can, for the tag files of old OFD issuers that were never well-formed. A document type is
 * refused outright, which closes every door to entity tricks.
 */
export function readXml(bytes: Uint8Array, mode: XmlMode = 'strict'): Element {
  if (bytes.length > BYTES_MAX) throw new Refusal('file.too-large', { zh: 'XML 超过 20 MiB', en: 'The XML is larger than 20 MiB' });
  const parser = new SaxesParser();
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  let parts = 0;
  const count = (): void => {
    parts += 1;
    if (open.length > DEPTH_MAX || parts > PARTS_MAX) throw new Refusal('file.too-large', { zh: 'XML 结构过大', en: 'The XML is too deep or too large' });
  };
  parser.on('doctype', () => {
    throw new Refusal('file.malformed', { zh: '不接受带有 DOCTYPE 的 XML', en: 'XML with a document type is not accepted' });
  });
  parser.on('opentag', (tag) => {
    count();
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([key, value]) => [local(key), value as string]));
    const element: Element = { name: local(tag.name), attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('attribute', count);
  parser.on('closetag', () => open.length > 1 && open.pop());
  const addText = (text: string): void => {
    const top = open.at(-1);
    if (top) top.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    if (mode === 'lenient') return;
    const cut = /unexpected end|unclosed/i.test(error.message);
    throw new Refusal(cut ? 'file.truncated' : 'file.malformed',
      cut ? { zh: 'XML 文件不完整', en: 'The XML ends too early' } : { zh: 'XML 语法错误', en: `Not well-formed XML: ${error.message.slice(0, 120)}` },
      `${parser.line}:${parser.column}`);
  });
  parser.write(decodeXml(bytes).replace(/^\uFEFF/, '').trimStart()).close();
  const top = root.children[0];
  if (!top) throw new Refusal('file.truncated', { zh: 'XML 文件不完整', en: 'The XML ends too early' });
  return top;
}

/** The text of the first of `names` that says anything, wherever it stands below `from`. */
export function firstText(from: Element | undefined, ...names: readonly string[]): string {
  for (const name of names) {
    const found = within(from, name).map((element) => element.text.trim()).find((text) => text !== '');
    if (found) return found;
  }
  return '';
}

const NAME_MAX = 200;

/** The local name of a document's root, from its first bytes; '' where they are no XML. */
export function rootName(head: Uint8Array): string {
  const text = decodeXml(head.subarray(0, 65_536)).replace(/^\uFEFF/, '').trimStart();
  if (!text.startsWith('<')) return '';
  // One walk forward: looking for each comment's end by a pattern takes seconds where many begin and none ends.
  for (let at = 0; at !== -1; at = text.indexOf('<', at)) {
    if (!/[?!]/.test(text.charAt(at + 1))) return local(/^<\s*([^\s/>]+)/.exec(text.slice(at, at + NAME_MAX))?.[1] ?? '');
    if (!text.startsWith('<!--', at)) { at += 2; continue; }
    const end = text.indexOf('-->', at);
    if (end === -1) return '';
    at = end;
  }
  return '';
}
