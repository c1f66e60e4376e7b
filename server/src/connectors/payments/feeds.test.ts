import { describe, expect, test } from 'vitest';
import { epochMs, instantOf } from '@roundtrip/kernel';
import type { ConnectorContext, WebhookCall } from '#spi';
import { BANK_FILE_FEEDS, signatureOf } from './index.ts';
import { bankFiles } from './bank-files/index.ts';
import { cardWebhook } from './card-webhook/index.ts';
import { at, bytesOf, camt053 } from './testing/files.ts';

const now = at('2026-11-03T08:00:00Z');
const seconds = epochMs(now) / 1000;
const config = { secret: 'a secret', baseUrl: 'https://bank.example', token: 'T' };
const call = (body: string, signature = signatureOf(bytesOf(body), config.secret, seconds)): WebhookCall => ({ headers: { 'x-roundtrip-signature': signature }, body: bytesOf(body) });

const event = {
  transactionId: 'TX1', cardTail: '4242', employeeNumber: 'E1001', amount: '5000', currency: 'JPY', billingAmount: '245.00', billingCurrency: 'CNY', merchant: 'HOTEL', mcc: '7011', city: 'Tokyo', country: 'JP',
  occurredAt: '2026-11-03T10:00:00+09:00', type: 'purchase', status: 'authorized', program: 'PROG-1', extra: { kept: true },
};
const body = JSON.stringify({ id: 'CALL1', events: [event, { ...event, status: 'posted' }] });

describe('card webhook', () => {
  test('each event is a record, told apart by its status, and keeps what nobody asked for', () => {
    const received = cardWebhook.receive?.(call(body), config, now);
    expect(received?.ok && received.value.map((r) => r.reference)).toEqual(['TX1:authorized', 'TX1:posted']);
    expect(received?.ok && JSON.parse(received.value[0]?.body ?? '')).toEqual(event);
  });

  test('translates to the whole amount, paid by the company', () => {
    const facts = cardWebhook.translate({ reference: 'TX1:authorized', body: JSON.stringify(event) });
    expect(facts.ok && facts.value).toEqual([{
      externalId: 'TX1', channel: 'corporate_card', type: 'purchase', direction: 'out', status: 'pending', paidAt: '2026-11-03T01:00:00.000Z', amount: { minor: 5000n, currency: 'JPY' },
      companyPaid: { minor: 5000n, currency: 'JPY' }, settled: { minor: 24_500n, currency: 'CNY' }, merchant: 'HOTEL', account: 'PROG-1', payer: 'E1001', mcc: '7011', city: 'Tokyo', country: 'JP',
    }]);
  });

  test.each([['posted', 'posted'], ['reversed', 'reversed'], ['authorized', 'pending'], ['chargeback-opened', 'pending']])('status %s is %s', (status, known) => {
    const facts = cardWebhook.translate({ reference: 'x', body: JSON.stringify({ ...event, status }) });
    expect(facts.ok && facts.value[0]?.status).toBe(known);
  });

  test.each([
    ['amount', { amount: '50.5' }], ['amount', { amount: 5000 }], ['amount', { amount: '0' }], ['occurredAt', { occurredAt: '2026-11-03' }], ['amount', { currency: 'XYZ' }], ['type', { type: 'cashback' }],
  ])('what is wrong with %s is named', (place, change) => {
    expect(cardWebhook.translate({ reference: 'x', body: JSON.stringify({ ...event, ...change }) })).toMatchObject({ ok: false, error: { kind: 'raw.not-understood', place } });
  });

  test('translate is total', () => {
    for (const raw of ['', '{', 'null', '[]', '"x"']) expect(cardWebhook.translate({ reference: 'x', body: raw }).ok).toBe(false);
  });
});

describe.each([cardWebhook, bankFiles])('$id keeps strangers out', (feed) => {
  const late = (by: number) => instantOf(epochMs(now) + by * 1000);
  test.each([
    ['no signature', { headers: {}, body: bytesOf(body) }, now, 'webhook.bad-signature'],
    ['another secret', call(body, signatureOf(bytesOf(body), 'guess', seconds)), now, 'webhook.bad-signature'],
    ['another body', { ...call(body), body: bytesOf(body.replace('5000', '9000')) }, now, 'webhook.bad-signature'],
    ['another time in the header', call(body, signatureOf(bytesOf(body), config.secret, seconds).replace(`t=${seconds}`, `t=${seconds + 1}`)), now, 'webhook.bad-signature'],
    ['too late', call(body), late(301), 'webhook.stale'], ['too early', call(body), late(-301), 'webhook.stale'],
    ['half a signature', call(body, signatureOf(bytesOf(body), config.secret, seconds).slice(0, -2)), now, 'webhook.bad-signature'],
  ] as const)('%s', (_, signed, when, kind) => expect(feed.receive?.(signed, config, when)).toMatchObject({ ok: false, error: { kind } }));

  test('five minutes are still good', () => expect(feed.receive?.(call(body), config, late(300))?.ok).toBe(true));
});

describe('bank files', () => {
  const files = Array.from({ length: 5 }, (_, i) => ({ name: `${i}.xml`, content: new TextDecoder().decode(camt053()) + ' '.repeat(i) }));
  const ctx: ConnectorContext = {
    now,
    fetch: (url, init) => {
      const { searchParams, pathname } = new URL(url);
      const [after, limit] = [Number(searchParams.get('after') || 0), Number(searchParams.get('limit'))];
      const ok = pathname === '/files' && init?.headers?.['authorization'] === 'Bearer T';
      const page = files.slice(after, after + limit);
      return Promise.resolve({ status: ok ? 200 : 401, text: () => Promise.resolve(JSON.stringify({ files: page, cursor: String(after + page.length), more: after + page.length < files.length })) });
    },
  };

  test.each([1, 2, 5, 9])('paging by %i neither loses nor repeats a file', async (limit) => {
    const seen: string[] = [];
    for (let cursor = '', more = true; more;) {
      const page = await bankFiles.fetchPage?.(ctx, config, cursor, limit);
      seen.push(...(page?.records.map((r) => r.body) ?? []));
      [cursor, more] = [page?.cursor ?? '', page?.more ?? false];
    }
    expect(seen).toEqual(files.map((f) => f.content));
  });

  test('a notice carries no records; a refused pull is an error, not an empty page', async () => {
    expect(bankFiles.receive?.(call('{}'), config, now)).toEqual({ ok: true, value: [] });
    await expect(bankFiles.fetchPage?.(ctx, { ...config, token: 'x' }, '', 5)).rejects.toThrow('401');
  });
});

test('feeds of cards and banks judge their configuration and say how they tell records apart', () => {
  for (const feed of [cardWebhook, ...BANK_FILE_FEEDS]) {
    expect(feed.checkConfig({ junk: 1 }).ok).toBe(false);
    expect(feed.checkConfig(config).ok).toBe(true);
    expect(feed.capabilities.dedup).not.toBe('');
  }
});
