import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOOKING_STATUSES, epochMs, instantOf, money, type Instant } from '@roundtrip/kernel';
import { signatureOf } from '../../shared/signature.ts';
import type { WebhookCall } from '#spi';
import { travelWebhook } from './index.ts';

const NOW = '2026-11-20T04:00:00.000Z' as Instant;
const SECRET = 'a secret of the test';
const ORDER = {
  orderId: 'T-1', kind: 'hotel', status: 'confirmed', travelerNumber: 'E003', travelerName: '甲', tripReference: 'TR-1', supplier: '示例商旅', orderNo: 'H-1', bookedAt: '2026-11-18T09:00:00+08:00',
  startsOn: '2026-11-19', endsOn: '2026-11-21', destination: '上海', property: '示例酒店', amount: '876.00', currency: 'CNY', companyPaid: false,
};

const call = (body: string, at: Instant = NOW, secret = SECRET): WebhookCall => {
  const bytes = new TextEncoder().encode(body);
  return { headers: { 'x-roundtrip-signature': signatureOf(bytes, secret, Math.floor(epochMs(at) / 1000)) }, body: bytes };
};
const receive = (given: WebhookCall) => travelWebhook.receive?.(given, { secret: SECRET }, NOW);
const translate = (order: unknown) => travelWebhook.translate({ reference: 'r', body: JSON.stringify(order) });

describe('translating', () => {
  test('is total and pure: any text gives facts or a refusal, twice alike', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.record({ orderId: fc.string(), kind: fc.constantFrom('hotel', 'rail', 'boat'), amount: fc.string(), startsOn: fc.string() }).map((o) => JSON.stringify({ ...ORDER, ...o }))), (body) => {
      const first = travelWebhook.translate({ reference: 'r', body });
      expect(travelWebhook.translate({ reference: 'r', body })).toEqual(first);
    }));
  });

  test('a status that nobody knows is pending', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (status) => {
      const translated = translate({ ...ORDER, status });
      expect(translated.ok && BOOKING_STATUSES.includes(translated.value[0]?.status ?? 'pending')).toBe(true);
    }));
    for (const status of ['strange', '__proto__', 'constructor', 'toString']) expect(translate({ ...ORDER, status })).toMatchObject({ ok: true, value: [{ status: 'pending' }] });
  });

  test('keeps every fact of an order', () => {
    expect(translate(ORDER)).toEqual({ ok: true, value: [{
      externalId: 'T-1', kind: 'hotel', status: 'confirmed', traveler: 'E003', travelerName: '甲', tripReference: 'TR-1', supplier: '示例商旅', orderNo: 'H-1', bookedAt: '2026-11-18T01:00:00.000Z',
      startsOn: '2026-11-19', endsOn: '2026-11-21', destination: '上海', property: '示例酒店', amount: money(87600n, 'CNY'), companyPaid: false,
    }] });
  });

  test.each([
    ['amount', { amount: '876.005' }], ['amount', { amount: '-1.00' }], ['amount', { currency: 'XXX' }], ['startsOn', { startsOn: '2026-02-30' }], ['endsOn', { endsOn: '2026-11-18' }],
    ['bookedAt', { bookedAt: '2026-11-18T09:00:00' }], ['travelerNumber', { travelerNumber: '', travelerName: '' }], ['kind', { kind: 'boat' }],
  ])('names %s where it is wrong', (place, change) => {
    expect(translate({ ...ORDER, ...change })).toMatchObject({ ok: false, error: { place } });
  });
});

describe('receiving', () => {
  const body = JSON.stringify({ id: 'c1', orders: [ORDER, { ...ORDER, status: 'cancelled' }] });

  test('cuts a signed call into orders, and another content is another record', () => {
    const received = receive(call(body));
    expect(received?.ok && received.value.map((raw) => raw.reference.split(':').slice(0, 2).join(':'))).toEqual(['T-1:confirmed', 'T-1:cancelled']);
    const changed = receive(call(JSON.stringify({ id: 'c2', orders: [{ ...ORDER, amount: '900.00' }] })));
    expect(changed?.ok && received?.ok && changed.value[0]?.reference !== received.value[0]?.reference).toBe(true);
    expect(receive(call(body))).toEqual(received);
  });

  test('refuses a wrong signature, a changed body, an old call and a body of another kind', () => {
    expect(receive(call(body, NOW, 'another'))).toMatchObject({ error: { kind: 'webhook.bad-signature' } });
    expect(receive({ ...call(body), body: new TextEncoder().encode(`${body} `) })).toMatchObject({ error: { kind: 'webhook.bad-signature' } });
    expect(receive({ headers: {}, body: new TextEncoder().encode(body) })).toMatchObject({ error: { kind: 'webhook.bad-signature' } });
    expect(receive(call(body, instantOf(epochMs(NOW) - 301_000)))).toMatchObject({ error: { kind: 'webhook.stale' } });
    expect(receive(call('[]'))).toMatchObject({ error: { kind: 'webhook.malformed' } });
  });
});
