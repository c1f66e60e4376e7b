import { civilDateIn, err, ok, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { loadCompany } from '#modules/people';
import {
  blocks, HELD_FOR_PERSON, lockPayouts, lockPool, lockRun, lockRunPayouts, mayRelease, moveRun, payoutLimits, savePayouts, saveRun, takesTwo, type FindingCode, type Payout, type Run, type RunError, type RunId,
} from '#modules/payouts';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { judgePayouts } from './judge-payouts.ts';
import { nextRunNumber } from './release-by-rule.ts';

/** A person of finance. Programs make no runs: somebody answers for each by name. */
export type RunPerson = { readonly employeeId: string; readonly name: string };
export type RunCall = { readonly by: RunPerson; readonly runId: string };
type Done<T = null> = Result<T, RunError | { readonly kind: 'request.not-found' }>;

const actorOf = (by: RunPerson): Actor => ({ kind: 'person', employeeId: by.employeeId, name: by.name });
const NOT_FOUND = { kind: 'request.not-found' } as const;

type RunNote = { readonly by: RunPerson; readonly run: Pick<Run, 'id' | 'number'> };

async function note(tx: Tx, { by, run }: RunNote, action: string, body: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await record(tx, actorOf(by), [{ action: `payout-run.${action}`, subject: { kind: 'payout-run', id: run.id }, body: { number: run.number, ...body } }]);
  await tell(tx, [{ type: `payout-run.${action}`, subject: { kind: 'payout-run', id: run.id } }]);
}

/** Puts everything that waits into a run of its own and looks at it. What is held comes along, so that it is seen. */
export function makeRun(house: House, companyId: string, { by }: { readonly by: RunPerson }): Promise<Done<RunId>> {
  return house.db.transact(companyId, async (tx): Promise<Done<RunId>> => {
    await oneAtATime(tx, 'payout-runs');
    const pool = await lockPool(tx);
    if (pool.length === 0) return err({ kind: 'payout-run.empty' });
    const now = house.clock.now();
    const run: Run = {
      id: house.clock.newId<'payout-run'>(), number: await nextRunNumber(tx, civilDateIn((await loadCompany(tx)).zone, now)), state: 'draft', ruleDay: null, madeBy: by.employeeId, madeByName: by.name,
      submittedBy: null, submittedByName: null, submittedAt: null, releasedBy: null, releasedByName: null, releasedAt: null, ruleMinor: 0n, version: 0, createdAt: now, updatedAt: now,
    };
    await saveRun(tx, run);
    await savePayouts(tx, (await judgePayouts(tx, house, pool, false)).map(({ payout }) => ({ ...payout, runId: run.id, reason: payout.heldFor === null ? null : payout.reason, updatedAt: now })));
    await note(tx, { by, run }, 'made', { payouts: pool.length });
    return ok(run.id);
  });
}

/** `seen`: those of its payouts about which this look found something else than the last one. */
type Open = { readonly run: Run; readonly payouts: readonly Payout[]; readonly seen: readonly Payout[] };

const sameLook = (a: Payout, b: Payout | undefined): boolean => a.accountDigest === b?.accountDigest && a.rail === b.rail && a.bank === b.bank && a.accountMasked === b.accountMasked && a.findings.join() === b.findings.join();

/** A run that is not released yet, looked at anew. */
async function openRun(tx: Tx, house: House, runId: string): Promise<Open | null> {
  await oneAtATime(tx, 'payout-runs');
  const run = await lockRun(tx, runId);
  if (!run || run.state === 'released' || run.state === 'cancelled') return null;
  const locked = (await lockRunPayouts(tx, runId)).filter((payout) => payout.state === 'planned');
  const payouts = (await judgePayouts(tx, house, locked, run.state === 'submitted')).map(({ payout }) => payout);
  return { run, payouts, seen: payouts.filter((payout, i) => !sameLook(payout, locked[i])) };
}

/** Looks again at what stands out: accounts may have been mended, or swapped, since. */
export function checkRun(house: House, companyId: string, { runId }: { readonly runId: string }): Promise<Done> {
  return house.db.transact(companyId, async (tx): Promise<Done> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    await savePayouts(tx, open.seen);
    await tell(tx, [{ type: 'payout-run.checked', subject: { kind: 'payout-run', id: runId } }]);
    return ok(null);
  });
}

const isBlocked = (payout: Payout): boolean => payout.heldFor === null && payout.findings.some(blocks);
const goes = (payout: Payout): boolean => payout.heldFor === null;

export type HoldCall = RunCall & { readonly which: { readonly ids: readonly string[] } | { readonly finding: FindingCode } | 'blocked'; readonly reason: string };

/** Holds payouts of a run back, with the reason that a person gives. They stay seen in it, and leave it when it is released. */
export function holdInRun(house: House, companyId: string, { by, runId, which, reason }: HoldCall): Promise<Done<number>> {
  return house.db.transact(companyId, async (tx): Promise<Done<number>> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    const meant = (payout: Payout): boolean => (which === 'blocked' ? isBlocked(payout) : 'ids' in which ? which.ids.includes(payout.id) : payout.findings.includes(which.finding));
    const held = open.payouts.filter((payout) => goes(payout) && meant(payout));
    const now = house.clock.now();
    await savePayouts(tx, held.map((payout) => ({ ...payout, heldFor: HELD_FOR_PERSON, reason, findings: [...new Set<FindingCode>(['held', ...payout.findings])], updatedAt: now })));
    await saveRun(tx, { ...open.run, updatedAt: now });
    await note(tx, { by, run: open.run }, 'held', { payouts: held.map((payout) => payout.id), reason });
    return ok(held.length);
  });
}

/** Puts held payouts back into a run that is still being made; whoever does it has looked at them. */
export function putBackInRun(house: House, companyId: string, { by, runId, ids }: RunCall & { readonly ids: readonly string[] }): Promise<Done> {
  return house.db.transact(companyId, async (tx): Promise<Done> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    if (open.run.state !== 'draft') return err({ kind: 'payout-run.wrong-state', from: open.run.state, to: 'draft' });
    const back = open.payouts.filter((payout) => ids.includes(payout.id) && payout.heldFor !== null);
    const now = house.clock.now();
    const judged = await judgePayouts(tx, house, back.map((payout) => ({ ...payout, heldFor: null, reason: null, cleared: true })), false);
    await savePayouts(tx, judged.map(({ payout }) => ({ ...payout, updatedAt: now })));
    await saveRun(tx, { ...open.run, updatedAt: now });
    await note(tx, { by, run: open.run }, 'put-back', { payouts: back.map((payout) => payout.id) });
    return ok(null);
  });
}

/** Hands a run on for release. The accounts that it was looked at with are kept: it is not released with others. */
export function submitRun(house: House, companyId: string, { by, runId }: RunCall): Promise<Done> {
  return house.db.transact(companyId, async (tx): Promise<Done> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    const going = open.payouts.filter(goes);
    const blocked = going.filter(isBlocked).length;
    if (going.length === 0) return err({ kind: 'payout-run.empty' });
    if (blocked > 0) return err({ kind: 'payout-run.blocked', count: blocked });
    const now = house.clock.now();
    const moved = moveRun(open.run, 'submitted', now);
    if (!moved.ok) return moved;
    await savePayouts(tx, open.seen);
    await saveRun(tx, { ...moved.value, submittedBy: by.employeeId, submittedByName: by.name, submittedAt: now });
    await note(tx, { by, run: open.run }, 'submitted', sumsOf(going));
    return ok(null);
  });
}

const sumsOf = (payouts: readonly Payout[]): Record<string, unknown> => ({
  payouts: payouts.length, noticed: payouts.filter((payout) => payout.findings.length > 0).length,
  minor: Object.fromEntries([...Map.groupBy(payouts, (payout) => payout.currency)].map(([currency, some]) => [currency, some.reduce((sum, payout) => sum + payout.amountMinor, 0n).toString()])),
});

/**
 * Lets the money go. Nobody releases what pays themselves, and from the company's limit on nobody releases what they
 * made. What is held leaves the run; what stands out now and did not before stops it.
 */
export function releaseRun(house: House, companyId: string, { by, runId }: RunCall): Promise<Done> {
  return house.db.transact(companyId, async (tx): Promise<Done> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    const going = open.payouts.filter(goes);
    const [company, limits, now] = [await loadCompany(tx), await payoutLimits(tx), house.clock.now()];
    const question = {
      run: open.run, releaser: by.employeeId, payees: new Set(going.map((payout) => payout.employeeId)), foreign: going.some((payout) => payout.currency !== company.currency),
      totalMinor: going.filter((payout) => payout.currency === company.currency).reduce((sum, payout) => sum + payout.amountMinor, 0n), limits,
    };
    const moved = moveRun(open.run, 'released', now);
    if (!moved.ok) return moved;
    const allowed = mayRelease(question);
    if (!allowed.ok) return allowed;
    const blocked = going.filter(isBlocked).length;
    if (going.length === 0) return err({ kind: 'payout-run.empty' });
    if (blocked > 0) return err({ kind: 'payout-run.blocked', count: blocked });
    await savePayouts(tx, [...open.seen.filter(goes), ...open.payouts.filter((payout) => !goes(payout)).map((payout) => ({ ...payout, runId: null, accountDigest: null }))]);
    await saveRun(tx, { ...moved.value, releasedBy: by.employeeId, releasedByName: by.name, releasedAt: now });
    await note(tx, { by, run: open.run }, 'released', { ...sumsOf(going), twoPersons: takesTwo(question), twoPersonFrom: limits.twoPersonFromMinor.toString() });
    return ok(null);
  });
}

/** Sends a submitted run back to whoever makes it, or gives a run up: what was in it waits in the pool again. */
export function endRun(house: House, companyId: string, { by, runId, to }: RunCall & { readonly to: 'draft' | 'cancelled' }): Promise<Done> {
  return house.db.transact(companyId, async (tx): Promise<Done> => {
    const open = await openRun(tx, house, runId);
    if (!open) return err(NOT_FOUND);
    const now = house.clock.now();
    const moved = moveRun(open.run, to, now);
    if (!moved.ok) return moved;
    await saveRun(tx, { ...moved.value, submittedBy: null, submittedByName: null, submittedAt: null });
    await savePayouts(tx, open.payouts.map((payout) => ({ ...payout, runId: to === 'draft' ? payout.runId : null, accountDigest: null, updatedAt: now })));
    await note(tx, { by, run: open.run }, to === 'draft' ? 'sent-back' : 'cancelled');
    return ok(null);
  });
}

/** Asks the employee for another account: the payout waits until the account is another one. False where nothing waits. */
export function askForAccount(house: House, companyId: string, { by, payoutId }: { readonly by: RunPerson; readonly payoutId: string }): Promise<boolean> {
  return house.db.transact(companyId, async (tx) => {
    const [payout] = await lockPayouts(tx, [payoutId]);
    if (!payout || payout.state !== 'planned') return false;
    const [judged] = await judgePayouts(tx, house, [{ ...payout, heldFor: null }], false);
    // Who has no account at all waits for any.
    await savePayouts(tx, [{ ...payout, heldFor: judged?.payout.accountDigest ?? null, reason: 'ask.mend', cleared: false, updatedAt: house.clock.now() }]);
    await record(tx, actorOf(by), [{ action: 'payout.account-asked', subject: { kind: 'payout', id: payout.id }, body: { claimId: payout.claimId, employeeId: payout.employeeId } }]);
    await tell(tx, [{ type: 'payout.account-asked', subject: { kind: 'payout', id: payout.id }, employeeId: payout.employeeId }]);
    return true;
  });
}
