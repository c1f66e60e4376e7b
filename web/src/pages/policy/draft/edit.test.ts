import { expect, test } from 'vitest';
import type { Document } from '../read-rules.ts';
import { addRow, columnsOf, moveRow, pasteRows, pasteValues, placeOf, removeRow, setCell, splitByGrade, valueAt } from './edit.ts';

const both = (text: string) => ({ zh: text, en: text });
const rule = { clause: '1', title: both('x'), onBreach: 'cut' as const };
const document: Document = {
  format: 'roundtrip-policy/1', currency: 'CNY', grades: [{ code: 'boss', title: both('Boss') }, { code: 'staff', title: both('Staff') }],
  rules: [
    { ...rule, id: 'hotel', kind: 'cap', per: 'night', table: { rows: [
      { id: 'a', when: { city: ['北京'] }, then: { byGrade: { boss: '900.00', staff: '500.00' } } }, { id: 'b', then: '300.00' },
    ] } },
    { ...rule, id: 'meal', kind: 'cap', per: 'day', table: { rows: [{ id: 'm', then: '100.00' }] } },
    { ...rule, id: 'seat', kind: 'class', table: { rows: [{ id: 's', then: ['economy'] }] } },
  ],
};
const shown = (edited: Document, at = 0) => (edited.rules[at]?.table?.rows ?? []).map((row) => [row.id, ...columnsOf(edited, edited.rules[at] as never).map((column) => valueAt(row, column) ?? '')]);

test('the columns are the grades, or one for all', () => {
  expect(document.rules.map((one) => columnsOf(document, one))).toEqual([['boss', 'staff'], [null], [null]]);
});

test('a cell of a row for all makes it a row by grade', () => {
  expect(setCell(document, { rule: 0, row: 1, column: 'staff' }, '280.00').rules[0]?.table?.rows[1]?.then).toEqual({ byGrade: { boss: '300.00', staff: '280.00' } });
  expect(setCell(document, { rule: 1, row: 0, column: null }, '80.00').rules[1]?.table?.rows[0]?.then).toBe('80.00');
  expect(shown(splitByGrade(document, 1), 1)).toEqual([['m', '100.00', '100.00']]);
});

test('rows are added above, moved and removed; the last one stays', () => {
  const added = addRow(document, { rule: 0, row: 1 });
  expect(added.rules[0]?.table?.rows.map((row) => row.id)).toEqual(['a', 'row-3', 'b']);
  expect(moveRow(added, { rule: 0, row: 2 }, -1).rules[0]?.table?.rows.map((row) => row.id)).toEqual(['a', 'b', 'row-3']);
  expect(removeRow(removeRow(document, { rule: 0, row: 0 }), { rule: 0, row: 0 }).rules[0]?.table?.rows.map((row) => row.id)).toEqual(['b']);
});

test('a block from a spreadsheet lands where it was pasted and not beyond', () => {
  expect(shown(pasteValues(document, { rule: 0, row: 0, column: 'staff' }, '450\t1\r\n¥1,280.5\r\n9\n'))).toEqual([['a', '900.00', '450.00'], ['b', '300.00', '1280.50']]);
  expect(shown(pasteValues(document, { rule: 2, row: 0, column: null }, 'economy、business'), 2)).toEqual([['s', ['economy', 'business']]]);
});

test('a block with cities becomes rows', () => {
  const pasted = pasteRows(document, { rule: 0, row: 1 }, '上海、深圳\t800\t450\n成都\t600\n');
  expect(shown(pasted)).toEqual([['a', '900.00', '500.00'], ['row-3', '800.00', '450.00'], ['row-4', '600.00', '600.00'], ['b', '300.00', '300.00']]);
  expect(pasted.rules[0]?.table?.rows[1]?.when).toEqual({ city: ['上海', '深圳'] });
});

test('places lead to cells', () => {
  expect(placeOf('rules[3].table.rows[12].then.byGrade.staff')).toEqual({ rule: 3, row: 12, column: 'staff' });
  expect(placeOf('rules[3].table')).toEqual({ rule: 3, row: null, column: null });
  expect(placeOf('grades[0]')).toBeNull();
});
