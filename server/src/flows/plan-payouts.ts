import type { Money } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { addPayouts, loadRun, lockPayouts, savePayouts, type Payout } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

/** `hold`: it waits for another account than the one of this digest, or for a person; with the reason that people read. */
export type Owed = { readonly claimId: string; readonly employeeId: string; readonly amount: Money; /** The run that had released this sum before. */ readonly runId?: string | null; readonly hold?: { readonly until: string; readonly reason: string } };

const RULE: Actor = { kind: 'rule', name: 'plan-payouts' };

/** Plans what is owed, in the transaction that made it owed. A claim that has a payout which may pay it gets no second. */
export async function planPayouts(tx: Tx, house: Pick<House, 'clock'>, claims: readonly Owed[]): Promise<Payout[]> {
  const now = house.clock.now();
  const planned = await addPayouts(tx, claims.filter((claim) => claim.amount.minor > 0n).map((claim): Payout => ({
    id: house.clock.newId<'payout'>(), claimId: claim.claimId, employeeId: claim.employeeId, amountMinor: claim.amount.minor, currency: claim.amount.currency, state: 'planned',
    batchId: null, reason: claim.hold?.reason ?? null, heldFor: claim.hold?.until ?? null,
    runId: claim.runId ?? null, accountDigest: null, accountMasked: null, bank: null, rail: null, findings: [], cleared: false, plannedAt: now, sentAt: null, settledAt: null, updatedAt: now,
  })));
  await record(tx, RULE, planned.map((payout) => ({
    action: 'payout.planned', subject: { kind: 'payout', id: payout.id },
    body: { claimId: payout.claimId, amount: payout.amountMinor.toString(), currency: payout.currency, ...(payout.reason ? { held: payout.reason } : {}) },
  })));
  await tell(tx, planned.map((payout) => ({ type: 'payout.planned', subject: { kind: 'payout', id: payout.id }, employeeId: payout.employeeId })));
  return planned;
}

/**
 * A person has looked at a payout that waits and lets it go: it is released by the rule where it is small enough, or with
 * its run. What a run holds back that is not released yet is put back there and not here. False where nothing waits.
 */
export function releasePayout(house: House, companyId: string, call: { readonly actor: Actor; readonly payoutId: string }): Promise<boolean> {
  return house.db.transact(companyId, async (tx) => {
    const [payout] = await lockPayouts(tx, [call.payoutId]);
    if (!payout || payout.state !== 'planned') return false;
    const run = payout.runId === null ? null : await loadRun(tx, payout.runId);
    if ((run && run.state !== 'released') || (payout.heldFor === null && (run !== null || payout.cleared))) return false;
    await savePayouts(tx, [{ ...payout, heldFor: null, reason: null, cleared: true, updatedAt: house.clock.now() }]);
    await record(tx, call.actor, [{ action: 'payout.released', subject: { kind: 'payout', id: payout.id }, body: { held: payout.reason, findings: payout.findings.join(' ') } }]);
    await tell(tx, [{ type: 'payout.planned', subject: { kind: 'payout', id: payout.id }, employeeId: payout.employeeId }]);
    return true;
  });
}
