import type { Bilingual, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

export type GroupId = Id<'match-group'>;
export type ItemKind = 'payment' | 'document' | 'booking';
export type Reason = { readonly code: string; readonly weight: number; readonly text: Bilingual };
export type RunnerUp = { readonly payments: readonly string[]; readonly invoices: readonly string[]; readonly bookings: readonly string[]; readonly confidence: number; readonly lacked: Bilingual };
export type Answer = 'confirmed' | 'refused' | 'private';

export type StoredGroup = {
  readonly id: GroupId;
  readonly employeeId: string | null;
  readonly decision: 'auto' | 'review' | 'none';
  readonly answer: Answer | null;
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  readonly runnerUp: RunnerUp | null;
  readonly matcherVersion: string;
  readonly claimId: string | null;
  readonly at: Instant;
  readonly payments: readonly string[];
  readonly documents: readonly string[];
  readonly bookings: readonly string[];
  /** The amount times the chance that it is wrong, in minor units of what was charged. */
  readonly atRiskMinor: bigint;
  /** What it took the place of, and what made the difference. */
  readonly change: Change | null;
  readonly learnedVersion: number;
  /** Sure enough for the error that the company allows, whatever the fuse said. */
  readonly promised: boolean;
  /** `even`: drawn with the same chance as every other. `risk`: drawn because of its amount. */
  readonly sampled: 'even' | 'risk' | null;
  /** The run that made it; null for what a person's word made. */
  readonly runId: string | null;
};

/** Why a group stands in the place of others. */
export type Change = { readonly replaced: readonly GroupId[]; readonly because: readonly { readonly kind: ItemKind; readonly id: string }[]; readonly text: Bilingual };

const members = (kind: ItemKind): string =>
  `coalesce((select array_agg(m.item_id order by m.item_id) from matching.members m where m.company_id = g.company_id and m.group_id = g.id and m.kind = '${kind}'), '{}') as ${kind}s`;
const FIELDS = `g.id, g.employee_id, g.decision, g.answer, g.confidence, g.reasons, g.runner_up, g.matcher_version, g.claim_id, g.at, g.at_risk_minor, g.change, g.learned_version, g.promised, g.sampled, g.run_id,
  ${members('payment')}, ${members('document')}, ${members('booking')}`;

/** Every live group of the company, oldest first. */
export async function liveGroups(tx: Tx): Promise<StoredGroup[]> {
  return (await tx.query<StoredGroup>(`select ${FIELDS} from matching.groups g where g.superseded_at is null order by g.id`)).rows;
}

export async function groupsById(tx: Tx, ids: readonly string[]): Promise<StoredGroup[]> {
  return (await tx.query<StoredGroup>(`select ${FIELDS} from matching.groups g where g.id = any($1::uuid[])`, [ids])).rows;
}

/** The groups that a run made, live or not. */
export async function groupsOfRun(tx: Tx, runId: string): Promise<StoredGroup[]> {
  return (await tx.query<StoredGroup>(`select ${FIELDS} from matching.groups g where g.run_id = $1 order by g.id`, [runId])).rows;
}

/** Reads and locks the live groups that hold any of these items. */
export async function lockGroupsOfItems(tx: Tx, itemIds: readonly string[]): Promise<StoredGroup[]> {
  return (await tx.query<StoredGroup>(
    `select ${FIELDS} from matching.groups g where g.superseded_at is null and g.id in
       (select m.group_id from matching.members m where m.live and m.kind in ('payment', 'document', 'booking') and m.item_id = any($1::uuid[])) order by g.id for update of g`, [itemIds])).rows;
}

/** The queue of what a person should look at, most money at risk first; `left` counts all of it. */
export async function reviewGroups(tx: Tx, filter: { readonly employeeId: string | null; readonly limit: number }): Promise<{ groups: StoredGroup[]; left: number; atRiskMinor: bigint }> {
  const waiting = `g.superseded_at is null and g.answer is null and (g.decision = 'review' or g.sampled is not null) and ($1::uuid is null or g.employee_id = $1)`;
  const { rows: groups } = await tx.query<StoredGroup>(`select ${FIELDS} from matching.groups g where ${waiting} order by g.at_risk_minor desc, g.id desc limit $2`, [filter.employeeId, filter.limit]);
  const { rows } = await tx.query<{ n: bigint; minor: bigint }>(`select count(*) as n, coalesce(sum(g.at_risk_minor), 0)::bigint as minor from matching.groups g where ${waiting}`, [filter.employeeId]);
  return { groups, left: Number(rows[0]?.n ?? 0n), atRiskMinor: rows[0]?.minor ?? 0n };
}

/** Brings groups back that had been replaced. Their items must be free. */
export async function reviveGroups(tx: Tx, ids: readonly GroupId[]): Promise<void> {
  await tx.query('update matching.groups set superseded_at = null, answer = null, answered_by = null, claim_id = null where id = any($1::uuid[])', [ids]);
  await tx.query('update matching.members set live = true where group_id = any($1::uuid[])', [ids]);
}

/** Reads and locks one live group. */
export async function lockGroup(tx: Tx, id: string): Promise<StoredGroup | null> {
  return (await tx.query<StoredGroup>(`select ${FIELDS} from matching.groups g where g.id = $1 and g.superseded_at is null for update of g`, [id])).rows[0] ?? null;
}

export type GroupFilter = { readonly employeeId: string | null; readonly state: 'open' | 'review' | 'all'; readonly after: string | null; readonly limit: number };

/** Newest first. `open`: nothing says it is done with; `review`: a person should look. */
export async function listGroups(tx: Tx, filter: GroupFilter): Promise<StoredGroup[]> {
  const wanted = { open: 'g.answer is null', review: `g.answer is null and g.decision = 'review'`, all: 'true' }[filter.state];
  return (await tx.query<StoredGroup>(
    `select ${FIELDS} from matching.groups g where g.superseded_at is null and ($1::uuid is null or g.employee_id = $1) and ${wanted}
       and ($2::uuid is null or (g.at, g.id) < (select x.at, x.id from matching.groups x where x.id = $2))
      order by g.at desc, g.id desc limit $3`, [filter.employeeId, filter.after, filter.limit])).rows;
}

/** The live groups that hold these items. */
export async function groupsOfItems(tx: Tx, itemIds: readonly string[]): Promise<Map<string, GroupId>> {
  const { rows } = await tx.query<{ itemId: string; groupId: GroupId }>('select item_id, group_id from matching.members where live and item_id = any($1::uuid[])', [itemIds]);
  return new Map(rows.map((row) => [row.itemId, row.groupId]));
}

export type NewGroup = Omit<StoredGroup, 'claimId'>;

const itemRows = (groups: readonly NewGroup[]): { groupId: GroupId; kind: ItemKind; itemId: string }[] => groups.flatMap((group) => [
  ...group.payments.map((itemId) => ({ groupId: group.id, kind: 'payment' as const, itemId })),
  ...group.documents.map((itemId) => ({ groupId: group.id, kind: 'document' as const, itemId })),
  ...group.bookings.map((itemId) => ({ groupId: group.id, kind: 'booking' as const, itemId })),
]);

/** Puts new groups in the place of old ones; the old stay readable. A set of statements, whatever the number of groups. */
export async function replaceGroups(tx: Tx, change: { readonly superseded: readonly GroupId[]; readonly groups: readonly NewGroup[] }, now: Instant): Promise<void> {
  if (change.superseded.length > 0) {
    await tx.query('update matching.members set live = false where group_id = any($1::uuid[]) and live', [change.superseded]);
    await tx.query('update matching.groups set superseded_at = $2 where id = any($1::uuid[])', [change.superseded, now]);
  }
  await insertMany<Omit<NewGroup, 'payments' | 'documents' | 'bookings'>>(tx, 'matching.groups',
    { id: 'uuid', employeeId: 'uuid', decision: 'text', answer: 'text', confidence: 'double precision', reasons: 'jsonb', runnerUp: 'jsonb', matcherVersion: 'text', at: 'timestamptz',
      atRiskMinor: 'bigint', change: 'jsonb', learnedVersion: 'integer', promised: 'boolean', sampled: 'text', runId: 'uuid' },
    { rows: change.groups.map(({ payments: _p, documents: _d, bookings: _b, ...group }) => group) });
  await insertMany(tx, 'matching.members', { groupId: 'uuid', kind: 'text', itemId: 'uuid' }, { rows: itemRows(change.groups) });
}

export async function answerGroup(tx: Tx, id: GroupId, answer: Answer | null, by: string | null): Promise<void> {
  await tx.query('update matching.groups set answer = $2, answered_by = $3 where id = $1', [id, answer, by]);
}

/** Which claim has drawn a line from each group; null frees them. */
export async function assignClaim(tx: Tx, groupIds: readonly string[], claimId: string | null): Promise<void> {
  await tx.query('update matching.groups set claim_id = $2 where id = any($1::uuid[]) and claim_id is distinct from $2', [groupIds, claimId]);
}

export async function freeClaim(tx: Tx, claimId: string): Promise<void> {
  await tx.query('update matching.groups set claim_id = null where claim_id = $1', [claimId]);
}

/** The payments that stand alone: nothing was found that explains them, and nobody has said that they are private. */
export async function unmatchedPayments(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ itemId: string }>(
    `select m.item_id from matching.members m join matching.groups g on g.company_id = m.company_id and g.id = m.group_id
      where m.live and m.kind = 'payment' and g.answer is null and not exists
        (select from matching.members o where o.company_id = m.company_id and o.group_id = m.group_id and o.kind <> 'payment')`);
  return rows.map((row) => row.itemId);
}
