import type { Result } from '@roundtrip/kernel';
import { civilDateIn, err, ok, type CivilDate } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { record } from '#modules/audit';
import { listBudgets, lockBudget, openOf, periodAround, rollOver, saveBudgets, within, type Budget, type BudgetId } from '#modules/budgets';
import { loadCompany } from '#modules/people';
import { CATEGORIES } from '#modules/policy';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

type Person = Caller & { kind: 'person' };

export type BudgetDraft = Pick<Budget, 'name' | 'department' | 'category' | 'period' | 'currency' | 'totalMinor' | 'mode' | 'warnPercent' | 'rollsOver'> & { readonly parentId: string | null; /** Any day of its period. */ readonly day: CivilDate };
export type BudgetChange = Pick<Budget, 'name' | 'currency' | 'totalMinor' | 'mode' | 'warnPercent' | 'rollsOver'> & { readonly version: number };

export type BudgetProblem =
  | { readonly kind: 'request.not-found' } | { readonly kind: 'budget.other-currency'; readonly currency: string } | { readonly kind: 'budget.unknown-category' } | { readonly kind: 'budget.same-scope' }
  | { readonly kind: 'budget.outside-parent' } | { readonly kind: 'budget.below-taken'; readonly takenMinor: bigint } | { readonly kind: 'budget.changed-meanwhile' } | { readonly kind: 'budget.not-over' } | { readonly kind: 'budget.rolled' };

const sameScope = (a: Budget, b: Pick<Budget, 'department' | 'category' | 'fromDay' | 'toDay'>): boolean => a.department === b.department && a.category === b.category && a.fromDay === b.fromDay && a.toDay === b.toDay;

async function said(tx: Tx, by: Person, action: string, budget: Budget): Promise<void> {
  await record(tx, { kind: 'person', employeeId: by.employeeId, name: by.name }, [{
    action, subject: { kind: 'budget', id: budget.id },
    body: { name: budget.name, total: budget.totalMinor.toString(), carried: budget.carriedMinor.toString(), mode: budget.mode, warnPercent: budget.warnPercent, rollsOver: budget.rollsOver, from: budget.fromDay, to: budget.toDay, department: budget.department ?? '', category: budget.category ?? '' },
  }]);
  await tell(tx, [{ type: action, subject: { kind: 'budget', id: budget.id } }]);
}

/** A new budget, in the company's own currency, inside its parent where it has one. It counts what is submitted from now on. */
export function openBudget(house: House, by: Person, draft: BudgetDraft): Promise<Result<BudgetId, BudgetProblem>> {
  return house.db.transact(by.companyId, async (tx): Promise<Result<BudgetId, BudgetProblem>> => {
    const { currency } = await loadCompany(tx);
    if (draft.currency !== currency) return err({ kind: 'budget.other-currency', currency });
    if (draft.category !== null && !CATEGORIES.some((category) => category.code === draft.category)) return err({ kind: 'budget.unknown-category' });
    const now = house.clock.now();
    const { day, parentId, ...rest } = draft;
    const all = await listBudgets(tx);
    const scope = { ...rest, ...periodAround(draft.period, day) };
    const parent = all.find((one) => one.id === parentId) ?? null;
    if (parentId !== null && !parent) return err({ kind: 'request.not-found' });
    if (parent && !within(scope, parent)) return err({ kind: 'budget.outside-parent' });
    if (all.some((one) => sameScope(one, scope))) return err({ kind: 'budget.same-scope' });
    const budget: Budget = {
      ...scope, id: house.clock.newId<'budget'>(), parentId: parent?.id ?? null, carriedMinor: 0n, reservedMinor: 0n, usedMinor: 0n, rolledInto: null, version: 1, createdAt: now, updatedAt: now,
    };
    await saveBudgets(tx, [budget]);
    await said(tx, by, 'budget.opened', budget);
    return ok(budget.id);
  });
}

/** Changes what may change: its scope and period stay. A hard budget keeps room for what is already taken. */
export function changeBudget(house: House, by: Person, call: { readonly id: string; readonly change: BudgetChange }): Promise<Result<null, BudgetProblem>> {
  return house.db.transact(by.companyId, async (tx): Promise<Result<null, BudgetProblem>> => {
    const before = await lockBudget(tx, call.id);
    if (!before) return err({ kind: 'request.not-found' });
    if (before.version !== call.change.version) return err({ kind: 'budget.changed-meanwhile' });
    if (before.currency !== call.change.currency) return err({ kind: 'budget.other-currency', currency: before.currency });
    const budget: Budget = { ...before, ...call.change, version: before.version + 1, updatedAt: house.clock.now() };
    if (budget.mode === 'hard' && openOf(budget) < 0n) return err({ kind: 'budget.below-taken', takenMinor: before.reservedMinor + before.usedMinor });
    await saveBudgets(tx, [budget]);
    await said(tx, by, 'budget.changed', budget);
    return ok(null);
  });
}

/** A period that is over begins its next one: the same budget again, with what is left carried over where it rolls. */
export function rollBudget(house: House, by: Person, id: string): Promise<Result<BudgetId, BudgetProblem>> {
  return house.db.transact(by.companyId, async (tx): Promise<Result<BudgetId, BudgetProblem>> => {
    const now = house.clock.now();
    const budget = await lockBudget(tx, id);
    if (!budget) return err({ kind: 'request.not-found' });
    if (budget.rolledInto !== null) return err({ kind: 'budget.rolled' });
    if (civilDateIn((await loadCompany(tx)).zone, now) <= budget.toDay) return err({ kind: 'budget.not-over' });
    const { from, into } = rollOver(budget, { id: house.clock.newId<'budget'>(), createdAt: now });
    const all = await listBudgets(tx);
    if (all.some((one) => sameScope(one, into))) return err({ kind: 'budget.same-scope' });
    const old = all.find((one) => one.id === budget.parentId);
    // Below the parent's own next period, or below the same parent where its period goes on.
    const parent = all.find((one) => (one.id === old?.rolledInto || one.id === old?.id) && within(into, one));
    const next = { ...into, parentId: parent?.id ?? null };
    await saveBudgets(tx, [from, next]);
    await said(tx, by, 'budget.rolled', from);
    await said(tx, by, 'budget.opened', next);
    return ok(next.id);
  });
}
