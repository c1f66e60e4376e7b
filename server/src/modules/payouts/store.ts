import { insertMany, type Tx } from '#platform/db';
import type { Payout, PayoutState } from './domain/index.ts';

/** The columns of a payout, under the name p. */
export const PAYOUT_FIELDS = 'p.id, p.claim_id, p.employee_id, p.amount_minor, p.currency, p.state, p.batch_id, p.reason, p.held_for, p.run_id, p.account_digest, p.account_masked, p.bank, p.rail, p.findings, p.cleared, p.planned_at, p.sent_at, p.settled_at, p.updated_at';
const COLUMNS = {
  id: 'uuid', claimId: 'uuid', employeeId: 'uuid', amountMinor: 'bigint', currency: 'text', state: 'text', batchId: 'uuid', reason: 'text', heldFor: 'text',
  runId: 'uuid', accountDigest: 'text', accountMasked: 'text', bank: 'text', rail: 'text', findings: 'text[]', cleared: 'boolean', plannedAt: 'timestamptz', sentAt: 'timestamptz', settledAt: 'timestamptz', updatedAt: 'timestamptz',
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
      `update payouts.payouts p set state = u.state, batch_id = u.batch_id, reason = u.reason, held_for = u.held_for, sent_at = u.sent_at, settled_at = u.settled_at, updated_at = u.updated_at,
          run_id = u.run_id, account_digest = u.account_digest, account_masked = u.account_masked, bank = u.bank, rail = u.rail, cleared = u.cleared,
          findings = coalesce(string_to_array(nullif(u.findings, ''), ' '), '{}')
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
             $9::uuid[], $10::text[], $11::text[], $12::text[], $13::text[], $14::boolean[], $15::text[])
           as u(id, state, batch_id, reason, held_for, sent_at, settled_at, updated_at, run_id, account_digest, account_masked, bank, rail, cleared, findings)
        where p.company_id = platform.company() and p.id = u.id`,
      [batch.map((p) => p.id), batch.map((p) => p.state), batch.map((p) => p.batchId), batch.map((p) => p.reason), batch.map((p) => p.heldFor),
        batch.map((p) => p.sentAt), batch.map((p) => p.settledAt), batch.map((p) => p.updatedAt), batch.map((p) => p.runId), batch.map((p) => p.accountDigest),
        batch.map((p) => p.accountMasked), batch.map((p) => p.bank), batch.map((p) => p.rail), batch.map((p) => p.cleared), batch.map((p) => p.findings.join(' '))]);
  }
}

/** Reads and locks, oldest first: those in no run, that wait for one. */
export async function lockPool(tx: Tx): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${PAYOUT_FIELDS} from payouts.payouts p where p.state = 'planned' and p.run_id is null order by p.id for update`)).rows;
}

/** Reads and locks some of what is released and has not left yet, oldest first. */
export async function lockReleased(tx: Tx, limit: number): Promise<Payout[]> {
  return (await tx.query<Payout>(
    `select ${PAYOUT_FIELDS} from payouts.payouts p join payouts.runs r on r.company_id = p.company_id and r.id = p.run_id
      where p.state = 'planned' and p.held_for is null and r.state = 'released' order by p.id limit $1 for update of p`, [limit])).rows;
}

export async function lockPayouts(tx: Tx, ids: readonly string[]): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${PAYOUT_FIELDS} from payouts.payouts p where p.id = any($1::uuid[]) order by p.id for update`, [ids])).rows;
}

export async function lockBatch(tx: Tx, batchId: string): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${PAYOUT_FIELDS} from payouts.payouts p where p.batch_id = $1 order by p.id for update`, [batchId])).rows;
}

export async function payoutsOfClaims(tx: Tx, claimIds: readonly string[]): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${PAYOUT_FIELDS} from payouts.payouts p where p.claim_id = any($1::uuid[]) order by p.id`, [claimIds])).rows;
}

export type PayoutFilter = { readonly employeeIds: readonly string[] | null; readonly states: readonly string[] | null; readonly after: string | null; readonly limit: number };

/** Newest plan first. */
export async function listPayouts(tx: Tx, filter: PayoutFilter): Promise<Payout[]> {
  return (await tx.query<Payout>(
    `select ${PAYOUT_FIELDS} from payouts.payouts p
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

/** Which claim each of these payouts pays. */
export async function claimsOfPayouts(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await tx.query<{ id: string; claimId: string }>('select id, claim_id from payouts.payouts where id = any($1::uuid[])', [ids])).rows.map((row) => [row.id, row.claimId]));
}
