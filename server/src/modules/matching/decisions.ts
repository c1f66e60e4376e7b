import type { Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { GroupId } from './store.ts';

export type DecisionId = Id<'match-decision'>;
export type DecisionKind = 'confirm' | 'runner-up' | 'split' | 'not-mine' | 'private';

/** One word of a person on one group, with what is needed to take it back. */
export type StoredDecision = {
  readonly id: DecisionId;
  readonly kind: DecisionKind;
  readonly groupId: GroupId;
  readonly resultId: GroupId;
  readonly replaced: readonly GroupId[];
  readonly made: readonly GroupId[];
  /** Whose group it was. */
  readonly employeeId: string | null;
  readonly byId: string;
  readonly at: Instant;
  readonly promised: boolean;
  /** Nobody would have looked at it, had this person not. */
  readonly wasAuto: boolean;
  readonly sampled: 'even' | 'risk' | null;
  readonly wasRight: boolean | null;
  readonly undoneAt: Instant | null;
};

const FIELDS = 'd.id, d.kind, d.group_id, d.result_id, d.replaced, d.made, d.employee_id, d.by_id, d.at, d.promised, d.was_auto, d.sampled, d.was_right, d.undone_at';
const COLUMNS = {
  id: 'uuid', kind: 'text', groupId: 'uuid', resultId: 'uuid', replaced: 'uuid[]', made: 'uuid[]', employeeId: 'uuid', byId: 'uuid', at: 'timestamptz', promised: 'boolean', wasAuto: 'boolean', sampled: 'text', wasRight: 'boolean',
} as const;

export async function keepDecision(tx: Tx, decision: Omit<StoredDecision, 'undoneAt'>): Promise<void> {
  await insertMany(tx, 'matching.decisions', COLUMNS, { rows: [decision] });
}

export async function lockDecision(tx: Tx, id: string): Promise<StoredDecision | null> {
  return (await tx.query<StoredDecision>(`select ${FIELDS} from matching.decisions d where d.id = $1 for update`, [id])).rows[0] ?? null;
}

/** Newest first; `byId` null: everybody's. */
export async function listDecisions(tx: Tx, filter: { readonly byId: string | null; readonly limit: number }): Promise<StoredDecision[]> {
  return (await tx.query<StoredDecision>(`select ${FIELDS} from matching.decisions d where ($1::uuid is null or d.by_id = $1) order by d.at desc, d.id desc limit $2`, [filter.byId, filter.limit])).rows;
}

export async function countDecisions(tx: Tx, filter: { readonly byId: string | null; readonly since: Instant }): Promise<number> {
  const { rows } = await tx.query<{ n: bigint }>('select count(*) as n from matching.decisions d where d.undone_at is null and d.at >= $2 and ($1::uuid is null or d.by_id = $1)', [filter.byId, filter.since]);
  return Number(rows[0]?.n ?? 0n);
}

/** Takes a decision back, with the refusals and exclusions that it made. */
export async function markUndone(tx: Tx, decision: StoredDecision, by: string, now: Instant): Promise<void> {
  await tx.query('update matching.decisions set undone_at = $2, undone_by = $3 where id = $1', [decision.id, now, by]);
  await tx.query('update matching.refusals set undone_at = $2 where decision_id = $1', [decision.id, now]);
  if (decision.kind === 'not-mine') await tx.query('update matching.exclusions set undone_at = $3 where employee_id = $1 and item_id in (select m.item_id from matching.members m where m.group_id = $2)', [decision.employeeId, decision.groupId, now]);
}

type Pair = { readonly paymentId: string; readonly itemId: string };

/** Pairs that a person has said do not belong together. */
export async function refusePairs(tx: Tx, pairs: readonly Pair[], { decisionId, by, now }: { readonly decisionId: DecisionId; readonly by: string; readonly now: Instant }): Promise<void> {
  await insertMany(tx, 'matching.refusals', { paymentId: 'uuid', itemId: 'uuid', byId: 'uuid', at: 'timestamptz', decisionId: 'uuid' },
    { rows: pairs.map((pair) => ({ ...pair, byId: by, at: now, decisionId })), tail: 'on conflict (company_id, payment_id, item_id) do update set undone_at = null, decision_id = excluded.decision_id' });
}

export async function refusedPairs(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ pair: string }>(`select payment_id || '/' || item_id as pair from matching.refusals where undone_at is null`);
  return new Set(rows.map((row) => row.pair));
}

/** These items are not this person's, whatever their source says. */
export async function excludePerson(tx: Tx, items: readonly string[], { employeeId, by, now }: { readonly employeeId: string; readonly by: string; readonly now: Instant }): Promise<void> {
  await insertMany(tx, 'matching.exclusions', { itemId: 'uuid', employeeId: 'uuid', byId: 'uuid', at: 'timestamptz' },
    { rows: items.map((itemId) => ({ itemId, employeeId, byId: by, at: now })), tail: 'on conflict (company_id, item_id, employee_id) do update set undone_at = null' });
}

/** `item/person` of every exclusion that stands. */
export async function excludedPeople(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ pair: string }>(`select item_id || '/' || employee_id as pair from matching.exclusions where undone_at is null`);
  return new Set(rows.map((row) => row.pair));
}

/** What decisions have set free, or taken back, since a moment: the items of every group that they touched. */
export async function decidedItems(tx: Tx, since: Instant): Promise<string[]> {
  const { rows } = await tx.query<{ itemId: string }>(
    `select distinct m.item_id from matching.decisions d join matching.members m on m.company_id = d.company_id and m.group_id = any(d.replaced || d.made || d.group_id)
      where d.at >= $1 or d.undone_at >= $1`, [since]);
  return rows.map((row) => row.itemId);
}
