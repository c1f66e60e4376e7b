import type { CivilDate, Instant, PaymentFacts } from '@roundtrip/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { addPayments, listPayments, type NewPayment } from './store.ts';

const COMPANY = systemClock.newId<'company'>();
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const DAY = '2026-11-02' as CivilDate;
const facts = (more: Partial<PaymentFacts>): PaymentFacts => ({
  externalId: 'B1', channel: 'bank', type: 'transfer', direction: 'out', status: 'posted', paidAt: '2026-11-02T04:00:00.000Z' as Instant, bookedOn: DAY,
  amount: { minor: 100n, currency: 'CNY' }, merchant: '示例银行', account: 'A', ...more,
});
const arriving = (source: string, one: PaymentFacts): NewPayment => ({ id: systemClock.newId(), source, payerId: null, rawId: systemClock.newId(), facts: one });
const add = (source: string, form: readonly PaymentFacts[]) => base.db.transact(COMPANY, (tx) => addPayments(tx, form.map((one) => arriving(source, one)), systemClock.now()));
const of = (source: string) => base.db.read(COMPANY, async (tx) => (await listPayments(tx, { payerId: null, text: null, after: null, limit: 1_000 })).filter((p) => p.source === source).map((p) => p.facts));
const sum = (all: readonly PaymentFacts[], status: PaymentFacts['status']): bigint => all.filter((one) => one.status === status).reduce((n, one) => n + one.amount.minor, 0n);

/** One booked batch as banks tell it: whole, by its details' own references, or by their end-to-end ids. */
const SHARES = [10n, 20n, 20n, 50n];
const batch = (parts: number): NonNullable<PaymentFacts['entry']> => ({ id: 'B1 out 100 CNY', parts });
const whole = (status: PaymentFacts['status']) => [facts({ status, entry: batch(1) })];
const cut = (name: string, status: PaymentFacts['status']) => SHARES.map((minor, i) => facts({ externalId: `${name}${i}`, status, amount: { minor, currency: 'CNY' }, entry: batch(SHARES.length) }));
const FORMS = [whole('pending'), whole('posted'), cut('r', 'pending'), cut('r', 'posted'), cut('e', 'pending'), cut('e', 'posted')];
const single = facts({ externalId: 'S1', amount: { minor: 7n, currency: 'CNY' }, entry: { id: 'S1 out 7 CNY', parts: 1 } });

describe('a booked batch counts once', () => {
  test('told whole, in parts, pending and posted, in any order, over and over, long ones in several goes', async () => {
    const telling = fc.record({ form: fc.integer({ min: 0, max: FORMS.length - 1 }), cutAt: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(fc.asyncProperty(fc.uuid(), fc.array(telling, { minLength: 1, maxLength: 7 }), async (source, tellings) => {
      let posted = false;
      for (const { form, cutAt } of tellings) {
        const told = [...(FORMS[form] ?? []), single];
        for (const part of [told.slice(0, cutAt), told.slice(cutAt)]) if (part.length > 0) await add(source, part);
        posted ||= form % 2 === 1;
        const all = await of(source);
        expect([sum(all, 'posted'), sum(all, 'pending')]).toEqual(posted ? [107n, 0n] : [7n, 100n]);
      }
    }), { numRuns: 60 });
  });

  test('one file at a time for an account, though they come at once', async () => {
    await Promise.all([whole('posted'), cut('r', 'posted'), cut('e', 'posted'), whole('posted')].map((form) => add('race', form)));
    expect(sum(await of('race'), 'posted')).toBe(100n);
  });

  test('parts take the place of the whole and say that it is gone, so that the books follow', async () => {
    await add('place', whole('posted'));
    const outcomes = await add('place', cut('r', 'posted'));
    expect(outcomes.map((one) => [one.outcome, one.before, one.payment.facts.status])).toEqual([['changed', 'posted', 'reversed'], ...SHARES.map(() => ['added', undefined, 'posted'])]);
    expect(await add('place', whole('posted'))).toEqual([]);
  });

  test('a whole on a person’s own account stays, since a decision may hang on it', async () => {
    const payerId = systemClock.newId<'employee'>();
    await base.db.transact(COMPANY, (tx) => addPayments(tx, whole('posted').map((one) => ({ ...arriving('own', one), payerId })), systemClock.now()));
    expect(await add('own', cut('r', 'posted'))).toEqual([]);
    expect((await of('own')).map((one) => one.status)).toEqual(['posted']);
  });
});

describe('an id that its source gives out again', () => {
  const other = facts({ bookedOn: '2026-12-01' as CivilDate, amount: { minor: 33n, currency: 'CNY' } });
  test.each([['in one file', [[facts({}), other]]], ['in two', [[facts({})], [other]]], ['the later day first, and again', [[other], [facts({})], [other], [facts({}), other]]]])('on another day for other money is another payment: %s', async (name, files) => {
    for (const file of files) await add(`again ${name}`, file);
    expect(sum(await of(`again ${name}`), 'posted')).toBe(133n);
  });

  test('on the same day for other money is a doubt for a person', async () => {
    await add('doubt', [facts({})]);
    expect((await add('doubt', [facts({ amount: { minor: 1n, currency: 'CNY' } })])).map((one) => one.outcome)).toEqual(['conflict']);
  });

  test('told once in the purchase’s currency and once in the account’s is the same money', async () => {
    const dollars = facts({ amount: { minor: 14n, currency: 'USD' }, settled: { minor: 100n, currency: 'CNY' } });
    await add('abroad', [facts({})]);
    expect((await add('abroad', [dollars])).map((one) => one.outcome)).toEqual(['known']);
  });
});

describe('a refund belongs to its purchase', () => {
  const purchase = facts({ type: 'purchase', externalId: 'P1', orderNo: 'O1' });
  const refund = facts({ type: 'refund', direction: 'in', externalId: 'R1', orderNo: 'O1', amount: { minor: 40n, currency: 'CNY' } });
  test.each([['purchase first', [[purchase], [refund]]], ['refund first', [[refund], [purchase]]], ['together', [[refund, purchase]]]])('whichever file brings which: %s', async (name, files) => {
    for (const file of files) await add(`refund ${name}`, file);
    expect((await of(`refund ${name}`)).find((one) => one.externalId === 'R1')?.relatedExternalId).toBe('P1');
  });

  test('and to none where the order has several', async () => {
    await add('several', [purchase, { ...purchase, externalId: 'P2' }, refund]);
    expect((await of('several')).find((one) => one.externalId === 'R1')?.relatedExternalId).toBeUndefined();
  });
});
