import { read as readWorkbook, utils, type CellObject, type WorkSheet } from '@e965/xlsx';
import { unzipSync } from 'fflate';
import { decodeText } from '../shared/bytes.ts';
import { Refusal } from '../shared/errors.ts';
import { rowsOf } from './csv.ts';

/** A sheet or a CSV file as trimmed text cells. */
export type Grid = { readonly rows: readonly (readonly string[])[] };

const UNPACKED_MAX = 256 * 1024 * 1024;
const SHEET_ROWS_MAX = 200_000;

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
export const isOldExcel = (bytes: Uint8Array): boolean => [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, i) => bytes[i] === byte);

/** What some banks call `.xls` is a web page or the XML of 2003. */
export const isMarkupSheet = (text: string): boolean => /^\s*</.test(text) && /<table[\s>]|<(?:\w+:)?Workbook[\s>]/i.test(text.slice(0, 20_000));

/** All tables of a file that is no plain CSV: a workbook has one a sheet, a zip of CSV files one a file. */
export function gridsOf(bytes: Uint8Array): readonly Grid[] {
  if (isOldExcel(bytes)) return sheetsOf(bytes);
  if (!isZip(bytes)) return sheetsOf(decodeText(bytes));
  let unpacked = 0;
  let workbook = false;
  const files = unzipSync(bytes, {
    filter(file) {
      workbook ||= file.name === 'xl/workbook.xml';
      const wanted = /\.(?:csv|txt)$/i.test(file.name);
      unpacked += file.originalSize;
      if (unpacked > UNPACKED_MAX) throw new Refusal('file.too-large', { zh: '解压后文件过大', en: 'The unpacked file is too large' });
      return wanted;
    },
  });
  if (workbook) return sheetsOf(bytes);
  return Object.values(files).map((file) => ({ rows: rowsOf(decodeText(file)) }));
}

function sheetsOf(source: Uint8Array | string): Grid[] {
  const options = { cellDates: false, cellNF: true, dense: false, sheetRows: SHEET_ROWS_MAX } as const;
  const book = typeof source === 'string' ? readWorkbook(source, { ...options, type: 'string', raw: true }) : readWorkbook(source, options);
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    if (sheet?.['!fullref'] !== undefined) throw new Refusal('file.too-large', { zh: `工作表超过 ${SHEET_ROWS_MAX} 行`, en: `A sheet has more than ${SHEET_ROWS_MAX} rows` }, name);
    return sheet ? [{ rows: cellsOf(sheet) }] : [];
  });
}

function cellsOf(sheet: WorkSheet): string[][] {
  if (!sheet['!ref']) return [];
  const range = utils.decode_range(sheet['!ref']);
  const columns = Math.min(range.e.c, range.s.c + 200);
  return Array.from({ length: range.e.r - range.s.r + 1 }, (_, r) =>
    Array.from({ length: columns - range.s.c + 1 }, (_, c) => textOf(sheet[utils.encode_cell({ r: r + range.s.r, c: c + range.s.c })] as CellObject | undefined)));
}

/**
 * A workbook stores numbers as IEEE doubles, often written with 17 digits; their shortest text is the decimal that was
 * typed. Where the cell is formatted as a date or with leading zeros, what it shows is what it means.
 */
function textOf(cell: CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.v === null) return '';
  if (cell.t !== 'n') return String(cell.v).trim();
  const format = String(cell.z ?? 'General');
  const shows = cell.w ?? '';
  if (/[ymdhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|General/gi, ''))) return isoOf(cell.v as number);
  return /^0{2,}$/.test(format) ? shows.trim() : plainNumber(cell.v as number);
}

function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? (Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(8).replace(/0+$/, '')) : text;
}

/** Excel counts days from 1899-12-30. */
function isoOf(serial: number): string {
  const at = new Date(Math.round((serial - 25_569) * 86_400) * 1000);
  return Number.isNaN(at.getTime()) ? String(serial) : at.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '');
}
