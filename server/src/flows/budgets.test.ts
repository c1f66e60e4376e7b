import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, civilDateIn, type CivilDate } from '@roundtrip/kernel';
import { checkBudgets, holdsOf, listBudgets, openOf, reserveFor, settleFor, type Budget } from '#modules/budgets';
import { listClaims } from '#modules/claims';
import { approvalInbox } from '../http/present/approvals.ts';
import { decideStep } from './decide-step.ts';
import { changeBudget, openBudget, rollBudget, type BudgetDraft } from './edit-budgets.ts';
import { submitClaim } from './submit-claim.ts';
import { draftMeal } from './testing/draft-meal.ts';
import { openTestHouse, type TestHouse } from './testing.ts';
import { withdrawClaim } from './withdraw-claim.ts';

let base: TestHouse;
let today: CivilDate;
beforeAll(async () => {
  base = await openTestHouse();
  today = civilDateIn('Asia/Shanghai', base.house.clock.now());
});
afterAll(() => base.close());

const idOf = (number: string) => base.person(number).employeeId;
const draftOf = (more: Partial<BudgetDraft> = {}): BudgetDraft =>
  ({ parentId: null, name: '销售部', department: 'sales', category: null, period: 'year', day: addDays(today, -2), currency: 'CNY', totalMinor: 100_000n, mode: 'hard', warnPercent: 80, rollsOver: true, ...more });
async function opened(more: Partial<BudgetDraft> = {}): Promise<string> {
  const made = await openBudget(base.house, base.person('E009'), draftOf(more));
  expect(made).toMatchObject({ ok: true });
  return made.ok ? made.value : '';
}
const budget = async (id: string): Promise<Budget> => (await base.read(listBudgets)).find((one) => one.id === id) as Budget;
const figures = async (id: string): Promise<bigint[]> => { const one = await budget(id); return [one.reservedMinor, one.usedMinor, openOf(one)]; };

/** A dinner of E004 two days ago, with its invoice, as a draft claim. */
const dinner = (id: string, amount: string): Promise<string> => draftMeal(base, { id, amount, on: addDays(today, -2) });
const submit = (claimId: string) => submitClaim(base.house, { caller: base.person('E004'), claimId });
async function decide(claimId: string, decision: 'approve' | 'reject'): Promise<void> {
  for (const number of ['E002', 'E009']) {
    const turn = (await base.read((tx) => approvalInbox(tx, idOf(number), today))).find((one) => one.claim.id === claimId);
    if (turn) expect(await decideStep(base.house, { caller: base.person(number), turnId: turn.id, decision, reason: '不合适' })).toMatchObject({ ok: true });
  }
}

describe('a claim and its budgets', () => {
  let [department, company] = ['', ''];
  beforeAll(async () => {
    company = await opened({ name: '公司', department: null, totalMinor: 1_000_000n });
    department = await opened({ name: '销售部', totalMinor: 100_000n, parentId: company });
  });

  test('reserved when submitted, free when withdrawn, used when approved; the figures are the claims behind them', async () => {
    const claimId = await dinner('b1', '600.00');
    expect(await submit(claimId)).toMatchObject({ ok: true });
    const [reserved = 0n] = await figures(department);
    expect(reserved).toBeGreaterThan(0n);
    expect(await figures(company)).toEqual([reserved, 0n, 1_000_000n - reserved]);
    await withdrawClaim(base.house, { caller: base.person('E004'), claimId });
    expect(await figures(department)).toEqual([0n, 0n, 100_000n]);
    expect(await submit(claimId)).toMatchObject({ ok: true });
    const card = (await base.read((tx) => approvalInbox(tx, idOf('E002'), today))).find((one) => one.claim.id === claimId);
    expect(card?.budgets.map((one) => one.name).sort()).toEqual(['公司', '销售部']);
    await decide(claimId, 'approve');
    expect(await figures(department)).toEqual([0n, reserved, 100_000n - reserved]);
    const holds = await base.read((tx) => holdsOf(tx, department, { after: null, limit: 50 }));
    expect(holds.map((hold) => [hold.subjectId, hold.state, hold.amountMinor])).toEqual([[claimId, 'used', reserved]]);
    expect((await base.read(checkBudgets)).bad).toEqual([]);
  });

  test('a hard budget refuses what does not fit, in words, and the claim stays a draft; a soft one asks people', async () => {
    const before = await budget(department);
    expect(await changeBudget(base.house, base.person('E009'), { id: department, change: { ...before, totalMinor: before.usedMinor } })).toEqual({ ok: true, value: null });
    const claimId = await dinner('b2', '700.00');
    expect(await submit(claimId)).toMatchObject({ ok: false, error: { kind: 'budget.exceeded', budgetId: department, message: { zh: expect.stringContaining('只剩 CNY 0.00') as unknown } } });
    expect((await base.read((tx) => listClaims(tx, { employeeIds: null, state: 'draft', after: null, limit: 9 }))).map((claim) => claim.id)).toContain(claimId);
    const now = await budget(department);
    expect(await changeBudget(base.house, base.person('E009'), { id: department, change: { ...now, mode: 'soft' } })).toEqual({ ok: true, value: null });
    expect(await submit(claimId)).toMatchObject({ ok: true });
    const card = (await base.read((tx) => approvalInbox(tx, idOf('E002'), today))).find((one) => one.claim.id === claimId);
    expect(card?.why.map((why) => why.zh).join()).toContain('超支');
    expect(card?.budgets.find((one) => one.id === department)?.level).toBe('over');
    const over = await budget(department);
    expect(await changeBudget(base.house, base.person('E009'), { id: department, change: { ...over, mode: 'hard' } })).toMatchObject({ ok: false, error: { kind: 'budget.below-taken' } });
    await decide(claimId, 'reject');
    expect((await budget(department)).reservedMinor).toBe(0n);
    expect((await base.read(checkBudgets)).bad).toEqual([]);
  });

  test('in another currency, beyond its parent, twice, or too early to roll: refused', async () => {
    const by = base.person('E009');
    expect(await openBudget(base.house, by, draftOf({ category: 'meal', currency: 'USD' }))).toMatchObject({ error: { kind: 'budget.other-currency', currency: 'CNY' } });
    expect(await openBudget(base.house, by, draftOf())).toMatchObject({ error: { kind: 'budget.same-scope' } });
    expect(await openBudget(base.house, by, draftOf({ department: null, category: 'meal', parentId: department }))).toMatchObject({ error: { kind: 'budget.outside-parent' } });
    expect(await openBudget(base.house, by, draftOf({ category: 'spaceflight' }))).toMatchObject({ error: { kind: 'budget.unknown-category' } });
    expect(await rollBudget(base.house, by, department)).toMatchObject({ error: { kind: 'budget.not-over' } });
  });

  test('a period that is over goes on with what is left', async () => {
    const id = await opened({ category: 'office', period: 'month', day: addDays(today, -400), totalMinor: 5_000n });
    const rolled = await rollBudget(base.house, base.person('E009'), id);
    expect(rolled.ok && (await budget(rolled.value)).carriedMinor).toBe(5_000n);
    expect(await figures(id)).toEqual([0n, 0n, 0n]);
    expect(await rollBudget(base.house, base.person('E009'), id)).toMatchObject({ error: { kind: 'budget.rolled' } });
  });
});

test('a hundred requests race for a hard budget: what fits passes, to the cent, and nothing more', async () => {
  const id = await opened({ name: '抢', department: 'race', totalMinor: 4_200n });
  const one = async (n: number): Promise<boolean> => {
    const subject = { kind: 'claim' as const, id: base.house.clock.newId() };
    for (;;) try {
      return await base.house.db.transact(base.companyId, async (tx) => {
        const now = base.house.clock.now();
        const taken = await reserveFor(tx, { subject, employeeId: idOf('E004'), now, newId: () => base.house.clock.newId<'budget-hold'>(), expenses: [{ department: 'race', category: 'meal', spentOn: addDays(today, -2), minor: 100n }] });
        if (taken.ok && n % 10 === 0) await settleFor(tx, subject, { to: 'used', now });
        return taken.ok;
      });
    } catch (error) { if ((error as { code?: string }).code !== '40001') throw error; }
  };
  const passed = (await Promise.all(Array.from({ length: 100 }, (_, n) => one(n)))).filter(Boolean).length;
  expect(passed).toBe(42);
  const [reserved = 0n, used = 0n, open] = await figures(id);
  expect([reserved + used, open]).toEqual([4_200n, 0n]);
  expect((await base.read(checkBudgets)).bad).toEqual([]);
}, 60_000);
