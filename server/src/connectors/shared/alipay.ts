import { AlipaySdk } from 'alipay-sdk';
import { epochMs, instantAt, instantOf, ok, type Instant, type Result } from '@roundtrip/kernel';
import { WEB_ADDRESS, type ConfigField, type ConnectorContext, type WebhookCall, type WebhookError, type WebhookReply } from '#spi';
import { badSignature, fieldsOf, foreignCall, malformedCall, staleCall, textIn } from './call-errors.ts';
import { rsaPrivateKey, rsaPublicKey } from './rsa-keys.ts';

type Config = Readonly<Record<string, string>>;

const GATEWAY = 'https://openapi.alipay.com/gateway.do';
const ZONE = 'Asia/Shanghai';
const EARLY_MS_MAX = 300_000;
/** Alipay repeats a notice for a bit over a day, under the same signature. */
const LATE_MS_MAX = 26 * 3_600_000;

export const ALIPAY_KEYS = { secret: ['privateKey'], open: ['alipayPublicKey'] } as const;
export const ALIPAY_FIELDS: readonly ConfigField[] = [
  { name: 'appId', label: { zh: '应用 APPID', en: 'Application id' }, shape: /^\d{16,32}$/ },
  { name: 'privateKey', label: { zh: '应用私钥', en: 'Application private key' } },
  { name: 'alipayPublicKey', label: { zh: '支付宝公钥', en: 'Public key of Alipay' } },
  { name: 'gateway', label: { zh: '网关地址', en: 'Gateway address' }, shape: WEB_ADDRESS, optional: true },
];

/** RSA2 both ways, whatever the other side claims. Throws on keys that `checkKeyFields` would have refused. */
function sdkOf(config: Config): AlipaySdk {
  const privateKey = rsaPrivateKey(config['privateKey'] ?? '');
  const publicKey = rsaPublicKey(config['alipayPublicKey'] ?? '');
  if (!privateKey || !publicKey) throw new Error('the configuration carries no usable Alipay keys');
  return new AlipaySdk({
    appId: config['appId'] ?? '', signType: 'RSA2', keyType: 'PKCS8', camelcase: false,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    alipayPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
}

/** A moment as Alipay writes it, on the wall in China. */
const alipayTime = (at: Instant): string => instantOf(epochMs(at) + 8 * 3_600_000).slice(0, 19).replace('T', ' ');

/** Reads `yyyy-MM-dd HH:mm:ss` as Alipay means it; null for anything else. */
export function fromAlipayTime(text: string): Instant | null {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? instantAt(ZONE, text.replace(' ', 'T')) : null;
}

export type AlipayAnswer =
  | { readonly kind: 'done'; readonly fields: Readonly<Record<string, unknown>> }
  /**
   * A no. `code` is Alipay's sub code where there is one: its words are for people and change. `at` the gateway, nothing
   * was tried; in the business, an earlier call with the same number may still have been taken.
   */
  | { readonly kind: 'refused'; readonly code: string; readonly at: 'gateway' | 'business' }
  | { readonly kind: 'unknown'; readonly reason: string };

const UNDECIDED_SUB_CODE = /SYSTEM_ERROR|SYSTEM_BUSY|UNKNOW|TIMEOUT|PROCESSING|ISP\./i;

function judge(fields: Readonly<Record<string, unknown>>): AlipayAnswer {
  const [code, subCode] = [textIn(fields, 'code'), textIn(fields, 'sub_code')];
  if (code === '10000') return { kind: 'done', fields };
  if (/^4000\d$/.test(code) && !UNDECIDED_SUB_CODE.test(subCode)) return { kind: 'refused', code: subCode || code, at: code === '40004' ? 'business' : 'gateway' };
  return { kind: 'unknown', reason: subCode || (code ? `code ${code}` : 'an answer without a code') };
}

/**
 * Calls the v2 gateway. The SDK signs the request and verifies the answer; the house's own fetch carries both. An answer
 * whose signature is wrong or missing is `unknown`: it may be anybody's. Never throws.
 */
export async function callAlipay(ctx: ConnectorContext, config: Config, method: string, bizContent: Readonly<Record<string, unknown>>): Promise<AlipayAnswer> {
  try {
    const sdk = sdkOf(config);
    const form = sdk.sdkExecute(method, { bizContent, timestamp: alipayTime(ctx.now), format: 'JSON' }, { bizContentAutoSnakeCase: false });
    const answer = await ctx.fetch(config['gateway'] ?? GATEWAY, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }, body: form });
    const body = await answer.text();
    if (answer.status !== 200) return { kind: 'unknown', reason: `HTTP ${answer.status}` };
    const parsed = fieldsOf(body);
    const node = [`${method.replaceAll('.', '_')}_response`, 'error_response'].find((name) => name in parsed) ?? '';
    const fields = parsed[node];
    if (typeof fields !== 'object' || fields === null) return { kind: 'unknown', reason: 'an answer that cannot be read' };
    sdk.checkResponseSign(body, node, textIn(parsed, 'sign'), '');
    return judge(fields as Record<string, unknown>);
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message.slice(0, 200) : 'the connection broke' };
  }
}

/**
 * The parameters of a notice, once its signature, application and age are right. `sign_type` must be RSA2: the SDK would
 * take the notice's own word for the algorithm.
 */
export function verifyAlipayNotice(call: WebhookCall, config: Config, now: Instant): Result<Readonly<Record<string, string>>, WebhookError> {
  const parameters = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(call.body)));
  if (parameters['sign_type'] !== 'RSA2' || !verified(config, parameters)) return badSignature();
  if (parameters['app_id'] !== config['appId']) return foreignCall();
  const stamp = sentAt(parameters);
  if (stamp === null) return malformedCall();
  const age = epochMs(now) - stamp;
  return age > LATE_MS_MAX || age < -EARLY_MS_MAX ? staleCall() : ok(parameters);
}

function verified(config: Config, parameters: Readonly<Record<string, string>>): boolean {
  try {
    return sdkOf(config).checkNotifySignV2(parameters);
  } catch {
    return false;
  }
}

/** Messages carry milliseconds, older notices a wall time. */
function sentAt(parameters: Readonly<Record<string, string>>): number | null {
  const utc = parameters['utc_timestamp'] ?? '';
  if (/^\d{13}$/.test(utc)) return Number(utc);
  const at = fromAlipayTime(parameters['notify_time'] ?? '');
  return at ? epochMs(at) : null;
}

/** Alipay calls again until it reads the one word. */
export const alipayReply = (refused: WebhookError | null): WebhookReply => ({
  status: refused ? (refused.kind === 'webhook.malformed' ? 400 : 401) : 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: refused ? 'fail' : 'success',
});
