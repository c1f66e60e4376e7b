import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileStore, moveOriginals } from '#platform/blobs';
import type { Config } from '#platform/config';
import { makeVault } from '#platform/vault';
import { originalStores } from './house.ts';

/** `roundtrip originals move`: from the disk to the configured bucket, while the server works. Exit code 1 where an original is damaged, 2 without a bucket. */
export async function runMoveOriginals(config: Config, out: Writable): Promise<number> {
  const [target] = originalStores(config);
  if (target.name === 'disk') {
    out.write(`${JSON.stringify({ error: 'ROUNDTRIP_S3_ENDPOINT, _BUCKET, _KEY and _SECRET name the bucket to move to' })}\n`);
    return 2;
  }
  const moved = await moveOriginals(makeVault(config.ROUNDTRIP_KEY), fileStore(join(config.ROUNDTRIP_DATA, 'originals')), target);
  out.write(`${JSON.stringify(moved)}\n`);
  return moved.damaged.length > 0 ? 1 : 0;
}
