import { SaxesParser } from 'saxes';
import { decodeXml } from './bytes.ts';
import { Refusal } from './errors.ts';
import type { Element } from '../../shared/xml-tree.ts';

export { all, at, textAt, within } from '../../shared/xml-tree.ts';
export type { Element } from '../../shared/xml-tree.ts';

const DEPTH_MAX = 64;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/** Asked at every end tag; `true` lets go of the element, so that a file of a million entries is never held as a whole. */
export type Taker = (element: Element, parent: Element) => boolean;
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a whole document strictly: what is not well-formed is refused, so a truncated file never passes for a shorter
 * one. A document type is refused outright, which closes every door to entity tricks.
 */
export function readXml(bytes: Uint8Array, take?: Taker): Element {
  const parser = new SaxesParser();
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  parser.on('doctype', () => {
    throw new Refusal('file.malformed', { zh: '不接受带有 DOCTYPE 的 XML', en: 'XML with a document type is not accepted' });
  });
  parser.on('opentag', (tag) => {
    if (open.length > DEPTH_MAX) throw new Refusal('file.malformed', { zh: 'XML 嵌套过深', en: 'The XML is nested too deeply' });
    const pairs = Object.entries(tag.attributes);
    const attributes = pairs.length === 0 ? NO_ATTRIBUTES : Object.fromEntries(pairs.map(([key, value]) => [local(key), value as string]));
    const element: Element = { name: local(tag.name), attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    const parent = open.at(-1);
    if (closed && parent && take?.(closed, parent)) parent.children.pop();
  });
  const addText = (text: string): void => {
    const top = open.at(-1);
    if (top && (top.text !== '' || text.trim() !== '')) top.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    const cut = /unexpected end|unclosed/i.test(error.message);
    throw new Refusal(cut ? 'file.truncated' : 'file.malformed',
      cut ? { zh: 'XML 文件不完整', en: 'The XML ends too early' } : { zh: 'XML 语法错误', en: `Not well-formed XML: ${error.message.slice(0, 120)}` },
      `${parser.line}:${parser.column}`);
  });
  parser.write(decodeXml(bytes).trimStart()).close();
  const top = root.children[0];
  if (!top) throw new Refusal('file.truncated', { zh: 'XML 文件不完整', en: 'The XML ends too early' });
  return top;
}

/** The attribute values of the outermost elements: message versions stand in their namespaces, under whatever prefix. */
export const namespacesIn = (document: Element): string => [document, ...document.children].flatMap((element) => Object.values(element.attributes)).join(' ');
