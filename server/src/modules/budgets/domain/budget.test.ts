import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { addDays } from '@roundtrip/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, nextPeriod, within, type Period, type Scope } from './budget.ts';
import { levelOf, openOf, periodAround, reserve, rollOver, settle, type Budget, type Expense } from './index.ts';

const AT = '2026-11-01T00:00:00.000Z' as Instant;
const day = fc.integer({ min: 0, max: 730 }).map((n) => addDays('2026-01-01' as CivilDate, n));
const departments = fc.constantFrom('sales', 'labs');
const categories = fc.constantFrom('hotel', 'meal');
const periods = fc.constantFrom<Period>('month', 'quarter', 'year');
const scopes = fc.record({ department: fc.option(departments), category: fc.option(categories), period: periods, day }).map(({ day: on, ...rest }) => ({ ...rest, ...periodAround(rest.period, on) }));
const expenses = fc.record<Expense>({ department: departments, category: categories, spentOn: day, minor: fc.bigInt({ min: -100n, max: 10_000n }) });

const budgetOf = (id: string, scope: Scope & { period: Period }, more: Partial<Budget> = {}): Budget => ({
  id: id as Id<'budget'>, parentId: null, name: id, currency: 'CNY', totalMinor: 20_000n, carriedMinor: 0n, reservedMinor: 0n, usedMinor: 0n, mode: 'hard', warnPercent: 80, rollsOver: true, rolledInto: null, version: 1,
  createdAt: AT, updatedAt: AT, ...scope, ...more,
});

type Move = { readonly expenses: Expense[]; readonly fate: 'used' | 'released' | 'open' };
const moves = fc.array(fc.record<Move>({ expenses: fc.array(expenses, { minLength: 1, maxLength: 4 }), fate: fc.constantFrom('used', 'released', 'open') }), { maxLength: 25 });

describe('every budget', () => {
  test('is reserved + used + open; a hard one is never overdrawn; each reserve ends in one use or release', () => {
    fc.assert(fc.property(fc.array(scopes, { minLength: 1, maxLength: 4 }), fc.boolean(), moves, (plans, soft, steps) => {
      let budgets = plans.map((scope, i) => budgetOf(`b${i}`, scope, { mode: soft ? 'soft' : 'hard' }));
      const figures = new Map(budgets.map((budget) => [budget.id as string, { reserved: 0n, used: 0n }]));
      for (const step of steps) {
        const taken = reserve(budgets, step.expenses);
        if (!taken.ok) {
          expect(taken.error.wantedMinor).toBeGreaterThan(openOf(taken.error.budget));
          continue;
        }
        for (const { budget, minor } of taken.value) {
          const own = figures.get(budget.id);
          if (own && step.fate === 'open') own.reserved += minor;
          if (own && step.fate === 'used') own.used += minor;
        }
        const after = new Map(taken.value.map(({ budget, minor }) => [budget.id as string, step.fate === 'open' ? budget : settle(budget, minor, step.fate)]));
        budgets = budgets.map((budget) => after.get(budget.id) ?? budget);
      }
      for (const budget of budgets) {
        expect(budget.reservedMinor + budget.usedMinor + openOf(budget)).toBe(budget.totalMinor + budget.carriedMinor);
        expect({ reserved: budget.reservedMinor, used: budget.usedMinor }).toEqual(figures.get(budget.id));
        if (!soft) expect(openOf(budget)).toBeGreaterThanOrEqual(0n);
      }
    }));
  });

  test('holds what the budgets inside it hold', () => {
    fc.assert(fc.property(scopes, scopes, fc.array(expenses, { maxLength: 12 }), (child, parent, all) => {
      if (!within(child, parent)) return;
      for (const expense of all) if (covers(child, expense)) expect(covers(parent, expense)).toBe(true);
    }));
  });

  test('rolls what is left to the cent, and nothing twice', () => {
    fc.assert(fc.property(scopes, fc.bigInt({ min: 0n, max: 20_000n }), fc.boolean(), (scope, used, rollsOver) => {
      const budget = budgetOf('b', scope, { usedMinor: used, rollsOver });
      const { from, into } = rollOver(budget, { id: 'n' as Id<'budget'>, createdAt: AT });
      expect(from.carriedMinor + into.carriedMinor).toBe(0n);
      expect(openOf(from) + into.carriedMinor).toBe(openOf(budget));
      expect(openOf(from)).toBe(rollsOver ? 0n : openOf(budget));
      expect(into.fromDay).toBe(addDays(budget.toDay, 1));
    }));
  });
});

test.each([
  ['month', '2026-02-17', '2026-02-01', '2026-02-28', '2026-03-01', '2026-03-31'],
  ['month', '2028-02-29', '2028-02-01', '2028-02-29', '2028-03-01', '2028-03-31'],
  ['quarter', '2026-12-31', '2026-10-01', '2026-12-31', '2027-01-01', '2027-03-31'],
  ['year', '2026-01-01', '2026-01-01', '2026-12-31', '2027-01-01', '2027-12-31'],
] as const)('the %s around %s is %s to %s, then %s to %s', (...[period, on, ...days]) => {
  const around = periodAround(period, on as CivilDate);
  const next = nextPeriod({ period, toDay: around.toDay });
  expect([around.fromDay, around.toDay, next.fromDay, next.toDay]).toEqual(days);
});

test.each([[7_999n, 'within'], [8_000n, 'warn'], [10_000n, 'warn'], [10_001n, 'over'], [0n, 'within']] as const)('%s of 10000 is %s', (usedMinor, level) => {
  expect(levelOf(budgetOf('b', { department: null, category: null, period: 'year', ...periodAround('year', '2026-01-01' as CivilDate) }, { mode: 'soft', totalMinor: 10_000n, usedMinor }))).toBe(level);
});
