import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { epochMs, instantOf, parseInstant, type Instant } from '@roundtrip/kernel';
import type { RawRecord, WebhookCall } from '#spi';
import { paymentFeedKit } from '../../spi/feed-kit.ts';
import { signedWebhook } from './index.ts';

const now = parseInstant('2026-11-03T08:00:00Z') as Instant;
const mapping = {
  records: 'data.items', externalId: 'id', amount: 'money.value', unit: 'decimal', currency: { from: 'money.code' }, paidAt: 'time', zone: 'Asia/Shanghai', channel: 'corporate_card',
  type: { from: 'kind', words: { SALE: 'purchase', CREDIT: 'refund', FEE: 'fee' } }, status: { from: 'state', words: { DONE: 'posted', VOID: 'reversed' } }, companyPaid: 'all', texts: { merchant: 'shop.name', mcc: 'shop.mcc', payer: 'who', orderNo: 'refs.0', relatedExternalId: 'of' },
};
const config = { secret: 'a secret of 16 and more', signatureHeader: 'x-signature', signatureEncoding: 'hex', signaturePrefix: 'sha256=', timestampHeader: 'x-timestamp', mapping: JSON.stringify(mapping) };
const seconds = epochMs(now) / 1000;
const item = { id: 'T-1', money: { value: '156.80', code: 'cny' }, time: '2026-11-03 09:30:00', kind: 'SALE', state: 'DONE', shop: { name: '滴滴', mcc: '4121' }, who: 'E1001', refs: ['D-1'] };

const signed = (body: string, { secret = config.secret, stamp = String(seconds), encoding = 'hex' as 'hex' | 'base64', prefix = 'sha256=' } = {}): WebhookCall => ({
  headers: { 'x-timestamp': stamp, 'x-signature': prefix + createHmac('sha256', secret).update(`${stamp}.${body}`).digest(encoding) }, body: new TextEncoder().encode(body),
});
const bodyOf = (...items: unknown[]): string => JSON.stringify({ data: { items } });
const call = signed(bodyOf(item, { ...item, id: 'T-2', kind: 'CREDIT', of: 'T-1' }));
const rawOf = (text: string, over: Partial<typeof config> = {}): RawRecord[] => {
  const received = signedWebhook.receive?.(signed(text), { ...config, ...over }, now);
  return received?.ok ? [...received.value] : [];
};
const only = (over: Record<string, unknown>, mapped: Record<string, unknown> = {}) => signedWebhook.translate(rawOf(bodyOf({ ...item, ...over }), { mapping: JSON.stringify({ ...mapping, ...mapped }) })[0] as RawRecord);

paymentFeedKit(signedWebhook, {
  config, optional: ['signaturePrefix'], now, calls: [{ name: 'a call of two records', call }],
  refused: [
    { name: 'another secret', call: signed(bodyOf(item), { secret: 'a guess of 16 and more' }), kind: 'webhook.bad-signature' }, { name: 'another prefix', call: signed(bodyOf(item), { prefix: 'md5=' }), kind: 'webhook.bad-signature' },
    { name: 'another encoding', call: signed(bodyOf(item), { encoding: 'base64' }), kind: 'webhook.bad-signature' }, { name: 'a new stamp on an old signature', call: { ...call, headers: { ...call.headers, 'x-timestamp': String(seconds + 1) } }, kind: 'webhook.bad-signature' },
    { name: 'a stamp that is none', call: signed(bodyOf(item), { stamp: 'now' }), kind: 'webhook.bad-signature' }, { name: 'a late call', call, kind: 'webhook.stale', at: instantOf(epochMs(now) + 301_000) }, { name: 'an early call', call, kind: 'webhook.stale', at: instantOf(epochMs(now) - 301_000) },
    { name: 'no list where it should be', call: signed('{"data":{}}'), kind: 'webhook.malformed' }, { name: 'no JSON', call: signed('<xml/>'), kind: 'webhook.malformed' },
  ],
  undecided: rawOf(bodyOf({ ...item, state: 'IN_REVIEW' })),
});

describe('signed webhook', () => {
  test('the mapping says where everything stands', () => {
    expect(only({})).toEqual({ ok: true, value: [{
      externalId: 'T-1', channel: 'corporate_card', type: 'purchase', direction: 'out', status: 'posted', paidAt: '2026-11-03T01:30:00.000Z', amount: { minor: 15_680n, currency: 'CNY' }, companyPaid: { minor: 15_680n, currency: 'CNY' },
      merchant: '滴滴', mcc: '4121', payer: 'E1001', orderNo: 'D-1',
    }] });
    expect(rawOf(bodyOf(item)).map((raw) => raw.reference)).toEqual(rawOf(bodyOf(item)).map((raw) => raw.reference));
  });

  test('JSON numbers are read digit by digit, never through a float', () => {
    const text = bodyOf(item).replace('"156.80"', '90071992547409.93');
    const facts = signedWebhook.translate(rawOf(text)[0] as RawRecord);
    expect(facts.ok && facts.value[0]?.amount.minor).toBe(9_007_199_254_740_993n);
  });

  test('minor units, negative spending, one record in the body, base64 signatures, fixed words', () => {
    const plain = { externalId: 'id', amount: 'cents', unit: 'minor', currency: { always: 'JPY' }, paidAt: 'at', channel: 'card', type: { always: 'purchase' }, status: { always: 'posted' }, companyPaid: 'none' };
    const body = '{"id":7,"cents":-5000,"at":"2026-11-03T10:00:00+09:00"}';
    const { signaturePrefix: _none, ...rest } = config;
    const received = signedWebhook.receive?.(signed(body, { encoding: 'base64', prefix: '' }), { ...rest, signatureEncoding: 'base64', mapping: JSON.stringify(plain) }, now);
    const facts = received?.ok && signedWebhook.translate(received.value[0] as RawRecord);
    expect(facts && facts.ok && facts.value).toEqual([{ externalId: '7', channel: 'card', type: 'purchase', direction: 'out', status: 'posted', paidAt: '2026-11-03T01:00:00.000Z', amount: { minor: 5000n, currency: 'JPY' }, merchant: '' }]);
  });

  test.each([
    ['money.value', { money: { value: '1,560.00', code: 'CNY' } }, {}], ['money.value', { money: { value: '1.005', code: 'CNY' } }, {}], ['money.value', { money: { value: '12', code: 'XXX' } }, {}], ['money.value', { money: { value: '0', code: 'CNY' } }, {}],
    ['money.value', { money: { value: '156.80', code: 'JPY' } }, {}], ['money.value', { money: { value: '156.80', code: 'CNY' } }, { unit: 'minor' }], ['time', { time: '2026-11-03' }, {}], ['time', {}, { zone: undefined }], ['kind', { kind: 'CASHBACK' }, {}], ['id', { id: '' }, {}],
    ['kind', { kind: 'constructor' }, {}], ['__proto__', {}, { externalId: '__proto__' }],
  ] as [string, Record<string, unknown>, Record<string, unknown>][])('what is wrong with %s is named (%j %j)', (place, over, mapped) => {
    expect(only(over, mapped)).toMatchObject({ ok: false, error: { place } });
  });

  test.each([
    ['no JSON', '{'], ['an unknown word', JSON.stringify({ ...mapping, extra: 1 })], ['an unknown type', JSON.stringify({ ...mapping, type: { always: 'gift' } })], ['a path out of bounds', JSON.stringify({ ...mapping, amount: 'a..b' })],
    ['a currency that is none', JSON.stringify({ ...mapping, currency: { always: 'yuan' } })], ['a zone that is none', JSON.stringify({ ...mapping, zone: 'Mars/Base' })], ['a unit to be guessed', JSON.stringify({ ...mapping, unit: 'auto' })],
  ])('a mapping with %s is refused when it is typed in', (_, wrong) => {
    expect(signedWebhook.checkConfig({ ...config, mapping: wrong })).toMatchObject({ ok: false, error: { kind: 'config.invalid', message: { en: expect.stringContaining('mapping') as string } } });
  });
});
