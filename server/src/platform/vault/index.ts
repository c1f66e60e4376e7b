import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { invariant } from '@roundtrip/kernel';

/** Encrypts what must not lie in the clear (accounts, connector secrets): AES-256-GCM with a key of each company's own. */
export type Vault = {
  seal(companyId: string, clear: string): Buffer;
  open(companyId: string, sealed: Uint8Array): string;
  /** The same for whole files, under a key of their own; `name` is bound to the content, so that sealed files cannot be swapped. */
  sealFile(companyId: string, name: string, clear: Uint8Array): Buffer;
  /** Throws where the file was changed, or is not the one of this name. */
  openFile(companyId: string, name: string, sealed: Uint8Array): Buffer;
  /** A keyed digest, so that equal values can be found without being readable. */
  blindIndex(companyId: string, clear: string): string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;
/** Derived keys that are kept at hand. */
const DERIVED_MAX = 2_000;

export function makeVault(masterKeyHex: string): Vault {
  const master = Buffer.from(masterKeyHex, 'hex');
  invariant(master.length === 32, 'the master key has 32 bytes');
  // Deriving a key costs more than sealing with it: a run of ten thousand payees asks for the same two.
  const derived = new Map<string, Buffer>();
  const keyOf = (companyId: string, use: string): Buffer => {
    const name = `${companyId}/${use}`;
    const known = derived.get(name);
    if (known) return known;
    if (derived.size >= DERIVED_MAX) derived.clear();
    const key = Buffer.from(hkdfSync('sha256', master, companyId, `roundtrip/${use}`, 32));
    derived.set(name, key);
    return key;
  };
  function seal(key: Buffer, bound: string, clear: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(bound));
    const body = Buffer.concat([cipher.update(clear), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
  }
  function open(key: Buffer, bound: string, sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    invariant(bytes[0] === VERSION, 'a sealed value of a known version');
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
    const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }
  return {
    seal: (companyId, clear) => seal(keyOf(companyId, 'seal'), companyId, Buffer.from(clear, 'utf8')),
    open: (companyId, sealed) => open(keyOf(companyId, 'seal'), companyId, sealed).toString('utf8'),
    sealFile: (companyId, name, clear) => seal(keyOf(companyId, 'files'), `${companyId}/${name}`, clear),
    openFile: (companyId, name, sealed) => open(keyOf(companyId, 'files'), `${companyId}/${name}`, sealed),
    blindIndex: (companyId, clear) => createHmac('sha256', keyOf(companyId, 'index')).update(clear).digest('hex'),
  };
}
