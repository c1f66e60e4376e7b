import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { epochMs, instantOf, money, parseInstant, type Instant, type PaymentFacts } from '@roundtrip/kernel';
import { openStripe, type StripeCall, type StripeFault } from '@roundtrip/rehearsal';
import type { RawRecord, WebhookCall } from '#spi';
import { paymentFeedKit } from '../../spi/feed-kit.ts';
import { stripeInteger, stripeMoney } from './amounts.ts';
import { stripeIssuing } from './index.ts';

const now = parseInstant('2026-11-03T08:00:00Z') as Instant;
const config = { webhookSecret: 'whsec_rehearsal_secret', mode: 'test' };
const outbox: StripeCall[] = [];
const issuer = openStripe({ webhookSecret: config.webhookSecret, livemode: false, now: () => now, notify: (call) => outbox.push(call) });
const live = openStripe({ webhookSecret: config.webhookSecret, livemode: true, account: 'acct_1', now: () => now, notify: (call) => outbox.push(call) });
const card = { id: 'ic_1Rehearsal', last4: '4242', employeeNumber: 'E1001' };
const hotel = { name: 'HOTEL TOKYO', mcc: '7011', city: 'Tokyo', country: 'JP' };
const inYen = { amount: 24_500, currency: 'cny', merchantAmount: 5000, merchantCurrency: 'jpy' };

const callOf = ({ headers, body }: StripeCall): WebhookCall => ({ headers, body: new TextEncoder().encode(body) });
function callsOf(act: () => void, ...faults: StripeFault[]): WebhookCall[] {
  outbox.length = 0;
  for (const fault of faults) issuer.faults.add(fault);
  act();
  issuer.faults.clear();
  return outbox.map(callOf);
}
const held = (...faults: StripeFault[]): WebhookCall => callsOf(() => { issuer.hold(card, hotel, inYen); }, ...faults)[0] as WebhookCall;
const recordsOf = (calls: readonly WebhookCall[]): RawRecord[] => calls.flatMap((call) => {
  const received = stripeIssuing.receive?.(call, config, now);
  return received?.ok ? [...received.value] : [];
});
const factsOf = (calls: readonly WebhookCall[]): PaymentFacts[] => recordsOf(calls).flatMap((raw) => {
  const facts = stripeIssuing.translate(raw);
  return facts.ok ? [...facts.value] : [];
});
const later = (seconds: number): Instant => instantOf(epochMs(now) + seconds * 1000);
const capture = (): WebhookCall[] => callsOf(() => { issuer.capture(issuer.hold(card, hotel, inYen), inYen, { reference: 'FOLIO-9', lodging: { check_in_at: 1_793_664_000, nights: 2 } }); });
const [, captured = held()] = capture();
const withObject = (call: WebhookCall, over: Record<string, unknown>): RawRecord => ({ reference: 'x', body: JSON.stringify({ ...(JSON.parse(recordsOf([call])[0]?.body ?? '{}') as object), ...over }) });

paymentFeedKit(stripeIssuing, {
  config, now,
  calls: [{ name: 'a hold', call: held() }, { name: 'a capture', call: captured }, { name: 'a refund', call: callsOf(() => { issuer.refund(card, hotel, inYen); })[0] as WebhookCall }],
  refused: [
    { name: 'another secret', call: held('bad-signature'), kind: 'webhook.bad-signature' }, { name: 'no signature', call: { headers: {}, body: held().body }, kind: 'webhook.bad-signature' },
    { name: 'an event stamped ten minutes ago', call: held('late'), kind: 'webhook.stale' }, { name: 'an event received late', call: held(), kind: 'webhook.stale', at: later(301) }, { name: 'an event of the future', call: held(), kind: 'webhook.stale', at: later(-301) },
    { name: 'a new stamp on an old signature', call: { ...held(), headers: { 'stripe-signature': (held().headers['stripe-signature'] ?? '').replace(/t=\d+/, `t=${epochMs(now) / 1000 + 1}`) } }, kind: 'webhook.bad-signature' },
    { name: 'only a scheme of before', call: { ...held(), headers: { 'stripe-signature': (held().headers['stripe-signature'] ?? '').replace('v1=', 'v0=') } }, kind: 'webhook.bad-signature' },
    { name: 'another account', call: held(), kind: 'webhook.malformed', config: { ...config, account: 'acct_2' } }, { name: 'test money where real money is meant', call: held(), kind: 'webhook.malformed', config: { ...config, mode: 'live' } },
  ],
  undecided: [withObject(held(), { status: 'under_review' })],
});

describe('Stripe Issuing', () => {
  test('spending is negative there and positive here; what the merchant asked and what the card was charged; level 3', () => {
    const [hold, taken, letGo] = factsOf(capture());
    expect(taken).toEqual({
      externalId: expect.stringMatching(/^ipi_/) as string, channel: 'corporate_card', type: 'purchase', direction: 'out', status: 'posted', paidAt: now, amount: { minor: 5000n, currency: 'JPY' }, settled: { minor: 24_500n, currency: 'CNY' },
      companyPaid: { minor: 5000n, currency: 'JPY' }, merchant: 'HOTEL TOKYO', mcc: '7011', city: 'Tokyo', country: 'JP', account: card.id, payer: 'E1001', description: '2 nights from 2026-11-03', orderNo: 'FOLIO-9',
    });
    expect([hold?.status, letGo?.status, letGo?.externalId === hold?.externalId, letGo?.amount.minor]).toEqual(['pending', 'reversed', true, 5000n]);
  });

  test('law: whatever is captured, less or more than held, the posted sum is the captured sum and no hold is left', () => {
    const captures = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 500_000 }), captures, (asked, taken) => {
      const facts = factsOf(callsOf(() => {
        const hold = issuer.hold(card, hotel, { amount: asked, currency: 'cny' });
        for (const amount of taken) issuer.capture(hold, { amount, currency: 'cny' });
      }));
      const last = new Map(facts.map((payment) => [payment.externalId, payment]));
      const posted = [...last.values()].filter((payment) => payment.status === 'posted').reduce((sum, payment) => sum + payment.amount.minor, 0n);
      expect(posted).toBe(BigInt(taken.reduce((sum, amount) => sum + amount, 0)));
      expect([...last.values()].filter((payment) => payment.status === 'pending')).toEqual([]);
    }), { numRuns: 50 });
  });

  test('a hold that lapses is let go; a refund comes in; a question and a refusal are no payments', () => {
    expect(factsOf(callsOf(() => { issuer.letGo(issuer.hold(card, hotel, inYen), 'expired'); })).map((payment) => payment.status)).toEqual(['pending', 'reversed']);
    expect(factsOf(callsOf(() => { issuer.refund(card, hotel, { amount: 100, currency: 'usd' }); }))[0]).toMatchObject({ type: 'refund', direction: 'in', amount: { minor: 100n, currency: 'USD' } });
    expect(factsOf([callOf(issuer.ask(card, hotel, inYen))])).toEqual([]);
    expect(stripeIssuing.translate(withObject(held(), { approved: false, status: 'closed', amount: 0 }))).toEqual({ ok: true, value: [] });
    expect(stripeIssuing.receive?.(callsOf(() => { issuer.tell('payout.paid', { object: 'payout', id: 'po_1' }); })[0] as WebhookCall, config, now)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['amount', { amount: -50.5 }], ['amount', { amount: 24_500 }], ['amount', { amount: 0 }], ['amount', { currency: 'xyz' }], ['amount', { amount: '-24500' }], ['amount', { merchant_amount: 5000 }], ['amount', { amount: 24_500, merchant_amount: 5000 }], ['amount', { type: 'refund' }], ['type', { type: 'cash' }], ['created', { created: 0 }],
  ])('what is wrong with %s is named (%j)', (place, over) => {
    expect(stripeIssuing.translate(withObject(captured, over))).toMatchObject({ ok: false, error: { place } });
  });

  test('currencies that Stripe counts in its own way keep their worth', () => {
    expect([stripeMoney(5000, 'jpy'), stripeMoney(1234, 'kwd'), stripeMoney(700, 'isk'), stripeMoney(701, 'isk'), stripeMoney(500, 'mga'), stripeMoney(1, 'xxx')]).toEqual([money(5000n, 'JPY'), money(1234n, 'KWD'), money(7n, 'ISK'), null, money(50_000n, 'MGA'), null]);
    fc.assert(fc.property(fc.integer(), fc.constantFrom('cny', 'jpy', 'kwd', 'isk', 'ugx', 'mga', 'usd'), (integer, code) => {
      const amount = stripeMoney(integer, code);
      if (amount) expect(stripeInteger(amount)).toBe(integer);
    }));
  });

  test('an event that comes twice is one record; on a connected account it must name it', () => {
    const [first, second] = callsOf(() => { issuer.hold(card, hotel, inYen); }, 'duplicate').map((call) => recordsOf([call]));
    expect(first).toEqual(second);
    outbox.length = 0;
    live.hold(card, hotel, inYen);
    const [call] = outbox.map(callOf);
    expect(call && stripeIssuing.receive?.(call, { ...config, mode: 'live', account: 'acct_1' }, now).ok).toBe(true);
  });

  test('the official SDK verifies what the simulator signs, and the feed what the SDK signs', () => {
    const { headers, body } = held();
    expect(Stripe.webhooks.constructEvent(Buffer.from(body), headers['stripe-signature'] ?? '', config.webhookSecret, 300, undefined, epochMs(now)).type).toBe('issuing_authorization.created');
    const payload = new TextDecoder().decode(body);
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: config.webhookSecret, timestamp: epochMs(now) / 1000 });
    expect(stripeIssuing.receive?.({ headers: { 'stripe-signature': header }, body }, config, now).ok).toBe(true);
  });
});
