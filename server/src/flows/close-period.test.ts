import { addDays, type CivilDate } from '@roundtrip/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger, listVouchers, openItems, openTaxQuestions, post, rules, type NewEntry } from '#modules/ledger';
import { BOOK_EXPORTERS } from '../connectors/exports/index.ts';
import { changeBooks } from './change-books.ts';
import { closeMonth, closingChecks, reopenMonth } from './close-period.ts';
import { correctWithRed } from './correct-voucher.ts';
import { answerExport, batchFile, lastDay, makeBatch } from './export-batch.ts';
import { openTestHouse, type TestHouse } from './testing.ts';

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const BY = { kind: 'system' } as const;
const PERIOD = '2026-09';
const kingdee = BOOK_EXPORTERS.find((one) => one.id === 'kingdee');
const sheet = BOOK_EXPORTERS.find((one) => one.id === 'kingdee-xlsx');
const claim = (id: string, category: string, on: string): NewEntry[] => rules.claimApproved({
  claimId: id, number: id, on: on as CivilDate, currency: 'CNY', employeeNumber: 'E003', department: 'sales', attachments: 1,
  lines: [{ category, reimbursableMinor: 10_600n, owedBackMinor: 0n, personalMinor: 0n, cards: [], inputVatMinor: 600n }],
});
const book = (entries: readonly NewEntry[]) => base.house.db.transact(base.companyId, (tx) => post(tx, base.house.clock, entries));
const vouchers = () => base.read((tx) => listVouchers(tx, { period: null, source: null, after: null, limit: 100 }));
const held = async () => (await base.read(checkLedger)).filter((check) => check.bad.length > 0);
const made = async (exporter = kingdee) => { if (!exporter) throw new Error('no exporter'); return makeBatch(base.house, base.companyId, { exporter, period: PERIOD, by: { actor: BY, name: '会计' } }); };

test('a month from its first claim to its seal, a late event, and open again', async () => {
  // A category without an account waits by name; the claim itself is booked, nothing is half-posted.
  await book([...claim('BX-1', 'hotel', '2026-09-10'), ...claim('BX-2', 'gifts', '2026-09-11')]);
  expect((await vouchers()).map((one) => [one.word, one.number, one.lines.length])).toEqual([['记', 1, 3]]);
  expect((await base.read(openItems)).map((item) => [item.text, item.reason, item.detail['category']])).toEqual([['BX-2', 'unmapped', 'gifts']]);
  expect(await closeMonth(base.house, base.companyId, { period: PERIOD, by: BY })).toEqual({ ok: false, error: { kind: 'period.not-ready' } });

  // The remedy makes its voucher at once.
  const rule = (role: 'expense' | 'input-vat' | 'payable', account: string) => ({ role, category: null, department: null, account });
  expect(await changeBooks(base.house, base.companyId, { change: { rules: [rule('expense', '6602.99'), rule('input-vat', '2221.01.01'), rule('payable', '2241.01')] }, by: BY })).toEqual({ ok: true, value: 1 });
  expect([await base.read(openItems), (await vouchers()).map((one) => one.number), await held()]).toEqual([[], [2, 1], []]);

  // A red letter and a blue one, once; numbers go on without a gap.
  const first = (await vouchers()).at(-1);
  const corrected = await correctWithRed(base.house, base.companyId, { id: first?.id ?? '', by: BY, name: '会计' });
  expect(corrected.ok && corrected.value.length).toBe(2);
  expect(await correctWithRed(base.house, base.companyId, { id: first?.id ?? '', by: BY, name: '会计' })).toEqual({ ok: false, error: { kind: 'voucher.reversed' } });
  const red = (await vouchers()).find((one) => one.reversesId === first?.id);
  expect(red?.lines.map((line) => [line.account, line.side, line.minor])).toEqual(first?.lines.map((line) => [line.account, line.side, -line.minor]));
  expect(await held()).toEqual([]);

  // What one system has had it does not get again, not under another format of the same system either; the file stays the same.
  const batch = await made();
  expect([batch.ok, await made(), await made(sheet)]).toEqual([true, { ok: false, error: { kind: 'export.nothing' } }, { ok: false, error: { kind: 'export.nothing' } }]);
  const id = batch.ok ? batch.value : '';
  const file = () => batchFile(base.house, base.companyId, { id, exporters: BOOK_EXPORTERS });
  expect((await file())?.bytes).toEqual((await file())?.bytes);
  const answer = (of: string, state: 'acknowledged' | 'refused') => answerExport(base.house, base.companyId, { id: of, state, note: null, by: { actor: BY, name: '会计' } });
  expect([await answer(id, 'refused'), await answer(id, 'acknowledged')]).toEqual([{ ok: true, value: null }, { ok: false, error: { kind: 'export.answered' } }]);
  const again = await made(sheet);
  expect(await answer(again.ok ? again.value : '', 'acknowledged')).toEqual({ ok: true, value: null });

  expect((await base.read((tx) => closingChecks(tx, base.house, PERIOD))).filter((check) => !check.holds)).toEqual([]);
  expect(await closeMonth(base.house, base.companyId, { period: PERIOD, by: BY })).toEqual({ ok: true, value: null });

  // Late: the first open month takes it, with its own day beside it.
  await book(claim('BX-3', 'hotel', '2026-09-20'));
  expect((await vouchers()).filter((one) => one.text.includes('BX-3')).map((one) => [one.period, one.dated, one.effective])).toEqual([['2026-10', '2026-10-01', '2026-09-20']]);
  expect(await held()).toEqual([]);

  expect(await reopenMonth(base.house, base.companyId, { period: PERIOD, by: BY, reason: ' ' })).toEqual({ ok: false, error: { kind: 'period.reason-needed' } });
  expect(await reopenMonth(base.house, base.companyId, { period: PERIOD, by: BY, reason: '补记一张凭证' })).toEqual({ ok: true, value: null });
  expect(await reopenMonth(base.house, base.companyId, { period: PERIOD, by: BY, reason: '补记一张凭证' })).toEqual({ ok: false, error: { kind: 'period.not-closed' } });
  expect(await base.read(openTaxQuestions)).toEqual([]);
});

test('the last day of a month', () => {
  expect(['2026-02', '2028-02', '2026-04', '2026-12'].map(lastDay)).toEqual(['2026-02-28', '2028-02-29', '2026-04-30', '2026-12-31']);
  expect(addDays(lastDay('2026-12'), 1)).toBe('2027-01-01');
});
