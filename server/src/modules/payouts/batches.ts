import type { Instant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';
import type { Vault } from '#platform/vault';
import type { BatchId } from './domain/index.ts';

export type StoredBatch = {
  readonly id: BatchId; readonly messageId: string; readonly rail: string; readonly currency: string; readonly reference: string | null; readonly sentAt: Instant; readonly askedAt: Instant | null;
  /** Set once, in the moment before the bank was called; whoever set it may be calling until the lease is over. */
  readonly calledAt: Instant | null; readonly leaseUntil: Instant | null; readonly carriedAt: Instant | null;
};
/** The columns of a batch, under the name b. */
export const BATCH_FIELDS = 'b.id, b.message_id, b.rail, b.currency, b.reference, b.sent_at, b.asked_at, b.called_at, b.lease_until, b.carried_at';

/** `order` is what goes to the bank; it holds clear accounts and is kept sealed. */
export async function addBatch(tx: Tx, vault: Vault, batch: Pick<StoredBatch, 'id' | 'messageId' | 'rail' | 'currency' | 'sentAt'> & { readonly order: string }): Promise<void> {
  await tx.query(
    'insert into payouts.batches (company_id, id, message_id, rail, currency, order_sealed, sent_at) values (platform.company(), $1, $2, $3, $4, $5, $6)',
    [batch.id, batch.messageId, batch.rail, batch.currency, vault.seal(tx.companyId, batch.order), batch.sentAt]);
}

/** What was ordered, in the clear. Null where there is no such batch. */
export async function batchOrder(tx: Tx, vault: Vault, batchId: string): Promise<{ readonly batch: StoredBatch; readonly order: string } | null> {
  const { rows } = await tx.query<StoredBatch & { orderSealed: Uint8Array }>(`select ${BATCH_FIELDS}, b.order_sealed from payouts.batches b where b.id = $1`, [batchId]);
  if (!rows[0]) return null;
  const { orderSealed, ...batch } = rows[0];
  return { batch, order: vault.open(tx.companyId, orderSealed) };
}

export async function batchByMessage(tx: Tx, messageId: string): Promise<StoredBatch | null> {
  return (await tx.query<StoredBatch>(`select ${BATCH_FIELDS} from payouts.batches b where b.message_id = $1`, [messageId])).rows[0] ?? null;
}

export async function batchesById(tx: Tx, ids: readonly string[]): Promise<StoredBatch[]> {
  return (await tx.query<StoredBatch>(`select ${BATCH_FIELDS} from payouts.batches b where b.id = any($1::uuid[])`, [ids])).rows;
}

/** Batches whose call has begun and about which nothing is known: answered unclearly, or the caller's lease is over. */
export async function doubtfulBatches(tx: Tx, now: Instant): Promise<StoredBatch[]> {
  return (await tx.query<StoredBatch>(
    `select ${BATCH_FIELDS} from payouts.batches b where b.called_at is not null and exists (select from payouts.payouts p where p.company_id = b.company_id and p.batch_id = b.id
        and (p.state = 'unknown' or (p.state = 'sending' and b.lease_until < $1))) order by b.id`, [now])).rows;
}

/** Batches that nobody has begun to call the bank about, on these rails. */
export async function uncalledBatches(tx: Tx, rails: readonly string[]): Promise<StoredBatch[]> {
  return (await tx.query<StoredBatch>(
    `select ${BATCH_FIELDS} from payouts.batches b where b.called_at is null and b.rail = any($1::text[])
        and exists (select from payouts.payouts p where p.company_id = b.company_id and p.batch_id = b.id and p.state = 'sending') order by b.id`, [rails])).rows;
}

/**
 * Takes the right to call the bank about a batch, which is given once and never again: of two senders one gets it, and
 * after a crash nobody does. Whoever has it may begin to call until the lease is over.
 */
export async function takeCall(tx: Tx, batchId: string, lease: { readonly now: Instant; readonly until: Instant }): Promise<boolean> {
  const { rowCount } = await tx.query('update payouts.batches set called_at = $2, lease_until = $3 where id = $1 and called_at is null', [batchId, lease.now, lease.until]);
  return rowCount === 1;
}

/** A person says that the file of this batch was handed to the bank. False where that was said before. */
export async function noteCarried(tx: Tx, batchId: string, at: Instant): Promise<boolean> {
  return (await tx.query('update payouts.batches set carried_at = $2 where id = $1 and carried_at is null', [batchId, at])).rowCount === 1;
}

export async function noteAnswer(tx: Tx, batchId: string, answer: { readonly reference: string | null; readonly askedAt: Instant | null }): Promise<void> {
  await tx.query('update payouts.batches set reference = coalesce($2, reference), asked_at = coalesce($3, asked_at) where id = $1', [batchId, answer.reference, answer.askedAt]);
}
