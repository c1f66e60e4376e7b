import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { epochMs, instantOf, type Id, type Instant } from '@roundtrip/kernel';
import { openAlipay, openStripe, openWechat, type AlipayNotice } from '@roundtrip/rehearsal';
import { signatureOf, PAYMENT_FEEDS } from '../connectors/payments/index.ts';
import type { WebhookCall } from '../connectors/spi/index.ts';
import { makeMetrics } from '#platform/metrics';
import { readTrail } from '#modules/audit';
import { installConnector } from '#modules/ingest';
import { receiveWebhook, vendorReply } from './receive-webhook.ts';
import { openTestHouse, type TestHouse } from './testing.ts';

/** Everything that is wrong with a call, tried on every connector that is called. */

const now = '2026-11-24T02:00:00.000Z' as Instant;
const unix = Math.floor(epochMs(now) / 1000);
const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const keys = { app: makeKeys(), alipay: makeKeys(), merchant: makeKeys() };
let told: { headers: Readonly<Record<string, string>>; body: string }[] = [];
const notify = (notice: AlipayNotice): void => { told.push(notice); };
const alipay = openAlipay({ appId: '2021000123456789', appPublicKey: keys.app.publicKey, enterpriseId: '2088000000000001', now: () => now, notify, keys: keys.alipay });
const stranger = openAlipay({ appId: '2021000999999999', appPublicKey: keys.app.publicKey, enterpriseId: '2088000000000001', now: () => now, notify, keys: keys.alipay });
const wechatOf = (mchid: string, at: Instant) => openWechat({ mchid, appid: 'wx0123456789abcdef', apiV3Key: '0123456789abcdef0123456789abcdef', merchantSerial: '5F0A0B0C0D0E0F10', merchantPublicKey: keys.merchant.publicKey, now: () => at, notify, keys: keys.alipay });
const stripeOf = (livemode: boolean) => openStripe({ webhookSecret: 'whsec_of_the_tests', livemode, now: () => now, notify });
const [wechat, stripe] = [wechatOf('1900000001', now), stripeOf(true)];

const MAPPING = JSON.stringify({ externalId: 'id', amount: 'amount', unit: 'decimal', currency: { from: 'currency' }, paidAt: 'at', channel: 'card', type: { always: 'purchase' }, status: { always: 'posted' }, companyPaid: 'none' });
const CONFIGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'card-webhook': { secret: 'card-secret-of-tests' },
  'signed-webhook': { secret: 'generic-secret-of-tests', signatureHeader: 'x-mac', signatureEncoding: 'hex', timestampHeader: 'x-stamp', mapping: MAPPING },
  'alipay-enterprise': { appId: '2021000123456789', privateKey: keys.app.privateKey, alipayPublicKey: keys.alipay.publicKey, enterpriseId: '2088000000000001' },
  'stripe-issuing': { webhookSecret: 'whsec_of_the_tests', mode: 'live' },
  wechatpay: { mchid: '1900000001', appid: 'wx0123456789abcdef', platformSerial: wechat.serial, platformPublicKey: keys.alipay.publicKey, apiV3Key: '0123456789abcdef0123456789abcdef' },
};

type Call = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
/** The call that the simulator makes when it does this. */
const saying = (act: () => void): Call => {
  told = [];
  act();
  return told[0] ?? { headers: {}, body: '' };
};
const card = (over: object, at = unix, secret = 'card-secret-of-tests'): Call => {
  const body = JSON.stringify({ id: 'c1', events: [{ transactionId: 'T1', cardTail: '9003', employeeNumber: 'E003', amount: '86.00', currency: 'CNY', merchant: '小满', mcc: '5812', occurredAt: now, type: 'purchase', status: 'posted', program: 'p', ...over }] });
  return { body, headers: { 'x-roundtrip-signature': signatureOf(new TextEncoder().encode(body), secret, at) } };
};
const generic = (over: object, at = unix, secret = 'generic-secret-of-tests'): Call => {
  const body = JSON.stringify({ id: 'G1', amount: '12.34', currency: 'CNY', at: now, ...over });
  return { body, headers: { 'x-stamp': String(at), 'x-mac': createHmac('sha256', secret).update(`${at}.${body}`).digest('hex') } };
};
const bill = (over: Record<string, string>) => ({ pay_no: 'A1', consume_type: 'CONSUME', consume_amount: '86.00', peer_pay_amount: '86.00', gmt_biz_create: '2026-11-24 09:00:00', gmt_receive_pay: '2026-11-24 09:00:00', order_complete_label: '1', employee_id: 'E003', ...over });
const enterprise = (over: Record<string, string>, parameters: Record<string, string> = {}, from = alipay): Call => saying(() => { from.tell('alipay.commerce.ec.consume.change.notify', { enterprise_id: '2088000000000001', ...bill(over) }, parameters); });
const withFault = <F extends string>(of: { readonly faults: Set<F> }, fault: F, act: () => Call): Call => {
  of.faults.add(fault);
  const call = act();
  of.faults.clear();
  return call;
};
const collect = (over: object, from = wechat): Call => saying(() => { from.collect({ transactionId: 'W1', outTradeNo: 'o1', fen: 8600, openid: 'x' }, over as never); });
const captured = (over: object, from = stripe): Call => saying(() => { from.tell('issuing_transaction.created', { id: 'ipi_1', object: 'issuing.transaction', type: 'capture', amount: -8600, currency: 'cny', created: unix, livemode: true, merchant_data: {}, card: 'ic_1', ...over }); });
const tampered = (call: Call): Call => ({ ...call, body: call.body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) });

type Case = readonly [connector: string, what: string, call: () => Call, kind: string];
const CASES: readonly Case[] = [
  ['card-webhook', 'a bad signature', () => card({}, unix, 'another secret'), 'webhook.bad-signature'], ['card-webhook', 'a changed body', () => tampered(card({})), 'webhook.bad-signature'],
  ['card-webhook', 'a stale stamp', () => card({}, unix - 600), 'webhook.stale'], ['card-webhook', 'an amount in cents', () => card({ amount: 8600 }), 'webhook.malformed'],
  ['card-webhook', 'an amount finer than its currency', () => card({ amount: '86.001' }), 'webhook.malformed'], ['card-webhook', 'a currency without an exponent', () => card({ currency: 'XYZ' }), 'webhook.malformed'],
  ['signed-webhook', 'a bad signature', () => generic({}, unix, 'another secret 123'), 'webhook.bad-signature'], ['signed-webhook', 'a stale stamp', () => generic({}, unix - 301), 'webhook.stale'],
  ['signed-webhook', 'a stamp ahead', () => generic({}, unix + 301), 'webhook.stale'], ['signed-webhook', 'an amount finer than its currency', () => generic({ amount: '12.345' }), 'webhook.malformed'],
  ['signed-webhook', 'a decimal of a currency without decimals', () => generic({ currency: 'JPY' }), 'webhook.malformed'], ['signed-webhook', 'a currency without an exponent', () => generic({ currency: 'XAU' }), 'webhook.malformed'],
  ['alipay-enterprise', 'a bad signature', () => withFault(alipay, 'bad-signature', () => enterprise({})), 'webhook.bad-signature'], ['alipay-enterprise', 'sign_type RSA', () => withFault(alipay, 'downgrade', () => enterprise({})), 'webhook.bad-signature'],
  ['alipay-enterprise', 'a stale stamp', () => enterprise({}, { utc_timestamp: String(epochMs(now) - 27 * 3_600_000) }), 'webhook.stale'], ['alipay-enterprise', 'another application', () => enterprise({}, {}, stranger), 'webhook.malformed'],
  ['alipay-enterprise', 'another enterprise', () => saying(() => { alipay.tell('alipay.commerce.ec.consume.change.notify', { ...bill({}), enterprise_id: '2088000000000002' }); }), 'webhook.malformed'],
  ['alipay-enterprise', 'an amount in fen', () => saying(() => { alipay.tell('alipay.commerce.ec.consume.change.notify', { ...bill({}), enterprise_id: '2088000000000001', consume_amount: 8600 }); }), 'webhook.malformed'],
  ['stripe-issuing', 'a bad signature', () => withFault(stripe, 'bad-signature', () => captured({})), 'webhook.bad-signature'], ['stripe-issuing', 'a stale stamp', () => withFault(stripe, 'late', () => captured({})), 'webhook.stale'],
  ['stripe-issuing', 'the mode for tests', () => captured({}, stripeOf(false)), 'webhook.malformed'], ['stripe-issuing', 'an amount with a fraction', () => captured({ amount: -86.5 }), 'webhook.malformed'],
  ['stripe-issuing', 'a currency without an exponent', () => captured({ currency: 'xyz' }), 'webhook.malformed'],
  ['wechatpay', 'a bad signature', () => withFault(wechat, 'bad-signature', () => collect({})), 'webhook.bad-signature'], ['wechatpay', 'the deliberate forgery of WeChat', () => wechat.testSignature(), 'webhook.bad-signature'],
  ['wechatpay', 'a stale stamp', () => collect({}, wechatOf('1900000001', instantOf(epochMs(now) - 301_000))), 'webhook.stale'], ['wechatpay', 'another merchant', () => collect({ mchid: '1900000009' }), 'webhook.malformed'],
  ['wechatpay', 'another application', () => collect({ appid: 'wxffffffffffffffff' }), 'webhook.malformed'], ['wechatpay', 'an amount in yuan', () => collect({ amount: { total: 86.5, currency: 'CNY' } }), 'webhook.malformed'],
  ['wechatpay', 'a currency without an exponent', () => collect({ amount: { total: 8600, currency: 'XYZ' } }), 'webhook.malformed'],
];
/** What is taken, and the same key with other money: well signed, and still refused. */
const TWICE: readonly (readonly [connector: string, first: () => Call, other: () => Call])[] = [
  ['card-webhook', () => card({}), () => card({ amount: '87.00' })], ['signed-webhook', () => generic({}), () => generic({ amount: '12.35' })],
  ['alipay-enterprise', () => enterprise({}), () => enterprise({ consume_amount: '87.00' })], ['stripe-issuing', () => captured({}), () => captured({ amount: -8700 })],
  ['wechatpay', () => collect({}), () => collect({ amount: { total: 8700, currency: 'CNY' } })],
];

let base: TestHouse;
const installed = new Map<string, Id<'installation'>>();
const warnings: unknown[] = [];
beforeAll(async () => {
  base = await openTestHouse();
  const house = { ...base.house, clock: { ...base.house.clock, now: () => now }, connectors: { ...base.house.connectors, paymentFeeds: PAYMENT_FEEDS }, log: { ...base.house.log, warn: (...said: unknown[]) => { warnings.push(said); } } as unknown as TestHouse['house']['log'] };
  base = { ...base, house };
  await house.db.transact(base.companyId, async (tx) => {
    for (const [connector, config] of Object.entries(CONFIGS)) {
      const id = house.clock.newId<'installation'>();
      installed.set(connector, id);
      await installConnector(tx, house.vault, { id, connector, title: connector, config, now });
    }
  });
});
afterAll(() => base.close());
beforeEach(() => { warnings.length = 0; });

const give = async (connector: string, { headers, body }: Call) => {
  const call: WebhookCall = { headers, body: new TextEncoder().encode(body) };
  const outcome = await receiveWebhook(base.house, { connector, installationId: installed.get(connector) ?? '', call });
  return { outcome, reply: vendorReply(base.house, connector, outcome) };
};
/** All that a taken call would have left: facts, what arrived verbatim, and entries in the books. */
const left = () => base.house.db.read(base.companyId, async (tx) => (await tx.query<{ n: bigint }>('select (select count(*) from payments.payments) + (select count(*) from ingest.raw_records) + (select count(*) from ledger.entries) as n')).rows[0]?.n);
const lastAudit = (connector: string) => base.house.db.read(base.companyId, async (tx) => (await readTrail(tx, { kind: 'installation', id: installed.get(connector) ?? '' })).at(-1));
const counted = async (connector: string, kind: string): Promise<number> => Number(new RegExp(`roundtrip_calls_refused_total\\{connector="${connector}",kind="${kind}"\\} (\\d+)`).exec(await makeMetrics().text())?.[1] ?? 0);

async function isRefused(connector: string, call: Call, kind: string): Promise<void> {
  const [before, count] = [await left(), await counted(connector, kind)];
  const { outcome, reply } = await give(connector, call);
  expect(outcome).toMatchObject({ ok: false, error: { kind } });
  if (reply) expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(await left()).toBe(before);
  expect(await counted(connector, kind)).toBe(count + 1);
  expect(warnings).toHaveLength(1);
  expect(await lastAudit(connector)).toMatchObject({ action: 'webhook.refused', body: { kind } });
}

describe('calls that are refused', () => {
  test.each(CASES)('%s: %s', (connector, _what, call, kind) => isRefused(connector, call(), kind));

  test.each(TWICE)('%s: told again it is known; the same key with other money is refused', async (connector, first, other) => {
    const call = first();
    expect((await give(connector, call)).outcome).toMatchObject({ ok: true, value: { added: 1 } });
    const before = await left();
    expect((await give(connector, call)).outcome).toMatchObject({ ok: true, value: { added: 0 } });
    expect(await left()).toBe(before);
    await isRefused(connector, other(), 'webhook.malformed');
  });
});
