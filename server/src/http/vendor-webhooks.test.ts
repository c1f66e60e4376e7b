import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alipayRoutes, openAlipay, openStripe, openWechat, type AlipayNotice, type StripeCall } from '@roundtrip/rehearsal';
import { instantOf } from '@roundtrip/kernel';
import { installConnector, type InstallationId } from '#modules/ingest';
import Fastify from 'fastify';
import { PAYMENT_FEEDS } from '../connectors/payments/index.ts';
import { PAYOUT_RAILS } from '../connectors/payouts/index.ts';
import { pullPayments } from '../flows/pull-payments.ts';
import { openTestHouse, type TestHouse } from '../flows/testing.ts';
import type { App } from './app.ts';
import { buildHttp } from './server.ts';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const merchantKeys = pair();
type Call = AlipayNotice | StripeCall;
const told: Call[] = [];
const notify = (call: Call): void => { told.push(call); };
const last = (): Call => told.at(-1) as Call;
let base: TestHouse;
let app: App;
const now = () => base.house.clock.now();
const alipay = openAlipay({ appId: '2021000123456789', appPublicKey: merchantKeys.publicKey, enterpriseId: '2088000000000001', now, notify });
const wechat = openWechat({ mchid: '1900000109', appid: 'wx8888888888888888', apiV3Key: 'a-key-of-thirty-two-characters-1', merchantSerial: 'ABCDEF0123', merchantPublicKey: merchantKeys.publicKey, now, notify });
const stripe = openStripe({ webhookSecret: 'whsec_rehearsal_secret', livemode: false, now, notify });
const gateway = Fastify();
const ids = new Map<string, InstallationId>();

beforeAll(async () => {
  base = await openTestHouse({
    connectors: { paymentFeeds: PAYMENT_FEEDS, travelFeeds: [], bankFileFeeds: [], rails: PAYOUT_RAILS, readFile: () => Promise.reject(new Error('no files')), readTable: () => Promise.reject(new Error('no tables')), verifiers: [], readVerdicts: () => ({ ok: true, value: [] }), renderBooking: () => new Uint8Array(), drawPage: () => Promise.reject(new Error('no pages')) }, fetch: (url, init) => fetch(url, init as RequestInit),
  });
  app = await buildHttp(base.house, { secure: false, webRoot: null, rehearsalUrl: null, demoSignIns: [], databaseUrl: base.url });
  alipayRoutes(gateway, alipay);
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const configs: Record<string, Record<string, string>> = {
    'alipay-enterprise': { appId: '2021000123456789', enterpriseId: '2088000000000001', privateKey: merchantKeys.privateKey, alipayPublicKey: alipay.publicKey, gateway: `${url}/alipay/gateway.do` },
    wechatpay: { mchid: '1900000109', appid: 'wx8888888888888888', platformSerial: wechat.serial, platformPublicKey: wechat.publicKey, apiV3Key: 'a-key-of-thirty-two-characters-1' },
    'alipay-transfer': { appId: '2021000123456789', privateKey: merchantKeys.privateKey, alipayPublicKey: alipay.publicKey },
    'stripe-issuing': { webhookSecret: 'whsec_rehearsal_secret', mode: 'test' },
  };
  await base.house.db.transact(base.companyId, async (tx) => {
    for (const [connector, config] of Object.entries(configs)) {
      const id = base.house.clock.newId<'installation'>();
      ids.set(connector, id);
      await installConnector(tx, base.house.vault, { id, connector, title: connector, config, now: now() });
    }
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await gateway.close();
  await base.close();
});

async function post(connector: string, call: Call): Promise<{ status: number; body: string }> {
  const answer = await app.inject({ method: 'POST', url: `/v1/webhooks/${connector}/${ids.get(connector) ?? ''}`, headers: call.headers, payload: call.body });
  return { status: answer.statusCode, body: answer.body };
}
const stored = () => base.house.db.read(base.companyId, async (tx) => (await tx.query<{ externalId: string; amountMinor: bigint; companyPaidMinor: bigint; status: string }>('select external_id, amount_minor, company_paid_minor, status from payments.payments order by external_id')).rows);
// Pulling looks back from the real day.
const yesterday = instantOf(Date.now() - 16 * 3_600_000).slice(0, 19).replace('T', ' ');
const bill = { pay_no: 'P1', consume_type: 'CONSUME', consume_amount: '156.80', peer_pay_amount: '100.00', employee_id: 'E003', merchant_name: '滴滴出行', gmt_biz_create: yesterday, gmt_receive_pay: yesterday };
const card = { id: 'ic_1', last4: '9003', employeeNumber: 'E003' };
const hotel = { name: 'HOTEL', mcc: '7011', city: 'Tokyo', country: 'JP' };

describe('vendors call over HTTP and read back what they expect', () => {
  test('Alipay: a form that only names the bill is fetched whole, kept once, and answered by the one word', async () => {
    alipay.book(bill, true);
    expect(await post('alipay-enterprise', last())).toEqual({ status: 200, body: 'success' });
    expect(await post('alipay-enterprise', last())).toEqual({ status: 200, body: 'success' });
    expect(await stored()).toEqual([{ externalId: 'P1', amountMinor: 15_680n, companyPaidMinor: 10_000n, status: 'posted' }]);
    alipay.faults.add('downgrade');
    alipay.book({ ...bill, pay_no: 'P2' });
    alipay.faults.clear();
    expect(await post('alipay-enterprise', last())).toEqual({ status: 401, body: 'fail' });
  });

  test('WeChat Pay: taken, and its forged call refused by its own code', async () => {
    wechat.collect({ transactionId: 'W1', outTradeNo: 'O1', fen: 680, openid: 'o1' });
    expect(await post('wechatpay', last())).toMatchObject({ status: 200, body: expect.stringContaining('SUCCESS') as string });
    expect(await post('wechatpay', wechat.testSignature())).toEqual({ status: 401, body: '{"code":"FAIL","message":"签名不正确"}' });
  });

  test('a rail hears of its orders: strangers’ orders say nothing, forged notices are refused', async () => {
    alipay.tell('alipay.fund.trans.order.changed', { out_biz_no: '0192f0c0aaaa7bbb8ccc000000000001', status: 'REFUND' });
    expect(await post('alipay-transfer', last())).toEqual({ status: 200, body: 'success' });
    alipay.faults.add('bad-signature');
    alipay.tell('alipay.fund.trans.order.changed', { out_biz_no: '0192f0c0aaaa7bbb8ccc000000000001', status: 'REFUND' });
    alipay.faults.clear();
    expect(await post('alipay-transfer', last())).toEqual({ status: 401, body: 'fail' });
  });

  test('Stripe: a hold becomes a capture; a stranger is refused', async () => {
    told.length = 0;
    stripe.capture(stripe.hold(card, hotel, { amount: 5000, currency: 'jpy' }), { amount: 5500, currency: 'jpy' });
    for (const call of [...told, ...told]) expect(await post('stripe-issuing', call)).toEqual({ status: 200, body: '{"received":true}' });
    stripe.faults.add('bad-signature');
    stripe.refund(card, hotel, { amount: 1, currency: 'jpy' });
    expect(await post('stripe-issuing', last())).toMatchObject({ status: 400 });
  });

  test('what was refused has left no payment; forms are taken nowhere else', async () => {
    expect((await stored()).map((row) => [row.externalId.replace(/_1Rehearsal.*/, ''), row.status, row.amountMinor])).toEqual([['P1', 'posted', 15_680n], ['W1', 'posted', 680n], ['iauth', 'reversed', 5000n], ['ipi', 'posted', 5500n]]);
    expect((await app.inject({ method: 'POST', url: '/v1/session', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' })).statusCode).toBeGreaterThanOrEqual(400);
  });

  test('a bill whose notice was lost is found by pulling, once; one that cannot be understood holds up nothing', async () => {
    alipay.faults.add('drop');
    for (const [payNo, amount] of [['Q1', '12.00'], ['Q2', 'twelve'], ['Q3', '13.00']] as const) alipay.book({ ...bill, pay_no: payNo, consume_amount: amount, peer_pay_amount: '0.00' });
    alipay.faults.clear();
    const before = (await stored()).length;
    // Two of the three, and the one whose notice was refused above.
    expect(await pullPayments(base.house, base.companyId)).toEqual({ added: 3 });
    expect(await pullPayments(base.house, base.companyId)).toEqual({ added: 0 });
    expect((await stored()).length).toBe(before + 3);
  });
});
