import type { Bilingual, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { ApprovalStatus } from './domain/index.ts';

export type RequestId = Id<'approval-request'>;
export type TurnId = Id<'approval-turn'>;

export type ApprovalRequest<State = unknown> = {
  readonly id: RequestId;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly submitterId: string;
  /** The plan and what became of it: the value that the domain decides over. */
  readonly state: State;
  readonly status: ApprovalStatus;
  readonly why: readonly Bilingual[];
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
};

export type Turn = { readonly id: TurnId; readonly requestId: RequestId; readonly step: string; readonly approverId: string; readonly askedAt: Instant };

const REQUEST_FIELDS = 'r.id, r.subject_kind, r.subject_id, r.submitter_id, r.state, r.status, r.why, r.asked_at, r.decided_at';

export async function saveRequest<State>(tx: Tx, request: ApprovalRequest<State>): Promise<void> {
  await insertMany(tx, 'approvals.requests',
    { id: 'uuid', subjectKind: 'text', subjectId: 'uuid', submitterId: 'uuid', state: 'jsonb', status: 'text', why: 'jsonb', askedAt: 'timestamptz', decidedAt: 'timestamptz' },
    { rows: [request], tail: 'on conflict (company_id, id) do update set state = excluded.state, status = excluded.status, decided_at = excluded.decided_at' });
}

export async function openTurns(tx: Tx, turns: readonly Turn[]): Promise<void> {
  await insertMany(tx, 'approvals.turns', { id: 'uuid', requestId: 'uuid', step: 'text', approverId: 'uuid', askedAt: 'timestamptz' }, { rows: turns });
}

/** Ends every open turn of a request: its step was decided, or the request was withdrawn. */
export async function endTurns(tx: Tx, requestId: RequestId, at: Instant): Promise<void> {
  await tx.query('update approvals.turns set done_at = $2 where request_id = $1 and done_at is null', [requestId, at]);
}

export async function lockTurn<State>(tx: Tx, id: string): Promise<{ turn: Turn & { doneAt: Instant | null }; request: ApprovalRequest<State> } | null> {
  const { rows: turns } = await tx.query<Turn & { doneAt: Instant | null }>('select id, request_id, step, approver_id, asked_at, done_at from approvals.turns where id = $1 for update', [id]);
  const turn = turns[0];
  if (!turn) return null;
  const { rows } = await tx.query<ApprovalRequest<State>>(`select ${REQUEST_FIELDS} from approvals.requests r where r.id = $1 for update`, [turn.requestId]);
  return rows[0] ? { turn, request: rows[0] } : null;
}

export async function pendingRequestOf<State>(tx: Tx, subjectId: string): Promise<ApprovalRequest<State> | null> {
  return (await tx.query<ApprovalRequest<State>>(`select ${REQUEST_FIELDS} from approvals.requests r where r.subject_id = $1 and r.status = 'pending' order by r.asked_at desc limit 1 for update`, [subjectId])).rows[0] ?? null;
}

/** The open turns of these people, oldest first: one's own, and those of whom one acts for. */
export async function inboxOf<State>(tx: Tx, approverIds: readonly string[]): Promise<{ turn: Turn; request: ApprovalRequest<State> }[]> {
  const { rows: turns } = await tx.query<Turn>('select id, request_id, step, approver_id, asked_at from approvals.turns where approver_id = any($1::uuid[]) and done_at is null order by asked_at, id', [approverIds]);
  const { rows } = await tx.query<ApprovalRequest<State>>(`select ${REQUEST_FIELDS} from approvals.requests r where r.id = any($1::uuid[])`, [turns.map((turn) => turn.requestId)]);
  const byId = new Map(rows.map((request) => [request.id, request]));
  return turns.flatMap((turn) => {
    const request = byId.get(turn.requestId);
    return request ? [{ turn, request }] : [];
  });
}

/** Whose turn it is on a subject now. */
export async function turnsOf(tx: Tx, subjectId: string): Promise<Turn[]> {
  return (await tx.query<Turn>(
    `select t.id, t.request_id, t.step, t.approver_id, t.asked_at from approvals.turns t join approvals.requests r on r.company_id = t.company_id and r.id = t.request_id
      where r.subject_id = $1 and t.done_at is null order by t.asked_at, t.id`, [subjectId])).rows;
}
