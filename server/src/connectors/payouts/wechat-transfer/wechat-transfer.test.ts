import { generateKeyPairSync } from 'node:crypto';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { epochMs, instantOf, money, parseCivilDate, uuidv7, type CivilDate } from '@roundtrip/kernel';
import { openWechat, wechatRoutes, type WechatFault } from '@roundtrip/rehearsal';
import type { ConnectorContext, OrderStanding, PayoutBatch, PayoutOrder } from '#spi';
import { payoutRailKit, type RailTrouble } from '../../spi/rail-kit.ts';
import { wechatTransfer } from './index.ts';

// The SDK's own client looks at the machine's clock, so this world shows the real time.
const now = instantOf(Math.floor(Date.now() / 1000) * 1000);
const merchantKeys = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const outbox: { headers: Readonly<Record<string, string>>; body: string }[] = [];
const merchant = { mchid: '1900000109', appid: 'wx8888888888888888', apiV3Key: 'a-key-of-thirty-two-characters-1', merchantSerial: '3775B6A45ACD588826D15E583A95F5DD12345678', merchantPublicKey: merchantKeys.publicKey };
const wechat = openWechat({ ...merchant, now: () => now, notify: (notice) => outbox.push(notice) });
const config: Record<string, string> = {
  mchid: merchant.mchid, appid: merchant.appid, apiV3Key: merchant.apiV3Key, serial: merchant.merchantSerial, privateKey: merchantKeys.privateKey, platformSerial: wechat.serial, platformPublicKey: wechat.publicKey,
  reportType: '报销商户名称', notifyUrl: 'https://expenses.example/v1/webhooks/wechat-transfer/1',
};
const server = Fastify();
let calls = 0;
const ctx: ConnectorContext = { now, fetch: (url, init) => { calls += 1; return fetch(url, init as RequestInit); } };
beforeAll(async () => {
  wechatRoutes(server, wechat);
  config['baseUrl'] = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

const FAULTS: Readonly<Record<RailTrouble, readonly WechatFault[]>> = { none: [], 'hang-up': ['drop'], 'error-after': ['fail-after-success'], forged: ['bad-signature'] };
payoutRailKit(wechatTransfer, {
  config: () => config, optional: ['baseUrl', 'notifyUrl'], ctx: () => ctx, held: () => wechat.bills().length, calls: () => calls, account: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  trouble(kind) {
    wechat.faults.clear();
    for (const fault of FAULTS[kind]) wechat.faults.add(fault);
  },
});

let numbers = 0;
const order = (facts: Partial<PayoutOrder> = {}): PayoutOrder => ({
  id: uuidv7(epochMs(now), Uint8Array.from({ length: 10 }, (_, i) => (i === 9 ? (numbers += 1) : 7))).replaceAll('-', ''), payee: { name: '张三', account: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }, amount: money(12_345n, 'CNY'), purpose: 'BX-2026-0042', ...facts,
});
const batch = (...orders: PayoutOrder[]): PayoutBatch => ({ messageId: 'RT1', createdAt: now, executeOn: parseCivilDate('2026-11-24') as CivilDate, debtor: { name: 'x', account: 'y' }, orders });
const send = async (one: PayoutOrder): Promise<OrderStanding | undefined> => (await wechatTransfer.sendEach?.(ctx, config, batch(one)))?.[0]?.standing;
const ask = async (id: string, at = now): Promise<OrderStanding | undefined> => (await wechatTransfer.askEach?.({ ...ctx, now: at }, config, [id]))?.[0]?.standing;
const notices = (act: () => void) => {
  outbox.length = 0;
  act();
  return outbox.map(({ headers, body }) => ({ headers, body: new TextEncoder().encode(body) }));
};

describe('WeChat transfer', () => {
  beforeEach(() => { wechat.faults.clear(); });

  test('fen and the scene of reimbursements; the payee confirms in WeChat, and the end is told', async () => {
    const one = order();
    expect(await send(one)).toMatchObject({ kind: 'awaiting-payee', confirmation: expect.stringContaining(one.id) as string });
    const bill = wechat.bills().find((each) => each.outBillNo === one.id);
    expect(JSON.parse(bill?.asked ?? '')).toMatchObject({ transfer_amount: 12_345, transfer_scene_id: '1006', transfer_remark: 'BX-2026-0042', transfer_scene_report_infos: [{ info_type: '报销商户名称', info_content: 'BX-2026-0042' }], user_name: null });
    wechat.faults.add('duplicate');
    const told = notices(() => { wechat.moveBill(one.id, 'SUCCESS'); });
    expect(told.length).toBe(2);
    for (const notice of told) expect(wechatTransfer.receive?.(notice, config, now)).toMatchObject({ ok: true, value: [{ orderId: one.id, standing: { kind: 'settled' } }] });
    expect(await ask(one.id)).toMatchObject({ kind: 'settled', at: now });
  });

  test('from 2000 yuan on the name goes along, sealed, and only WeChat can read it', async () => {
    const [small, large] = [order({ amount: money(199_999n, 'CNY') }), order({ amount: money(200_000n, 'CNY') })];
    await send(small);
    await send(large);
    expect(wechat.bills().filter((bill) => [small.id, large.id].includes(bill.outBillNo)).map((bill) => bill.name)).toEqual([null, '张三']);
    expect(wechat.bills().find((bill) => bill.outBillNo === large.id)?.asked).not.toContain('"user_name":null');
    const before = calls;
    expect(await send(order({ amount: money(200_000n, 'CNY'), payee: { name: ' ', account: 'o1' } }))).toMatchObject({ kind: 'refused' });
    expect(calls).toBe(before);
    // Sealed anew, the same order is still the same.
    expect(await send(large)).toMatchObject({ kind: 'awaiting-payee' });
  });

  test.each([
    ['ACCEPTED', undefined, { kind: 'accepted' }], ['PROCESSING', undefined, { kind: 'accepted' }], ['TRANSFERING', undefined, { kind: 'accepted' }], ['CANCELING', undefined, { kind: 'accepted' }], ['SUCCESS', undefined, { kind: 'settled' }],
    ['FAIL', 'OVERDUE_CLOSE', { kind: 'refused', how: 'expired' }], ['FAIL', 'REAL_NAME_CHECK_FAIL', { kind: 'refused', how: 'failed', reason: 'REAL_NAME_CHECK_FAIL' }], ['CANCELLED', undefined, { kind: 'refused', how: 'cancelled' }],
  ] as const)('state %s %s', async (state, reason, standing) => {
    const one = order();
    await send(one);
    wechat.moveBill(one.id, state, reason);
    expect(await ask(one.id)).toMatchObject(standing);
  });

  test('a refusal is the last word only where there is no bill', async () => {
    const wrong = { ...config, appid: 'wx0000000000000000' };
    const one = order();
    expect((await wechatTransfer.sendEach?.(ctx, wrong, batch(one)))?.[0]?.standing).toMatchObject({ kind: 'refused', reason: 'APPID_MCHID_NOT_MATCH' });
    await send(one);
    // Refused now, but the bill of an earlier call is there and may pay.
    expect((await wechatTransfer.sendEach?.(ctx, wrong, batch(one)))?.[0]?.standing).toMatchObject({ kind: 'awaiting-payee' });
    expect((await wechatTransfer.sendEach?.(ctx, { ...config, serial: 'ABCDEF0123456789' }, batch(order())))?.[0]?.standing).toMatchObject({ kind: 'unknown' });
    wechat.faults.add('unsigned');
    expect(await send(order())).toEqual({ kind: 'unknown', reason: 'an answer without a good signature' });
  });

  test('what is older than WeChat’s memory is not given up because it is not found', async () => {
    const { id } = order();
    expect(await ask(id)).toMatchObject({ kind: 'refused', how: 'never-received' });
    expect(await ask(id, now)).toMatchObject({ how: 'never-received' });
    const old = uuidv7(epochMs(now) - 31 * 86_400_000, new Uint8Array(10)).replaceAll('-', '');
    expect(await ask(old)).toMatchObject({ kind: 'unknown' });
    wechat.faults.add('bad-signature');
    expect(await ask(id)).toMatchObject({ kind: 'unknown' });
  });

  test('notices of strangers, late ones, and those of another merchant', async () => {
    const one = order();
    await send(one);
    const [good] = notices(() => { wechat.moveBill(one.id, 'FAIL', 'OVERDUE_CLOSE'); }) as [{ headers: Record<string, string>; body: Uint8Array }];
    expect(wechatTransfer.receive?.(good, config, now)).toMatchObject({ ok: true, value: [{ standing: { how: 'expired' } }] });
    expect(wechatTransfer.receive?.(good, config, instantOf(epochMs(now) + 300_000))).toMatchObject({ ok: false, error: { kind: 'webhook.stale' } });
    expect(wechatTransfer.receive?.(good, { ...config, mchid: '1900009999' }, now)).toMatchObject({ ok: false, error: { kind: 'webhook.malformed' } });
    const signtest = wechat.testSignature();
    const refused = wechatTransfer.receive?.({ headers: signtest.headers, body: new TextEncoder().encode(signtest.body) }, config, now);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'webhook.bad-signature' } });
    expect(refused && !refused.ok && wechatTransfer.reply?.(refused.error)).toMatchObject({ status: 401, body: '{"code":"FAIL","message":"签名不正确"}' });
  });

  test('the official client is understood by the simulator and verifies its answers; a repeated nonce is refused', async () => {
    const one = order();
    await send(one);
    const client = new Wechatpay({ mchid: merchant.mchid, serial: merchant.merchantSerial, privateKey: merchantKeys.privateKey, certs: { [wechat.serial]: wechat.publicKey }, baseURL: config['baseUrl'] } as never) as unknown as { chain(path: string): { get(): Promise<{ data: unknown }> } };
    const path = `v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${one.id}`;
    expect((await client.chain(path).get()).data).toMatchObject({ out_bill_no: one.id, transfer_amount: 12_345 });
    wechat.faults.add('bad-signature');
    await expect(client.chain(path).get()).rejects.toThrow();
    wechat.faults.clear();
    let sent: { url: string; init: RequestInit } | undefined;
    await wechatTransfer.askEach?.({ now, fetch: (url, init) => { sent = { url, init: init as RequestInit }; return fetch(url, init as RequestInit); } }, config, [one.id]);
    expect(sent && (await fetch(sent.url, sent.init)).status).toBe(401);
  });
});
