import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, civilDateIn, instantOf, type CivilDate } from '@roundtrip/kernel';
import { advancesById, outstanding, type Advance } from '#modules/advances';
import { claimsById } from '#modules/claims';
import { balances } from '#modules/ledger';
import { listPayouts, type Payout, type PayoutState } from '#modules/payouts';
import { advanceListOf, advanceTurns } from '../http/present/advances.ts';
import { approvalInbox } from '../http/present/approvals.ts';
import { askAdvance, decideAdvance, returnAdvance, withdrawAdvance } from './advances.ts';
import { decideStep } from './decide-step.ts';
import { movePayouts } from './move-payouts.ts';
import { remindAdvances } from './settle-advances.ts';
import { submitClaim } from './submit-claim.ts';
import { draftMeal } from './testing/draft-meal.ts';
import { openTestHouse, type TestHouse } from './testing.ts';
import { verifyCompany } from './verify-company.ts';

let base: TestHouse;
let today: CivilDate;
beforeAll(async () => {
  base = await openTestHouse();
  today = civilDateIn('Asia/Shanghai', base.house.clock.now());
});
afterAll(() => base.close());

const idOf = (number: string) => base.person(number).employeeId;
const ask = (minor: bigint, more: object = {}) => askAdvance(base.house, base.person('E004'), { minor, currency: 'CNY', purpose: '上海出差', dueOn: addDays(today, 30), ...more });
const advance = async (id: string): Promise<Advance> => (await base.read((tx) => advancesById(tx, [id])))[0] as Advance;
const payoutsOf = async (id: string): Promise<Payout[]> => (await base.read((tx) => listPayouts(tx, { employeeIds: null, states: null, after: null, limit: 100 }))).filter((payout) => payout.claimId === id);
const move = async (payout: Payout, ...states: PayoutState[]): Promise<void> => {
  let now = payout;
  for (const to of states) [now = now] = await base.house.db.transact(base.companyId, (tx) => movePayouts(tx, base.house, { kind: 'system' }, [{ payout: now, to, ...(to === 'settled' || to === 'returned' ? { booked: { on: today, account: '0001' } } : {}) }]));
};
const owes = async (): Promise<bigint> => (await base.read((tx) => balances(tx, 'receivable:E004')))[0]?.balance ?? 0n;
/** Every law of the books but the bank's own: no statement was taken in these tests. */
const broken = async () => (await verifyCompany(base.house.db, base.companyId)).filter((law) => law.bad.length > 0 && law.code !== 'I9' && law.code !== 'I4');

async function granted(minor: bigint): Promise<string> {
  const asked = await ask(minor);
  const id = asked.ok ? asked.value : '';
  for (const number of ['E002', 'E009', 'E001']) {
    const turn = (await base.read((tx) => advanceTurns(tx, idOf(number), base.house.clock.now()))).find((one) => one.advance.id === id);
    if (turn) expect(await decideAdvance(base.house, base.person(number), { turnId: turn.id, decision: 'approve', reason: null })).toEqual({ ok: true, value: null });
  }
  expect((await advance(id)).state).toBe('approved');
  return id;
}
async function paid(minor: bigint): Promise<string> {
  const id = await granted(minor);
  const [payout] = await payoutsOf(id);
  await move(payout as Payout, 'sending', 'accepted', 'settled');
  return id;
}
/** A meal of E004 that policy lets pass for 60 yuan or less, submitted and approved. */
async function approvedClaim(meal: string, amount: string): Promise<string> {
  const id = await draftMeal(base, { id: meal, amount, on: addDays(today, -Number(meal.slice(1)) - 1), shop: '杭州云上面馆' });
  expect(await submitClaim(base.house, { caller: base.person('E004'), claimId: id })).toMatchObject({ ok: true });
  for (const number of ['E002', 'E009']) {
    const turn = (await base.read((tx) => approvalInbox(tx, idOf(number), today))).find((one) => one.claim.id === id);
    if (turn) await decideStep(base.house, { caller: base.person(number), turnId: turn.id, decision: 'approve', reason: null });
  }
  return id;
}
const claim = async (id: string) => (await base.read((tx) => claimsById(tx, [id])))[0];

describe('an advance', () => {
  test('is asked for, decided by others only, paid once on the bank’s word', async () => {
    expect(await ask(100n, { currency: 'USD' })).toMatchObject({ error: { kind: 'advance.other-currency' } });
    expect(await ask(100n, { dueOn: addDays(today, -1) })).toMatchObject({ error: { kind: 'advance.bad-day' } });
    const id = await granted(5_000n);
    const [payout, ...others] = await payoutsOf(id);
    expect([payout?.amountMinor, payout?.state, others]).toEqual([5_000n, 'planned', []]);
    expect(outstanding(await advance(id))).toBe(0n);
    expect(await owes()).toBe(5_000n);
    await move(payout as Payout, 'sending', 'accepted', 'settled');
    expect(outstanding(await advance(id))).toBe(5_000n);
    expect(await broken()).toEqual([]);
    // Back to nothing, so that the next test starts clean.
    expect(await returnAdvance(base.house, base.person('E009'), { id, minor: 6_000n, currency: 'CNY', on: today, reference: 'R1' })).toMatchObject({ error: { kind: 'advance.too-much', openMinor: 5_000n } });
    expect(await returnAdvance(base.house, base.person('E009'), { id, minor: 2_000n, currency: 'CNY', on: today, reference: 'R1' })).toMatchObject({ ok: true });
    expect(await returnAdvance(base.house, base.person('E009'), { id, minor: 2_000n, currency: 'CNY', on: today, reference: 'R1' })).toMatchObject({ error: { kind: 'advance.reference-used' } });
    expect(await returnAdvance(base.house, base.person('E009'), { id, minor: 3_000n, currency: 'CNY', on: today, reference: 'R2' })).toMatchObject({ ok: true });
    expect([(await advance(id)).state, await owes()]).toEqual(['cleared', 0n]);
  });

  test('claims pay it off, the oldest first; what is left of a claim is paid out, and never twice', async () => {
    const [old, young] = [await paid(4_000n), await paid(3_000n)];
    const first = await approvedClaim('v1', '50.00');
    expect([(await advance(old)).state, outstanding(await advance(young)), (await claim(first))?.state, await payoutsOf(first)]).toEqual(['cleared', 2_000n, 'closed', []]);
    const second = await approvedClaim('v2', '60.00');
    expect((await advance(young)).state).toBe('cleared');
    const [payout, ...others] = await payoutsOf(second);
    expect([payout?.amountMinor, others, await owes()]).toEqual([4_000n, [], 0n]);
    await move(payout as Payout, 'sending', 'accepted', 'settled');
    expect((await claim(second))?.state).toBe('paid');
    expect(await broken()).toEqual([]);
    // The bank gives one back after it was paid off: it is owed again, and what was paid off stays.
    const [bounced] = await payoutsOf(old);
    await move(bounced as Payout, 'returned');
    expect([(await advance(old)).state, (await advance(old)).offsetMinor]).toEqual(['approved', 4_000n]);
  });

  test('is withdrawn while nobody decided, refused with a reason, and reminded of when it is due', async () => {
    const asked = await ask(1_000n);
    const id = asked.ok ? asked.value : '';
    expect(await withdrawAdvance(base.house, base.person('E003'), id)).toMatchObject({ error: { kind: 'request.not-found' } });
    expect(await withdrawAdvance(base.house, base.person('E004'), id)).toEqual({ ok: true, value: null });
    expect(await withdrawAdvance(base.house, base.person('E004'), id)).toMatchObject({ error: { kind: 'advance.wrong-state' } });
    const again = await ask(1_000n);
    const turn = (await base.read((tx) => advanceTurns(tx, idOf('E002'), base.house.clock.now())))[0];
    expect(await decideAdvance(base.house, base.person('E002'), { turnId: turn?.id ?? '', decision: 'reject', reason: null })).toMatchObject({ error: { kind: 'approval.reason-needed' } });
    expect(await decideAdvance(base.house, base.person('E002'), { turnId: turn?.id ?? '', decision: 'reject', reason: '先用公司卡' })).toEqual({ ok: true, value: null });
    expect(again.ok && (await advance(again.value)).state).toBe('rejected');
    const late = await paid(800n);
    expect(await remindAdvances(base.house, base.companyId)).toBe(0);
    const at = (days: number) => ({ ...base.house, clock: { ...base.house.clock, now: () => instantOf(Date.now() + days * 86_400_000) } });
    expect([await remindAdvances(at(31), base.companyId), await remindAdvances(at(32), base.companyId), await remindAdvances(at(39), base.companyId)]).toEqual([1, 0, 1]);
    expect((await base.read((tx) => advanceListOf(tx, null, at(31).clock.now()))).items.find((one) => one.id === late)?.overdue).toBe(true);
    const list = await base.read((tx) => advanceListOf(tx, null, base.house.clock.now()));
    expect(list.ages.find(({ age }) => age === '0-30')).toMatchObject({ count: 1, amount: { amount: '8.00', currency: 'CNY' } });
  });
});
