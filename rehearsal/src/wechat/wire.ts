import { constants, createCipheriv, createSign, createVerify, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { epochMs, type Instant } from '@roundtrip/kernel';

/** The name of the public key by which WeChat's signatures are verified. */
export const WECHAT_SERIAL = 'PUB_KEY_ID_0116000000002026112400000000000001';

export type WechatKeys = { readonly publicKey: string; readonly privateKey: string };

export function makeWechatKeys(): WechatKeys {
  return generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
}

const lines = (...parts: readonly string[]): string => parts.map((part) => `${part}\n`).join('');
const unixSeconds = (at: Instant): string => String(Math.floor(epochMs(at) / 1000));

export type Signed = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Answers and calls carry the same four headers, over `time\nnonce\nbody\n`. */
export function signedByWechat(body: string, serial: string, privateKey: string, at: Instant): Signed {
  const [timestamp, nonce] = [unixSeconds(at), randomBytes(16).toString('hex')];
  const signature = createSign('RSA-SHA256').update(lines(timestamp, nonce, body)).sign(privateKey, 'base64');
  return {
    body,
    headers: {
      'content-type': 'application/json', 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-serial': serial, 'wechatpay-signature': signature, 'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    },
  };
}

/** AES-256-GCM with the merchant's APIv3 key; the tag stands at the end. */
export function sealedResource(originalType: string, resource: unknown, apiV3Key: string): Readonly<Record<string, string>> {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(originalType));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(resource), 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
  return { original_type: originalType, algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: originalType, nonce };
}

/** A name that the merchant encrypted for us; null where it is not for this key. */
export function unsealName(sealed: string, privateKey: string): string | null {
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(sealed, 'base64')).toString('utf8');
  } catch {
    return null;
  }
}

export type MerchantRequest = { readonly method: string; readonly url: string; readonly authorization: string; readonly body: string };
export type Merchant = { readonly mchid: string; readonly serial: string; readonly publicKey: string };

/** The nonce of a request whose signature, merchant and time are right; null otherwise. */
export function verifiedNonce({ method, url, authorization, body }: MerchantRequest, merchant: Merchant, now: Instant): string | null {
  const [scheme, rest = ''] = authorization.split(/ (.*)/s);
  const part = (name: string): string => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(rest)?.[1] ?? '';
  const [timestamp, nonce] = [part('timestamp'), part('nonce_str')];
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048' || part('mchid') !== merchant.mchid || part('serial_no') !== merchant.serial) return null;
  if (Math.abs(Number(timestamp) - Number(unixSeconds(now))) > 300 || nonce === '') return null;
  return createVerify('RSA-SHA256').update(lines(method, url, timestamp, nonce, body)).verify(merchant.publicKey, part('signature'), 'base64') ? nonce : null;
}
