import Papa from 'papaparse';
import { Refusal } from '../shared/errors.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;

/** The count of `delimiter` that most lines share. */
function usualCount(lines: readonly string[], delimiter: string): number {
  const votes = new Map<number, number>();
  for (const line of lines) {
    const count = line.replace(/"[^"]*"/g, '').split(delimiter).length - 1;
    if (count > 0) votes.set(count, (votes.get(count) ?? 0) + 1);
  }
  return [...votes].sort(([a, x], [b, y]) => y - x || b - a)[0]?.[0] ?? 0;
}

function delimiterOf(text: string): string {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '').slice(0, 200);
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter as string, usualCount(lines, delimiter)]));
  const [semicolons, commas] = [counts.get(';') ?? 0, counts.get(',') ?? 0];
  if (semicolons >= 2 && semicolons >= commas) return ';';
  if (commas >= 2) return ',';
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ',';
}

/** Letters, digits, Chinese and its currency's sign: a cell that begins and ends so carries none of the marks that {@link clean} takes off. */
const isPlain = (code: number): boolean => (code >= 0x2d && code <= 0x5f && code !== 0x3d) || (code > 0x60 && code < 0x7f) || code === 0xa5 || (code > 0x3000 && code < 0xfe00);

/** Exports protect long numbers with a leading backtick, apostrophe or `=`, or a trailing tab, and pad with spaces. */
function clean(written: string): string {
  const cell = written.trim();
  if (cell === '' || (isPlain(cell.charCodeAt(0)) && isPlain(cell.charCodeAt(cell.length - 1)))) return cell;
  return cell.replace(/^(?:=(?="))?["'`]?|["']?$/g, '').trim();
}

/** A quoted cell that goes on for so long has lost its closing quote. */
const RECORD_CHARACTERS_MAX = 4 * 1024 * 1024;

type Parsed = { readonly data: string[][]; readonly errors: readonly { readonly type: string; readonly code: string; readonly row?: number }[]; readonly meta: { readonly cursor: number } };

/** Cuts text that comes in pieces into rows of clean cells; the first piece shows the delimiter and how lines end. */
export class CsvCutter {
  readonly #take: (row: readonly string[]) => void;
  #parser: Papa.Parser | null = null;
  #rest = '';
  #rows = 0;

  constructor(take: (row: readonly string[]) => void) {
    this.#take = take;
  }

  write(text: string): void {
    this.#rest += text;
    this.#cut(false);
    if (this.#rest.length > RECORD_CHARACTERS_MAX) throw this.#unclosed();
  }

  end(): void {
    if (this.#rest !== '') this.#cut(true);
  }

  #cut(whole: boolean): void {
    this.#parser ??= new Papa.Parser({ delimiter: delimiterOf(this.#rest), newline: this.#rest.includes('\n') ? '\n' : '\r' });
    const { data, errors, meta } = this.#parser.parse(this.#rest, 0, !whole) as Parsed;
    if (errors.some((error) => error.code === 'MissingQuotes') && whole) throw this.#unclosed();
    this.#rest = whole ? '' : this.#rest.slice(meta.cursor);
    for (const row of data) {
      for (let i = 0; i < row.length; i += 1) row[i] = clean(row[i] ?? '');
      this.#take(row);
    }
    this.#rows += data.length;
  }

  #unclosed(): Refusal {
    return new Refusal('file.malformed', { zh: '引号没有成对，单元格没有结束', en: 'A quoted cell never ends' }, `row ${this.#rows + 1}`);
  }
}

export function rowsOf(text: string): (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  const cutter = new CsvCutter((row) => rows.push(row));
  cutter.write(text);
  cutter.end();
  return rows;
}
