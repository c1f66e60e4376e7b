import { randomUUID } from 'node:crypto';
import { mkdir, opendir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BlobStore } from './store.ts';

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}$/;

const isAbsent = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT';

/** A folder. The default of an installation without a bucket. */
export function fileStore(directory: string): BlobStore {
  const pathOf = (key: string): string => join(directory, key);
  const has = (key: string): Promise<boolean> => stat(pathOf(key)).then(() => true, () => false);
  return {
    name: 'disk',
    has,
    async put(key, bytes) {
      if (await has(key)) return;
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      // Written aside and renamed, so that a crash leaves either nothing or the whole original.
      const aside = `${path}.${randomUUID()}`;
      await writeFile(aside, bytes, { flush: true });
      await rename(aside, path);
    },
    get: (key) => readFile(pathOf(key)).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
    async *keys() {
      const folder = await opendir(directory, { recursive: true }).catch(() => null);
      if (!folder) return;
      for await (const entry of folder) {
        const key = relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
        if (entry.isFile() && KEY.test(key)) yield key;
      }
    },
  };
}
