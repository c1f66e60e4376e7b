import { generateKeyPairSync } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { epochMs, instantOf, parseCivilDate, parseInstant, type CivilDate, type Instant } from '@roundtrip/kernel';
import { alipayRoutes, openAlipay, type AlipayFault, type AlipayNotice } from '@roundtrip/rehearsal';
import type { ConnectorContext, RawRecord, WebhookCall } from '#spi';
import { paymentFeedKit } from '../../spi/feed-kit.ts';
import { alipayEnterprise, approvalRequest } from './index.ts';

const now = parseInstant('2026-11-03T08:00:00Z') as Instant;
const app = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const outbox: AlipayNotice[] = [];
const alipay = openAlipay({ appId: '2021000123456789', appPublicKey: app.publicKey, enterpriseId: '2088000000000001', now: () => now, notify: (notice) => outbox.push(notice) });
const oneLine = (pem: string): string => pem.split('\n').filter((line) => !line.startsWith('-----')).join('');
const config: Record<string, string> = { appId: '2021000123456789', enterpriseId: '2088000000000001', privateKey: oneLine(app.privateKey), alipayPublicKey: oneLine(alipay.publicKey) };

const bill = {
  pay_no: '2026110322001400001', consume_type: 'CONSUME', consume_amount: '156.80', peer_pay_amount: '100.00', peer_refund_amount: '0.00', peer_refund_status: 'INIT', fund_biz_type: 'ENTERPRISE', employee_id: 'E1001',
  merchant_name: '滴滴出行', category_name: '交通出行', consume_memo: '机场', expense_type: 'TRAVEL', scene_code: 'OTHER', gmt_biz_create: '2026-11-03 09:29:50', gmt_receive_pay: '2026-11-03 09:30:00', order_complete_label: '1', biz_out_no: 'D-1001',
};
const callOf = ({ headers, body }: AlipayNotice): WebhookCall => ({ headers, body: new TextEncoder().encode(body) });
function noticesOf(act: () => void, ...faults: AlipayFault[]): WebhookCall[] {
  outbox.length = 0;
  for (const fault of faults) alipay.faults.add(fault);
  act();
  alipay.faults.clear();
  return outbox.map(callOf);
}
const notice = (over: Record<string, string> = {}, ...faults: AlipayFault[]): WebhookCall => noticesOf(() => { alipay.book({ ...bill, ...over }); }, ...faults)[0] as WebhookCall;
const told = (method: string, content: Record<string, unknown>, over: Record<string, string> = {}): WebhookCall => noticesOf(() => { alipay.tell(method, content, over); })[0] as WebhookCall;
const NOTICE = 'alipay.commerce.ec.consume.change.notify';
const enterprise = { ...bill, enterprise_id: '2088000000000001' };
const later = (seconds: number): Instant => instantOf(epochMs(now) + seconds * 1000);
const form = (call: WebhookCall): URLSearchParams => new URLSearchParams(new TextDecoder().decode(call.body));
const changed = (call: WebhookCall, change: (parameters: URLSearchParams) => void): WebhookCall => {
  const parameters = form(call);
  change(parameters);
  return { ...call, body: new TextEncoder().encode(parameters.toString()) };
};
const raw = (over: Record<string, unknown>): RawRecord => ({ reference: 'x', body: JSON.stringify({ ...enterprise, ...over }) });

paymentFeedKit(alipayEnterprise, {
  config, now,
  calls: [{ name: 'a purchase', call: notice() }, { name: 'a refund', call: notice({ pay_no: '2026110322001400002', consume_type: 'REFUND', related_pay_no: bill.pay_no, peer_pay_amount: '20.00', consume_amount: '20.00' }) }],
  refused: [
    { name: 'a stranger’s signature', call: notice({}, 'bad-signature'), kind: 'webhook.bad-signature' },
    { name: 'a notice signed by the old algorithm', call: notice({}, 'downgrade'), kind: 'webhook.bad-signature' },
    { name: 'a sign_type that was changed on the way', call: changed(notice(), (parameters) => { parameters.set('sign_type', 'RSA'); }), kind: 'webhook.bad-signature' },
    { name: 'a sign_type that was taken away', call: changed(notice(), (parameters) => { parameters.delete('sign_type'); }), kind: 'webhook.bad-signature' },
    { name: 'another amount under the same signature', call: changed(notice(), (parameters) => { parameters.set('biz_content', (parameters.get('biz_content') ?? '').replace('156.80', '1.00')); }), kind: 'webhook.bad-signature' },
    { name: 'another application', call: told(NOTICE, enterprise, { app_id: '2021999999999999' }), kind: 'webhook.malformed' },
    { name: 'another enterprise', call: told(NOTICE, { ...bill, enterprise_id: '2088999999999999' }), kind: 'webhook.malformed' },
    { name: 'a bill without a number', call: told(NOTICE, { ...enterprise, pay_no: '' }), kind: 'webhook.malformed' },
    { name: 'a notice of two days ago', call: notice(), kind: 'webhook.stale', at: later(2 * 86_400) }, { name: 'a notice of tomorrow', call: notice(), kind: 'webhook.stale', at: later(-301) },
    { name: 'a notice without a time', call: told(NOTICE, enterprise, { utc_timestamp: 'today' }), kind: 'webhook.malformed' },
  ],
  undecided: [raw({ order_complete_label: '7' }), raw({ gmt_receive_pay: '' })],
});

describe('enterprise bills', () => {
  test('the company’s part stands apart from the whole, in exact yuan, at the time in China', () => {
    const facts = alipayEnterprise.translate(raw({}));
    expect(facts.ok && facts.value).toEqual([{
      externalId: bill.pay_no, channel: 'alipay', type: 'purchase', direction: 'out', status: 'posted', paidAt: '2026-11-03T01:30:00.000Z', amount: { minor: 15_680n, currency: 'CNY' }, companyPaid: { minor: 10_000n, currency: 'CNY' },
      merchant: '滴滴出行', description: '交通出行 · 机场', orderNo: 'D-1001', payer: 'E1001', account: '2088000000000001',
    }]);
  });

  test('a refund names its purchase; nothing from the company is nothing; a pointer says nothing yet', () => {
    const refund = alipayEnterprise.translate(raw({ consume_type: 'REFUND', related_pay_no: 'P1', peer_pay_amount: '0' }));
    expect(refund.ok && refund.value[0]).toMatchObject({ type: 'refund', direction: 'in', relatedExternalId: 'P1', status: 'posted' });
    expect(refund.ok && refund.value[0]?.companyPaid).toBeUndefined();
    expect(alipayEnterprise.translate({ reference: 'x', body: '{"pay_no":"P1","enterprise_id":"E"}' })).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['consume_amount', { consume_amount: 156.8 }], ['consume_amount', { consume_amount: '156.805' }], ['consume_amount', { consume_amount: '-1.00' }], ['consume_amount', { consume_amount: '1,560.00' }], ['consume_amount', { consume_amount: '0' }],
    ['peer_pay_amount', { peer_pay_amount: '156.81' }], ['peer_pay_amount', { peer_pay_amount: '-0.01' }], ['consume_type', { consume_type: 'CASHBACK' }], ['gmt_receive_pay', { gmt_receive_pay: '2026-11-03T09:30:00Z' }], ['pay_no', { pay_no: '' }],
  ])('what is wrong with %s is named (%j)', (place, over) => {
    expect(alipayEnterprise.translate(raw(over))).toMatchObject({ ok: false, error: { kind: 'raw.not-understood', place } });
  });

  test('a notice that comes twice is one record; another message is acknowledged and dropped', () => {
    const [first, second] = noticesOf(() => { alipay.book(bill); }, 'duplicate');
    const [a, b] = [first, second].map((call) => call && alipayEnterprise.receive?.(call, config, now));
    expect(a).toEqual(b);
    const changedBill = alipayEnterprise.receive?.(notice({ peer_refund_status: 'REFUND_FULL' }), config, now);
    expect(changedBill?.ok && a?.ok && changedBill.value[0]?.reference !== a.value[0]?.reference).toBe(true);
    expect(alipayEnterprise.receive?.(told('alipay.commerce.ec.employee.change.notify', {}), config, now)).toEqual({ ok: true, value: [] });
    expect(alipayEnterprise.reply?.(null)).toMatchObject({ status: 200, body: 'success' });
  });

  test('the official SDK accepts what the simulator signs, and the feed what the SDK’s own signer would', () => {
    const sdk = new AlipaySdk({ appId: '2021000123456789', keyType: 'PKCS8', privateKey: app.privateKey, alipayPublicKey: alipay.publicKey });
    expect(sdk.checkNotifySignV2(Object.fromEntries(form(notice())))).toBe(true);
    expect(sdk.checkNotifySignV2(Object.fromEntries(form(notice({}, 'bad-signature'))))).toBe(false);
    // The SDK by itself takes the downgraded notice: that is why the feed looks first.
    expect(sdk.checkNotifySignV2(Object.fromEntries(form(notice({}, 'downgrade'))))).toBe(true);
  });
});

describe('the gateway over the loopback', () => {
  const server = Fastify();
  let ctx: ConnectorContext;
  let sdk: AlipaySdk;
  beforeAll(async () => {
    alipayRoutes(server, alipay);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    config['gateway'] = `${url}/alipay/gateway.do`;
    ctx = { now, fetch: (to, init) => fetch(to, init as RequestInit) };
    sdk = new AlipaySdk({ appId: '2021000123456789', keyType: 'PKCS8', privateKey: app.privateKey, alipayPublicKey: alipay.publicKey, gateway: config['gateway'] });
  });
  beforeEach(() => { alipay.faults.clear(); });
  afterAll(() => server.close());
  const pointer = { reference: 'p', body: JSON.stringify({ pay_no: bill.pay_no, enterprise_id: config['enterpriseId'] }) };

  test('the official SDK is understood by the simulator and verifies its answer', async () => {
    alipay.book(bill);
    const answer = await sdk.exec('alipay.commerce.ec.consume.detail.query', { bizContent: { payNo: bill.pay_no, enterpriseId: config['enterpriseId'] } }, { validateSign: true });
    expect(answer).toMatchObject({ code: '10000', consumeInfo: { payNo: bill.pay_no, consumeAmount: '156.80' } });
    alipay.faults.add('bad-signature');
    await expect(sdk.exec('alipay.commerce.ec.consume.detail.query', { bizContent: { payNo: bill.pay_no } }, { validateSign: true })).rejects.toThrow('验签失败');
  });

  test('a bill that was only named is fetched whole; a whole one stays as it is', async () => {
    const [call] = noticesOf(() => { alipay.book(bill, true); });
    const received = call && alipayEnterprise.receive?.(call, config, now);
    const [named] = received?.ok ? received.value : [];
    const whole = await alipayEnterprise.complete?.(ctx, config, named as RawRecord);
    const facts = whole && alipayEnterprise.translate(whole);
    expect(facts?.ok && facts.value[0]?.amount).toEqual({ minor: 15_680n, currency: 'CNY' });
    expect(await alipayEnterprise.complete?.(ctx, config, whole as RawRecord)).toEqual(whole);
  });

  test.each(['drop', 'fail-after-success', 'unclear', 'bad-signature'] as const)('an answer in mode %s is an error, never a fact', async (fault) => {
    alipay.faults.add(fault);
    await expect(alipayEnterprise.complete?.(ctx, config, pointer)).rejects.toThrow('detail.query');
    await expect(alipayEnterprise.fetchPage?.(ctx, config, '2026-11-03#1', 10)).rejects.toThrow('batchquery');
  });

  test.each([1, 2, 100])('pulling by %i neither loses nor repeats a bill', async (limit) => {
    for (let i = 0; i < 5; i += 1) alipay.book({ ...bill, pay_no: `P${i}`, gmt_biz_create: `2026-11-0${1 + (i % 3)} 23:59:5${i}` });
    const seen: string[] = [];
    for (let cursor = '2026-10-31#1', more = true, turns = 0; more && turns < 50; turns += 1) {
      const page = await alipayEnterprise.fetchPage?.(ctx, config, cursor, limit);
      seen.push(...(page?.records ?? []).map(({ reference }) => reference.split(':')[0] ?? ''));
      [cursor, more] = [page?.cursor ?? '', page?.more ?? false];
    }
    expect(seen.filter((payNo) => /^P\d$/.test(payNo)).sort()).toEqual(['P0', 'P1', 'P2', 'P3', 'P4']);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('an approved trip goes into Alipay once, under its own number', async () => {
    const day = (text: string): CivilDate => parseCivilDate(text) as CivilDate;
    const trip = approvalRequest('2088000000000001', {
      requestId: 'TR-2026-0042', employeeId: 'E1001', purpose: '客户拜访', startsOn: day('2026-11-10'), endsOn: day('2026-11-12'), institutionIds: ['I-1'], companions: [{ employeeId: 'E1002' }, { name: '李四', mobile: '13800000000' }],
      legs: [{ from: { code: '310000', name: '上海' }, to: { code: '110000', name: '北京' }, leavesOn: day('2026-11-10'), arrivesOn: day('2026-11-10'), way: 'TRAIN', roundTrip: true }],
    });
    const push = () => sdk.exec('alipay.commerce.ec.approval.create', { bizContent: trip }, { validateSign: true });
    expect(await push()).toMatchObject({ code: '10000' });
    expect(await push()).toMatchObject({ code: '10000' });
    expect(alipay.approvals().get('TR-2026-0042')).toMatchObject({
      employee_id: 'E1001', apply_start_time: '2026-11-10 00:00:00', apply_finish_time: '2026-11-12 23:59:59', institution_id_list: ['I-1'], traveler_list: [{ employee_id: 'E1002' }, { external_user_name: '李四', external_user_mobile: '13800000000' }],
      trip_info_list: [{ origin: { city_code: '310000', city_name: '上海' }, destination: { city_code: '110000' }, trip_mode: 'ROUND_TRIP', trip_way: 'TRAIN', institution_id: 'I-1' }],
    });
    expect(alipay.approvals().size).toBe(1);
  });
});
