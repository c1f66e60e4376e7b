import type { Result } from '@roundtrip/kernel';
import type { FileFormat, MappedTable, Pieces, PieceTaker, ReadError, StatementPart, StatementRecord } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal, attempt } from '../shared/errors.ts';
import { gather, piecesOf, textFormat, type TextReader } from '../shared/text-format.ts';
import { recordsFrom, type PartSink } from '../shared/statement.ts';
import { CsvCutter, rowsOf } from './csv.ts';
import { guessLayout } from './generic.ts';
import { gridsOf, isMarkupSheet, isOldExcel, isZip, type Grid } from './grid.ts';
import { findLayout, type Layout } from './header.ts';
import { mappedProfile, strangeColumns } from './mapping.ts';
import { TABLE_PROFILES } from './profiles/index.ts';
import { TableReader, type Rows } from './read-table.ts';
import type { TableProfile } from './profile.ts';

/** What a table may be read by: the profiles, and, unless the company wrote down a mapping, its header's words. */
type Ways = { readonly profiles: readonly TableProfile[]; readonly guess: boolean };
const ANY: Ways = { profiles: TABLE_PROFILES, guess: true };

const unknownHeader = (): Refusal =>
  new Refusal('file.unknown-format', { zh: '表头无法识别：没有日期和金额列', en: 'The header is not recognised: no date and amount columns' });

function layoutOf(rows: Rows, { profiles, guess }: Ways): Layout | null {
  return findLayout(rows, profiles) ?? (guess ? guessLayout(rows) : null);
}

/** So many rows are looked at before the first is read. */
const FIRST_ROWS = 10_000;

/** A CSV file is one table; its first rows show how it is read. */
function openCsv(ways: Ways): (sink: PartSink) => TextReader {
  return (sink) => {
    let [first, table]: [(readonly string[])[], TableReader | null] = [[], null];
    const begin = (): TableReader => {
      const layout = layoutOf(first, ways);
      if (!layout) throw unknownHeader();
      const reader = new TableReader(sink, first, layout, { next: 0 });
      first = [];
      return reader;
    };
    const cutter = new CsvCutter((row) => {
      if (table) table.read(row);
      else if (first.push(row) >= FIRST_ROWS) table = begin();
    });
    return {
      write: (text) => { cutter.write(text); },
      end() {
        cutter.end();
        (table ?? begin()).end();
      },
    };
  };
}

/** Of many tables, those of a known source; where there is none, those that can be guessed. */
function readGrids(grids: readonly Grid[], { profiles, guess }: Ways): readonly StatementRecord[] {
  const laid = (by: (rows: Rows) => Layout | null): { rows: Rows; layout: Layout }[] => grids.flatMap(({ rows }) => {
    const layout = by(rows);
    return layout ? [{ rows, layout }] : [];
  });
  const known = laid((rows) => findLayout(rows, profiles));
  const tables = known.length > 0 || !guess ? known : laid(guessLayout);
  if (tables.length === 0) throw unknownHeader();
  const [parts, numbers]: [StatementPart[], { next: number }] = [[], { next: 0 }];
  for (const { rows, layout } of tables) new TableReader((part) => parts.push(part), rows, layout, numbers).end();
  return recordsFrom(parts);
}

const isSheet = (bytes: Uint8Array): boolean => isZip(bytes) || isOldExcel(bytes) || isMarkupSheet(decodeText(bytes.subarray(0, 20_000), true));

/** Workbooks and zips can only be read as a whole. */
async function readSheets(pieces: Pieces, ways: Ways): Promise<Result<readonly StatementRecord[], ReadError>> {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  return attempt(() => readGrids(gridsOf(held.length === 1 && held[0] ? held[0] : Buffer.concat(held)), ways));
}

function streamBy(ways: Ways): NonNullable<FileFormat['stream']> {
  const csv = textFormat({ id: 'csv', title: TITLE, sniff: () => null }, openCsv(ways));
  return async (pieces: Pieces, take: PieceTaker) => {
    const [first, all] = await peek(pieces);
    if (!isSheet(first)) return csv.stream?.(all, take) ?? { ok: true, value: null };
    const read = await readSheets(all, ways);
    if (!read.ok) return read;
    for (const [statement, { entries, ...summary }] of read.value.entries()) {
      await take({ part: 'entries', statement, entries });
      await take({ part: 'end', statement, summary });
    }
    return { ok: true, value: null };
  };
}

/** The first piece, and all of them again. */
async function peek(pieces: Pieces): Promise<[Uint8Array, Pieces]> {
  const rest = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const first = await rest.next();
  const again = async function* (): AsyncIterable<Uint8Array> {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  };
  return [first.done ? new Uint8Array() : first.value, again()];
}

/** Zips of CSV files (Alipay's deliveries) and workbooks; other zips are another format's. */
function sniffZip(entries: readonly string[] | undefined): number | null {
  if (!entries || entries.length === 0) return null;
  if (entries.includes('xl/workbook.xml')) return 60;
  return entries.every((name) => /\.(?:csv|txt)$/i.test(name)) ? 60 : null;
}

const TITLE = { zh: '银行、钱包、商务卡表格(CSV / Excel)', en: 'Bank, wallet and card tables (CSV, Excel)' };
const stream = streamBy(ANY);

/** Bank, wallet and card tables in CSV, XLSX, XLS or a zip of CSV files: known sources by profile, others by their header. */
export const table: FileFormat = {
  id: 'table',
  title: TITLE,
  sniff(file) {
    if (isOldExcel(file.head)) return 60;
    if (isZip(file.head)) return sniffZip(file.zipEntries);
    const text = decodeText(file.head, file.size > file.head.length);
    if (isMarkupSheet(text) && /金额|amount|交易|余额|balance/i.test(text)) return 50;
    if (/^\s*[<{[%]/.test(text) || text.includes('\u0000')) return null;
    const rows = attempt(() => rowsOf(file.size > file.head.length ? text.slice(0, text.lastIndexOf('\n')) : text));
    if (!rows.ok) return null;
    return findLayout(rows.value, TABLE_PROFILES) ? 85 : guessLayout(rows.value) ? 45 : null;
  },
  stream,
  read: (bytes) => gather(stream, bytes),
};

/** Reads any table by a mapping that the company wrote down: which header is the id, the day, the amount and so on. */
export async function readMappedCsv(bytes: Uint8Array, mapping: MappedTable): Promise<Result<readonly StatementRecord[], ReadError>> {
  const parts: StatementPart[] = [];
  const [strange] = strangeColumns(mapping);
  if (strange !== undefined) return attempt(() => { throw new Refusal('file.malformed', { zh: `映射里的列名 ${strange} 不认识`, en: `The mapping names a column “${strange}” that does not exist` }, strange); });
  const read = await streamBy({ profiles: [mappedProfile(mapping)], guess: false })(piecesOf(bytes), (part) => { parts.push(part); });
  return read.ok ? { ok: true, value: recordsFrom(parts) } : read;
}
