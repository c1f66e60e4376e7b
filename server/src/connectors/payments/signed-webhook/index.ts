import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { epochMs, err, ok, type Instant, type Result } from '@roundtrip/kernel';
import { checkFields, type ConfigField, type PaymentFeed, type RawRecord, type WebhookCall, type WebhookError } from '#spi';
import { badSignature, malformedCall, parseJson, staleCall } from '../../shared/call-errors.ts';
import { MAPPING, parseExactly, valueAt, type Mapping } from './mapping.ts';
import { translate } from './translate.ts';

type Config = Readonly<Record<string, string>>;

const TOLERANCE_S = 300;
const RECORDS_MAX = 1000;

const FIELDS: readonly ConfigField[] = [
  { name: 'secret', label: { zh: '签名密钥', en: 'Signing secret' }, shape: /^.{16,}$/ },
  { name: 'signatureHeader', label: { zh: '签名头', en: 'Header of the signature' }, shape: /^[a-z0-9-]{1,60}$/ },
  { name: 'signatureEncoding', label: { zh: '签名编码（hex 或 base64）', en: 'Encoding of the signature (hex or base64)' }, shape: /^(?:hex|base64)$/ },
  { name: 'signaturePrefix', label: { zh: '签名前缀', en: 'Prefix of the signature' }, shape: /^[\w=-]{1,20}$/, optional: true },
  { name: 'timestampHeader', label: { zh: '时间戳头（秒）', en: 'Header of the time stamp, in seconds' }, shape: /^[a-z0-9-]{1,60}$/ },
  { name: 'mapping', label: { zh: '字段映射', en: 'Mapping of fields' } },
];

const mappingIn = (config: Config): Mapping | null => MAPPING.safeParse(parseJson(config['mapping'] ?? '')).data ?? null;

/** HMAC-SHA256 over `timestamp.body`. The stamp is signed too: without that, an old call could be sent again for ever. */
function verify(call: WebhookCall, config: Config, now: Instant): Result<null, WebhookError> {
  const stamp = call.headers[config['timestampHeader'] ?? ''] ?? '';
  const given = call.headers[config['signatureHeader'] ?? ''] ?? '';
  const prefix = config['signaturePrefix'] ?? '';
  if (!/^\d{1,12}$/.test(stamp) || !given.startsWith(prefix)) return badSignature();
  const mac = Buffer.from(given.slice(prefix.length), config['signatureEncoding'] === 'base64' ? 'base64' : 'hex');
  const expected = createHmac('sha256', config['secret'] ?? '').update(`${stamp}.`).update(call.body).digest();
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return badSignature();
  return Math.abs(epochMs(now) / 1000 - Number(stamp)) > TOLERANCE_S ? staleCall() : ok(null);
}

/** The record travels with the mapping it was received under, so that it can be translated by itself, later and again. */
function recordOf(record: unknown, mapping: Mapping): RawRecord {
  const id = valueAt(record, mapping.externalId);
  const body = JSON.stringify({ mapping, record });
  return { reference: `${typeof id === 'string' ? id : ''}:${createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 16)}`, body };
}

/** Any vendor that signs its calls by HMAC-SHA256: where its JSON keeps what is said in the configuration. */
export const signedWebhook: PaymentFeed = {
  id: 'signed-webhook',
  title: { zh: '通用签名回调', en: 'Signed webhook' },
  capabilities: { webhook: true, pull: false, dedup: 'record id and content' },
  checkConfig(config) {
    const checked = checkFields(config, FIELDS);
    if (!checked.ok) return checked;
    const mapping = MAPPING.safeParse(parseJson(checked.value['mapping'] ?? ''));
    if (mapping.success) return checked;
    const where = mapping.error.issues[0]?.path.join('.') || 'mapping';
    return err({ kind: 'config.invalid', message: { zh: `“字段映射”(mapping)在 ${where} 处不正确`, en: `"Mapping of fields" (mapping) is wrong at ${where}` } });
  },
  receive(call, config, now) {
    const verified = verify(call, config, now);
    if (!verified.ok) return verified;
    const mapping = mappingIn(config);
    const body = parseExactly(new TextDecoder().decode(call.body));
    if (!mapping || typeof body !== 'object' || body === null) return malformedCall();
    const found = mapping.records === undefined ? [body] : valueAt(body, mapping.records);
    if (!Array.isArray(found) || found.length > RECORDS_MAX) return malformedCall();
    return ok(found.map((record: unknown) => recordOf(record, mapping)));
  },
  translate,
};
