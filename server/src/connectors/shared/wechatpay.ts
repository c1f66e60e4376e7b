import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { epochMs, ok, type Instant, type Result } from '@roundtrip/kernel';
import { WEB_ADDRESS, type ConfigField, type ConnectorContext, type WebhookCall, type WebhookError, type WebhookReply } from '#spi';
import { badSignature, fieldsOf, malformedCall, parseJson, staleCall, textIn } from './call-errors.ts';
import { rsaPrivateKey, rsaPublicKey } from './rsa-keys.ts';

type Config = Readonly<Record<string, string>>;

const HOST = 'https://api.mch.weixin.qq.com';
const TOLERANCE_S = 300;
const ALGORITHM = 'WECHATPAY2-SHA256-RSA2048';
/** WeChat sends calls with deliberately wrong signatures, to see them refused. */
const SIGNATURE_TEST = 'WECHATPAY/SIGNTEST/';

export const WECHATPAY_KEYS = { secret: ['privateKey'], open: ['platformPublicKey', 'nextPlatformPublicKey'] } as const;
export const WECHATPAY_FIELDS: readonly ConfigField[] = [
  { name: 'mchid', label: { zh: '商户号', en: 'Merchant number' }, shape: /^\d{8,32}$/ },
  { name: 'appid', label: { zh: '应用 AppID', en: 'Application id' }, shape: /^wx[0-9a-zA-Z]{6,30}$/ },
  { name: 'platformSerial', label: { zh: '微信支付公钥 ID 或平台证书序列号', en: 'Id of WeChat Pay’s public key, or serial of its certificate' }, shape: /^[\w-]{8,80}$/ },
  { name: 'platformPublicKey', label: { zh: '微信支付公钥或平台证书', en: 'WeChat Pay’s public key or certificate' } },
  // While WeChat changes its key, calls come signed with either.
  { name: 'nextPlatformSerial', label: { zh: '下一把微信支付公钥 ID', en: 'Id of WeChat Pay’s next public key' }, shape: /^[\w-]{8,80}$/, optional: true },
  { name: 'nextPlatformPublicKey', label: { zh: '下一把微信支付公钥', en: 'WeChat Pay’s next public key' }, optional: true },
  { name: 'apiV3Key', label: { zh: 'APIv3 密钥', en: 'APIv3 key' }, shape: /^[\x21-\x7e]{32}$/ },
];
/** What calls of ours need besides. */
export const WECHATPAY_CALLER_FIELDS: readonly ConfigField[] = [
  { name: 'serial', label: { zh: '商户证书序列号', en: 'Serial of the merchant certificate' }, shape: /^[0-9A-Fa-f]{8,80}$/ },
  { name: 'privateKey', label: { zh: '商户私钥', en: 'Merchant private key' } },
  { name: 'baseUrl', label: { zh: '接口地址', en: 'Address' }, shape: WEB_ADDRESS, optional: true },
];

function platformKey(config: Config, serial: string): ReturnType<typeof rsaPublicKey> {
  if (serial !== '' && serial === config['platformSerial']) return rsaPublicKey(config['platformPublicKey'] ?? '');
  if (serial !== '' && serial === config['nextPlatformSerial']) return rsaPublicKey(config['nextPlatformPublicKey'] ?? '');
  return null;
}

type Stamps = { readonly timestamp: string; readonly nonce: string; readonly signature: string; readonly serial: string; readonly type: string };

function stampsOf(header: (name: string) => string | null | undefined): Stamps {
  const read = (name: string): string => header(`wechatpay-${name}`) ?? '';
  return { timestamp: read('timestamp'), nonce: read('nonce'), signature: read('signature'), serial: read('serial'), type: read('signature-type') || ALGORITHM };
}

/** Whose words these are and when they were said: the same for calls to us and for answers to ours. */
function verify(stamps: Stamps, body: string, config: Config, now: Instant): Result<null, WebhookError> {
  const key = platformKey(config, stamps.serial);
  if (!key || stamps.type !== ALGORITHM || !/^\d{1,12}$/.test(stamps.timestamp) || stamps.nonce === '' || stamps.signature.startsWith(SIGNATURE_TEST)) return badSignature();
  if (!Rsa.verify(Formatter.response(stamps.timestamp, stamps.nonce, body), stamps.signature, key)) return badSignature();
  const age = Math.abs(Math.floor(epochMs(now) / 1000) - Number(stamps.timestamp));
  return age >= TOLERANCE_S ? staleCall() : ok(null);
}

export type WechatNotice = { readonly id: string; readonly type: string; readonly createdAt: string; readonly resource: Readonly<Record<string, unknown>> };

/** What a notice says, once its signature, key and age are right and its resource is decrypted. */
export function verifyWechatNotice(call: WebhookCall, config: Config, now: Instant): Result<WechatNotice, WebhookError> {
  const body = new TextDecoder().decode(call.body);
  const verified = verify(stampsOf((name) => call.headers[name]), body, config, now);
  if (!verified.ok) return verified;
  const notice = fieldsOf(body);
  const sealed = notice['resource'];
  if (typeof sealed !== 'object' || sealed === null) return malformedCall();
  const resource = unseal(sealed as Record<string, unknown>, config['apiV3Key'] ?? '');
  const [id, type] = [textIn(notice, 'id'), textIn(notice, 'event_type')];
  return resource && id !== '' && type !== '' ? ok({ id, type, createdAt: textIn(notice, 'create_time'), resource }) : malformedCall();
}

function unseal(sealed: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> | null {
  if (sealed['algorithm'] !== 'AEAD_AES_256_GCM') return null;
  try {
    const text = Aes.AesGcm.decrypt(textIn(sealed, 'ciphertext'), key, textIn(sealed, 'nonce'), textIn(sealed, 'associated_data'));
    const resource = parseJson(text);
    return typeof resource === 'object' && resource !== null && !Array.isArray(resource) ? (resource as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export const wechatpayReply = (refused: WebhookError | null): WebhookReply => ({
  status: refused ? (refused.kind === 'webhook.malformed' ? 400 : 401) : 200, headers: { 'content-type': 'application/json' },
  body: JSON.stringify(refused ? { code: 'FAIL', message: refused.message.zh } : { code: 'SUCCESS', message: '成功' }),
});

export type WechatAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly code: string; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unknown'; readonly reason: string };

export type WechatCall = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string };

/** Encrypts a field that only WeChat may read; the answer names the key to it. */
export function sealForWechat(config: Config, text: string): { readonly sealed: string; readonly serial: string } | null {
  const key = rsaPublicKey(config['platformPublicKey'] ?? '');
  return key ? { sealed: Rsa.encrypt(text, key), serial: config['platformSerial'] ?? '' } : null;
}

/**
 * Calls the v3 interface. The SDK signs and verifies; the house's own fetch carries. What is signed wrongly is `unknown`,
 * and so is a success without a signature. Refusals may come unsigned, as WeChat's own gateway sends them. Never throws.
 */
export async function callWechat(ctx: ConnectorContext, config: Config, { method, path, body = '' }: WechatCall): Promise<WechatAnswer> {
  try {
    const key = rsaPrivateKey(config['privateKey'] ?? '');
    if (!key) throw new Error('the configuration carries no usable merchant key');
    const url = new URL((config['baseUrl'] ?? HOST).replace(/\/+$/, '') + path);
    const [nonce, timestamp] = [Formatter.nonce(), Math.floor(epochMs(ctx.now) / 1000)];
    const signature = Rsa.sign(Formatter.request(method, url.pathname + url.search, timestamp, nonce, body), key);
    const answer = await ctx.fetch(url.href, {
      method,
      headers: {
        accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'roundtrip', 'wechatpay-serial': config['platformSerial'] ?? '',
        authorization: Formatter.authorization(config['mchid'] ?? '', nonce, signature, timestamp, config['serial'] ?? ''),
      },
      ...(method === 'POST' ? { body } : {}),
    });
    const text = await answer.text();
    const fields = fieldsOf(text);
    const signed = verify(stampsOf((name) => answer.headers?.get(name)), text, config, ctx.now).ok;
    if (!signed && (answer.status < 300 || answer.headers?.get('wechatpay-signature'))) return { kind: 'unknown', reason: 'an answer without a good signature' };
    return { kind: 'answered', status: answer.status, code: textIn(fields, 'code'), fields };
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message.slice(0, 200) : 'the connection broke' };
  }
}
