import type { Instant, PaymentFacts } from '@roundtrip/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { companyPart, sourceOf, supersedes } from './domain/index.ts';
import { addPayments, listPayments, type NewPayment } from './store.ts';

const COMPANY = systemClock.newId<'company'>();
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const facts = (more: Partial<PaymentFacts> = {}): PaymentFacts => ({
  externalId: 'T1', channel: 'corporate_card', type: 'purchase', direction: 'out', status: 'posted', paidAt: '2026-11-02T04:00:00.000Z' as Instant,
  amount: { minor: 12_345n, currency: 'CNY' }, merchant: '示例餐厅', account: 'program-1', ...more,
});
const arriving = (one: PaymentFacts, source = 'corporate_card:program-1'): NewPayment => ({ id: systemClock.newId(), source, payerId: null, rawId: systemClock.newId(), facts: one });
const add = (...payments: NewPayment[]) => base.db.transact(COMPANY, (tx) => addPayments(tx, payments, systemClock.now()));
const count = (source: string) => base.db.read(COMPANY, async (tx) => (await listPayments(tx, { payerId: null, text: null, after: null, limit: 1_000 })).filter((p) => p.source === source).length);

describe('a payment exists once', () => {
  test('however often it is delivered, in whatever order and company of others', async () => {
    await fc.assert(fc.asyncProperty(fc.uuid(), fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }), async (run, deliveries) => {
      const source = `law:${run}`;
      for (const delivery of deliveries) await add(...delivery.map((n) => arriving(facts({ externalId: `T${n}` }), source)));
      expect(await count(source)).toBe(new Set(deliveries.flat()).size);
    }), { numRuns: 20 });
  });

  test('delivered by many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => add(arriving(facts(), 'race'))));
    expect(await count('race')).toBe(1);
  });

  test('pending becomes posted, posted becomes reversed, nothing goes back', async () => {
    const pending = await add(arriving(facts({ status: 'pending', amount: { minor: 100n, currency: 'CNY' } }), 'life'));
    const posted = await add(arriving(facts({ amount: { minor: 120n, currency: 'CNY' } }), 'life'));
    const again = await add(arriving(facts({ status: 'pending' }), 'life'));
    const reversed = await add(arriving(facts({ status: 'reversed', amount: { minor: 120n, currency: 'CNY' } }), 'life'));
    expect([pending, posted, again, reversed].map(([outcome]) => outcome?.outcome)).toEqual(['added', 'changed', 'conflict', 'changed']);
    expect(posted[0]?.payment.facts.amount.minor).toBe(120n);
    expect(supersedes('reversed', 'posted')).toBe(false);
  });

  test('posted again with another amount is reported and not overwritten', async () => {
    await add(arriving(facts(), 'conflict'));
    const [outcome] = await add(arriving(facts({ amount: { minor: 1n, currency: 'CNY' } }), 'conflict'));
    expect(outcome).toMatchObject({ outcome: 'conflict', payment: { facts: { amount: { minor: 12_345n } } } });
  });
});

describe('whose account, whose money', () => {
  test('a wallet is its owner, whichever way the news came', () => {
    expect(sourceOf(facts({ channel: 'wechatpay', account: 'some nickname' }), 'E001', 'file:x')).toBe('wechatpay:E001');
    expect(sourceOf(facts(), 'E001', 'file:x')).toBe('corporate_card:program-1');
  });

  test('the company part is in the currency that was charged, and never more than it', () => {
    const settled = { minor: 7_000n, currency: 'CNY' };
    const dollars = { minor: 1_000n, currency: 'USD' };
    expect(companyPart(facts({ amount: dollars, settled, companyPaid: dollars }))).toEqual(settled);
    expect(companyPart(facts({ amount: dollars, settled, companyPaid: { minor: 250n, currency: 'USD' } })).minor).toBe(1_750n);
    expect(companyPart(facts()).minor).toBe(0n);
  });
});
