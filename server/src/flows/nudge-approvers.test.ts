import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, civilDateIn, instantAt, instantOf, epochMs, type CivilDate, type Instant } from '@roundtrip/kernel';
import { turnsOf } from '#modules/approvals';
import { readTrail } from '#modules/audit';
import { commentsOn, stepsOf } from '#modules/claims';
import { systemClock } from '#platform/clock';
import { askAdvance } from './advances.ts';
import { commentOnClaim } from './comment-on-claim.ts';
import { decideStep } from './decide-step.ts';
import { nudgeApprovers } from './nudge-approvers.ts';
import { submitClaim } from './submit-claim.ts';
import { draftMeal } from './testing/draft-meal.ts';
import { openTestHouse, type TestHouse } from './testing.ts';

let base: TestHouse;
/** Tuesday to Friday of a week without holidays. */
let now = instantAt('Asia/Shanghai', '2026-03-10T10:00:00') as Instant;
const at = (wall: string): void => { now = instantAt('Asia/Shanghai', `${wall}:00`) as Instant; };
beforeAll(async () => { base = await openTestHouse({ clock: { ...systemClock, now: () => instantOf(epochMs(now)) } }); });
afterAll(() => base.close());

const idOf = (number: string) => base.person(number).employeeId;
const nudge = () => nudgeApprovers(base.house, base.companyId);
const asked = async (claimId: string): Promise<string[]> => (await base.read((tx) => turnsOf(tx, claimId))).map((turn) => turn.approverId);
const codes = async (claimId: string): Promise<string[]> => (await base.read((tx) => stepsOf(tx, claimId))).map((step) => step.code);

/** A dinner of E004 above what passes by rule: E002, the manager, is asked. */
async function submitted(id: string): Promise<string> {
  const claimId = await draftMeal(base, { id, amount: '650.00', on: addDays(civilDateIn('Asia/Shanghai', now), -2) });
  expect(await submitClaim(base.house, { caller: base.person('E004'), claimId })).toEqual({ ok: true, value: null });
  return claimId;
}

test('a silent approver is reminded after a working day, their manager asked after three; both may answer', async () => {
  const claimId = await submitted('n1');
  at('2026-03-11T09:30');
  expect(await nudge()).toEqual({ reminded: 0, escalated: 0, rerouted: 0 });
  at('2026-03-11T10:05');
  expect(await nudge()).toEqual({ reminded: 1, escalated: 0, rerouted: 0 });
  expect(await nudge()).toEqual({ reminded: 0, escalated: 0, rerouted: 0 });
  expect(await asked(claimId)).toEqual([idOf('E002')]);
  at('2026-03-13T10:05');
  expect(await nudge()).toEqual({ reminded: 0, escalated: 1, rerouted: 0 });
  expect(await nudge()).toEqual({ reminded: 0, escalated: 0, rerouted: 0 });
  expect(await asked(claimId)).toEqual([idOf('E002'), idOf('E001')]);
  expect(await codes(claimId)).toEqual(expect.arrayContaining(['reminded', 'escalated']));
  const turn = (await base.read((tx) => turnsOf(tx, claimId))).find((one) => one.approverId === idOf('E001'));
  expect(await decideStep(base.house, { caller: base.person('E001'), turnId: turn?.id ?? '', decision: 'approve', reason: null })).toEqual({ ok: true, value: null });
  expect(await asked(claimId)).toEqual([idOf('E009')]);
});

test('the turn of someone who has left goes to the one above them at once', async () => {
  const claimId = await submitted('n2');
  await base.house.db.transact(base.companyId, (tx) => tx.query('update people.employees set active = false where id = $1', [idOf('E002')]));
  expect((await nudge()).rerouted).toBe(1);
  expect(await asked(claimId)).toEqual([idOf('E001')]);
  expect((await base.read((tx) => stepsOf(tx, claimId))).at(-1)).toMatchObject({ code: 'rerouted', byName: null, note: { zh: '沈二 → 顾一' } });
  await base.house.db.transact(base.companyId, (tx) => tx.query('update people.employees set active = true where id = $1', [idOf('E002')]));
  expect((await nudge()).rerouted).toBe(0);
});

test('a word on a claim stays, and names only people of the company', async () => {
  const claimId = await submitted('n3');
  const say = (mentions: string[]) => commentOnClaim(base.house, { caller: base.person('E002'), claimId, text: '客户是谁？', mentions });
  expect(await say([idOf('E003'), idOf('E003')])).toEqual({ ok: true, value: null });
  expect(await say([claimId])).toEqual({ ok: false, error: { kind: 'request.not-found' } });
  expect(await base.read((tx) => commentsOn(tx, claimId))).toMatchObject([{ text: '客户是谁？', mentions: [idOf('E003')], authorId: idOf('E002') }]);
  await expect(base.house.db.transact(base.companyId, (tx) => tx.query("update claims.comments set text = 'x'"))).rejects.toThrow(/permission denied/);
});

test('who is silent about an advance is reminded as well, and no claim hears of it', async () => {
  at('2026-03-17T10:00');
  await nudge();
  const advance = await askAdvance(base.house, base.person('E004'), { minor: 100_000n, currency: 'CNY', purpose: '上海出差', dueOn: '2026-04-30' as CivilDate });
  at('2026-03-18T10:05');
  expect(await nudge()).toMatchObject({ reminded: 1 });
  const id = advance.ok ? advance.value : '';
  expect((await base.read((tx) => readTrail(tx, { kind: 'advance', id }))).map((entry) => entry.action)).toContain('approval.reminded');
  expect(await codes(id)).toEqual([]);
});
