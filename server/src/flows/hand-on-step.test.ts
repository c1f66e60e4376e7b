import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, civilDateIn, type CivilDate } from '@roundtrip/kernel';
import { claimsById, stepsOf } from '#modules/claims';
import { approvalInbox } from '../http/present/approvals.ts';
import { decideStep } from './decide-step.ts';
import { delegate, endDelegation } from './delegate.ts';
import { handOnStep, type HandOn } from './hand-on-step.ts';
import { submitClaim } from './submit-claim.ts';
import { draftMeal } from './testing/draft-meal.ts';
import { openTestHouse, type TestHouse } from './testing.ts';

let base: TestHouse;
let today: CivilDate;
beforeAll(async () => {
  base = await openTestHouse();
  today = civilDateIn('Asia/Shanghai', base.house.clock.now());
});
afterAll(() => base.close());

const idOf = (number: string) => base.person(number).employeeId;
const inbox = (number: string) => base.read((tx) => approvalInbox(tx, idOf(number), today));
const turnOf = async (number: string, claimId: string): Promise<string> => (await inbox(number)).find((one) => one.claim.id === claimId)?.id ?? '';
const decide = async (number: string, claimId: string, decision: 'approve' | 'reject' | 'return' = 'approve', reason: string | null = null) => decideStep(base.house, { caller: base.person(number), turnId: await turnOf(number, claimId), decision, reason });
const handOn = async (number: string, claimId: string, move: HandOn, reason: string | null = null) => handOnStep(base.house, { caller: base.person(number), turnId: await turnOf(number, claimId), move, reason });
const stateOf = async (claimId: string) => (await base.read((tx) => claimsById(tx, [claimId])))[0]?.state;
const waiting = async (claimId: string): Promise<string[]> => {
  const all = await Promise.all(['E001', 'E002', 'E003', 'E004', 'E009'].map(async (number) => ((await turnOf(number, claimId)) === '' ? [] : [number])));
  return all.flat();
};

/** A dinner of E004 above what passes by rule: E002, the manager, is asked, then E009, finance. */
async function submitted(id: string, amount = `6${id.slice(1)}0.00`): Promise<string> {
  const claimId = await draftMeal(base, { id, amount, on: addDays(today, -2) });
  expect(await submitClaim(base.house, { caller: base.person('E004'), claimId })).toEqual({ ok: true, value: null });
  return claimId;
}

describe('an approver who does not decide', () => {
  test('转交: the other is asked, and the timeline says to whom', async () => {
    const claimId = await submitted('h1');
    expect(await handOn('E002', claimId, { kind: 'transfer', to: idOf('E004') })).toMatchObject({ ok: false, error: { kind: 'approval.unfit', because: 'own-money' } });
    expect(await handOn('E002', claimId, { kind: 'transfer', to: idOf('E003') }, '我在休假')).toEqual({ ok: true, value: null });
    expect(await waiting(claimId)).toEqual(['E003']);
    expect((await base.read((tx) => stepsOf(tx, claimId))).at(-1)).toMatchObject({ code: 'transferred', byName: '沈二', note: { zh: '林三：我在休假' } });
    expect(await decide('E003', claimId)).toEqual({ ok: true, value: null });
    expect(await waiting(claimId)).toEqual(['E009']);
    expect(await decide('E009', claimId)).toEqual({ ok: true, value: null });
    expect(await stateOf(claimId)).toBe('approved');
  });

  test('加签 before, then back; 退回某步 makes an earlier step count anew', async () => {
    const claimId = await submitted('h2');
    expect(await handOn('E002', claimId, { kind: 'add', persons: [idOf('E003'), idOf('E001')], where: 'before', mode: 'all' })).toEqual({ ok: true, value: null });
    expect(await waiting(claimId)).toEqual(['E001', 'E003']);
    await decide('E003', claimId);
    await decide('E001', claimId);
    expect(await waiting(claimId)).toEqual(['E002']);
    await decide('E002', claimId);
    expect(await handOn('E009', claimId, { kind: 'send-back', toStep: 'manager' }, '请核对人数')).toEqual({ ok: true, value: null });
    expect(await waiting(claimId)).toEqual(['E002']);
    await decide('E002', claimId);
    await decide('E009', claimId);
    expect(await stateOf(claimId)).toBe('approved');
  });

  test('returned to its person it is a draft again, with the reason, and can be submitted once more', async () => {
    const claimId = await submitted('h3');
    expect(await decide('E002', claimId, 'return')).toMatchObject({ ok: false, error: { kind: 'approval.reason-needed' } });
    expect(await decide('E002', claimId, 'return', '补充客户名单')).toEqual({ ok: true, value: null });
    expect(await stateOf(claimId)).toBe('draft');
    expect((await base.read((tx) => stepsOf(tx, claimId))).at(-1)).toMatchObject({ code: 'returned', note: { zh: '补充客户名单' } });
    expect(await submitClaim(base.house, { caller: base.person('E004'), claimId })).toEqual({ ok: true, value: null });
    expect(await waiting(claimId)).toEqual(['E002']);
    await decide('E002', claimId, 'reject', '不是公务');
    expect(await stateOf(claimId)).toBe('rejected');
  });
});

describe('who acts for whom', () => {
  const days = () => ({ fromDay: today, toDay: addDays(today, 5), reason: '休假' });

  test('a delegate named later sees what waits already, as far as the limit goes, and is shown as such', async () => {
    const [small, large] = [await submitted('h4'), await submitted('h5', '1900.00')];
    expect(await delegate(base.house, base.person('E002'), { delegateId: idOf('E003'), amountMax: 150_000n, ...days() })).toMatchObject({ ok: true });
    expect(await turnOf('E003', large)).toBe('');
    expect((await inbox('E003')).find((one) => one.claim.id === small)).toMatchObject({ onBehalfOf: { name: '沈二' } });
    expect(await decide('E003', small)).toEqual({ ok: true, value: null });
    const turn = await turnOf('E002', large);
    expect(await decideStep(base.house, { caller: base.person('E003'), turnId: turn, decision: 'approve', reason: null })).toMatchObject({ ok: false, error: { kind: 'approval.not-yours' } });
    expect(await decide('E002', large)).toEqual({ ok: true, value: null });
  });

  test('nobody decides on their own money as a delegate; the principal is asked instead', async () => {
    expect(await delegate(base.house, base.person('E002'), { delegateId: idOf('E004'), amountMax: null, ...days() })).toMatchObject({ ok: true });
    const claimId = await submitted('h6');
    expect(await waiting(claimId)).toEqual(['E002']);
  });

  test('ended, it is over; not to oneself, not in the past', async () => {
    const given = await delegate(base.house, base.person('E009'), { delegateId: idOf('E001'), amountMax: null, ...days() });
    const id = given.ok ? given.value : '';
    expect(await endDelegation(base.house, base.person('E001'), id)).toMatchObject({ ok: false });
    expect(await endDelegation(base.house, base.person('E009'), id)).toEqual({ ok: true, value: null });
    expect(await delegate(base.house, base.person('E009'), { delegateId: idOf('E009'), amountMax: null, ...days() })).toMatchObject({ ok: false, error: { kind: 'delegation.not-oneself' } });
    expect(await delegate(base.house, base.person('E009'), { delegateId: idOf('E001'), amountMax: null, ...days(), fromDay: addDays(today, -9), toDay: addDays(today, -1) })).toMatchObject({ ok: false, error: { kind: 'delegation.bad-days' } });
  });
});
