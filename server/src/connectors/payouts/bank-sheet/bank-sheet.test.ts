import fc from 'fast-check';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { formatAmount, money, type CivilDate, type Instant } from '@roundtrip/kernel';
import type { PayoutBatch, PayoutOrder } from '#spi';
import { bankSheet } from './index.ts';
import { SHEETS } from './profiles.ts';

const ID = '0192f0c0aaaa7bbb8ccc000000000001';
const order = (facts: Partial<PayoutOrder> = {}): PayoutOrder => ({ id: ID, payee: { name: '张三', account: '6222020000000001', bankCode: '102100099996' }, amount: money(12_345n, 'CNY'), purpose: 'BX202611-0001', ...facts });
const batch = (orders: readonly PayoutOrder[]): PayoutBatch => ({ messageId: 'RT1', createdAt: '2026-11-24T08:00:00.000Z' as Instant, executeOn: '2026-11-24' as CivilDate, debtor: { name: '示例公司', account: '31050000000000001', bankCode: '102290000001' }, orders });
const sheetOf = (bank: string, orders: readonly PayoutOrder[]): string[][] => Papa.parse<string[]>(iconv.decode(Buffer.from(bankSheet.render(batch(orders), { bank })), 'gb18030'), { skipEmptyLines: true }).data;
const read = (text: string, encoding: 'utf8' | 'gb18030' = 'gb18030') => bankSheet.readResult?.(new Uint8Array(iconv.encode(text, encoding)));

const orders = fc.uniqueArray(fc.record({
  id: fc.uuid({ version: 7 }).map((id) => id.replaceAll('-', '')), name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((name) => /^[\p{L}\p{N}]/u.test(name)), minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
}), { minLength: 1, maxLength: 6, selector: (one) => one.id });

describe.each(SHEETS.map((sheet) => sheet.id))('the sheet of %s', (bank) => {
  test('law: a row for every order, with its number and its amount to the fen, and the same bytes each time', () => {
    fc.assert(fc.property(orders, (some) => {
      const made = some.map(({ id, name, minor }) => order({ id, payee: { name, account: '6222020000000001' }, amount: money(minor, 'CNY') }));
      const [head, ...rows] = sheetOf(bank, made);
      expect(rows.map((row) => row[head?.indexOf('金额') ?? -1])).toEqual(made.map((one) => formatAmount(one.amount)));
      expect(rows.map((row) => row.find((cell) => /^[0-9a-f]{32}$/.test(cell)))).toEqual(made.map((one) => one.id));
      expect(bankSheet.render(batch(made), { bank })).toEqual(bankSheet.render(structuredClone(batch(made)), { bank }));
    }), { numRuns: 30 });
  });

  test('its answer is read: done is at most taken, failed is refused with the bank’s reason, the rest says nothing', () => {
    const { answer } = SHEETS.find((sheet) => sheet.id === bank) ?? { answer: { id: '', outcome: '', reason: '' } };
    const rows = [['0192f0c0aaaa7bbb8ccc000000000001', '交易成功', ''], ['0192f0c0aaaa7bbb8ccc000000000002', '失败', '户名不符'], ['0192f0c0aaaa7bbb8ccc000000000003', '处理中', '']];
    for (const encoding of ['utf8', 'gb18030'] as const) {
      const result = read(`批次结果\n${answer.id},${answer.outcome},${answer.reason}\n${rows.map((row) => row.join(',')).join('\n')}\n`, encoding);
      expect(result).toMatchObject({ ok: true, value: { kind: 'payout-report', payments: [{ status: 'ACSP', reasons: [] }, { status: 'RJCT', reasons: ['户名不符'] }, { status: 'PDNG' }], findings: [] } });
    }
  });
});

test('a name that a spreadsheet would run is written as text; an order that no bank takes makes no sheet', () => {
  expect(sheetOf('cmb', [order({ payee: { name: '=HYPERLINK("http://x")', account: '1' } })])[1]?.[1]).toBe(`'=HYPERLINK("http://x")`);
  expect(() => bankSheet.render(batch([]), { bank: 'icbc' })).toThrow('invariant');
});

test('other files are none of its answers; an answer without numbers is set aside; a strange outcome is told', () => {
  expect(read('交易时间,金额\n2026-11-24,1.00\n')).toBeNull();
  expect(read('自定义序号,指令状态,失败原因\n')).toMatchObject({ ok: false, error: { kind: 'file.malformed' } });
  expect(read(`自定义序号,指令状态,失败原因\n${ID},奇怪,\n`)).toMatchObject({ ok: true, value: { payments: [{ status: 'PDNG' }], findings: [{ code: 'OUTCOME_UNKNOWN' }] } });
  expect(bankSheet.checkConfig({ bank: 'nobody' })).toMatchObject({ ok: false });
});
