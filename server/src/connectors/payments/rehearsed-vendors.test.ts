import { afterEach, describe, expect, test } from 'vitest';
import { instantOf, type Instant } from '@roundtrip/kernel';
import { startRehearsal, makeVendorKeys, WECHAT_SERIAL, type Rehearsal, type RehearsalOptions, type VendorOptions } from '@roundtrip/rehearsal';
import { testOptions } from '../../../../rehearsal/src/testing/options.ts';
import { startReceiver, until, type Call } from '../../../../rehearsal/src/testing/receiver.ts';
import { alipayEnterprise } from './alipay-enterprise/index.ts';
import { stripeIssuing } from './stripe-issuing/index.ts';
import { wechatpay } from './wechatpay/index.ts';

const NOW = instantOf(Math.floor(Date.now() / 1000) * 1000);
const keys = await makeVendorKeys();
const API_V3_KEY = '0123456789abcdef0123456789abcdef';
const vendors: VendorOptions = {
  alipay: { installation: 'inst-alipay', appId: '2021000123456789', enterpriseId: '2088000000000001', appPublicKey: keys.app.publicKey, keys: keys.alipay },
  wechat: { installation: 'inst-wechat', mchid: '1900000001', appid: 'wx0123456789abcdef', apiV3Key: API_V3_KEY, merchantSerial: '5F0A0B0C0D0E0F10', merchantPublicKey: keys.merchant.publicKey, keys: keys.wechat },
  stripe: { installation: 'inst-stripe', webhookSecret: 'whsec_of_the_rehearsal' },
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

async function played(changes: Partial<RehearsalOptions> = {}, prepare: (rehearsal: Rehearsal) => void = () => undefined): Promise<{ rehearsal: Rehearsal; calls: readonly Call[]; options: RehearsalOptions }> {
  const receiver = await startReceiver();
  stops.push(() => receiver.stop());
  const options = testOptions({ speed: 2_000_000, vendors, roundtripUrl: receiver.url, ...changes });
  const rehearsal = await startRehearsal(options, (): Instant => NOW);
  stops.push(() => rehearsal.stop());
  prepare(rehearsal);
  rehearsal.world.startDay({});
  await until(() => { const state = rehearsal.world.state(); return !state.running && state.waiting === 0; }, 15_000);
  return { rehearsal, calls: receiver.calls, options };
}

const callsOf = (calls: readonly Call[], connector: string): readonly Call[] => calls.filter((call) => call.path.startsWith(`/v1/webhooks/${connector}/`));
const asCall = ({ headers, body }: Call) => ({ headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body: Buffer.from(body) });

const ALIPAY = { appId: vendors.alipay.appId, privateKey: keys.app.privateKey, alipayPublicKey: keys.alipay.publicKey, enterpriseId: vendors.alipay.enterpriseId };
const WECHAT = { mchid: vendors.wechat.mchid, appid: vendors.wechat.appid, platformSerial: WECHAT_SERIAL, platformPublicKey: keys.wechat.publicKey, apiV3Key: API_V3_KEY };
const STRIPE = { webhookSecret: vendors.stripe.webhookSecret, mode: 'test' };

describe('a day with the company’s vendors', () => {
  test('is told as each vendor tells it: the connectors take every call', async () => {
    const { calls } = await played();
    const told = {
      alipay: callsOf(calls, 'alipay-enterprise').map((call) => alipayEnterprise.receive?.(asCall(call), ALIPAY, NOW)),
      wechat: callsOf(calls, 'wechatpay').map((call) => wechatpay.receive?.(asCall(call), WECHAT, NOW)),
      stripe: callsOf(calls, 'stripe-issuing').map((call) => stripeIssuing.receive?.(asCall(call), STRIPE, NOW)),
    };
    for (const answers of Object.values(told)) {
      expect(answers.length).toBeGreaterThan(0);
      expect(answers.map((answer) => answer?.ok)).not.toContain(false);
    }
  });

  test('forged calls of each vendor are none that a connector takes', async () => {
    const { calls } = await played({}, (rehearsal) => { for (const of of ['alipay', 'wechat', 'stripe'] as const) rehearsal.world.setFault('bad-signature', true, of); });
    const refused = (answers: readonly ({ readonly ok: boolean } | undefined)[]): number => answers.filter((answer) => answer?.ok === false).length;
    expect(refused(callsOf(calls, 'alipay-enterprise').map((call) => alipayEnterprise.receive?.(asCall(call), ALIPAY, NOW)))).toBeGreaterThan(0);
    expect(refused(callsOf(calls, 'wechatpay').map((call) => wechatpay.receive?.(asCall(call), WECHAT, NOW)))).toBeGreaterThan(0);
    expect(refused(callsOf(calls, 'stripe-issuing').map((call) => stripeIssuing.receive?.(asCall(call), STRIPE, NOW)))).toBeGreaterThan(0);
  });

  test('a fault of one vendor is not the others’', async () => {
    const { calls } = await played({}, (rehearsal) => { rehearsal.world.setFault('duplicate', true, 'wechat'); });
    const times = (connector: string): number[] => {
      const all = callsOf(calls, connector).map((call) => call.body);
      return [all.length, new Set(all).size];
    };
    const [wechat, wechatOnce] = times('wechatpay');
    const [alipay, alipayOnce] = times('alipay-enterprise');
    expect(wechat).toBe(2 * (wechatOnce ?? 0));
    expect(alipay).toBe(alipayOnce);
  });

  test('a world that is opened again knows its bills and tells nothing twice', async () => {
    const first = await played();
    const before = first.calls.length;
    await first.rehearsal.stop();
    const again = await startRehearsal(first.options, (): Instant => NOW);
    stops.push(() => again.stop());
    expect(again.world.state().waiting).toBe(0);
    expect(first.calls.length).toBe(before);
    expect(again.world.vendors?.alipay.bills()).toEqual(first.rehearsal.world.vendors?.alipay.bills());
  });
});
