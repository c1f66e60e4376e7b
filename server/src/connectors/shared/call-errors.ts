import { err, type Bilingual } from '@roundtrip/kernel';
import type { WebhookError } from '#spi';

type Refused = { readonly ok: false; readonly error: WebhookError };

const refuseCall = (kind: WebhookError['kind'], message: Bilingual): Refused => err({ kind, message });

export const badSignature = (): Refused => refuseCall('webhook.bad-signature', { zh: '签名不正确', en: 'The signature is wrong' });
export const staleCall = (): Refused => refuseCall('webhook.stale', { zh: '通知时间超出允许范围', en: 'The call is too old or too early' });
export const malformedCall = (what: Bilingual = { zh: '通知内容格式不正确', en: 'The call cannot be read' }): Refused => refuseCall('webhook.malformed', what);
export const foreignCall = (): Refused => refuseCall('webhook.malformed', { zh: '通知不属于本商户或本应用', en: 'The call is meant for another merchant or application' });

/** JSON that may be anything at all; undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The plain object in a JSON text; empty for every other text. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text);
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : {};
}

export const textIn = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
