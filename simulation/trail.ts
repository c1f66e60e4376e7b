import { createHash } from 'node:crypto';
import { exportTrail } from '../server/src/modules/audit/index.ts';
import type { Tx } from '../server/src/platform/db/index.ts';

type Sealed = { readonly seq: number; readonly prev: string; readonly hash: string };

/** The chain, followed by hand: numbers without gaps, each record under the hash of the one before, and an end that is the head's. */
export async function checkSealedTrail(tx: Tx): Promise<string[]> {
  let [seq, hash, closed] = [0, '', false];
  for await (const line of exportTrail(tx)) {
    const value = JSON.parse(line) as Sealed & { readonly head?: { readonly seq: number; readonly hash: string } };
    if (value.head) {
      closed = true;
      if (value.head.seq !== seq || (seq > 0 && value.head.hash !== hash)) return [`the audit trail ends at ${seq}, and its head says ${value.head.seq}`];
      continue;
    }
    if (value.seq !== seq + 1 || (seq > 0 && value.prev !== hash)) return [`audit record ${value.seq} does not follow ${seq}`];
    const { hash: own, ...sealed } = value;
    // The export is canonical JSON already: what stands in the line without its hash is what the hash covers.
    if (createHash('sha256').update(line.trimEnd().replace(`"hash":"${own}",`, '')).digest('hex') !== own) return [`audit record ${sealed.seq} is not what its hash covers`];
    [seq, hash] = [value.seq, own];
  }
  return closed ? [] : ['the audit trail has no head'];
}
