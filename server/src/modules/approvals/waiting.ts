import type { Instant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';
import type { ApprovalRequest, RequestId, TurnId } from './store.ts';

export type WaitingTurn = { readonly id: TurnId; readonly requestId: RequestId; readonly approverId: string; readonly askedAt: Instant; readonly remindedAt: Instant | null; readonly escalatedAt: Instant | null };

/** Every turn that nobody has taken yet and that still has a reminder or an escalation before it, or whose person is one of `goneIds`. Oldest first. */
export async function waitingTurns(tx: Tx, goneIds: readonly string[]): Promise<WaitingTurn[]> {
  return (await tx.query<WaitingTurn>(
    `select id, request_id, approver_id, asked_at, reminded_at, escalated_at from approvals.turns
      where done_at is null and (reminded_at is null or escalated_at is null or approver_id = any($1::uuid[])) order by asked_at, id limit 5000`, [goneIds])).rows;
}

/** These requests, locked, as far as they are still pending. */
export async function openRequests<State>(tx: Tx, ids: readonly string[]): Promise<ApprovalRequest<State>[]> {
  return (await tx.query<ApprovalRequest<State>>(
    `select id, subject_kind, subject_id, submitter_id, state, status, why, asked_at, decided_at from approvals.requests where id = any($1::uuid[]) and status = 'pending' order by id for update`, [ids])).rows;
}

export async function markTurns(tx: Tx, mark: 'reminded' | 'escalated', { ids, at }: { readonly ids: readonly string[]; readonly at: Instant }): Promise<void> {
  const column = mark === 'reminded' ? 'reminded_at' : 'escalated_at';
  await tx.query(`update approvals.turns set ${column} = $2 where id = any($1::uuid[]) and ${column} is null`, [ids, at]);
}

/** One person's turn ends without a word of theirs: they have left. */
export async function endTurnOf(tx: Tx, id: TurnId, at: Instant): Promise<void> {
  await tx.query('update approvals.turns set done_at = $2 where id = $1 and done_at is null', [id, at]);
}

/** Whether this person is or was ever asked about a subject, or acts for one of `principals` who is. */
export async function wasAsked(tx: Tx, subjectId: string, personIds: readonly string[]): Promise<boolean> {
  const { rows } = await tx.query(
    'select 1 from approvals.turns t join approvals.requests r on r.company_id = t.company_id and r.id = t.request_id where r.subject_id = $1 and t.approver_id = any($2::uuid[]) limit 1', [subjectId, personIds]);
  return rows.length > 0;
}
