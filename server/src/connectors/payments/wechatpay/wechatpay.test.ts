import { generateKeyPairSync } from 'node:crypto';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { describe, expect, test } from 'vitest';
import { epochMs, instantOf, parseInstant, type Instant } from '@roundtrip/kernel';
import { openWechat, type WechatFault } from '@roundtrip/rehearsal';
import type { RawRecord, WebhookCall } from '#spi';
import { paymentFeedKit } from '../../spi/feed-kit.ts';
import { wechatpay } from './index.ts';

const now = parseInstant('2026-11-03T08:00:00Z') as Instant;
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const API_V3_KEY = 'a-key-of-thirty-two-characters-1';
const outbox: { headers: Readonly<Record<string, string>>; body: string }[] = [];
const merchant = { mchid: '1900000109', appid: 'wx8888888888888888', apiV3Key: API_V3_KEY, merchantSerial: '3775B6A45ACD588826D15E583A95F5DD12345678', merchantPublicKey: pair().publicKey, now: () => now };
const wechat = openWechat({ ...merchant, notify: (notice) => outbox.push(notice) });
const next = openWechat({ ...merchant, notify: (notice) => outbox.push(notice) });
const config: Record<string, string> = { mchid: merchant.mchid, appid: merchant.appid, platformSerial: wechat.serial, platformPublicKey: wechat.publicKey, apiV3Key: API_V3_KEY };

const paid = { transactionId: '4200002026110300001', outTradeNo: 'TRIP-42-PERSONAL', fen: 15_680, openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' };
const callOf = ({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }): WebhookCall => ({ headers, body: new TextEncoder().encode(body) });
function noticesOf(act: () => void, ...faults: WechatFault[]): WebhookCall[] {
  outbox.length = 0;
  for (const fault of faults) wechat.faults.add(fault);
  act();
  wechat.faults.clear();
  return outbox.map(callOf);
}
const collected = (over: Record<string, unknown> = {}, ...faults: WechatFault[]): WebhookCall => noticesOf(() => { wechat.collect(paid, over); }, ...faults)[0] as WebhookCall;
const refunded = (fen = 680): WebhookCall => noticesOf(() => { wechat.giveBack({ refundId: '50300002026110300001', transactionId: paid.transactionId, outTradeNo: paid.outTradeNo, fen, totalFen: paid.fen }); })[0] as WebhookCall;
const withHeader = (call: WebhookCall, name: string, value: string): WebhookCall => ({ ...call, headers: { ...call.headers, [name]: value } });
const later = (seconds: number): Instant => instantOf(epochMs(now) + seconds * 1000);
const recordOf = (call: WebhookCall): RawRecord => {
  const received = wechatpay.receive?.(call, config, now);
  return (received?.ok ? received.value[0] : undefined) as RawRecord;
};

paymentFeedKit(wechatpay, {
  config, now,
  calls: [{ name: 'a collection', call: collected() }, { name: 'a refund', call: refunded() }],
  refused: [
    { name: 'a stranger’s signature', call: collected({}, 'bad-signature'), kind: 'webhook.bad-signature' },
    { name: 'WeChat’s own test of signatures', call: callOf(wechat.testSignature()), kind: 'webhook.bad-signature' },
    { name: 'a key that nobody knows', call: withHeader(collected(), 'wechatpay-serial', 'PUB_KEY_ID_0000000000000000000000000000000000'), kind: 'webhook.bad-signature' },
    { name: 'another algorithm', call: withHeader(collected(), 'wechatpay-signature-type', 'WECHATPAY2-SM2-WITH-SM3'), kind: 'webhook.bad-signature' },
    { name: 'an old nonce on a new call', call: withHeader(collected(), 'wechatpay-nonce', String(refunded().headers['wechatpay-nonce'])), kind: 'webhook.bad-signature' },
    { name: 'an old call under a new time', call: withHeader(collected(), 'wechatpay-timestamp', String(Math.floor(epochMs(now) / 1000) + 1)), kind: 'webhook.bad-signature' },
    { name: 'a call of five minutes ago', call: collected(), kind: 'webhook.stale', at: later(300) }, { name: 'a call of the future', call: collected(), kind: 'webhook.stale', at: later(-300) },
    { name: 'another merchant', call: collected({ mchid: '1900009999' }), kind: 'webhook.malformed' }, { name: 'another application', call: collected({ appid: 'wx0000000000000000' }), kind: 'webhook.malformed' },
    { name: 'a resource sealed for somebody else', call: collected(), kind: 'webhook.malformed', config: { ...config, apiV3Key: 'b-key-of-thirty-two-characters-2' } },
  ],
  undecided: [recordOf(collected({ trade_state: 'USERPAYING' })), recordOf(collected({ trade_state: 'SOMETHING_NEW' }))],
});

describe('WeChat Pay collections', () => {
  test('fen, the payer and the order; a refund goes back to its collection', () => {
    const [came, back] = [collected(), refunded()].map((call) => wechatpay.translate(recordOf(call)));
    expect(came?.ok && came.value).toEqual([{
      externalId: paid.transactionId, channel: 'wechatpay', type: 'income', direction: 'in', status: 'posted', paidAt: '2026-11-03T08:00:00.000Z', amount: { minor: 15_680n, currency: 'CNY' }, merchant: '', account: '1900000109', orderNo: paid.outTradeNo,
      payer: paid.openid, counterpartyAccount: paid.openid,
    }]);
    expect(back?.ok && back.value[0]).toMatchObject({ type: 'transfer', direction: 'out', amount: { minor: 680n, currency: 'CNY' }, relatedExternalId: paid.transactionId, status: 'posted' });
  });

  test.each([
    ['amount.total', { amount: { total: 156.8, currency: 'CNY' } }], ['amount.total', { amount: { total: '156.80', currency: 'CNY' } }], ['amount.total', { amount: { total: 0, currency: 'CNY' } }], ['amount.currency', { amount: { total: 1, currency: 'XTS' } }],
    ['amount.total', { amount: { total: 9_007_199_254_740_993, currency: 'CNY' } }], ['success_time', { success_time: '2026-11-03 16:00:00' }], ['trade_state', { trade_state: 7 }],
  ])('what is wrong with %s is named (%j)', (place, over) => {
    expect(wechatpay.translate(recordOf(collected(over)))).toMatchObject({ ok: false, error: { place } });
  });

  test('more cannot come back than was paid', () => expect(wechatpay.translate(recordOf(refunded(15_681)))).toMatchObject({ ok: false, error: { place: 'amount.refund' } }));

  test('a notice that comes twice is one record; other matters are taken and say nothing', () => {
    const [first, second] = noticesOf(() => { wechat.collect(paid); }, 'duplicate').map((call) => wechatpay.receive?.(call, config, now));
    expect(first).toEqual(second);
    expect(wechatpay.translate({ reference: 'x', body: JSON.stringify({ type: 'COMPLAINT.CREATE', createdAt: '', resource: {} }) })).toEqual({ ok: true, value: [] });
    expect(noticesOf(() => { wechat.collect(paid); }, 'drop')).toEqual([]);
  });

  test('while WeChat changes its key, either is good', () => {
    outbox.length = 0;
    next.collect(paid);
    const call = withHeader(callOf(outbox[0] as { headers: Record<string, string>; body: string }), 'wechatpay-serial', 'PUB_KEY_ID_0116000000002026112400000000000002');
    expect(wechatpay.receive?.(call, config, now).ok).toBe(false);
    expect(wechatpay.receive?.(call, { ...config, nextPlatformSerial: 'PUB_KEY_ID_0116000000002026112400000000000002', nextPlatformPublicKey: next.publicKey }, now).ok).toBe(true);
  });

  test('a key that is no key, or too short, is told when it is typed in', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    for (const wrong of ['-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', 'abcd', short.publicKey]) expect(wechatpay.checkConfig({ ...config, platformPublicKey: wrong })).toMatchObject({ ok: false, error: { kind: 'config.invalid' } });
  });

  test('the official SDK verifies and unseals what the simulator sends', () => {
    const { headers, body } = collected();
    const text = new TextDecoder().decode(body);
    const { resource } = JSON.parse(text) as { resource: { ciphertext: string; nonce: string; associated_data: string } };
    expect(Rsa.verify(Formatter.response(String(headers['wechatpay-timestamp']), String(headers['wechatpay-nonce']), text), String(headers['wechatpay-signature']), wechat.publicKey)).toBe(true);
    expect(JSON.parse(Aes.AesGcm.decrypt(resource.ciphertext, API_V3_KEY, resource.nonce, resource.associated_data))).toMatchObject({ transaction_id: paid.transactionId });
  });
});
