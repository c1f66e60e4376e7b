import canonicalize from 'canonicalize';
import type { Instant } from '@roundtrip/kernel';
import { epochMs, instantOf } from '@roundtrip/kernel';
import { sha256Hex } from '../blobs/index.ts';
import type { Tx } from '../db/index.ts';

/** `scope` is who asks and what for, so that two callers may use the same key. */
export type IdempotentCall = { readonly scope: string; readonly key: string; readonly request: unknown; readonly now: Instant };

/**
 * `first`: do it, then {@link keepAnswer}. `answered`: give this again. `running`: another call with the key is at it.
 * `reused`: the key came with another request.
 */
export type KeyState<T> = { readonly kind: 'first' } | { readonly kind: 'answered'; readonly answer: T } | { readonly kind: 'running' } | { readonly kind: 'reused' };

/** A call that never answered is taken to have died after this; what it did is found by its own keys when it is done again. */
const ABANDONED_MS = 60_000;

/** Canonical JSON: the order of keys is not a difference. */
const hashOf = (request: unknown): string => sha256Hex(canonicalize(request ?? null) ?? 'null');

/** Claims a key before the work begins. */
export async function claimKey<T>(tx: Tx, call: IdempotentCall): Promise<KeyState<T>> {
  const hash = hashOf(call.request);
  const claimed = await tx.query(
    `insert into platform.idempotency (company_id, scope, key, hash, at) values (platform.company(), $1, $2, $3, $4)
     on conflict (company_id, scope, key) do update set at = excluded.at
      where platform.idempotency.answer is null and platform.idempotency.hash = excluded.hash and platform.idempotency.at < $5`,
    [call.scope, call.key, hash, call.now, instantOf(epochMs(call.now) - ABANDONED_MS)]);
  if (claimed.rowCount === 1) return { kind: 'first' };
  const { rows } = await tx.query<{ hash: string; answer: T | null }>('select hash, answer from platform.idempotency where scope = $1 and key = $2', [call.scope, call.key]);
  const kept = rows[0];
  if (kept?.hash !== hash) return { kind: 'reused' };
  return kept.answer === null ? { kind: 'running' } : { kind: 'answered', answer: kept.answer };
}

/** The answer must survive JSON. */
export async function keepAnswer(tx: Tx, call: Pick<IdempotentCall, 'scope' | 'key'>, answer: unknown): Promise<void> {
  await tx.query('update platform.idempotency set answer = $3 where scope = $1 and key = $2', [call.scope, call.key, JSON.stringify(answer ?? {})]);
}

/** Gives a key back after the work was refused, so that the mended world may be tried with it again. */
export async function releaseKey(tx: Tx, call: Pick<IdempotentCall, 'scope' | 'key'>): Promise<void> {
  await tx.query(`update platform.idempotency set at = 'epoch' where scope = $1 and key = $2 and answer is null`, [call.scope, call.key]);
}
