import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, parseInstant, type Instant } from '@roundtrip/kernel';
import { openStripe } from '@roundtrip/rehearsal';
import { authorizationReply, authorize, questionIn, spendRequestOf, type SpendRequest, type SpendSnapshot } from './index.ts';
import { SPEND_KINDS, spendKindOf } from './authorize.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;
const cny = (minor: bigint) => money(minor, 'CNY');
const trip: SpendSnapshot = {
  tripId: 'TR-42', cardId: 'ic_1', from: at('2026-11-09T00:00:00Z'), until: at('2026-11-13T00:00:00Z'), countries: ['CN', 'JP'], caps: { hotel: cny(200_000n), meals: cny(50_000n), ground: cny(30_000n) }, total: cny(250_000n),
  spent: { hotel: cny(120_000n), meals: cny(20_000n) }, singleUse: false, used: false,
};
const asked: SpendRequest = { cardId: 'ic_1', amount: cny(30_000n), mcc: '7011', country: 'JP', at: at('2026-11-10T12:00:00Z') };

describe('may this card pay this now', () => {
  test.each<[SpendSnapshot | null, Partial<SpendRequest>, string]>([
    [trip, {}, 'within-trip'], [trip, { amount: cny(80_000n) }, 'within-trip'], [trip, { amount: cny(80_001n) }, 'over-kind'], [{ ...trip, total: cny(160_000n) }, { amount: cny(20_001n) }, 'over-total'], [null, {}, 'no-trip'], [trip, { cardId: 'ic_2' }, 'no-trip'],
    [trip, { amount: cny(0n) }, 'malformed'], [trip, { amount: cny(-1n) }, 'malformed'], [{ ...trip, singleUse: true, used: true }, {}, 'used-up'], [trip, { at: at('2026-11-08T23:59:59Z') }, 'outside-dates'], [trip, { at: at('2026-11-13T00:00:01Z') }, 'outside-dates'],
    [trip, { country: 'US' }, 'outside-countries'], [trip, { country: '' }, 'outside-countries'], [trip, { mcc: '5944' }, 'kind-not-allowed'], [trip, { mcc: '3000' }, 'kind-not-allowed'], [trip, { amount: money(100n, 'JPY') }, 'other-currency'],
  ])('%# %o', (snapshot, over, reason) => {
    expect(authorize(snapshot, { ...asked, ...over })).toMatchObject({ reason, approved: reason === 'within-trip' });
  });

  test.each([['3000', 'air'], ['3299', 'air'], ['4511', 'air'], ['3351', 'car'], ['3441', 'car'], ['3501', 'hotel'], ['3999', 'hotel'], ['7011', 'hotel'], ['4112', 'rail'], ['4121', 'ground'], ['5812', 'meals'], ['5944', 'other'], ['', 'other'], ['70111', 'other'], ['-7011', 'other']])('merchants of %s sell %s', (mcc, kind) => {
    expect(spendKindOf(mcc)).toBe(kind);
  });

  const anyMoney = fc.record({ minor: fc.bigInt({ min: -1000n, max: 1_000_000n }), currency: fc.constantFrom('CNY', 'JPY') });
  const anyMoneys = fc.dictionary(fc.constantFrom(...SPEND_KINDS), anyMoney);
  const anyRequest = fc.record({ cardId: fc.constantFrom('ic_1', 'ic_2'), amount: anyMoney, mcc: fc.constantFrom('7011', '4121', '3005', '5812', 'x'), country: fc.constantFrom('CN', 'JP', 'US', ''), at: fc.constantFrom(asked.at, at('2026-12-01T00:00:00Z')) });
  const anySnapshot = fc.record({ caps: anyMoneys, total: anyMoney, spent: anyMoneys, singleUse: fc.boolean(), used: fc.boolean() }).map((over) => ({ ...trip, ...over }));

  test('law: what is approved fits its cap and the whole trip, in one currency; the same snapshot decides the same', () => {
    fc.assert(fc.property(anySnapshot, anyRequest, (snapshot, request) => {
      const decision = authorize(snapshot, request);
      expect(authorize(structuredClone(snapshot), structuredClone(request))).toEqual(decision);
      if (!decision.approved) return;
      const spent = Object.values(snapshot.spent);
      expect((snapshot.spent[decision.kind]?.minor ?? 0n) + request.amount.minor <= (snapshot.caps[decision.kind]?.minor ?? 0n)).toBe(true);
      expect(spent.reduce((sum, each) => sum + each.minor, request.amount.minor) <= snapshot.total.minor).toBe(true);
      expect(new Set([request.amount, snapshot.total, ...spent].map((each) => each.currency)).size).toBe(1);
    }), { numRuns: 1000 });
  });

  test('law: asking for less is never worse', () => {
    fc.assert(fc.property(anySnapshot, anyRequest, fc.bigInt({ min: 1n, max: 1_000_000n }), (snapshot, request, less) => {
      if (authorize(snapshot, request).approved && less < request.amount.minor) expect(authorize(snapshot, { ...request, amount: money(less, request.amount.currency) }).approved).toBe(true);
    }), { numRuns: 500 });
  });

  test('ten thousand questions: the slowest but one percent is far below a tenth of a second, reading and answering included', () => {
    const issuer = openStripe({ webhookSecret: 'whsec_rehearsal', livemode: false, now: () => asked.at, notify: () => undefined });
    const { headers, body } = issuer.ask({ id: 'ic_1', last4: '4242', employeeNumber: 'E1' }, { name: 'HOTEL', mcc: '7011', city: 'Tokyo', country: 'JP' }, { amount: 30_000, currency: 'cny' });
    const call = { headers, body: new TextEncoder().encode(body) };
    const took = Array.from({ length: 10_000 }, () => {
      const from = performance.now();
      const request = spendRequestOf(questionIn(call));
      const reply = request && authorizationReply(authorize(trip, request), '2026-10-28.basil');
      expect(reply?.body).toBe('{"approved":true,"metadata":{"reason":"within-trip","trip":"TR-42"}}');
      return performance.now() - from;
    }).sort((a, b) => a - b);
    expect(took[9_900]).toBeLessThan(100);
  });

  test('a question that cannot be read is none', () => {
    for (const wrong of [null, {}, { card: 'ic_1', created: 1, merchant_data: { category_code: '7011' }, pending_request: { amount: 1.5, currency: 'cny' } }, { card: 'ic_1', created: 1, merchant_data: {}, pending_request: null }]) expect(spendRequestOf(wrong)).toBeNull();
    expect(questionIn({ headers: {}, body: new TextEncoder().encode('{"type":"issuing_authorization.created"}') })).toBeNull();
  });
});
