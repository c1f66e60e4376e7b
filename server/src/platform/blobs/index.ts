import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Originals, content-addressed and never rewritten: the name is the SHA-256 of the bytes. */
export type Blobs = {
  put(companyId: string, bytes: Uint8Array): Promise<string>;
  get(companyId: string, sha256: string): Promise<Uint8Array | null>;
};

export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export function openBlobs(directory: string): Blobs {
  const pathOf = (companyId: string, sha256: string): string => join(directory, companyId, sha256.slice(0, 2), sha256);
  return {
    async put(companyId, bytes) {
      const sha256 = sha256Hex(bytes);
      const path = pathOf(companyId, sha256);
      if (await stat(path).then(() => true, () => false)) return sha256;
      await mkdir(dirname(path), { recursive: true });
      // Written aside and renamed, so that a crash leaves either nothing or the whole original.
      const aside = `${path}.${randomUUID()}`;
      await writeFile(aside, bytes, { flush: true });
      await rename(aside, path);
      return sha256;
    },
    get: (companyId, sha256) => readFile(pathOf(companyId, sha256)).catch(() => null),
  };
}
