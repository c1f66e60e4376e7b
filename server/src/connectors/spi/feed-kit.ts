import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCurrency, type Instant, type PaymentFacts } from '@roundtrip/kernel';
import type { PaymentFeed, RawRecord, WebhookCall, WebhookError } from './feeds.ts';

export type FeedKit = {
  /** A configuration that is right, and the fields of it that may be absent. */
  readonly config: Readonly<Record<string, string>>;
  readonly optional?: readonly string[];
  readonly now: Instant;
  /** Calls as the vendor signs them, each with at least one record. */
  readonly calls: readonly { readonly name: string; readonly call: WebhookCall }[];
  /** Calls that must be refused, and in what words. `at`: received at another moment. */
  readonly refused: readonly { readonly name: string; readonly call: WebhookCall; readonly kind: WebhookError['kind']; readonly at?: Instant; readonly config?: Readonly<Record<string, string>> }[];
  /** The same record in states that nobody has listed. */
  readonly undecided: readonly RawRecord[];
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const rubbish = fc.oneof(fc.constantFrom<Json>(null, '', ' ', '0', '-1', '1.005', '1e3', 'NaN', '１２', 0, -1, 1.5, 1e21, 9_007_199_254_740_993, true, [], {}, 'XYZ', '2026-02-30 00:00:00'), fc.json().map((text) => JSON.parse(text) as Json));

/** Every place in a JSON value, as the list of names that leads there. */
const placesIn = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, child]) => [[name], ...placesIn(child).map((rest) => [name, ...rest])]) : [];

function withPlace(value: unknown, place: readonly string[], put: Json | undefined): unknown {
  const [name, ...rest] = place;
  if (name === undefined || typeof value !== 'object' || value === null) return put;
  const copy: Record<string, unknown> = Array.isArray(value) ? (Object.assign([], value) as unknown as Record<string, unknown>) : { ...value };
  copy[name] = withPlace(copy[name], rest, put);
  return copy;
}

function checkFacts(facts: readonly PaymentFacts[]): void {
  for (const payment of facts) {
    expect(payment.externalId).not.toBe('');
    expect(payment.amount.minor > 0n).toBe(true);
    for (const amount of [payment.amount, payment.settled, payment.fee, payment.companyPaid]) if (amount) expect(isCurrency(amount.currency)).toBe(true);
    expect(Number.isNaN(Date.parse(payment.paidAt))).toBe(false);
    if (payment.companyPaid) expect(payment.companyPaid.currency === payment.amount.currency && payment.companyPaid.minor <= payment.amount.minor).toBe(true);
    if (payment.type === 'purchase' || payment.type === 'fee') expect(payment.direction).toBe('out');
    if (payment.type === 'income') expect(payment.direction).toBe('in');
  }
}

function recordsOf(feed: PaymentFeed, { config, now, calls }: FeedKit): RawRecord[] {
  return calls.flatMap(({ call }) => {
    const received = feed.receive?.(call, config, now);
    return received?.ok ? [...received.value] : [];
  });
}

/** What every payment feed that is called must keep, whatever comes over the wire. */
export function paymentFeedKit(feed: PaymentFeed, kit: FeedKit): void {
  describe(`feed ${feed.id}`, () => {
    configLaws(feed, kit);
    callLaws(feed, kit);
    translateLaws(feed, kit);
  });
}

function configLaws(feed: PaymentFeed, { config, optional = [] }: FeedKit): void {
  test('takes its configuration, keeps what it knows of it, and refuses rubbish by the name of the field', () => {
    expect(feed.checkConfig({ ...config, junk: 'x' })).toEqual({ ok: true, value: config });
    for (const name of Object.keys(config).filter((each) => !optional.includes(each))) {
      const { [name]: _gone, ...rest } = config;
      for (const wrong of [rest, { ...config, [name]: '' }, { ...config, [name]: 7 }]) {
        const checked = feed.checkConfig(wrong);
        expect(checked.ok ? name : checked.error.message.en).toContain(`(${name})`);
        expect(checked.ok).toBe(false);
      }
    }
    fc.assert(fc.property(fc.anything(), (anything) => { expect(feed.checkConfig(anything).ok).toBe(false); }), { numRuns: 100 });
  });
}

function callLaws(feed: PaymentFeed, kit: FeedKit): void {
  const { config, now, calls, refused } = kit;

  test.each(calls.map(({ name, call }) => [name, call] as const))('takes %s, and the same call again as the same records', (_, call) => {
    const first = feed.receive?.(call, config, now);
    expect(first?.ok && first.value.length).toBeGreaterThan(0);
    expect(feed.receive?.(call, config, now)).toEqual(first);
    for (const raw of recordsOf(feed, kit)) {
      const facts = feed.translate(raw);
      expect(facts.ok ? [] : [facts.error]).toEqual([]);
      if (facts.ok) checkFacts(facts.value);
    }
  });

  test.each(refused.map((one) => [one.name, one] as const))('refuses %s', (_, { call, kind, at, config: other }) => {
    const received = feed.receive?.(call, other ?? config, at ?? now);
    expect(received).toMatchObject({ ok: false, error: { kind } });
    if (!received || received.ok) return;
    expect(received.error.message.zh !== '' && received.error.message.en !== '').toBe(true);
    const reply = feed.reply?.(received.error);
    if (reply) expect(reply.status >= 400 && reply.body !== feed.reply?.(null).body).toBe(true);
  });

  test('a changed byte is refused, unless it changes nothing', () => {
    fc.assert(fc.property(fc.constantFrom(...calls), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }), ({ call }, changes) => {
      const body = Uint8Array.from(call.body);
      for (const [at, value] of changes) body[at % body.length] = value;
      const received = feed.receive?.({ ...call, body }, config, now);
      if (received?.ok) expect(received).toEqual(feed.receive?.(call, config, now));
    }), { numRuns: 100 });
  });

  test('strange headers and bodies are refused without a throw', () => {
    const headers = fc.constantFrom(...calls).chain(({ call }) => fc.dictionary(fc.constantFrom(...Object.keys(call.headers), 'x-other'), fc.string({ unit: 'binary', maxLength: 80 }), { noNullPrototype: true }));
    fc.assert(fc.property(headers, fc.uint8Array({ maxLength: 200 }), (strange, body) => { expect(feed.receive?.({ headers: strange, body }, config, now).ok).toBe(false); }), { numRuns: 100 });
  });
}

function translateLaws(feed: PaymentFeed, kit: FeedKit): void {
  const { undecided } = kit;

  test('translate is total and pure on any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom('', 'null', '[]', '{"__proto__":{}}')), (body) => {
      const raw = { reference: 'x', body };
      const facts = feed.translate(raw);
      expect(feed.translate(raw)).toEqual(facts);
      if (facts.ok) checkFacts(facts.value);
      else expect(facts.error.place !== '' && facts.error.message.en !== '').toBe(true);
    }), { numRuns: 150 });
  });

  test('rubbish in any place of a record gives facts that hold, or an error that names a place', () => {
    const places = recordsOf(feed, kit).flatMap((raw) => { const body: unknown = JSON.parse(raw.body); return placesIn(body).map((place) => ({ body, place })); });
    fc.assert(fc.property(fc.constantFrom(...places), fc.option(rubbish, { nil: undefined }), ({ body, place }, put) => {
      const facts = feed.translate({ reference: 'x', body: JSON.stringify(withPlace(body, place, put)) ?? '' });
      if (facts.ok) checkFacts(facts.value);
      else expect(facts.error.place).not.toBe('');
    }), { numRuns: 400 });
  });

  test.runIf(undecided.length > 0)('a state that nobody listed is pending, never failed', () => {
    for (const raw of undecided) {
      const facts = feed.translate(raw);
      expect(facts.ok && facts.value.map((payment) => payment.status)).toEqual(['pending']);
    }
  });
}
