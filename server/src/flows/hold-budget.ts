import { formatAmount, type Bilingual, type Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import { openOf, reserveFor, settleFor, type Budget, type BudgetShort, type Taken } from '#modules/budgets';
import type { Claim, ClaimLine } from '#modules/claims';
import type { Employee } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

/** Refused for want of money in a hard budget: which one, what is left and what was asked for. */
export type BudgetRefused = { readonly kind: 'budget.exceeded'; readonly message: Bilingual; readonly budgetId: string };

/** What a claim's budgets say about it: reasons that people read, and whether one of them must agree. */
export type BudgetSaid = { readonly needsApproval: boolean; readonly why: readonly Bilingual[] };

const amountOf = (minor: bigint, { currency }: Budget): string => `${currency} ${formatAmount({ minor, currency })}`;

function refused({ budget, wantedMinor }: BudgetShort): BudgetRefused {
  const [left, wanted] = [amountOf(openOf(budget), budget), amountOf(wantedMinor, budget)];
  return {
    kind: 'budget.exceeded', budgetId: budget.id,
    message: { zh: `预算“${budget.name}”只剩 ${left}，这张单需要 ${wanted}；请减少费用，或请财务追加预算`, en: `Only ${left} is left of the budget “${budget.name}” and this claim needs ${wanted}; claim less, or ask finance to raise it` },
  };
}

function reasonOf({ budget, minor, level }: Taken): Bilingual[] {
  if (level === 'within') return [];
  const taken = amountOf(minor, budget);
  if (level === 'over') return [{ zh: `预算“${budget.name}”因此超支 ${amountOf(-openOf(budget), budget)}（本单 ${taken}）`, en: `The budget “${budget.name}” is overdrawn by ${amountOf(-openOf(budget), budget)} with this claim (${taken})` }];
  return [{ zh: `预算“${budget.name}”已用到 ${budget.warnPercent}% 以上，本单之后还剩 ${amountOf(openOf(budget), budget)}`, en: `The budget “${budget.name}” is more than ${budget.warnPercent}% taken; ${amountOf(openOf(budget), budget)} is left after this claim` }];
}

const news = (tx: Tx, budgets: readonly Pick<Budget, 'id'>[]): Promise<void> => tell(tx, budgets.map((budget) => ({ type: 'budget.moved', subject: { kind: 'budget', id: budget.id } })));

/** Sets aside what the company would bear of a claim: what policy cut is nobody's budget. */
export async function reserveBudget(tx: Tx, house: House, of: { readonly claim: Claim; readonly lines: readonly ClaimLine[]; readonly employee: Employee }): Promise<Result<BudgetSaid, BudgetRefused>> {
  const { claim, lines, employee } = of;
  const taken = await reserveFor(tx, {
    subject: { kind: 'claim', id: claim.id }, employeeId: employee.id, now: house.clock.now(), newId: () => house.clock.newId<'budget-hold'>(),
    expenses: lines.map((line) => ({ department: employee.department, category: line.category, spentOn: line.spentOn, minor: line.allowedMinor })),
  });
  if (!taken.ok) return err(refused(taken.error));
  await news(tx, taken.value.map(({ budget }) => budget));
  return ok({ needsApproval: taken.value.some(({ level }) => level === 'over'), why: taken.value.flatMap(reasonOf) });
}

/** A granted claim has used what it had reserved; one that came back has given it free. */
export async function settleBudget(tx: Tx, house: House, call: { readonly claimId: string; readonly to: 'used' | 'released' }): Promise<void> {
  await news(tx, await settleFor(tx, { kind: 'claim', id: call.claimId }, { to: call.to, now: house.clock.now() }));
}
