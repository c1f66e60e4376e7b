import type { CivilDate } from '@roundtrip/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { balances, checkLedger, closePeriod, entriesBetween, listEntries, post, reverse, rules, type NewEntry } from './index.ts';

let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const company = (): string => systemClock.newId();
const day = (text: string): CivilDate => text as CivilDate;
const arrived = (id: string, minor = 100n, on = '2026-11-24'): NewEntry[] => rules.paymentArrived({
  paymentId: id, on: day(on), merchant: '示例', direction: 'out', amount: { minor, currency: 'CNY' }, companyPaid: { minor: 0n, currency: 'CNY' }, employeeNumber: 'E1', program: 'x',
});
const book = (id: string, entries: readonly NewEntry[]) => base.db.transact(id, (tx) => post(tx, systemClock, entries));
const all = (id: string) => base.db.read(id, (tx) => entriesBetween(tx, day('2026-01-01'), day('2027-12-31')));
const held = async (id: string): Promise<boolean> => (await base.db.read(id, checkLedger)).every((check) => check.bad.length === 0);

test('one event is one entry, however often and by how many at once it is posted', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }), async (batches) => {
    const id = company();
    await Promise.all(batches.map((batch) => book(id, batch.flatMap((n) => arrived(`p${n}`)))));
    const entries = await all(id);
    expect(entries.map((entry) => entry.sourceId).sort()).toEqual([...new Set(batches.flat())].map((n) => `p${n}`).sort());
    expect(entries.map((entry) => entry.voucher)).toEqual(entries.map((_, i) => `2026-11/${String(i + 1).padStart(6, '0')}`));
    expect(await held(id)).toBe(true);
  }), { numRuns: 10 });
});

test('posting says which were new; the second time is the first entry', async () => {
  const id = company();
  const [first] = await book(id, arrived('p1'));
  const again = await book(id, [...arrived('p1'), ...arrived('p2')]);
  expect(again.map(({ fresh }) => fresh)).toEqual([false, true]);
  expect(again[0]?.id).toBe(first?.id);
});

test('an entry that does not balance is not written, and takes its batch with it', async () => {
  const id = company();
  await expect(book(id, [...arrived('p1'), { kind: 'correction', sourceId: 'x', on: day('2026-11-24'), text: '', lines: [{ account: 'rounding', minor: 1n, currency: 'CNY' }] }])).rejects.toThrow(/balances/);
  expect(await all(id)).toEqual([]);
});

test('is reversed at most once, and the first entry stays', async () => {
  const id = company();
  const [entry] = await book(id, arrived('p1'));
  const turn = () => base.db.transact(id, (tx) => reverse(tx, systemClock, { entryId: entry?.id ?? '', on: day('2026-12-01') }));
  const [one, two] = [await turn(), await turn()];
  expect([one?.fresh, two?.fresh, one?.id]).toEqual([true, false, two?.id]);
  expect((await base.db.read(id, (tx) => balances(tx))).map(({ balance }) => balance)).toEqual([0n, 0n]);
  expect((await all(id)).map((e) => e.voucher)).toEqual(['2026-11/000001', '2026-12/000001']);
  expect(await held(id)).toBe(true);
});

test('what is late for a closed period is numbered in the next, with its own day', async () => {
  const id = company();
  await book(id, arrived('p1'));
  await base.db.transact(id, (tx) => closePeriod(tx, '2026-11', systemClock.now()));
  await book(id, arrived('p2'));
  expect((await all(id)).map(({ voucher, on }) => [voucher, on])).toEqual([['2026-11/000001', '2026-11-24'], ['2026-12/000001', '2026-11-24']]);
  expect(await held(id)).toBe(true);
});

test('lists by page, newest day first, and sums by account', async () => {
  const id = company();
  await book(id, [1, 2, 3, 4, 5].flatMap((n) => arrived(`p${n}`, BigInt(n), `2026-11-0${n}`)));
  const page = (after: string | null) => base.db.read(id, (tx) => listEntries(tx, { account: null, sourceIds: null, after, limit: 3 }));
  const first = await page(null);
  expect(first.map((entry) => entry.on)).toEqual(['2026-11-05', '2026-11-04', '2026-11-03']);
  expect((await page(first[2]?.id ?? null)).map((entry) => entry.sourceId)).toEqual(['p2', 'p1']);
  expect(await base.db.read(id, (tx) => balances(tx, 'unclaimed:'))).toMatchObject([{ account: 'unclaimed:E1', debit: 0n, credit: 15n, balance: -15n }]);
});

test('nothing that was booked can be changed or taken away', async () => {
  const id = company();
  await book(id, arrived('p1'));
  for (const sql of ['delete from ledger.lines', 'update ledger.lines set minor = 2', 'delete from ledger.entries', `update ledger.entries set text = ''`]) {
    await expect(base.db.transact(id, (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
  }
});

test('a gap and a broken sum that somebody planted are found', async () => {
  const id = company();
  await book(id, arrived('p1'));
  await base.db.transact(id, (tx) => tx.query('update ledger.counters set last = 2'));
  await base.db.transact(id, (tx) => tx.query(`insert into ledger.lines (company_id, entry_id, line_no, account, minor, currency) select company_id, id, 9, 'rounding', 1, 'CNY' from ledger.entries`));
  const bad = (await base.db.read(id, checkLedger)).filter((check) => check.bad.length > 0);
  expect(bad).toEqual([{ code: 'balanced', checked: 1, bad: ['2026-11/000001'] }, { code: 'vouchers', checked: 1, bad: ['2026-11'] }]);
});
