import { SaxesParser } from 'saxes';
import { decodeXml } from './bytes.ts';
import { Refusal } from './errors.ts';
import type { Element } from '../../shared/xml-tree.ts';

export { all, at, textAt, within } from '../../shared/xml-tree.ts';
export type { Element } from '../../shared/xml-tree.ts';

const DEPTH_MAX = 64;
const TEXT_CHARACTERS_MAX = 1024 * 1024;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

/** Asked at every end tag; `true` lets go of the element, so that a file of a million entries is never held as a whole. */
export type Taker = (element: Element, parent: Element) => boolean;

/** Local names by written ones: a file has few. */
class LocalNames {
  readonly #known = new Map<string, string>();

  of(name: string): string {
    let local = this.#known.get(name);
    if (local === undefined) this.#known.set(name, (local = name.slice(name.indexOf(':') + 1)));
    return local;
  }
}

function attributesOf(written: Readonly<Record<string, unknown>>, names: LocalNames): Readonly<Record<string, string>> {
  let attributes: Record<string, string> | null = null;
  for (const key in written) (attributes ??= {})[names.of(key)] = written[key] as string;
  return attributes ?? NO_ATTRIBUTES;
}

/**
 * Reads a document strictly, in pieces: what is not well-formed is refused, so a truncated file never passes for a shorter
 * one. A document type is refused outright, which closes every door to entity tricks.
 */
export class XmlReader {
  readonly #parser = new SaxesParser();
  readonly #root: Element = { name: '', attributes: {}, children: [], text: '' };
  #begun = false;

  constructor(take: Taker = () => false) {
    const open: Element[] = [this.#root];
    const names = new LocalNames();
    let top = this.#root;
    this.#parser.on('doctype', () => {
      throw new Refusal('file.malformed', { zh: '不接受带有 DOCTYPE 的 XML', en: 'XML with a document type is not accepted' }, this.place);
    });
    this.#parser.on('opentag', (tag) => {
      if (open.length > DEPTH_MAX) throw new Refusal('file.malformed', { zh: 'XML 嵌套过深', en: 'The XML is nested too deeply' }, this.place);
      const element: Element = { name: names.of(tag.name), attributes: attributesOf(tag.attributes, names), children: [], text: '' };
      top.children.push(element);
      open.push(element);
      top = element;
    });
    this.#parser.on('closetag', () => {
      const closed = top;
      open.pop();
      top = open.at(-1) ?? this.#root;
      if (take(closed, top)) top.children.pop();
    });
    const addText = (text: string): void => {
      if (top.text === '' && text.trim() === '') return;
      top.text += text;
      if (top.text.length > TEXT_CHARACTERS_MAX) throw new Refusal('file.malformed', { zh: 'XML 中的一段文字过长', en: 'A text in the XML is too long' }, this.place);
    };
    this.#parser.on('text', addText);
    this.#parser.on('cdata', addText);
    this.#parser.on('error', (error) => { this.#refuse(error); });
  }

  /** Line and column, counted from 1 and 0. */
  get place(): string {
    return `${this.#parser.line}:${this.#parser.column}`;
  }

  write(text: string): void {
    // White space before the declaration is what some banks' systems put there.
    const written = this.#begun ? text : text.trimStart();
    this.#begun ||= written !== '';
    this.#parser.write(written);
  }

  /** The document element, without what was let go. */
  end(): Element {
    this.#parser.close();
    const [top] = this.#root.children;
    if (!top) throw new Refusal('file.truncated', { zh: 'XML 文件不完整', en: 'The XML ends too early' });
    return top;
  }

  #refuse(error: Error): never {
    const cut = /unexpected end|unclosed/i.test(error.message);
    throw new Refusal(cut ? 'file.truncated' : 'file.malformed',
      cut ? { zh: 'XML 文件不完整', en: 'The XML ends too early' } : { zh: 'XML 语法错误', en: `Not well-formed XML: ${error.message.slice(0, 120)}` }, this.place);
  }
}

/** Reads a whole document. */
export function readXml(bytes: Uint8Array): Element {
  const reader = new XmlReader();
  reader.write(decodeXml(bytes));
  return reader.end();
}

/** The attribute values of the outermost elements: message versions stand in their namespaces, under whatever prefix. */
export const namespacesIn = (document: Element): string => [document, ...document.children].flatMap((element) => Object.values(element.attributes)).join(' ');
