import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { Advance } from './domain/index.ts';

export type AdvanceMove = {
  readonly id: Id<'advance-move'>; readonly advanceId: string; readonly kind: 'offset' | 'return'; readonly claimId: string | null; readonly amountMinor: bigint; readonly onDay: CivilDate; readonly reference: string | null; readonly at: Instant;
};

const COLUMNS = {
  id: 'uuid', number: 'text', employeeId: 'uuid', purpose: 'text', amountMinor: 'bigint', currency: 'text', dueOn: 'date', state: 'text', offsetMinor: 'bigint', returnedMinor: 'bigint', askedAt: 'timestamptz',
  decidedAt: 'timestamptz', paidAt: 'timestamptz', remindedAt: 'timestamptz', updatedAt: 'timestamptz',
} as const;
const FIELDS = 'a.id, a.number, a.employee_id, a.purpose, a.amount_minor, a.currency, a.due_on, a.state, a.offset_minor, a.returned_minor, a.asked_at, a.decided_at, a.paid_at, a.reminded_at, a.updated_at';

export async function saveAdvances(tx: Tx, advances: readonly Advance[]): Promise<void> {
  await insertMany(tx, 'advances.advances', COLUMNS, {
    rows: advances,
    tail: `on conflict (company_id, id) do update set state = excluded.state, offset_minor = excluded.offset_minor, returned_minor = excluded.returned_minor, decided_at = excluded.decided_at,
      paid_at = excluded.paid_at, reminded_at = excluded.reminded_at, updated_at = excluded.updated_at`,
  });
}

/** `JK202611-1`: by month, without gaps among those that were kept. */
export async function nextAdvanceNumber(tx: Tx, month: string): Promise<string> {
  const prefix = `JK${month.replace('-', '')}-`;
  const { rows } = await tx.query<{ n: bigint }>('select count(*) as n from advances.advances where starts_with(number, $1)', [prefix]);
  return `${prefix}${(rows[0]?.n ?? 0n) + 1n}`;
}

export async function lockAdvance(tx: Tx, id: string): Promise<Advance | null> {
  return (await tx.query<Advance>(`select ${FIELDS} from advances.advances a where a.id = $1 for update`, [id])).rows[0] ?? null;
}

export async function advancesById(tx: Tx, ids: readonly string[]): Promise<Advance[]> {
  return (await tx.query<Advance>(`select ${FIELDS} from advances.advances a where a.id = any($1::uuid[])`, [ids])).rows;
}

/** What a person still has, locked. */
export async function lockOutstanding(tx: Tx, employeeId: string): Promise<Advance[]> {
  return (await tx.query<Advance>(`select ${FIELDS} from advances.advances a where a.employee_id = $1 and a.state = 'paid' order by a.id for update`, [employeeId])).rows;
}

/** Due, not settled, and not told since. */
export async function lockOverdue(tx: Tx, { today, toldBefore }: { readonly today: CivilDate; readonly toldBefore: Instant }): Promise<Advance[]> {
  return (await tx.query<Advance>(`select ${FIELDS} from advances.advances a where a.state = 'paid' and a.due_on < $1 and (a.reminded_at is null or a.reminded_at < $2) order by a.id for update`, [today, toldBefore])).rows;
}

/** Newest first. */
export async function listAdvances(tx: Tx, employeeId: string | null): Promise<Advance[]> {
  return (await tx.query<Advance>(`select ${FIELDS} from advances.advances a where $1::uuid is null or a.employee_id = $1 order by a.asked_at desc, a.id desc limit 500`, [employeeId])).rows;
}

/** True where all were new: a claim pays off an advance once, and a bank reference counts once. */
export async function addMoves(tx: Tx, moves: readonly AdvanceMove[]): Promise<boolean> {
  const { rowCount } = await insertMany(tx, 'advances.moves', { id: 'uuid', advanceId: 'uuid', kind: 'text', claimId: 'uuid', amountMinor: 'bigint', onDay: 'date', reference: 'text', at: 'timestamptz' }, { rows: moves, tail: 'on conflict do nothing' });
  return rowCount === moves.length;
}

/** By claim: what of it paid off advances. */
export async function offsetsOfClaims(tx: Tx, claimIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await tx.query<{ claimId: string; minor: bigint }>('select claim_id, sum(amount_minor)::bigint as minor from advances.moves where claim_id = any($1::uuid[]) group by claim_id', [claimIds]);
  return new Map(rows.map((row) => [row.claimId, row.minor]));
}

/** The advances whose figures are not the sum of what claims and returns took off them. */
export async function checkAdvances(tx: Tx): Promise<{ checked: number; bad: string[] }> {
  const { rows } = await tx.query<{ number: string; bad: boolean }>(
    `select a.number, coalesce(sum(m.amount_minor) filter (where m.kind = 'offset'), 0) <> a.offset_minor or coalesce(sum(m.amount_minor) filter (where m.kind = 'return'), 0) <> a.returned_minor as bad
       from advances.advances a left join advances.moves m on m.company_id = a.company_id and m.advance_id = a.id group by a.company_id, a.id, a.number, a.offset_minor, a.returned_minor`);
  return { checked: rows.length, bad: rows.filter((row) => row.bad).map((row) => row.number) };
}
