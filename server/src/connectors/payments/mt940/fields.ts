import { Refusal } from '../shared/errors.ts';

/** A field with the line of the file at which it begins. */
export type Field = { readonly tag: string; readonly text: string; readonly line: number };

const LINE_CHARACTERS_MAX = 65_536;
const FIELD_LINES_MAX = 1000;
const TAG = /^(?:\{4:)?:(\d{2}[A-Z]?):/;

/**
 * Cuts text that comes in pieces into fields. Envelope lines before the first field, page ends (`-`), control characters
 * and tags that a line wrap tore apart are what real files bring along.
 */
export class FieldCutter {
  readonly #take: (field: Field) => void;
  #rest = '';
  #line = 0;
  /** A lone `:` that begins a line: the tag behind it was wrapped. */
  #torn = false;
  #open: { tag: string; text: string; line: number; lines: number } | null = null;

  constructor(take: (field: Field) => void) {
    this.#take = take;
  }

  write(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > LINE_CHARACTERS_MAX) throw new Refusal('file.malformed', { zh: '一行过长', en: 'A line is too long' }, `line ${this.#line + lines.length + 1}`);
    for (const line of lines) this.#read(line);
  }

  end(): void {
    this.#read(this.#rest);
    this.#close();
  }

  /** A line may still be several, where the file ends its lines with a bare carriage return. */
  #read(raw: string): void {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (CONTROL.test(line)) for (const one of line.split('\r')) this.#readLine(one.replace(CONTROLS, ''));
    else this.#readLine(line);
  }

  #readLine(written: string): void {
    this.#line += 1;
    const line = this.#torn && /^\d\d[A-Z]?:/.test(written) ? `:${written}` : written;
    this.#torn = line === ':';
    if (this.#torn) return;
    const match = line.startsWith(':') || line.startsWith('{4:') ? TAG.exec(line) : null;
    if (match) {
      this.#close();
      this.#open = { tag: match[1] ?? '', text: line.slice(match[0].length), line: this.#line, lines: 1 };
    } else if (line.startsWith('-') && /^-\}?/.test(line) && line.trim().length <= 3) this.#close();
    else if (this.#open) {
      this.#open.text += `\n${line}`;
      this.#open.lines += 1;
      if (this.#open.lines > FIELD_LINES_MAX) throw new Refusal('file.malformed', { zh: `字段 :${this.#open.tag}: 没有结束`, en: `Field :${this.#open.tag}: never ends` }, `line ${this.#open.line}`);
    }
  }

  #close(): void {
    if (this.#open) this.#take({ tag: this.#open.tag, text: this.#open.text.trimEnd(), line: this.#open.line });
    this.#open = null;
  }
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f]/;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f]/g;
