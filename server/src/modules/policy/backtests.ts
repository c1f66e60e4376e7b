import type { Id, Instant } from '@roundtrip/kernel';
import type { EmployeeId } from '#modules/people';
import { insertMany, unpackFacts, packFacts, type Tx } from '#platform/db';
import type { Backtest } from './domain/index.ts';
import type { DraftId } from './drafts.ts';

export type BacktestId = Id<'policy-backtest'>;

export type PolicyBacktest = {
  readonly id: BacktestId;
  readonly draftId: DraftId;
  readonly draftRevision: number;
  /** The draft as it was when the back-test was asked for. */
  readonly document: unknown;
  readonly since: Instant;
  readonly status: 'waiting' | 'running' | 'done';
  readonly total: number;
  readonly done: number;
  readonly result: Backtest | null;
  readonly askedBy: EmployeeId;
  readonly askedAt: Instant;
  readonly finishedAt: Instant | null;
};

const COLUMNS = {
  id: 'uuid', draftId: 'uuid', draftRevision: 'integer', document: 'jsonb', since: 'timestamptz', status: 'text', total: 'bigint', done: 'bigint', result: 'jsonb', askedBy: 'uuid', askedAt: 'timestamptz', finishedAt: 'timestamptz',
} as const;
const FIELDS = 'id, draft_id, draft_revision, document, since, status, total, done, result, asked_by, asked_at, finished_at';

type Row = Omit<PolicyBacktest, 'total' | 'done' | 'result'> & { readonly total: bigint; readonly done: bigint; readonly result: unknown };
const fromRow = (row: Row): PolicyBacktest => ({ ...row, total: Number(row.total), done: Number(row.done), result: row.result === null ? null : unpackFacts<Backtest>(row.result) });

export async function addBacktest(tx: Tx, backtest: Omit<PolicyBacktest, 'status' | 'total' | 'done' | 'result' | 'finishedAt'>): Promise<void> {
  await insertMany(tx, 'policy.backtests', COLUMNS, { rows: [{ ...backtest, status: 'waiting', total: 0n, done: 0n, result: null, finishedAt: null }] });
}

/** The newest back-test of a draft, running or done. */
export async function latestBacktest(tx: Tx, draftId: DraftId): Promise<PolicyBacktest | null> {
  const { rows } = await tx.query<Row>(`select ${FIELDS} from policy.backtests where draft_id = $1 order by asked_at desc limit 1`, [draftId]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** Those that nobody has finished; one cut off by a crash is begun again. */
export async function unfinishedBacktests(tx: Tx): Promise<PolicyBacktest[]> {
  return (await tx.query<Row>(`select ${FIELDS} from policy.backtests where status <> 'done' order by asked_at`)).rows.map(fromRow);
}

export async function noteProgress(tx: Tx, id: BacktestId, { total, done }: { readonly total: number; readonly done: number }): Promise<void> {
  await tx.query(`update policy.backtests set status = 'running', total = $2, done = $3 where id = $1`, [id, total, done]);
}

export async function finishBacktest(tx: Tx, id: BacktestId, { result, at }: { readonly result: Backtest; readonly at: Instant }): Promise<void> {
  await tx.query(`update policy.backtests set status = 'done', total = $2, done = $2, result = $3, finished_at = $4 where id = $1`, [id, result.judged, packFacts(result), at]);
}

/** A judgement as a back-test needs it: the question whole, of the answer the bare outcome. */
export type JudgedBefore = { readonly subjectId: string; readonly input: unknown; readonly outcome: string; readonly needsApproval: boolean; readonly standard: string };

/** Of each expense the latest judgement since a moment, in pages by subject. */
export async function judgedSince(tx: Tx, since: Instant, { after, limit }: { readonly after: string | null; readonly limit: number }): Promise<JudgedBefore[]> {
  return (await tx.query<JudgedBefore>(
    `select distinct on (subject_id) subject_id, input, verdict->>'outcome' as outcome, (verdict->>'needsApproval')::boolean as needs_approval, verdict#>>'{standard,minor,$}' as standard
       from policy.judgements where at >= $1 and ($2::uuid is null or subject_id > $2) order by subject_id, at desc limit $3`, [since, after, limit])).rows;
}

export async function countJudgedSince(tx: Tx, since: Instant): Promise<number> {
  return Number((await tx.query<{ count: bigint }>('select count(distinct subject_id) as count from policy.judgements where at >= $1', [since])).rows[0]?.count ?? 0n);
}
