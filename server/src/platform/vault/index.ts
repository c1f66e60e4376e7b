import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { invariant } from '@roundtrip/kernel';

/** Encrypts what must not lie in the clear (accounts, connector secrets): AES-256-GCM with a key of each company's own. */
export type Vault = {
  seal(companyId: string, clear: string): Buffer;
  open(companyId: string, sealed: Uint8Array): string;
  /** A keyed digest, so that equal values can be found without being readable. */
  blindIndex(companyId: string, clear: string): string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;

export function makeVault(masterKeyHex: string): Vault {
  const master = Buffer.from(masterKeyHex, 'hex');
  invariant(master.length === 32, 'the master key has 32 bytes');
  const keyOf = (companyId: string, use: string): Buffer => Buffer.from(hkdfSync('sha256', master, companyId, `roundtrip/${use}`, 32));
  return {
    seal(companyId, clear) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(companyId, 'seal'), nonce);
      cipher.setAAD(Buffer.from(companyId));
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
    },
    open(companyId, sealed) {
      const bytes = Buffer.from(sealed);
      invariant(bytes[0] === VERSION, 'a sealed value of a known version');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', keyOf(companyId, 'seal'), nonce);
      decipher.setAAD(Buffer.from(companyId));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    blindIndex: (companyId, clear) => createHmac('sha256', keyOf(companyId, 'index')).update(clear).digest('hex'),
  };
}
