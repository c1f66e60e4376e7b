import { formatAmount } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { claimsById } from '#modules/claims';
import { claimsAskedBack, closeRecovery, settleRecoveries, type Recovery } from '#modules/documents';
import { HELD_FOR_PERSON, lockPayouts, payoutsOfClaims, savePayouts } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

const RULE: Actor = { kind: 'rule', name: 'ask-back' };

/** Why the payout is held, in the words that payouts has for it. */
const TAKEN_BACK = 'invoice.taken-back';

/**
 * An invoice was taken back, or a claim gave one up: what claims took on it beyond what is left is asked back from
 * them, each as an open item that finance sees. What is planned to be paid on such a claim waits for a person.
 */
export async function askBack(tx: Tx, house: Pick<House, 'clock'>, documentIds: readonly string[]): Promise<readonly Recovery[]> {
  const { opened, freed } = await settleRecoveries(tx, documentIds, { now: house.clock.now(), newId: () => house.clock.newId<'recovery'>() });
  await noteRecoveries(tx, 'recovery.opened', opened);
  await noteRecoveries(tx, 'recovery.freed', freed);
  await holdPayouts(tx, house, opened.map((one) => one.claimId), TAKEN_BACK);
  return opened;
}

async function noteRecoveries(tx: Tx, action: string, recoveries: readonly Recovery[]): Promise<void> {
  if (recoveries.length === 0) return;
  const owners = new Map((await claimsById(tx, recoveries.map((one) => one.claimId))).map((claim) => [claim.id as string, claim.employeeId]));
  await record(tx, RULE, recoveries.map((one) => ({
    action, subject: { kind: 'recovery', id: one.id }, body: { documentId: one.documentId, claimId: one.claimId, amount: formatAmount({ minor: one.amountMinor, currency: one.currency }), currency: one.currency },
  })));
  await tell(tx, recoveries.map((one) => {
    const owner = owners.get(one.claimId);
    return { type: action, subject: { kind: 'recovery', id: one.id }, ...(owner ? { employeeId: owner } : {}) };
  }));
}

/** What is planned to be paid on these claims waits for a person, who reads why. */
export async function holdPayouts(tx: Tx, house: Pick<House, 'clock'>, claimIds: readonly string[], reason: string): Promise<void> {
  if (claimIds.length === 0) return;
  const planned = (await payoutsOfClaims(tx, claimIds)).filter((payout) => payout.state === 'planned');
  const locked = await lockPayouts(tx, planned.map((payout) => payout.id));
  const held = locked.filter((payout) => payout.state === 'planned' && payout.heldFor !== HELD_FOR_PERSON);
  await savePayouts(tx, held.map((payout) => ({ ...payout, heldFor: HELD_FOR_PERSON, reason, updatedAt: house.clock.now() })));
  await record(tx, RULE, held.map((payout) => ({ action: 'payout.held', subject: { kind: 'payout', id: payout.id }, body: { claimId: payout.claimId, reason } })));
  await tell(tx, held.map((payout) => ({ type: 'payout.held', subject: { kind: 'payout', id: payout.id }, employeeId: payout.employeeId })));
}

/** How a new payout of the claim must wait, where an invoice of it was taken back. */
export async function holdOf(tx: Tx, claimId: string): Promise<{ hold?: { until: string; reason: string } }> {
  return (await claimsAskedBack(tx, [claimId])).has(claimId) ? { hold: { until: HELD_FOR_PERSON, reason: TAKEN_BACK } } : {};
}

/** Finance notes that the money is back. False where there is no such open item. */
export function endRecovery(house: House, companyId: string, call: { readonly actor: Actor; readonly id: string; readonly note: string }): Promise<boolean> {
  return house.db.transact(companyId, async (tx) => {
    const closed = await closeRecovery(tx, call.id, { note: call.note, now: house.clock.now() });
    if (!closed) return false;
    await record(tx, call.actor, [{ action: 'recovery.closed', subject: { kind: 'recovery', id: closed.id }, body: { note: call.note, claimId: closed.claimId, documentId: closed.documentId } }]);
    await tell(tx, [{ type: 'recovery.closed', subject: { kind: 'recovery', id: closed.id } }]);
    return true;
  });
}
