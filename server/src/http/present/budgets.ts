import type { BudgetHold, BudgetLeft, BudgetView } from '@roundtrip/contract';
import type { CivilDate } from '@roundtrip/kernel';
import { heldFor, levelOf, openOf, type Budget, type Hold } from '#modules/budgets';
import { claimsById } from '#modules/claims';
import type { Tx } from '#platform/db';
import { peopleOf, personIn } from './facts.ts';
import { wireOf } from './wire.ts';

export function budgetViewOf(budget: Budget, today: CivilDate): BudgetView {
  const { currency } = budget;
  const { id, parentId, name, department, category, period, fromDay, toDay, mode, warnPercent, rollsOver, version } = budget;
  return {
    id, parentId, name, department, category, period, fromDay, toDay, mode, warnPercent, rollsOver, version, total: wireOf(budget.totalMinor, currency), carried: wireOf(budget.carriedMinor, currency),
    reserved: wireOf(budget.reservedMinor, currency), used: wireOf(budget.usedMinor, currency), open: wireOf(openOf(budget), currency), level: levelOf(budget),
    rolled: budget.rolledInto !== null, mayRoll: budget.rolledInto === null && toDay < today,
  };
}

/** The claims behind a budget's figures. */
export async function holdViews(tx: Tx, holds: readonly Hold[], currency: string): Promise<BudgetHold[]> {
  const [claims, people] = [new Map((await claimsById(tx, holds.map((hold) => hold.subjectId))).map((claim) => [claim.id as string, claim])), await peopleOf(tx)];
  return holds.map((hold) => ({
    id: hold.id, claimId: hold.subjectId, claimNumber: claims.get(hold.subjectId)?.number ?? '', title: claims.get(hold.subjectId)?.title ?? '', employee: personIn(people, hold.employeeId),
    amount: wireOf(hold.amountMinor, currency), state: hold.state === 'used' ? 'used' : 'reserved', at: hold.settledAt ?? hold.reservedAt,
  }));
}

/** By subject: the budgets that it takes from. */
export async function budgetsLeft(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, BudgetLeft[]>> {
  const held = Map.groupBy(await heldFor(tx, subjectIds), (hold) => hold.subjectId);
  return new Map([...held].map(([id, holds]) => [id, holds.map(({ budget, amountMinor }) => ({ id: budget.id, name: budget.name, open: wireOf(openOf(budget), budget.currency), taken: wireOf(amountMinor, budget.currency), level: levelOf(budget) }))]));
}
