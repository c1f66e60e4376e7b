import type { Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { LIMITS_AT_FIRST, type Payout, type PayoutLimits, type PayoutState, type Run } from './domain/index.ts';
import { BATCH_FIELDS, type StoredBatch } from './batches.ts';
import { PAYOUT_FIELDS } from './store.ts';

const COLUMNS = {
  id: 'uuid', number: 'text', state: 'text', ruleDay: 'date', madeBy: 'uuid', madeByName: 'text', submittedBy: 'uuid', submittedByName: 'text', submittedAt: 'timestamptz',
  releasedBy: 'uuid', releasedByName: 'text', releasedAt: 'timestamptz', ruleMinor: 'bigint', version: 'integer', createdAt: 'timestamptz', updatedAt: 'timestamptz',
} as const;
const FIELDS = 'r.id, r.number, r.state, r.rule_day, r.made_by, r.made_by_name, r.submitted_by, r.submitted_by_name, r.submitted_at, r.released_by, r.released_by_name, r.released_at, r.rule_minor, r.version, r.created_at, r.updated_at';

/** Adds runs, or saves what may change of them: how far they are and who did it. */
export async function saveRun(tx: Tx, run: Run): Promise<void> {
  await insertMany<Run>(tx, 'payouts.runs', COLUMNS, {
    rows: [run],
    tail: `on conflict (company_id, id) do update set state = excluded.state, submitted_by = excluded.submitted_by, submitted_by_name = excluded.submitted_by_name, submitted_at = excluded.submitted_at,
      released_by = excluded.released_by, released_by_name = excluded.released_by_name, released_at = excluded.released_at, rule_minor = excluded.rule_minor, version = runs.version + 1, updated_at = excluded.updated_at`,
  });
}

export async function lockRun(tx: Tx, id: string): Promise<Run | null> {
  return (await tx.query<Run>(`select ${FIELDS} from payouts.runs r where r.id = $1 for update`, [id])).rows[0] ?? null;
}

/** The run in which the rule releases on this day. */
export async function lockRuleRun(tx: Tx, day: string): Promise<Run | null> {
  return (await tx.query<Run>(`select ${FIELDS} from payouts.runs r where r.rule_day = $1 for update`, [day])).rows[0] ?? null;
}

export async function loadRun(tx: Tx, id: string): Promise<Run | null> {
  return (await tx.query<Run>(`select ${FIELDS} from payouts.runs r where r.id = $1`, [id])).rows[0] ?? null;
}

/** How many runs bear a number that begins so. */
export async function countRuns(tx: Tx, prefix: string): Promise<number> {
  return Number((await tx.query<{ n: bigint }>('select count(*) as n from payouts.runs where starts_with(number, $1)', [prefix])).rows[0]?.n ?? 0n);
}

/** Newest first. */
export async function listRuns(tx: Tx, page: { readonly after: string | null; readonly limit: number }): Promise<Run[]> {
  return (await tx.query<Run>(
    `select ${FIELDS} from payouts.runs r where $1::uuid is null or (r.created_at, r.id) < (select x.created_at, x.id from payouts.runs x where x.id = $1)
      order by r.created_at desc, r.id desc limit $2`, [page.after, page.limit])).rows;
}

/** Reads and locks the payouts of a run, oldest first. */
export async function lockRunPayouts(tx: Tx, runId: string): Promise<Payout[]> {
  return (await tx.query<Payout>(`select ${PAYOUT_FIELDS} from payouts.payouts p where p.run_id = $1 order by p.id for update`, [runId])).rows;
}

/** `runId` null: the pool, that waits for a run. */
export type RowFilter = { readonly runId: string | null; readonly view: 'all' | 'blocked' | 'noticed' | 'held' | 'trouble' | 'moving' | 'settled'; readonly finding: string | null; readonly after: string | null; readonly limit: number };

const VIEWS: Readonly<Record<RowFilter['view'], string>> = {
  all: 'true', blocked: `p.state = 'planned' and p.findings && $5::text[]`, noticed: `cardinality(p.findings) > 0`, held: `p.state = 'planned' and p.held_for is not null`,
  trouble: `(p.state in ('unknown', 'failed', 'returned') or (p.state = 'planned' and p.held_for is not null))`, moving: `p.state in ('sending', 'accepted', 'unknown')`, settled: `p.state = 'settled'`,
};

/** The rows of a run or of the pool, oldest first. `blocking`: the findings that block. */
export async function listRunRows(tx: Tx, filter: RowFilter, blocking: readonly string[]): Promise<Payout[]> {
  return (await tx.query<Payout>(
    `select ${PAYOUT_FIELDS} from payouts.payouts p
      where (case when $1::uuid is null then p.run_id is null and p.state = 'planned' else p.run_id = $1 end)
        and ($2::uuid is null or p.id > $2) and ($3::text is null or p.findings @> array[$3]) and ${VIEWS[filter.view]} and cardinality($5::text[]) >= 0
      order by p.id limit $4`, [filter.runId, filter.after, filter.finding, filter.limit, blocking])).rows;
}

export type RunSum = { readonly runId: string | null; readonly rail: string | null; readonly bank: string | null; readonly currency: string; readonly state: PayoutState; readonly held: boolean; readonly n: number; readonly minor: bigint };

/** What runs come to, by rail, bank, currency and state; null among the ids: the pool. */
export async function runSums(tx: Tx, ids: readonly string[], pool = false): Promise<RunSum[]> {
  return (await tx.query<RunSum>(
    `select run_id, rail, bank, currency, state, held_for is not null as held, count(*)::int as n, sum(amount_minor)::bigint as minor from payouts.payouts
      where run_id = any($1::uuid[]) or ($2 and run_id is null and state = 'planned')
      group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`, [ids, pool])).rows;
}

export type RunBatch = StoredBatch & { readonly n: number; readonly minor: bigint; readonly open: boolean };

/** The batches in which a run left, oldest first. `open`: some of it is still without the bank's word. */
export async function runBatches(tx: Tx, runId: string): Promise<RunBatch[]> {
  return (await tx.query<RunBatch>(
    `select ${BATCH_FIELDS}, s.n, s.minor, s.open from payouts.batches b
       join (select company_id, batch_id, count(*)::int as n, sum(amount_minor)::bigint as minor, bool_or(state in ('sending', 'unknown')) as open from payouts.payouts where run_id = $1 group by 1, 2) s
         on s.company_id = b.company_id and s.batch_id = b.id
      order by b.id limit 500`, [runId])).rows;
}

/** How often each thing stands out among what has not left yet. */
export async function findingCounts(tx: Tx, runId: string | null): Promise<{ readonly code: string; readonly n: number; readonly minor: bigint }[]> {
  return (await tx.query<{ code: string; n: number; minor: bigint }>(
    `select f.code, count(*)::int as n, sum(p.amount_minor)::bigint as minor from payouts.payouts p cross join lateral unnest(p.findings) as f(code)
      where p.state = 'planned' and (case when $1::uuid is null then p.run_id is null else p.run_id = $1 end) group by f.code order by f.code`, [runId])).rows;
}

/** The company's limits; those that companies start from where it has set none. */
export async function payoutLimits(tx: Tx): Promise<PayoutLimits> {
  return (await tx.query<PayoutLimits>('select auto_single_max_minor, auto_day_max_minor, two_person_from_minor, cooling_hours from payouts.limits')).rows[0] ?? LIMITS_AT_FIRST;
}

export async function saveLimits(tx: Tx, limits: PayoutLimits, at: Instant): Promise<void> {
  await tx.query(
    `insert into payouts.limits (company_id, auto_single_max_minor, auto_day_max_minor, two_person_from_minor, cooling_hours, updated_at) values (platform.company(), $1, $2, $3, $4, $5)
     on conflict (company_id) do update set auto_single_max_minor = $1, auto_day_max_minor = $2, two_person_from_minor = $3, cooling_hours = $4, updated_at = $5`,
    [limits.autoSingleMaxMinor, limits.autoDayMaxMinor, limits.twoPersonFromMinor, limits.coolingHours, at]);
}

export type PaidBefore = {
  /** By employee, the account that a bank's word last said was paid. */
  readonly last: ReadonlyMap<string, string>;
  /** Why payments to an account failed or came back, by its digest. */
  readonly failures: readonly { readonly digest: string; readonly reason: string | null }[];
  /** `employee currency minor` of payouts that two claims of these days share. */
  readonly twice: ReadonlySet<string>;
  /** What is on its way or arrived since midnight, by employee and rail. */
  readonly today: readonly { readonly employeeId: string; readonly rail: string; readonly currency: string; readonly minor: bigint }[];
};

export const sumKey = (payout: Pick<Payout, 'employeeId' | 'currency' | 'amountMinor'>): string => `${payout.employeeId} ${payout.currency} ${payout.amountMinor}`;

/** What is known of earlier payouts to these people, in one look for all of them. */
export async function paidBefore(tx: Tx, employeeIds: readonly string[], since: { readonly sameSum: Instant; readonly midnight: Instant }): Promise<PaidBefore> {
  const ids = [...new Set(employeeIds)];
  const last = await tx.query<{ employeeId: string; digest: string }>(
    `select distinct on (employee_id) employee_id, account_digest as digest from payouts.payouts where employee_id = any($1::uuid[]) and settled_at is not null and account_digest is not null
      order by employee_id, settled_at desc`, [ids]);
  const failures = await tx.query<{ digest: string; reason: string | null }>(
    `select distinct account_digest as digest, reason from payouts.payouts where employee_id = any($1::uuid[]) and state in ('failed', 'returned') and account_digest is not null`, [ids]);
  const twice = await tx.query<Pick<Payout, 'employeeId' | 'currency' | 'amountMinor'>>(
    `select employee_id, currency, amount_minor from payouts.payouts where employee_id = any($1::uuid[]) and planned_at >= $2 and state not in ('failed', 'returned')
      group by 1, 2, 3 having count(distinct claim_id) > 1`, [ids, since.sameSum]);
  const today = await tx.query<{ employeeId: string; rail: string; currency: string; minor: bigint }>(
    `select employee_id, rail, currency, sum(amount_minor)::bigint as minor from payouts.payouts where sent_at >= $1 and rail is not null and state in ('sending', 'accepted', 'unknown', 'settled') group by 1, 2, 3`, [since.midnight]);
  return { last: new Map(last.rows.map((row) => [row.employeeId, row.digest])), failures: failures.rows, twice: new Set(twice.rows.map(sumKey)), today: today.rows };
}
