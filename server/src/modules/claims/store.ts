import type { Bilingual, CivilDate, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { Claim, ClaimId, LineId, Missing } from './domain/index.ts';

export type ClaimLine = {
  readonly id: LineId;
  readonly claimId: ClaimId;
  readonly groupId: string;
  readonly category: string;
  readonly text: string;
  readonly spentOn: CivilDate;
  readonly city: string | null;
  readonly nights: number | null;
  readonly amountMinor: bigint;
  readonly allowedMinor: bigint;
  readonly reimbursableMinor: bigint;
  readonly companyPaidMinor: bigint;
  readonly confidence: number;
  readonly missing: readonly Missing[];
  readonly judgementId: string | null;
  readonly verdict: unknown;
};

export type ClaimStep = { readonly id: Id<'step'>; readonly claimId: ClaimId; readonly code: string; readonly at: Instant; readonly byName: string | null; readonly note: Bilingual | null };

const CLAIM_FIELDS = `c.id, c.number, c.employee_id, c.trip_id, c.month, c.title, c.state, c.currency, c.total_minor, c.reimbursable_minor, c.company_paid_minor,
  c.automatic, c.version, c.created_at, c.updated_at, c.submitted_at, c.decided_at, c.paid_at`;
const LINE_FIELDS = `l.id, l.claim_id, l.group_id, l.category, l.text, l.spent_on, l.city, l.nights, l.amount_minor, l.allowed_minor, l.reimbursable_minor,
  l.company_paid_minor, l.confidence, l.missing, l.judgement_id, l.verdict`;

/** Claim numbers of a month: `BX202611-0001`. The counter's row is locked, so they are gapless within the company. */
export async function nextClaimNumbers(tx: Tx, month: string, count: number): Promise<string[]> {
  const { rows } = await tx.query<{ last: number }>(
    `insert into claims.counters (company_id, last) values (platform.company(), $1)
     on conflict (company_id) do update set last = claims.counters.last + $1 returning last`, [count]);
  const last = rows[0]?.last ?? count;
  return Array.from({ length: count }, (_, i) => `BX${month.replace('-', '')}-${String(last - count + 1 + i).padStart(4, '0')}`);
}

const CLAIM_COLUMNS = {
  id: 'uuid', number: 'text', employeeId: 'uuid', tripId: 'uuid', month: 'text', title: 'text', state: 'text', currency: 'text', totalMinor: 'bigint', reimbursableMinor: 'bigint',
  companyPaidMinor: 'bigint', automatic: 'boolean', version: 'integer', createdAt: 'timestamptz', updatedAt: 'timestamptz', submittedAt: 'timestamptz', decidedAt: 'timestamptz', paidAt: 'timestamptz',
} as const;

export async function saveClaims(tx: Tx, claims: readonly Claim[]): Promise<void> {
  await insertMany(tx, 'claims.claims', CLAIM_COLUMNS, {
    rows: claims,
    tail: `on conflict (company_id, id) do update set title = excluded.title, state = excluded.state, total_minor = excluded.total_minor,
      reimbursable_minor = excluded.reimbursable_minor, company_paid_minor = excluded.company_paid_minor, automatic = excluded.automatic, version = excluded.version,
      updated_at = excluded.updated_at, submitted_at = excluded.submitted_at, decided_at = excluded.decided_at, paid_at = excluded.paid_at`,
  });
}

/** Reads and locks. */
export async function lockClaim(tx: Tx, id: string): Promise<Claim | null> {
  return (await tx.query<Claim>(`select ${CLAIM_FIELDS} from claims.claims c where c.id = $1 for update`, [id])).rows[0] ?? null;
}

export async function loadClaim(tx: Tx, id: string): Promise<Claim | null> {
  return (await tx.query<Claim>(`select ${CLAIM_FIELDS} from claims.claims c where c.id = $1`, [id])).rows[0] ?? null;
}

export async function claimsById(tx: Tx, ids: readonly string[]): Promise<Claim[]> {
  return (await tx.query<Claim>(`select ${CLAIM_FIELDS} from claims.claims c where c.id = any($1::uuid[])`, [ids])).rows;
}

export async function lockDrafts(tx: Tx): Promise<Claim[]> {
  return (await tx.query<Claim>(`select ${CLAIM_FIELDS} from claims.claims c where c.state = 'draft' order by c.id for update`)).rows;
}

/**
 * Takes the draft that stands in a claim's place (its trip, or its month without a trip) out of it, empty: two drafts of
 * one place cannot be. Gives back its id, or null where there is none.
 */
export async function vacateDraft(tx: Tx, claim: Pick<Claim, 'id' | 'employeeId' | 'tripId' | 'month'>): Promise<ClaimId | null> {
  const { rows } = await tx.query<{ id: ClaimId }>(
    `update claims.claims set trip_id = null, month = null, total_minor = 0, reimbursable_minor = 0, company_paid_minor = 0, version = version + 1
      where state = 'draft' and id <> $1 and employee_id = $2 and trip_id is not distinct from $3 and month is not distinct from $4 returning id`, [claim.id, claim.employeeId, claim.tripId, claim.month]);
  const id = rows[0]?.id ?? null;
  if (id !== null) await tx.query('delete from claims.lines where claim_id = $1', [id]);
  return id;
}

export type ClaimFilter = { readonly employeeIds: readonly string[] | null; readonly state: string | null; readonly after: string | null; readonly limit: number };

/** Newest change first. A draft that has lost all its lines is no longer a claim that anyone wants to see. */
export async function listClaims(tx: Tx, filter: ClaimFilter): Promise<Claim[]> {
  return (await tx.query<Claim>(
    `select ${CLAIM_FIELDS} from claims.claims c where ($1::uuid[] is null or c.employee_id = any($1)) and ($2::text is null or c.state = $2)
       and (c.state <> 'draft' or exists (select from claims.lines l where l.company_id = c.company_id and l.claim_id = c.id))
       and ($3::uuid is null or (c.updated_at, c.id) < (select x.updated_at, x.id from claims.claims x where x.id = $3))
      order by c.updated_at desc, c.id desc limit $4`, [filter.employeeIds, filter.state, filter.after, filter.limit])).rows;
}

export async function linesOf(tx: Tx, claimIds: readonly string[]): Promise<ClaimLine[]> {
  return (await tx.query<ClaimLine>(`select ${LINE_FIELDS} from claims.lines l where l.claim_id = any($1::uuid[]) order by l.spent_on, l.id`, [claimIds])).rows;
}

const LINE_COLUMNS = {
  id: 'uuid', claimId: 'uuid', groupId: 'uuid', category: 'text', text: 'text', spentOn: 'date', city: 'text', nights: 'integer', amountMinor: 'bigint', allowedMinor: 'bigint',
  reimbursableMinor: 'bigint', companyPaidMinor: 'bigint', confidence: 'double precision', missing: 'text[]', judgementId: 'uuid', verdict: 'jsonb',
} as const;

/** Redraws the lines of drafts. The caller has locked the claims and knows that they are drafts. */
export async function replaceLines(tx: Tx, claimIds: readonly string[], lines: readonly ClaimLine[]): Promise<void> {
  await tx.query('delete from claims.lines where claim_id = any($1::uuid[])', [claimIds]);
  await insertMany(tx, 'claims.lines', LINE_COLUMNS, { rows: lines });
}

export async function addSteps(tx: Tx, steps: readonly ClaimStep[]): Promise<void> {
  await insertMany(tx, 'claims.steps', { id: 'uuid', claimId: 'uuid', code: 'text', at: 'timestamptz', byName: 'text', note: 'jsonb' }, { rows: steps });
}

export async function stepsOf(tx: Tx, claimId: string): Promise<ClaimStep[]> {
  return (await tx.query<ClaimStep>('select id, claim_id, code, at, by_name, note from claims.steps where claim_id = $1 order by at, id', [claimId])).rows;
}

export type ClaimCounts = { readonly state: string; readonly automatic: boolean; readonly n: bigint; readonly minor: bigint };

export async function countClaims(tx: Tx, decidedSince: Instant): Promise<{ open: ClaimCounts[]; decided: { automatic: bigint; total: bigint }; paid: { n: bigint; minor: bigint; minutes: number | null } }> {
  const open = await tx.query<ClaimCounts>(
    `select state, automatic, count(*) as n, coalesce(sum(total_minor), 0)::bigint as minor from claims.claims c where state in ('draft', 'submitted', 'approved', 'paying')
       and (state <> 'draft' or exists (select from claims.lines l where l.company_id = c.company_id and l.claim_id = c.id)) group by state, automatic`);
  const decided = await tx.query<{ automatic: bigint; total: bigint }>(
    `select count(*) filter (where automatic) as automatic, count(*) as total from claims.claims where decided_at >= $1`, [decidedSince]);
  const paid = await tx.query<{ n: bigint; minor: bigint; minutes: number | null }>(
    `select count(*) as n, coalesce(sum(reimbursable_minor), 0)::bigint as minor,
       percentile_cont(0.5) within group (order by extract(epoch from paid_at - submitted_at) / 60) as minutes from claims.claims where paid_at >= $1`, [decidedSince]);
  return { open: open.rows, decided: decided.rows[0] ?? { automatic: 0n, total: 0n }, paid: paid.rows[0] ?? { n: 0n, minor: 0n, minutes: null } };
}

/** The newest claim of each trip. */
export async function claimsOfTrips(tx: Tx, tripIds: readonly string[]): Promise<Map<string, ClaimId>> {
  const { rows } = await tx.query<{ tripId: string; id: ClaimId }>('select distinct on (trip_id) trip_id, id from claims.claims where trip_id = any($1::uuid[]) order by trip_id, created_at desc', [tripIds]);
  return new Map(rows.map((row) => [row.tripId, row.id]));
}

/** Every claim approved since a moment, by a rule or by people. */
export async function approvedSince(tx: Tx, since: Instant): Promise<Claim[]> {
  return (await tx.query<Claim>(`select ${CLAIM_FIELDS} from claims.claims c where c.decided_at >= $1 and c.state in ('approved', 'paying', 'paid', 'closed')`, [since])).rows;
}
