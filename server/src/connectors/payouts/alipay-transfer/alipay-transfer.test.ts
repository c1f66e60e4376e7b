import { generateKeyPairSync } from 'node:crypto';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { epochMs, instantOf, money, parseCivilDate, parseInstant, type CivilDate, type Instant } from '@roundtrip/kernel';
import { alipayRoutes, openAlipay, type AlipayFault, type AlipayNotice } from '@roundtrip/rehearsal';
import type { ConnectorContext, PayoutBatch, PayoutOrder } from '#spi';
import { payoutRailKit, type RailTrouble } from '../../spi/rail-kit.ts';
import { alipayTransfer } from './index.ts';

const now = parseInstant('2026-11-24T02:00:00Z') as Instant;
const app = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const outbox: AlipayNotice[] = [];
const alipay = openAlipay({ appId: '2021000123456789', appPublicKey: app.publicKey, enterpriseId: '2088000000000001', now: () => now, notify: (notice) => outbox.push(notice) });
const config: Record<string, string> = { appId: '2021000123456789', privateKey: app.privateKey, alipayPublicKey: alipay.publicKey };
const server = Fastify();
let calls = 0;
const ctx: ConnectorContext = { now, fetch: (url, init) => { calls += 1; return fetch(url, init as RequestInit); } };
beforeAll(async () => {
  alipayRoutes(server, alipay);
  config['gateway'] = `${await server.listen({ host: '127.0.0.1', port: 0 })}/alipay/gateway.do`;
});
afterAll(() => server.close());

const FAULTS: Readonly<Record<RailTrouble, readonly AlipayFault[]>> = { none: [], 'hang-up': ['drop'], 'error-after': ['fail-after-success'], forged: ['bad-signature'] };
payoutRailKit(alipayTransfer, {
  config: () => config, optional: ['gateway'], ctx: () => ctx, held: () => alipay.transfers().length, calls: () => calls, account: '2088123412341234',
  trouble(kind) {
    alipay.faults.clear();
    for (const fault of FAULTS[kind]) alipay.faults.add(fault);
  },
});

let numbers = 0;
const order = (facts: Partial<PayoutOrder> = {}): PayoutOrder => ({ id: `0192f0c0bbbb7bbb8ccc${String((numbers += 1)).padStart(12, '0')}`, payee: { name: '张三', account: '2088123412341234' }, amount: money(12_345n, 'CNY'), purpose: 'BX-2026-0042', ...facts });
const batch = (...orders: PayoutOrder[]): PayoutBatch => ({ messageId: 'RT1', createdAt: now, executeOn: parseCivilDate('2026-11-24') as CivilDate, debtor: { name: 'x', account: 'y' }, orders });
const send = async (one: PayoutOrder) => (await alipayTransfer.sendEach?.(ctx, config, batch(one)))?.[0]?.standing;
const ask = async (id: string) => (await alipayTransfer.askEach?.(ctx, config, [id]))?.[0]?.standing;
const notices = (act: () => void) => {
  outbox.length = 0;
  act();
  return outbox.map(({ headers, body }) => ({ headers, body: new TextEncoder().encode(body) }));
};

describe('alipay transfer', () => {
  beforeEach(() => {
    alipay.faults.clear();
    alipay.decide('SUCCESS');
  });

  test('yuan with two digits, and who is paid as Alipay names them', async () => {
    const asked = async (account: string) => {
      const one = order({ payee: { name: '张三', account } });
      await send(one);
      return JSON.parse(alipay.transfers().find((each) => each.outBizNo === one.id)?.asked ?? '') as unknown;
    };
    expect(await asked('2088123412341234')).toMatchObject({ trans_amount: '123.45', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER', order_title: 'BX-2026-0042', payee_info: { identity: '2088123412341234', identity_type: 'ALIPAY_USER_ID' } });
    expect(await asked('zhang@example.com')).toMatchObject({ payee_info: { identity_type: 'ALIPAY_LOGON_ID', name: '张三' } });
    expect(await asked('13800000000')).toMatchObject({ payee_info: { identity_type: 'ALIPAY_LOGON_ID' } });
    expect(await asked('074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5')).toMatchObject({ payee_info: { identity_type: 'ALIPAY_OPEN_ID' } });
    expect(await send(order({ payee: { name: ' ', account: '13800000000' } }))).toMatchObject({ kind: 'refused' });
  });

  test.each([['SUCCESS', 'settled'], ['DEALING', 'accepted'], ['FAIL', 'refused'], ['REFUND', 'returned']] as const)('status %s is %s', async (status, kind) => {
    const one = order();
    alipay.decide(status);
    expect(await send(one)).toMatchObject({ kind });
    expect(await ask(one.id)).toMatchObject({ kind });
  });

  test('20000 is unknown though the money went; a settled one may come back, and says so once', async () => {
    const one = order();
    alipay.faults.add('unclear');
    expect(await send(one)).toEqual({ kind: 'unknown', reason: 'isp.unknow-error' });
    expect(await ask(one.id)).toMatchObject({ kind: 'unknown' });
    alipay.faults.clear();
    expect(await ask(one.id)).toMatchObject({ kind: 'settled', at: now });
    alipay.faults.add('duplicate');
    const told = notices(() => { alipay.moveTransfer(one.id, 'REFUND', 'PAYEE_CARD_INFO_ERROR'); });
    expect(told.length).toBe(2);
    for (const notice of told) expect(alipayTransfer.receive?.(notice, config, now)).toMatchObject({ ok: true, value: [{ orderId: one.id, standing: { kind: 'returned', reason: 'PAYEE_CARD_INFO_ERROR' } }] });
  });

  test('a state that nobody listed is unknown; a clear no of the gateway is refused without a second call', async () => {
    const one = order();
    await send(one);
    const [strange] = notices(() => { alipay.tell('alipay.fund.trans.order.changed', { out_biz_no: one.id, status: 'FROZEN' }); });
    expect(strange && alipayTransfer.receive?.(strange, config, now)).toMatchObject({ ok: true, value: [{ standing: { kind: 'unknown', reason: 'status FROZEN' } }] });
    const before = calls;
    expect((await alipayTransfer.sendEach?.(ctx, { ...config, appId: '2021000000000000' }, batch(order())))?.[0]?.standing).toMatchObject({ kind: 'refused', reason: 'isv.invalid-signature' });
    expect(calls).toBe(before + 1);
  });

  test('notices of strangers, of another time and of another matter', () => {
    const tell = (content: Record<string, unknown>, over: Record<string, string> = {}, ...faults: AlipayFault[]) => {
      for (const fault of faults) alipay.faults.add(fault);
      const [notice] = notices(() => { alipay.tell('alipay.fund.trans.order.changed', content, over); });
      alipay.faults.clear();
      return notice as { headers: Record<string, string>; body: Uint8Array };
    };
    const content = { out_biz_no: 'a1', status: 'SUCCESS' };
    const kinds = [tell(content, {}, 'bad-signature'), tell(content, {}, 'downgrade'), tell(content, { app_id: '2021111111111111' }), tell({ status: 'SUCCESS' })].map((notice) => alipayTransfer.receive?.(notice, config, now));
    expect(kinds.map((each) => !each?.ok && each?.error.kind)).toEqual(['webhook.bad-signature', 'webhook.bad-signature', 'webhook.malformed', 'webhook.malformed']);
    expect(alipayTransfer.receive?.(tell(content), config, instantOf(epochMs(now) + 27 * 3_600_000))).toMatchObject({ ok: false, error: { kind: 'webhook.stale' } });
    expect(alipayTransfer.receive?.(tell(content, { msg_method: 'alipay.other' }), config, now)).toEqual({ ok: true, value: [] });
    expect(alipayTransfer.reply?.(null).body).toBe('success');
  });
});
