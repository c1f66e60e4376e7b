import { createHmac } from 'node:crypto';
import { epochMs, type Instant } from '@roundtrip/kernel';
import type { Vendor } from '../wire/message.ts';
import { signedByWechat, WECHAT_SERIAL } from '../wechat/wire.ts';
import type { VendorOptions } from './options.ts';

const CONNECTOR: Readonly<Record<Vendor, string>> = { alipay: 'alipay-enterprise', wechat: 'wechatpay', stripe: 'stripe-issuing' };

/** `t=…,v1=…` as Stripe writes it, over the stamp and the body. */
function stripeSignature(body: string, secret: string, at: Instant): string {
  const stamp = Math.floor(epochMs(at) / 1000);
  return `t=${stamp},v1=${createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')}`;
}

type SignedCall = { readonly path: string; readonly headers: Record<string, string>; readonly body: string };

/**
 * One call of a vendor as it goes out now: WeChat and Stripe sign each sending anew, Alipay repeats the signature that
 * stands in its form.
 */
export function signVendorCall(call: { readonly from: Vendor; readonly body: string; readonly at: Instant }, vendors: VendorOptions): SignedCall {
  const { from, body, at } = call;
  const path = `/v1/webhooks/${CONNECTOR[from]}/${vendors[from].installation}`;
  switch (from) {
    case 'alipay': return { path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
    case 'wechat': return { path, ...signedByWechat(body, WECHAT_SERIAL, vendors.wechat.keys.privateKey, at) };
    case 'stripe': return { path, headers: { 'content-type': 'application/json', 'stripe-signature': stripeSignature(body, vendors.stripe.webhookSecret, at) }, body };
  }
}
