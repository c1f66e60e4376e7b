import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PayoutRail } from '../connectors/spi/index.ts';
import { readTrail } from '#modules/audit';
import { loadRun, saveLimits, type Payout } from '#modules/payouts';
import { testDatabase, type TestDatabase } from '../platform/db/testing.ts';
import { carryBatch } from './carry-batch.ts';
import { chooseAccount, confirmAccount } from './choose-payee.ts';
import { releasePayout } from './plan-payouts.ts';
import { askForAccount, checkRun, endRun, holdInRun, makeRun, putBackInRun, releaseRun, submitRun } from './run-payouts.ts';
import { openWorld, statement, type World } from './testing/payout-world.ts';
import { verifyCompany } from './verify-company.ts';

let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const OTHER = '6222000011113333';
const limits = (w: World, more: Partial<Parameters<typeof saveLimits>[1]> = {}) =>
  base.db.transact(w.companyId, (tx) => saveLimits(tx, { autoSingleMaxMinor: 0n, autoDayMaxMinor: 0n, twoPersonFromMinor: 1n, coolingHours: 24, ...more }, w.house.clock.now()));

async function withRun(amounts: readonly bigint[] = [100n, 200n, 300n]): Promise<{ w: World; runId: string }> {
  const w = await openWorld(base.db, amounts);
  await limits(w);
  const made = await makeRun(w.house, w.companyId, { by: w.maker });
  return { w, runId: made.ok ? made.value : '' };
}
const kindOf = (result: { ok: boolean; error?: { kind: string } }): string => (result.ok ? 'ok' : (result.error?.kind ?? ''));
const swap = (w: World, account = OTHER, holder = '员工') => chooseAccount(w.house, w.companyId, { by: { employeeId: w.employeeId, name: '员工' }, kind: 'bank', holder, account, bankCode: null, bankName: null });
const inRun = async (w: World, runId: string): Promise<Payout[]> => (await w.payouts()).filter((payout) => payout.runId === runId);

describe('a run', () => {
  test('what is above the limit of the rule waits, and goes by two people in one run', async () => {
    const { w, runId } = await withRun();
    expect(await w.send()).toEqual({ sent: 0 });
    expect(kindOf(await releaseRun(w.house, w.companyId, { by: w.releaser, runId }))).toBe('payout-run.wrong-state');
    expect(kindOf(await submitRun(w.house, w.companyId, { by: w.maker, runId }))).toBe('ok');
    expect(kindOf(await releaseRun(w.house, w.companyId, { by: w.maker, runId }))).toBe('payout-run.second-person');
    expect(kindOf(await releaseRun(w.house, w.companyId, { by: { employeeId: w.employeeId, name: '员工' }, runId }))).toBe('payout-run.own-payout');
    expect(kindOf(await releaseRun(w.house, w.companyId, { by: w.releaser, runId }))).toBe('ok');
    expect(await w.send()).toEqual({ sent: 3 });
    expect(kindOf(await endRun(w.house, w.companyId, { by: w.maker, runId, to: 'cancelled' }))).toBe('request.not-found');
    const trail = await base.db.read(w.companyId, (tx) => readTrail(tx, { kind: 'payout-run', id: runId }));
    expect(trail.map((entry) => entry.action)).toEqual(['payout-run.made', 'payout-run.submitted', 'payout-run.released']);
    expect(trail.at(-1)?.body).toMatchObject({ payouts: 3, minor: { CNY: '600' }, twoPersons: true });
  });

  test('the rule fills its day up to the limit, and no further', async () => {
    const w = await openWorld(base.db, [100n, 101n, 102n, 300n]);
    await limits(w, { autoSingleMaxMinor: 250n, autoDayMaxMinor: 250n });
    expect(await w.send()).toEqual({ sent: 2 });
    expect(await w.send()).toEqual({ sent: 0 });
    const waiting = (await w.payouts()).filter((payout) => payout.state === 'planned');
    expect(waiting.map((payout) => payout.reason)).toEqual(['limit.rule', 'limit.rule']);
    expect(waiting.some((payout) => payout.amountMinor === 300n)).toBe(true);
    w.later(86_400_000);
    expect(await w.send()).toEqual({ sent: 1 });
  });

  test('held with a reason it stays out, put back by whoever makes the run it goes; a run given up leaves everything in the pool', async () => {
    const { w, runId } = await withRun();
    const [one, two] = await inRun(w, runId);
    expect(await holdInRun(w.house, w.companyId, { by: w.maker, runId, which: { ids: [one?.id ?? '', two?.id ?? ''] }, reason: '待核实' })).toEqual({ ok: true, value: 2 });
    expect(kindOf(await putBackInRun(w.house, w.companyId, { by: w.maker, runId, ids: [two?.id ?? ''] }))).toBe('ok');
    await submitRun(w.house, w.companyId, { by: w.maker, runId });
    expect(kindOf(await putBackInRun(w.house, w.companyId, { by: w.releaser, runId, ids: [one?.id ?? ''] }))).toBe('payout-run.wrong-state');
    await releaseRun(w.house, w.companyId, { by: w.releaser, runId });
    expect(await w.send()).toEqual({ sent: 2 });
    expect((await w.payouts()).find((payout) => payout.id === one?.id)).toMatchObject({ state: 'planned', heldFor: 'person', reason: '待核实', runId: null });
    const again = await makeRun(w.house, w.companyId, { by: w.maker });
    expect(kindOf(await submitRun(w.house, w.companyId, { by: w.maker, runId: again.ok ? again.value : '' }))).toBe('payout-run.empty');
    expect(kindOf(await endRun(w.house, w.companyId, { by: w.maker, runId: again.ok ? again.value : '', to: 'cancelled' }))).toBe('ok');
    expect(kindOf(await makeRun(w.house, w.companyId, { by: w.maker }))).toBe('ok');
  });
});

describe('whose account it is', () => {
  test('an account that is swapped after submitting stops the release, however long it has waited', async () => {
    const { w, runId } = await withRun();
    await submitRun(w.house, w.companyId, { by: w.maker, runId });
    await swap(w);
    w.later(48 * 3_600_000);
    expect(await releaseRun(w.house, w.companyId, { by: w.releaser, runId })).toMatchObject({ ok: false, error: { kind: 'payout-run.blocked', count: 3 } });
    await checkRun(w.house, w.companyId, { runId });
    expect((await inRun(w, runId)).every((payout) => payout.findings.includes('account.swapped'))).toBe(true);
    expect(kindOf(await endRun(w.house, w.companyId, { by: w.releaser, runId, to: 'draft' }))).toBe('ok');
    expect(kindOf(await submitRun(w.house, w.companyId, { by: w.maker, runId }))).toBe('ok');
    expect(kindOf(await releaseRun(w.house, w.companyId, { by: w.releaser, runId }))).toBe('ok');
  });

  test('and one that is swapped between release and sending is not sent, but held', async () => {
    const { w, runId } = await withRun([100n]);
    await submitRun(w.house, w.companyId, { by: w.maker, runId });
    await releaseRun(w.house, w.companyId, { by: w.releaser, runId });
    await swap(w);
    await w.send();
    expect(w.bank.sentTwice()).toEqual([]);
    expect(await w.payouts()).toMatchObject([{ state: 'planned', heldFor: 'person', reason: 'account.swapped', runId: null }]);
  });

  test('a new account waits for its time or for a second person, never for its owner', async () => {
    const w = await openWorld(base.db, [100n]);
    const chosen = await swap(w);
    const payeeId = chosen.ok ? chosen.value : '';
    await w.send();
    expect(await w.payouts()).toMatchObject([{ state: 'planned', reason: 'account.cooling' }]);
    expect(kindOf(await confirmAccount(w.house, w.companyId, { by: { employeeId: w.employeeId, name: '员工' }, payeeId }))).toBe('payee.not-waiting');
    expect(kindOf(await confirmAccount(w.house, w.companyId, { by: w.releaser, payeeId }))).toBe('ok');
    expect(await w.send()).toEqual({ sent: 1 });
    expect(kindOf(await swap(w, 'not an account'))).toBe('payee.bad-account');
    // Back to an account that has waited before: no new risk, no new wait.
    await swap(w, '6222000011114444');
    await swap(w);
    expect(kindOf(await confirmAccount(w.house, w.companyId, { by: w.releaser, payeeId }))).toBe('payee.not-waiting');
  });

  test('a holder of another name, and another account than last time, ask for a person’s eyes', async () => {
    const w = await openWorld(base.db, [100n, 200n]);
    await limits(w, { autoSingleMaxMinor: 100n, autoDayMaxMinor: 1_000n });
    await w.send();
    w.bank.judge(false);
    w.bank.book(9);
    await w.take(statement(w.bank.lines));
    await swap(w, OTHER, '别人');
    w.later(25 * 3_600_000);
    await limits(w, { autoSingleMaxMinor: 1_000n, autoDayMaxMinor: 1_000n });
    expect(await w.send()).toEqual({ sent: 0 });
    const [waiting] = (await w.payouts()).filter((payout) => payout.state === 'planned');
    expect(waiting?.findings).toEqual(['account.changed', 'account.name']);
    expect(await releasePayout(w.house, w.companyId, { actor: { kind: 'system' }, payoutId: waiting?.id ?? '' })).toBe(true);
    expect(await w.send()).toEqual({ sent: 1 });
  });

  test('months later the money comes back: it is owed again in its run, waits for another account, and goes there', async () => {
    const { w, runId } = await withRun([700n]);
    await submitRun(w.house, w.companyId, { by: w.maker, runId });
    await releaseRun(w.house, w.companyId, { by: w.releaser, runId });
    await w.send();
    w.bank.judge(false);
    w.bank.book(9);
    await w.take(statement(w.bank.lines));
    w.later(150 * 86_400_000);
    w.bank.giveBack();
    await w.take(statement(w.bank.lines));
    expect((await inRun(w, runId)).map((payout) => payout.state).sort()).toEqual(['planned', 'returned']);
    const [again] = (await inRun(w, runId)).filter((payout) => payout.state === 'planned');
    expect(await askForAccount(w.house, w.companyId, { by: w.maker, payoutId: again?.id ?? '' })).toBe(true);
    expect(await w.send()).toEqual({ sent: 0 });
    await swap(w);
    w.later(25 * 3_600_000);
    await releasePayout(w.house, w.companyId, { actor: { kind: 'system' }, payoutId: again?.id ?? '' });
    expect(await w.send()).toEqual({ sent: 1 });
    w.bank.judge(false);
    w.bank.book(9);
    await w.take(statement(w.bank.lines));
    expect(await w.claimStates()).toEqual(['paid']);
    expect((await verifyCompany(base.db, w.companyId)).filter((law) => law.bad.length > 0)).toEqual([]);
  });
});

test('a file rail: the batch waits to be carried, is carried once, and only the bank’s word settles it', async () => {
  const w = await openWorld(base.db, [100n, 200n]);
  const [rail] = w.house.connectors.rails;
  const { send: _send, ask: _ask, ...rest } = rail as PayoutRail;
  const house = { ...w.house, connectors: { ...w.house.connectors, rails: [{ ...rest, capabilities: { ...rest.capabilities, transport: 'file' as const } }] } };
  const { sendPayouts } = await import('./send-payouts.ts');
  expect(await sendPayouts(house, w.companyId)).toEqual({ sent: 2 });
  const [payout] = await w.payouts();
  expect(payout).toMatchObject({ state: 'sending', rail: 'fake' });
  const call = { actor: { kind: 'system' } as const, batchId: payout?.batchId ?? '' };
  expect(await carryBatch(house, w.companyId, call)).toBe(true);
  expect(await carryBatch(house, w.companyId, call)).toBe(false);
  expect((await w.payouts()).map((one) => one.state)).toEqual(['accepted', 'accepted']);
  expect(await base.db.read(w.companyId, (tx) => loadRun(tx, payout?.runId ?? ''))).toMatchObject({ state: 'released', ruleMinor: 300n });
});
