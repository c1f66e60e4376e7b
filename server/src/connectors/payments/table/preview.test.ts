import { describe, expect, test } from 'vitest';
import { utils, write } from '@e965/xlsx';
import { previewTable, readMappedCsv } from '../index.ts';

const ROWS = [['Buchung 2026', ''], ['Wann', 'Wohin', 'Wieviel'], ['13.11.2026', 'Gasthof', '-12,50'], ['14.11.2026', 'Bahn', '-8,00'], ['15.11.2026', 'Erstattung', '3,20']];
const csv = (rows: readonly (readonly string[])[]): Uint8Array => Buffer.from(rows.map((row) => row.join(';')).join('\n'));

describe('a table of no known source', () => {
  test('is shown by its columns; day and money are guessed from what stands beneath', () => {
    const shown = previewTable(csv(ROWS));
    expect(shown).toMatchObject({ ok: true, value: { rows: 3, mapping: { columns: { date: 'Wann', amount: 'Wieviel' }, sign: 'signed' } } });
    if (shown.ok) expect(shown.value.columns[1]).toEqual({ header: 'Wohin', samples: ['Gasthof', 'Bahn', 'Erstattung'] });
  });

  test('is read by the mapping that a person confirms', async () => {
    const shown = previewTable(csv(ROWS));
    if (!shown.ok) throw new Error('not shown');
    const { mapping } = shown.value;
    const read = await readMappedCsv(csv(ROWS), { ...mapping, columns: { ...mapping.columns, merchant: 'Wohin' }, currency: 'EUR', dateOrder: 'dmy' });
    expect(read.ok && read.value[0]?.entries.map((one) => [one.merchant, one.direction, one.amount.minor])).toEqual([['Gasthof', 'out', 1250n], ['Bahn', 'out', 800n], ['Erstattung', 'in', 320n]]);
  });

  test('in a workbook too, and by its header’s words', () => {
    const book = utils.book_new(utils.aoa_to_sheet([['日期', '商户', '实付'], ['2026-11-02', '示例餐厅', '36.50'], ['2026-11-03', '示例酒店', '420.00']]));
    const bytes = new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    expect(previewTable(bytes)).toMatchObject({ ok: true, value: { mapping: { columns: { date: '日期', amount: '实付' }, currency: 'CNY', dateOrder: 'ymd' } } });
  });

  test.each([['nothing', ''], ['words without a table', 'hello there'], ['bytes', '\u0000\u0001\u0002']])('%s is refused', (_, text) => {
    expect(previewTable(Buffer.from(text)).ok).toBe(false);
  });
});
