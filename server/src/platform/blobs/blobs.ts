import { createHash } from 'node:crypto';
import { invariant } from '@roundtrip/kernel';
import type { Vault } from '../vault/index.ts';
import type { BlobStore } from './store.ts';

/** Originals, content-addressed and never rewritten: the name is the SHA-256 of the bytes. They lie sealed. */
export type Blobs = {
  put(companyId: string, bytes: Uint8Array): Promise<string>;
  /** Null where there is no such original; throws where what lies there is not what its name says. */
  get(companyId: string, sha256: string): Promise<Uint8Array | null>;
};

export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
/** The same bytes by the national standard (GB/T 32905), as archives of this country ask for. */
export const sm3Hex = (bytes: Uint8Array | string): string => createHash('sm3').update(bytes).digest('hex');

const keyOf = (companyId: string, sha256: string): string => `${companyId}/${sha256.slice(0, 2)}/${sha256}`;

/** Before this mark stands nothing; what lacks it was kept before originals were sealed. */
const MARK = Buffer.from('RTSEAL1\n');

const isMarked = (bytes: Uint8Array): boolean => MARK.equals(bytes.subarray(0, MARK.length));

export type Sealing = Pick<Vault, 'sealFile' | 'openFile'>;

/** What lies under a name, opened and checked against it; an original of before the sealing is read as it is. */
export function openOriginal(vault: Sealing, { companyId, sha256 }: { readonly companyId: string; readonly sha256: string }, kept: Uint8Array): Uint8Array {
  // An unsealed original whose own first bytes are the mark is still told by its name.
  const clear = isMarked(kept) && sha256Hex(kept) !== sha256 ? vault.openFile(companyId, sha256, kept.subarray(MARK.length)) : kept;
  invariant(sha256Hex(clear) === sha256, `the original ${sha256} is as it was kept`);
  return clear;
}

/**
 * Opens the archive. New originals go to `stores[0]`; each is looked for in all of them in turn, so that a company may
 * move from one store to another while it works.
 */
export function openBlobs(stores: readonly [BlobStore, ...BlobStore[]], vault: Sealing): Blobs {
  return {
    async put(companyId, bytes) {
      const sha256 = sha256Hex(bytes);
      const key = keyOf(companyId, sha256);
      if (!(await stores[0].has(key))) await stores[0].put(key, Buffer.concat([MARK, vault.sealFile(companyId, sha256, bytes)]));
      return sha256;
    },
    async get(companyId, sha256) {
      for (const store of stores) {
        const kept = await store.get(keyOf(companyId, sha256));
        if (kept) return openOriginal(vault, { companyId, sha256 }, kept);
      }
      return null;
    },
  };
}

/** What is kept as it would be kept today: sealed. */
export const sealed = (vault: Sealing, name: { readonly companyId: string; readonly sha256: string }, kept: Uint8Array): Uint8Array =>
  (isMarked(kept) && sha256Hex(kept) !== name.sha256 ? kept : Buffer.concat([MARK, vault.sealFile(name.companyId, name.sha256, kept)]));
