import { isCurrency, type Result } from '@roundtrip/kernel';
import type { MappedTable, ReadError, TablePreview } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal, attempt } from '../shared/errors.ts';
import { rowsOf } from './csv.ts';
import { guessColumns } from './generic.ts';
import { gridsOf, isMarkupSheet, isOldExcel, isZip } from './grid.ts';
import { comparable } from './profile.ts';

type Rows = readonly (readonly string[])[];

const PREVIEW_BYTES = 256 * 1024;
const HEADER_ROWS_MAX = 60;
const SAMPLES = 4;
const LOOKED_AT = 200;
const DAY = /^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{8}$|\d{1,2}[ -]?[A-Za-z]{3,9}[ -]?\d{2,4})/;
const NUMBER = /^[-+(¥$€£\s]*\d[\d.,'\s]*[)-]?$/;

/** The beginning of a CSV file is enough to show it; a workbook is unpacked as a whole. */
function tableIn(bytes: Uint8Array): Rows {
  if (isZip(bytes) || isOldExcel(bytes) || isMarkupSheet(decodeText(bytes.subarray(0, 20_000), true))) return gridsOf(bytes).map((grid) => grid.rows).find((rows) => rows.length > 1) ?? [];
  const cut = bytes.length > PREVIEW_BYTES;
  const text = decodeText(bytes.subarray(0, PREVIEW_BYTES), cut);
  return rowsOf(cut ? text.slice(0, text.lastIndexOf('\n')) : text);
}

/** The row that names the columns: of those whose cells are all words, the one with the most of them, known ones above all. */
function headerAt(rows: Rows): number {
  const worth = rows.slice(0, HEADER_ROWS_MAX).map((row) => {
    const named = row.filter((cell) => cell !== '');
    const words = named.filter((cell) => !NUMBER.test(cell) && !DAY.test(cell)).length;
    return named.length < 2 || words < named.length || new Set(named).size < named.length ? 0 : words + 3 * Object.keys(guessColumns(row.map(comparable))).length;
  });
  return worth.indexOf(Math.max(0, ...worth));
}

/** By the header's words, and where these say nothing of day and money, by what stands beneath. */
function guess(header: readonly string[], data: Rows): MappedTable {
  const original = new Map(header.map((cell) => [comparable(cell), cell]));
  const columns: Record<string, string> = {};
  for (const [column, [name]] of Object.entries(guessColumns(header.map(comparable)))) if (name !== undefined) columns[column] = original.get(name) ?? name;
  const share = (at: number, looks: RegExp): number => {
    const cells = data.map((row) => row[at] ?? '').filter((cell) => cell !== '');
    return cells.length === 0 ? 0 : cells.filter((cell) => looks.test(cell)).length / cells.length;
  };
  const free = (looks: RegExp): string | undefined => header.find((cell, at) => cell !== '' && !Object.values(columns).includes(cell) && share(at, looks) > 0.9);
  const day = columns['date'] ?? free(DAY);
  if (day) columns['date'] = day;
  // A day of eight digits is a number too, so days are looked for first.
  const money = columns['amount'] ?? (columns['credit'] && columns['debit'] ? undefined : free(/^[-+(¥$€£\s]*\d[\d,'\s]*[.,]\d{1,3}[)-]?$/) ?? free(NUMBER));
  if (money) columns['amount'] = money;
  const at = money === undefined ? -1 : header.indexOf(money);
  const chinese = header.some((cell) => /[\u4e00-\u9fff]/.test(cell));
  const beside = /[（(]([A-Z]{3})[)）]/.exec(money ?? '')?.[1];
  const currency = beside !== undefined && isCurrency(beside) ? beside : chinese ? 'CNY' : undefined;
  return { columns, channel: 'bank', ...(data.some((row) => /^\D*[-(]/.test(row[at] ?? '')) ? { sign: 'signed' as const } : {}), ...(chinese ? { zone: 'Asia/Shanghai', dateOrder: 'ymd' as const } : {}), ...(currency ? { currency } : {}) };
}

/** Shows a table of no known source, so that a person can say which column holds what. */
export function previewTable(bytes: Uint8Array): Result<TablePreview, ReadError> {
  return attempt(() => {
    const rows = tableIn(bytes);
    const at = headerAt(rows);
    const header = rows[at] ?? [];
    const data = rows.slice(at + 1).filter((row) => row.some((cell) => cell !== ''));
    if (header.filter((cell) => cell !== '').length < 2 || data.length === 0) {
      throw new Refusal('file.unknown-format', { zh: '文件里没有可以对应的表格', en: 'There is no table in the file whose columns could be named' });
    }
    const shown = data.slice(0, LOOKED_AT);
    return {
      columns: header.flatMap((cell, column) => (cell === '' ? [] : [{ header: cell, samples: shown.map((row) => row[column] ?? '').filter((text) => text !== '').slice(0, SAMPLES) }])),
      rows: data.length, mapping: guess(header, shown),
    };
  });
}
