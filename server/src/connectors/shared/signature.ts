import { createHmac, timingSafeEqual } from 'node:crypto';
import { epochMs, err, ok, type Instant, type Result } from '@roundtrip/kernel';
import type { WebhookCall, WebhookError } from '#spi';

const SIGNATURE_HEADER = 'x-roundtrip-signature';
const TOLERANCE_S = 300;

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`: what the sender puts into the header. */
export function signatureOf(body: Uint8Array, secret: string, unixSeconds: number): string {
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(`${unixSeconds}.`).update(body).digest('hex')}`;
}

/**
 * Verifies a signed call over its raw body, in constant time. A call more than five minutes from `now`, either way, is
 * stale: it may be a replay.
 */
export function verifySignature(call: WebhookCall, secret: string, now: Instant): Result<null, WebhookError> {
  const header = call.headers[SIGNATURE_HEADER] ?? '';
  const parts = header.split(',').map((part) => part.trim().split('='));
  const stamp = parts.find(([key]) => key === 't')?.[1] ?? '';
  const given = parts.filter(([key]) => key === 'v1').map(([, value]) => Buffer.from(value ?? '', 'hex'));
  if (!/^\d{1,12}$/.test(stamp) || given.length === 0) return err({ kind: 'webhook.bad-signature', message: { zh: '缺少签名', en: 'There is no signature' } });
  const expected = createHmac('sha256', secret).update(`${stamp}.`).update(call.body).digest();
  if (!given.some((mac) => mac.length === expected.length && timingSafeEqual(mac, expected))) {
    return err({ kind: 'webhook.bad-signature', message: { zh: '签名不正确', en: 'The signature is wrong' } });
  }
  const age = Math.abs(epochMs(now) / 1000 - Number(stamp));
  if (age > TOLERANCE_S) return err({ kind: 'webhook.stale', message: { zh: '通知时间超出允许范围', en: 'The call is too old or too early' } });
  return ok(null);
}
