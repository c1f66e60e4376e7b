import type { Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { Vault } from '#platform/vault';
import type { BatchId, Payout, PayoutState } from './domain/index.ts';

const FIELDS = 'p.id, p.claim_id, p.employee_id, p.amount_minor, p.currency, p.state, p.batch_id, p.reason, p.held_for, p.planned_at, p.sent_at, p.settled_at, p.updated_at';
const COLUMNS = {
  id: 'uuid', claimId: 'uuid', employeeId: 'uuid', amountMinor: 'bigint', currency: 'text', state: 'text', batchId: 'uuid', reason: 'text', heldFor: 'text',
  plannedAt: 'timestamptz', sentAt: 'timestamptz', settledAt: 'timestamptz', updatedAt: 'timestamptz',
} as const;

/** Plans payouts; a claim that has a live one already gets no second. Answers with those that are new. */
export async function addPayouts(tx: Tx, payouts: readonly Payout[]): Promise<Payout[]> {
  const { rows } = await insertMany<Payout, { id: string }>(tx, 'payouts.payouts', COLUMNS,
    { rows: payouts, tail: `on conflict (company_id, claim_id) where state not in ('failed', 'returned') do nothing returning id` });
  const made = new Set(rows.map((row) => row.id));
  return payouts.filter((payout) => made.has(payout.id));
}

/** Saves what may change of a payout: its state and what came with it. Whom it pays and how much never does. */
export async function savePayouts(tx: Tx, payouts: readonly Payout[]): Promise<void> {
  // What stops being live goes first: the index that allows one live payout a claim looks at every row.
  for (const batch of [payouts.filter((p) => p.state === 'failed' || p.state === 'returned'), payouts.filter((p) => p.state !== 'failed' && p.state !== 'returned')]) {
    if (batch.length === 0) continue;
    await tx.query(
      `update payouts.payouts p set state = u.state, batch_id = u.batch_id, reason = u.reason, held_for = u.held_for, sent_at = u.sent_at, settled_at = u.settled_at, updated_at = u.updated_at
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
           as u(id, state, batch_id, reason, held_for, sent_at, settled_at, updated_at)
        where p.company_id = platform.company() and p.id = u.id`,
      [batch.map((p) => p.id), batch.map((p) => p.state), batch.map((p) => p.batchId), batch.map((p) => p.reason), batch.map((p) => p.heldFor),
        batch.map((p) => p.sentAt), batch.map((p) => p.settledAt), batch.map((p) => p.updatedAt)]);
  }
}

/** Reads and locks, oldest first. */
export async function lockPlanned(tx: Tx): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${FIELDS} from payouts.payouts p where p.state = 'planned' order by p.id for update`)).rows;
}

export async function lockPayouts(tx: Tx, ids: readonly string[]): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${FIELDS} from payouts.payouts p where p.id = any($1::uuid[]) order by p.id for update`, [ids])).rows;
}

export async function lockBatch(tx: Tx, batchId: string): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${FIELDS} from payouts.payouts p where p.batch_id = $1 order by p.id for update`, [batchId])).rows;
}

export async function payoutsOfClaims(tx: Tx, claimIds: readonly string[]): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${FIELDS} from payouts.payouts p where p.claim_id = any($1::uuid[]) order by p.id`, [claimIds])).rows;
}

export type PayoutFilter = { readonly employeeIds: readonly string[] | null; readonly states: readonly string[] | null; readonly after: string | null; readonly limit: number };

/** Newest plan first. */
export async function listPayouts(tx: Tx, filter: PayoutFilter): Promise<(Payout & { readonly rail: string | null })[]> {
  return (await tx.query<Payout & { rail: string | null }>(
    `select ${FIELDS}, b.rail from payouts.payouts p left join payouts.batches b on b.company_id = p.company_id and b.id = p.batch_id
      where ($1::uuid[] is null or p.employee_id = any($1)) and ($2::text[] is null or p.state = any($2))
        and ($3::uuid is null or (p.planned_at, p.id) < (select x.planned_at, x.id from payouts.payouts x where x.id = $3))
      order by p.planned_at desc, p.id desc limit $4`, [filter.employeeIds, filter.states, filter.after, filter.limit])).rows;
}

/** How many payouts stand in these states, and what they come to. */
export async function payoutSums(tx: Tx, states: readonly PayoutState[]): Promise<{ n: bigint; minor: bigint }> {
  const { rows } = await tx.query<{ n: bigint; minor: bigint }>(
    'select count(*) as n, coalesce(sum(amount_minor), 0)::bigint as minor from payouts.payouts where state = any($1::text[])', [states]);
  return rows[0] ?? { n: 0n, minor: 0n };
}

export type StoredBatch = {
  readonly id: BatchId; readonly messageId: string; readonly rail: string; readonly currency: string; readonly reference: string | null; readonly sentAt: Instant; readonly askedAt: Instant | null;
};
const BATCH_FIELDS = 'b.id, b.message_id, b.rail, b.currency, b.reference, b.sent_at, b.asked_at';

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

/** Batches about which nothing is known: answered unclearly, or sent so long ago that whoever sent them has died. */
export async function doubtfulBatches(tx: Tx, sentBefore: Instant): Promise<StoredBatch[]> {
  return (await tx.query<StoredBatch>(
    `select ${BATCH_FIELDS} from payouts.batches b where exists (select from payouts.payouts p where p.company_id = b.company_id and p.batch_id = b.id
        and (p.state = 'unknown' or (p.state = 'sending' and b.sent_at < $1))) order by b.id`, [sentBefore])).rows;
}

export async function noteAnswer(tx: Tx, batchId: string, answer: { readonly reference: string | null; readonly askedAt: Instant | null }): Promise<void> {
  await tx.query('update payouts.batches set reference = coalesce($2, reference), asked_at = coalesce($3, asked_at) where id = $1', [batchId, answer.reference, answer.askedAt]);
}

export type PayoutFact = Pick<Payout, 'id' | 'claimId' | 'employeeId' | 'amountMinor' | 'currency' | 'state' | 'sentAt' | 'updatedAt'>;

/** Every payout with what recomputing needs of it. */
export async function payoutFacts(tx: Tx): Promise<PayoutFact[]> {
  return (await tx.query<PayoutFact>('select id, claim_id, employee_id, amount_minor, currency, state, sent_at, updated_at from payouts.payouts order by id')).rows;
}

/** Claims with more than one payout that may pay or has paid. The index forbids it; this recomputes it. */
export async function claimsPaidTwice(tx: Tx): Promise<string[]> {
  return (await tx.query<{ claimId: string }>(
    `select claim_id from payouts.payouts where state not in ('failed', 'returned') group by claim_id having count(*) > 1 order by claim_id limit 20`)).rows.map((row) => row.claimId);
}
