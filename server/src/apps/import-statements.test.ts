import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatAmount } from '@roundtrip/kernel';
import { listPayments } from '#modules/payments';
import { connectors } from '../connectors/index.ts';
import { openTestHouse, type TestHouse } from '../flows/testing.ts';
import { takeFiles, type TakenFile } from '../flows/take-files.ts';

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse({ connectors }); });
afterAll(() => base.close());

/** What was booked: few shops and few amounts, so that the same one often comes twice a day. */
type Booked = { readonly day: number; readonly cents: number; readonly shop: string };
const history = fc.array(fc.record({ day: fc.integer({ min: 1, max: 6 }), cents: fc.constantFrom(100, 250), shop: fc.constantFrom('Hotel', 'Taxi') }), { minLength: 1, maxLength: 14 })
  .map((list) => list.toSorted((a, b) => a.day - b.day));

const euro = (cents: number): string => `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
const OPENING = 100_000;
const balance = (list: readonly Booked[], beforeDay: number): string => euro(list.filter((one) => one.day < beforeDay).reduce((sum, one) => sum - one.cents, OPENING));

/** The bank's statement of some days, without any ids of its own. Its opening balance is dated the evening before. */
function mt940(account: string, list: readonly Booked[], from: number, to: number): Uint8Array {
  const lines = list.filter((one) => one.day >= from && one.day <= to).flatMap((one) => [`:61:26110${one.day}110${one.day}D${euro(one.cents)}NTRFNONREF`, `:86:${one.shop}`]);
  const text = [`:20:S${from}-${to}`, `:25:${account}`, `:60F:C26110${from}EUR${balance(list, from)}`, ...lines, `:62F:C26110${to}EUR${balance(list, to + 1)}`, '-', ''].join('\n');
  return new TextEncoder().encode(text);
}

async function take(bytes: Uint8Array): Promise<TakenFile> {
  const [taken] = await takeFiles(base.house, base.companyId, { actor: { kind: 'system' }, submittedBy: null, mayImport: true, files: [{ fileName: 's.sta', bytes }] });
  if (!taken) throw new Error('no answer');
  return taken;
}

async function paymentsOf(account: string): Promise<string[]> {
  const all = await base.house.db.read(base.companyId, (tx) => listPayments(tx, { payerId: null, text: null, after: null, limit: 10_000 }));
  return all.filter((payment) => payment.source === `bank:${account}`).map(({ facts }) => `${facts.bookedOn ?? ''} ${formatAmount(facts.amount)} ${facts.merchant}`).sort();
}

let accounts = 0;
const anyFiles = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), { maxLength: 3 });

describe('statements of one account', () => {
  test('law: any cut of a history into overlapping files, in any order and twice, gives its payments, each once', async () => {
    await fc.assert(fc.asyncProperty(history, anyFiles, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()), async (list, some, cut, chance) => {
      accounts += 1;
      const account = `DE${accounts}`;
      const files = [...some, [1, cut], [cut + 1, 6], [1, cut]] as const;
      const order = files.map((file) => [chance.next().value ?? 0, file] as const).sort(([a], [b]) => a - b).map(([, file]) => file);
      for (const [from, to] of order) expect((await take(mt940(account, list, from, to))).outcome).toBe('imported');
      expect(await paymentsOf(account)).toEqual(list.map((one) => `2026-11-0${one.day} ${euro(one.cents).replace(',', '.')} ${one.shop}`).sort());
    }), { numRuns: 12 });
  });

  test('one that does not add up is set aside whole, and the difference named', async () => {
    const list = [{ day: 1, cents: 100, shop: 'Hotel' }, { day: 2, cents: 250, shop: 'Taxi' }];
    const wrong = new TextDecoder().decode(mt940('DE-X', list, 1, 2)).replace(':62F:C261102EUR996,50', ':62F:C261102EUR996,00');
    const taken = await take(new TextEncoder().encode(wrong));
    expect(taken).toMatchObject({ outcome: 'quarantined', problem: { kind: 'file.unbalanced' } });
    expect(taken.problem?.message.en).toContain('-0.50 EUR');
    expect(await paymentsOf('DE-X')).toEqual([]);
  });

  test('a missing statement is said to finance until it comes', async () => {
    const list = [1, 2, 3].map((day) => ({ day: day * 2, cents: 100, shop: 'Hotel' }));
    expect((await take(mt940('DE-Y', list, 1, 2))).notices).toBeUndefined();
    const early = await take(mt940('DE-Y', list, 5, 6));
    expect(early.outcome).toBe('imported');
    expect(early.notices?.[0]?.en).toContain('-1.00 EUR');
    expect((await take(mt940('DE-Y', list, 3, 4))).notices).toBeUndefined();
  });
});
