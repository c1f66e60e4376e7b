import { generateKeyPairSync } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { epochMs, type Instant } from '@roundtrip/kernel';
import { openAlipay, openStripe, openWechat } from '@roundtrip/rehearsal';
import { stripeIssuing } from './stripe-issuing/index.ts';
import { wechatpay } from './wechatpay/index.ts';

/** The vendors' own packages judge both sides: what our simulators sign, and what our connectors take for signed. */

const now = '2026-11-24T02:00:00.000Z' as Instant;
const unix = Math.floor(epochMs(now) / 1000);
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const [app, vendor, strange] = [pair(), pair(), pair()];
type Call = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
const calls: Call[] = [];
const notify = (call: Call): void => { calls.push(call); };
const last = (act: () => unknown): Call => {
  act();
  return calls.at(-1) ?? { headers: {}, body: '' };
};
const asCall = ({ headers, body }: Call) => ({ headers, body: new TextEncoder().encode(body) });

describe('alipay-sdk', () => {
  const alipay = openAlipay({ appId: '2021000123456789', appPublicKey: app.publicKey, enterpriseId: '2088000000000001', now: () => now, notify, keys: vendor });
  const sdkWith = (privateKey: string) => new AlipaySdk({ appId: '2021000123456789', signType: 'RSA2', keyType: 'PKCS8', camelcase: false, privateKey, alipayPublicKey: vendor.publicKey });
  const sdk = sdkWith(app.privateKey);

  test('takes the notices of the simulator, and no changed or downgraded one', () => {
    const notice = last(() => { alipay.book({ pay_no: 'A1', consume_amount: '1.00' }); });
    expect(sdk.checkNotifySignV2(Object.fromEntries(new URLSearchParams(notice.body)))).toBe(true);
    expect(sdk.checkNotifySignV2({ ...Object.fromEntries(new URLSearchParams(notice.body)), app_id: '2021000999999999' })).toBe(false);
    alipay.faults.add('bad-signature');
    const forged = last(() => { alipay.book({ pay_no: 'A2', consume_amount: '1.00' }); });
    alipay.faults.clear();
    expect(sdk.checkNotifySignV2(Object.fromEntries(new URLSearchParams(forged.body)))).toBe(false);
  });

  test('signs requests that the simulator takes, and verifies its answers; a stranger’s key is refused', () => {
    const ask = (by: AlipaySdk): string => alipay.gateway(by.sdkExecute('alipay.commerce.ec.consume.detail.query', { bizContent: { pay_no: 'A1' }, timestamp: '2026-11-24 10:00:00' }))?.body ?? '';
    const answer = ask(sdk);
    const { sign } = JSON.parse(answer) as { sign: string };
    expect(answer).toContain('"code":"10000"');
    expect(() => { sdk.checkResponseSign(answer, 'alipay_commerce_ec_consume_detail_query_response', sign, ''); }).not.toThrow();
    expect(() => { sdk.checkResponseSign(answer.replace('1.00', '9.00'), 'alipay_commerce_ec_consume_detail_query_response', sign, ''); }).toThrow();
    expect(ask(sdkWith(strange.privateKey))).toContain('isv.invalid-signature');
  });
});

describe('wechatpay-axios-plugin', () => {
  const apiV3Key = '0123456789abcdef0123456789abcdef';
  const wechat = openWechat({ mchid: '1900000001', appid: 'wx0123456789abcdef', apiV3Key, merchantSerial: '5F0A0B0C0D0E0F10', merchantPublicKey: app.publicKey, now: () => now, notify, keys: vendor });
  const config = { mchid: '1900000001', appid: 'wx0123456789abcdef', platformSerial: wechat.serial, platformPublicKey: vendor.publicKey, apiV3Key };
  const paid = { transactionId: 'W1', outTradeNo: 'o1', fen: 8600, openid: 'x' };

  test('verifies and decrypts the notices of the simulator', () => {
    const { headers, body } = last(() => { wechat.collect(paid); });
    expect(Rsa.verify(Formatter.response(headers['wechatpay-timestamp'] ?? '', headers['wechatpay-nonce'] ?? '', body), headers['wechatpay-signature'] ?? '', vendor.publicKey)).toBe(true);
    const { resource } = JSON.parse(body) as { resource: { ciphertext: string; nonce: string; associated_data: string } };
    expect(JSON.parse(Aes.AesGcm.decrypt(resource.ciphertext, apiV3Key, resource.nonce, resource.associated_data))).toMatchObject({ transaction_id: 'W1', amount: { total: 8600 } });
  });

  test('signs requests that the simulator takes; without its key the answer is 401', () => {
    const path = '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/none';
    const ask = (key: string): number | undefined => {
      const nonce = Formatter.nonce();
      const signature = Rsa.sign(Formatter.request('GET', path, unix, nonce, ''), key);
      return wechat.handle({ method: 'GET', url: path, authorization: Formatter.authorization('1900000001', nonce, signature, unix, '5F0A0B0C0D0E0F10'), body: '' })?.status;
    };
    expect([ask(app.privateKey), ask(strange.privateKey)]).toEqual([404, 401]);
  });

  test('seals and signs a notice that the connector takes, and none with another key', () => {
    const resource = { mchid: '1900000001', appid: 'wx0123456789abcdef', transaction_id: 'W2', out_trade_no: 'o2', trade_state: 'SUCCESS', success_time: '2026-11-24T10:00:00+08:00', amount: { total: 100, currency: 'CNY' } };
    const sealed = Aes.AesGcm.encrypt(JSON.stringify(resource), apiV3Key, 'abcdef012345', 'transaction');
    const body = JSON.stringify({ id: 'n1', create_time: '2026-11-24T10:00:00+08:00', event_type: 'TRANSACTION.SUCCESS', resource_type: 'encrypt-resource', resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed, associated_data: 'transaction', nonce: 'abcdef012345' } });
    const signedBy = (key: string): Call => ({ body, headers: { 'wechatpay-timestamp': String(unix), 'wechatpay-nonce': 'n', 'wechatpay-serial': wechat.serial, 'wechatpay-signature': Rsa.sign(Formatter.response(String(unix), 'n', body), key) } });
    expect(wechatpay.receive?.(asCall(signedBy(vendor.privateKey)), config, now)).toMatchObject({ ok: true, value: [{ reference: 'W2:SUCCESS' }] });
    expect(wechatpay.receive?.(asCall(signedBy(strange.privateKey)), config, now)).toMatchObject({ ok: false, error: { kind: 'webhook.bad-signature' } });
  });
});

describe('stripe', () => {
  const secret = 'whsec_of_the_tests';
  const issuer = openStripe({ webhookSecret: secret, livemode: true, now: () => now, notify });
  const card = { id: 'ic_1', last4: '4242', employeeNumber: 'E003' };
  const hold = (): Call => last(() => issuer.hold(card, { name: 'Hotel', mcc: '7011', city: 'Paris', country: 'FR' }, { amount: 12_345, currency: 'EUR' }));

  test('takes the events of the simulator, and no late or forged one', () => {
    const read = ({ headers, body }: Call) => Stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret, 300, undefined, epochMs(now));
    expect(read(hold()).type).toBe('issuing_authorization.created');
    for (const fault of ['bad-signature', 'late'] as const) {
      issuer.faults.add(fault);
      expect(() => read(hold())).toThrow();
      issuer.faults.clear();
    }
  });

  test('signs an event that the connector takes, and none with another secret', () => {
    const { body } = hold();
    const signedWith = (by: string): Call => ({ body, headers: { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret: by, timestamp: unix }) } });
    const config = { webhookSecret: secret, mode: 'live' };
    expect(stripeIssuing.receive?.(asCall(signedWith(secret)), config, now)).toMatchObject({ ok: true });
    expect(stripeIssuing.receive?.(asCall(signedWith('whsec_of_a_stranger')), config, now)).toMatchObject({ ok: false, error: { kind: 'webhook.bad-signature' } });
  });
});
