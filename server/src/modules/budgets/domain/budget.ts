import type { CivilDate, Id, Instant, Result } from '@roundtrip/kernel';
import { addDays, err, ok } from '@roundtrip/kernel';

export type BudgetId = Id<'budget'>;
export type Period = 'month' | 'quarter' | 'year';

/** What a budget is for. Null: every department, every category. Both days are included. */
export type Scope = { readonly department: string | null; readonly category: string | null; readonly fromDay: CivilDate; readonly toDay: CivilDate };

/** `hard`: what does not fit is refused. `soft`: it passes, and people are asked. */
export type Mode = 'hard' | 'soft';

export type Budget = Scope & {
  readonly id: BudgetId;
  readonly parentId: BudgetId | null;
  readonly name: string;
  readonly period: Period;
  readonly currency: string;
  readonly totalMinor: bigint;
  /** What came from the period before, less what went on to the next. */
  readonly carriedMinor: bigint;
  readonly reservedMinor: bigint;
  readonly usedMinor: bigint;
  readonly mode: Mode;
  /** From this share of it on, whoever decides is told. */
  readonly warnPercent: number;
  readonly rollsOver: boolean;
  readonly rolledInto: BudgetId | null;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

export type Expense = { readonly department: string; readonly category: string; readonly spentOn: CivilDate; readonly minor: bigint };

/** reserved + used + open = total + carried, always. */
export const openOf = (budget: Pick<Budget, 'totalMinor' | 'carriedMinor' | 'reservedMinor' | 'usedMinor'>): bigint =>
  budget.totalMinor + budget.carriedMinor - budget.reservedMinor - budget.usedMinor;

export const covers = (scope: Scope, expense: Pick<Expense, 'department' | 'category' | 'spentOn'>): boolean =>
  (scope.department === null || scope.department === expense.department) && (scope.category === null || scope.category === expense.category)
  && scope.fromDay <= expense.spentOn && expense.spentOn <= scope.toDay;

/** Does everything that the one covers fall into the other, too? Then what the child holds, its parent holds as well. */
export const within = (child: Scope, parent: Scope): boolean =>
  (parent.department === null || parent.department === child.department) && (parent.category === null || parent.category === child.category)
  && parent.fromDay <= child.fromDay && child.toDay <= parent.toDay;

const MONTHS: Readonly<Record<Period, number>> = { month: 1, quarter: 3, year: 12 };

const firstOf = (year: number, month: number): CivilDate => `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01` as CivilDate;

/** The month, quarter or year that a day lies in. */
export function periodAround(period: Period, day: CivilDate): Pick<Scope, 'fromDay' | 'toDay'> {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const first = month - (month % MONTHS[period]);
  return { fromDay: firstOf(year, first), toDay: addDays(firstOf(year, first + MONTHS[period]), -1) };
}

export const nextPeriod = ({ period, toDay }: Pick<Budget, 'period' | 'toDay'>): Pick<Scope, 'fromDay' | 'toDay'> => periodAround(period, addDays(toDay, 1));

/** How full a budget is with what has just been taken. */
export type Level = 'within' | 'warn' | 'over';

export function levelOf(budget: Budget): Level {
  if (openOf(budget) < 0n) return 'over';
  const full = budget.totalMinor + budget.carriedMinor;
  return (budget.reservedMinor + budget.usedMinor) * 100n >= full * BigInt(budget.warnPercent) && budget.reservedMinor + budget.usedMinor > 0n ? 'warn' : 'within';
}

export type BudgetShort = { readonly kind: 'budget.exceeded'; readonly budget: Budget; readonly wantedMinor: bigint };
export type Taken = { readonly budget: Budget; readonly minor: bigint; readonly level: Level };

/** What each budget must set aside for these expenses; refused where a hard one has too little left. */
export function reserve(budgets: readonly Budget[], expenses: readonly Expense[]): Result<Taken[], BudgetShort> {
  const taken: Taken[] = [];
  for (const budget of budgets) {
    const minor = expenses.reduce((sum, expense) => sum + (expense.minor > 0n && covers(budget, expense) ? expense.minor : 0n), 0n);
    if (minor === 0n) continue;
    if (budget.mode === 'hard' && minor > openOf(budget)) return err({ kind: 'budget.exceeded', budget, wantedMinor: minor });
    const after = { ...budget, reservedMinor: budget.reservedMinor + minor };
    taken.push({ budget: after, minor, level: levelOf(after) });
  }
  return ok(taken);
}

/** What was set aside is spent, or free again. */
export const settle = (budget: Budget, minor: bigint, to: 'used' | 'released'): Budget =>
  ({ ...budget, reservedMinor: budget.reservedMinor - minor, usedMinor: budget.usedMinor + (to === 'used' ? minor : 0n) });

/** What is left goes on to the next period: it leaves here and arrives there, to the cent. Without roll-over nothing moves. */
export function rollOver(budget: Budget, next: Pick<Budget, 'id' | 'createdAt'>): { readonly from: Budget; readonly into: Budget } {
  const left = budget.rollsOver && openOf(budget) > 0n ? openOf(budget) : 0n;
  return {
    from: { ...budget, carriedMinor: budget.carriedMinor - left, rolledInto: next.id, version: budget.version + 1, updatedAt: next.createdAt },
    into: {
      ...budget, ...nextPeriod(budget), ...next, parentId: null, carriedMinor: left, reservedMinor: 0n, usedMinor: 0n, rolledInto: null, version: 1, updatedAt: next.createdAt,
    },
  };
}
