import { openOriginal, sealed, type Sealing } from './blobs.ts';
import type { BlobStore } from './store.ts';

export type Moved = { readonly copied: number; readonly known: number; readonly bytes: number; /** Keys whose content is not what their name says: they are left where they are. */ readonly damaged: readonly string[] };

/**
 * Copies every original from one store to another while both are in use: each is opened and checked against its name
 * before and after, one that is there already is passed over, and nothing is deleted. May be run again after a crash.
 */
export async function moveOriginals(vault: Sealing, from: BlobStore, to: BlobStore): Promise<Moved> {
  let [copied, known, bytes] = [0, 0, 0];
  const damaged: string[] = [];
  for await (const key of from.keys()) {
    if (await to.has(key)) { known += 1; continue; }
    const [companyId = '', , sha256 = ''] = key.split('/');
    const kept = await from.get(key);
    if (!kept) continue;
    try {
      const original = openOriginal(vault, { companyId, sha256 }, kept);
      await to.put(key, sealed(vault, { companyId, sha256 }, kept));
      const arrived = await to.get(key);
      if (!arrived) throw new Error('nothing arrived');
      openOriginal(vault, { companyId, sha256 }, arrived);
      copied += 1;
      bytes += original.byteLength;
    } catch {
      damaged.push(key);
    }
  }
  return { copied, known, bytes, damaged };
}
