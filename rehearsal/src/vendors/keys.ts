import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyPair } from '../alipay/wire.ts';

const generate = promisify(generateKeyPair);

const makePair = async (): Promise<KeyPair> => generate('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

export type VendorKeys = Readonly<Record<'app' | 'alipay' | 'merchant' | 'wechat', KeyPair>>;

/** Keys of the company and of its vendors, made beside whatever else goes on: they take a while. */
export async function makeVendorKeys(): Promise<VendorKeys> {
  const [app, alipay, merchant, wechat] = await Promise.all([makePair(), makePair(), makePair(), makePair()]);
  return { app, alipay, merchant, wechat };
}
