import canonicalize from 'canonicalize';
import { err, ok, type Result } from '@roundtrip/kernel';
import { sha256Hex } from '../blobs/index.ts';
import type { Tx } from '../db/index.ts';

export type KeyReused = { readonly kind: 'idempotency.key-reused'; readonly key: string };

/**
 * Runs `work` once for a key: a second call with the same request gets the first answer, with another request an error.
 * `scope` is who asks, so that two callers may use the same key. The answer must survive JSON.
 */
export async function once<T>(
  tx: Tx, call: { readonly scope: string; readonly key: string; readonly request: unknown }, work: () => Promise<T>,
): Promise<Result<T, KeyReused>> {
  // Canonical JSON: the order of keys is not a difference.
  const hash = sha256Hex(canonicalize(call.request ?? null) ?? 'null');
  const claimed = await tx.query(
    `insert into platform.idempotency (company_id, scope, key, hash) values (platform.company(), $1, $2, $3) on conflict do nothing`,
    [call.scope, call.key, hash]);
  if (claimed.rowCount === 0) {
    const { rows } = await tx.query<{ hash: string; answer: T }>('select hash, answer from platform.idempotency where scope = $1 and key = $2', [call.scope, call.key]);
    return rows[0]?.hash === hash ? ok(rows[0].answer) : err({ kind: 'idempotency.key-reused', key: call.key });
  }
  const answer = await work();
  await tx.query('update platform.idempotency set answer = $3 where scope = $1 and key = $2', [call.scope, call.key, JSON.stringify(answer ?? null)]);
  return ok(answer);
}
