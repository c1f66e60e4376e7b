import type { Id, Instant, Result } from '@roundtrip/kernel';
import { ok } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { reserve, settle, type Budget, type BudgetId, type BudgetShort, type Expense, type Taken } from './domain/index.ts';

export type HoldId = Id<'budget-hold'>;
export type HoldSubject = { readonly kind: 'claim'; readonly id: string };

export type Hold = {
  readonly id: HoldId;
  readonly budgetId: BudgetId;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly employeeId: string;
  readonly amountMinor: bigint;
  readonly state: 'reserved' | 'used' | 'released';
  readonly reservedAt: Instant;
  readonly settledAt: Instant | null;
};

const BUDGET_COLUMNS = {
  id: 'uuid', parentId: 'uuid', name: 'text', department: 'text', category: 'text', period: 'text', fromDay: 'date', toDay: 'date', currency: 'text', totalMinor: 'bigint', carriedMinor: 'bigint',
  reservedMinor: 'bigint', usedMinor: 'bigint', mode: 'text', warnPercent: 'integer', rollsOver: 'boolean', rolledInto: 'uuid', version: 'integer', createdAt: 'timestamptz', updatedAt: 'timestamptz',
} as const;
const BUDGET_FIELDS = `id, parent_id, name, department, category, period, from_day, to_day, currency, total_minor, carried_minor, reserved_minor, used_minor, mode, warn_percent, rolls_over, rolled_into,
  version, created_at, updated_at`;
const HOLD_COLUMNS = { id: 'uuid', budgetId: 'uuid', subjectKind: 'text', subjectId: 'uuid', employeeId: 'uuid', amountMinor: 'bigint', state: 'text', reservedAt: 'timestamptz', settledAt: 'timestamptz' } as const;
const HOLD_FIELDS = 'h.id, h.budget_id, h.subject_kind, h.subject_id, h.employee_id, h.amount_minor, h.state, h.reserved_at, h.settled_at';

export async function saveBudgets(tx: Tx, budgets: readonly Budget[]): Promise<void> {
  await insertMany(tx, 'budgets.budgets', BUDGET_COLUMNS, {
    rows: budgets,
    tail: `on conflict (company_id, id) do update set parent_id = excluded.parent_id, name = excluded.name, total_minor = excluded.total_minor, carried_minor = excluded.carried_minor,
      reserved_minor = excluded.reserved_minor, used_minor = excluded.used_minor, mode = excluded.mode, warn_percent = excluded.warn_percent, rolls_over = excluded.rolls_over,
      rolled_into = excluded.rolled_into, version = excluded.version, updated_at = excluded.updated_at`,
  });
}

/** Broad before narrow, old before new. */
export async function listBudgets(tx: Tx): Promise<Budget[]> {
  return (await tx.query<Budget>(`select ${BUDGET_FIELDS} from budgets.budgets order by from_day desc, to_day desc, department nulls first, category nulls first, id`)).rows;
}

export async function lockBudget(tx: Tx, id: string): Promise<Budget | null> {
  return (await tx.query<Budget>(`select ${BUDGET_FIELDS} from budgets.budgets where id = $1 for update`, [id])).rows[0] ?? null;
}

export type ToReserve = { readonly subject: HoldSubject; readonly employeeId: string; readonly expenses: readonly Expense[]; readonly now: Instant; newId(): HoldId };

/**
 * Sets aside, in every budget that covers them, what these expenses cost: in all of them or, where a hard one has too
 * little left, in none. Rows are locked in one order, so that two claims never wait for each other.
 */
export async function reserveFor(tx: Tx, { subject, employeeId, expenses, now, newId }: ToReserve): Promise<Result<Taken[], BudgetShort>> {
  const days = expenses.map((expense) => expense.spentOn).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined) return ok([]);
  const { rows } = await tx.query<Budget>(`select ${BUDGET_FIELDS} from budgets.budgets where from_day <= $2 and to_day >= $1 order by id for update`, [first, last]);
  const taken = reserve(rows, expenses);
  if (!taken.ok) return taken;
  await saveBudgets(tx, taken.value.map(({ budget }) => budget));
  await insertMany(tx, 'budgets.holds', HOLD_COLUMNS, {
    rows: taken.value.map(({ budget, minor }): Hold => ({ id: newId(), budgetId: budget.id, subjectKind: subject.kind, subjectId: subject.id, employeeId, amountMinor: minor, state: 'reserved', reservedAt: now, settledAt: null })),
  });
  return taken;
}

/** Everything that is reserved for the subject is used, or free again. Gives back the budgets that changed. */
export async function settleFor(tx: Tx, subject: HoldSubject, { to, now }: { readonly to: 'used' | 'released'; readonly now: Instant }): Promise<Budget[]> {
  const { rows: holds } = await tx.query<Hold>(`select ${HOLD_FIELDS} from budgets.holds h where h.subject_kind = $1 and h.subject_id = $2 and h.state = 'reserved' for update`, [subject.kind, subject.id]);
  if (holds.length === 0) return [];
  const amounts = new Map(holds.map((hold) => [hold.budgetId as string, hold.amountMinor]));
  const { rows: budgets } = await tx.query<Budget>(`select ${BUDGET_FIELDS} from budgets.budgets where id = any($1::uuid[]) order by id for update`, [[...amounts.keys()]]);
  const settled = budgets.map((budget) => settle(budget, amounts.get(budget.id) ?? 0n, to));
  await saveBudgets(tx, settled);
  await tx.query('update budgets.holds set state = $2, settled_at = $3 where id = any($1::uuid[])', [holds.map((hold) => hold.id), to, now]);
  return settled;
}

/** The budgets that a subject takes from now. */
export async function heldFor(tx: Tx, subjectIds: readonly string[]): Promise<(Hold & { readonly budget: Budget })[]> {
  const { rows: holds } = await tx.query<Hold>(`select ${HOLD_FIELDS} from budgets.holds h where h.subject_id = any($1::uuid[]) and h.state <> 'released' order by h.budget_id`, [subjectIds]);
  const { rows: budgets } = await tx.query<Budget>(`select ${BUDGET_FIELDS} from budgets.budgets where id = any($1::uuid[])`, [holds.map((hold) => hold.budgetId)]);
  const byId = new Map(budgets.map((budget) => [budget.id as string, budget]));
  return holds.flatMap((hold) => { const budget = byId.get(hold.budgetId); return budget ? [{ ...hold, budget }] : []; });
}

/** Who takes what of a budget: their amounts add up to its two figures. Newest first. */
export async function holdsOf(tx: Tx, budgetId: string, page: { readonly after: string | null; readonly limit: number }): Promise<Hold[]> {
  return (await tx.query<Hold>(
    `select ${HOLD_FIELDS} from budgets.holds h where h.budget_id = $1 and h.state <> 'released'
       and ($2::uuid is null or (h.reserved_at, h.id) < (select x.reserved_at, x.id from budgets.holds x where x.id = $2)) order by h.reserved_at desc, h.id desc limit $3`, [budgetId, page.after, page.limit])).rows;
}

/** The budgets whose figures are not the sum of what is held in them, or that are overdrawn though they are hard. */
export async function checkBudgets(tx: Tx): Promise<{ checked: number; bad: string[] }> {
  const { rows } = await tx.query<{ id: string; bad: boolean }>(
    `select b.id, coalesce(sum(h.amount_minor) filter (where h.state = 'reserved'), 0) <> b.reserved_minor or coalesce(sum(h.amount_minor) filter (where h.state = 'used'), 0) <> b.used_minor
       or (b.mode = 'hard' and b.reserved_minor + b.used_minor > b.total_minor + b.carried_minor) as bad
       from budgets.budgets b left join budgets.holds h on h.company_id = b.company_id and h.budget_id = b.id group by b.company_id, b.id, b.reserved_minor, b.used_minor, b.mode, b.total_minor, b.carried_minor`);
  return { checked: rows.length, bad: rows.filter((row) => row.bad).map((row) => row.id) };
}
