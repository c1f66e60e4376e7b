import type { Result } from '@roundtrip/kernel';
import type { FileFormat, MappedTable, ReadError, StatementRecord } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal, guarded } from '../shared/errors.ts';
import { guessLayout } from './generic.ts';
import { gridsOf, isMarkupSheet, isOldExcel, isZip, rowsOf, type Grid } from './grid.ts';
import { findLayout } from './header.ts';
import { mappedProfile, strangeColumns } from './mapping.ts';
import { TABLE_PROFILES } from './profiles/index.ts';
import { readTable } from './read-table.ts';
import type { TableProfile } from './profile.ts';

function readGrids(grids: readonly Grid[], profiles: readonly TableProfile[], guess: boolean): readonly StatementRecord[] {
  const known = grids.flatMap(({ rows }) => {
    const layout = findLayout(rows, profiles);
    return layout ? [{ rows, layout }] : [];
  });
  const guessed = known.length > 0 || !guess ? [] : grids.flatMap(({ rows }) => {
    const layout = guessLayout(rows);
    return layout ? [{ rows, layout }] : [];
  });
  const tables = [...known, ...guessed];
  if (tables.length === 0) throw new Refusal('file.unknown-format', { zh: '表头无法识别:没有日期和金额列', en: 'The header is not recognised: no date and amount columns' });
  return tables.flatMap(({ rows, layout }) => readTable(rows, layout));
}

/** Zips of CSV files (Alipay's deliveries) and workbooks; other zips are another format's. */
function sniffZip(entries: readonly string[] | undefined): number | null {
  if (!entries || entries.length === 0) return null;
  if (entries.includes('xl/workbook.xml')) return 60;
  return entries.every((name) => /\.(?:csv|txt)$/i.test(name)) ? 60 : null;
}

/** Bank, wallet and card tables in CSV, XLSX, XLS or a zip of CSV files: known sources by profile, others by their header. */
export const table: FileFormat = {
  id: 'table',
  title: { zh: '银行、钱包、商务卡表格(CSV / Excel)', en: 'Bank, wallet and card tables (CSV, Excel)' },
  sniff(file) {
    if (isOldExcel(file.head)) return 60;
    if (isZip(file.head)) return sniffZip(file.zipEntries);
    const text = decodeText(file.head, file.size > file.head.length);
    if (isMarkupSheet(text) && /金额|amount|交易|余额|balance/i.test(text)) return 50;
    if (/^\s*[<{[%]/.test(text) || text.includes('\u0000')) return null;
    try {
      const whole = file.size > file.head.length ? text.slice(0, text.lastIndexOf('\n')) : text;
      const rows = rowsOf(whole);
      return findLayout(rows, TABLE_PROFILES) ? 85 : guessLayout(rows) ? 45 : null;
    } catch {
      return null;
    }
  },
  read: (bytes) => guarded(() => readGrids(gridsOf(bytes), TABLE_PROFILES, true)),
};

/** Reads any table by a mapping that the company wrote down: which header is the id, the day, the amount and so on. */
export async function readMappedCsv(bytes: Uint8Array, mapping: MappedTable): Promise<Result<readonly StatementRecord[], ReadError>> {
  return guarded(() => {
    const [strange] = strangeColumns(mapping);
    if (strange !== undefined) throw new Refusal('file.malformed', { zh: `映射里的列名 ${strange} 不认识`, en: `The mapping names a column “${strange}” that does not exist` }, strange);
    return readGrids(gridsOf(bytes), [mappedProfile(mapping)], false);
  });
}
