import type { Bilingual, CivilDate } from '@roundtrip/kernel';
import { civilDateIn, invariant } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { addSteps, claimsById, moveClaim, saveClaims, type Claim } from '#modules/claims';
import { post, rules, type NewEntry } from '#modules/ledger';
import { listEmployees, loadCompany } from '#modules/people';
import { batchesById, movePayout, reasonWords, savePayouts, TRANSIT_STATES, type Payout, type PayoutState } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { followPayouts, paidFor } from './settle-advances.ts';

/** One payout on its way: where to, and what is known of it. `booked` names the bank's day and account where the bank booked it. */
export type PayoutChange = {
  readonly payout: Payout;
  readonly to: PayoutState;
  readonly reason?: string;
  readonly booked?: { readonly on: CivilDate; readonly account: string };
};

const NEWS: Readonly<Record<PayoutState, string>> = {
  planned: 'payout.planned', sending: 'payout.sent', accepted: 'payout.accepted', unknown: 'payout.unknown', settled: 'payout.settled', failed: 'payout.failed', returned: 'payout.returned',
};

const STEPS: Partial<Record<PayoutState, string>> = { sending: 'payout-sent', unknown: 'payout-unknown', failed: 'payout-failed', returned: 'payout-returned', settled: 'paid' };

/** What happens to payouts happens to the books, the claims, the trail and the news in the same transaction. */
export async function movePayouts(tx: Tx, house: House, actor: Actor, changes: readonly PayoutChange[]): Promise<Payout[]> {
  if (changes.length === 0) return [];
  const now = house.clock.now();
  const moved = changes.map((change) => {
    const after = movePayout(change.payout, change.to, now, change.reason ?? null);
    invariant(after.ok, `a payout goes from ${change.payout.state} to ${change.to}`);
    return after.value;
  });
  await savePayouts(tx, moved);
  const claims = new Map((await claimsById(tx, moved.map((payout) => payout.claimId))).map((claim) => [claim.id as string, claim]));
  await post(tx, house.clock, await bookings(tx, house, { changes, moved }));
  await moveClaims(tx, house, changes, claims);
  await followPayouts(tx, house, changes);
  await record(tx, actor, changes.map(({ payout, to, reason, booked }) => ({
    action: NEWS[to], subject: { kind: 'payout', id: payout.id }, body: { claimId: payout.claimId, from: payout.state, ...(reason ? { reason } : {}), ...(booked ? { bookedOn: booked.on } : {}), at: now },
  })));
  await tell(tx, changes.map(({ payout, to }) => ({ type: NEWS[to], subject: { kind: 'payout', id: payout.id }, employeeId: payout.employeeId })));
  return moved;
}

type Booking = { readonly changes: readonly PayoutChange[]; readonly moved: readonly Payout[] };

async function bookings(tx: Tx, house: House, { changes, moved }: Booking): Promise<NewEntry[]> {
  const today = civilDateIn((await loadCompany(tx)).zone, house.clock.now());
  const numbers = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee.number]));
  const paid = await paidFor(tx, changes.map(({ payout }) => payout.claimId));
  const rails = new Map((await batchesById(tx, moved.flatMap((payout) => payout.batchId ?? []))).map((batch) => [batch.id, batch.rail]));
  return changes.flatMap(({ payout, to, booked }, i): NewEntry[] => {
    const after = moved[i] ?? payout;
    const facts = {
      payoutId: payout.id, on: booked?.on ?? today, text: paid.get(payout.claimId) ?? '', employeeNumber: numbers.get(payout.employeeId) ?? payout.employeeId,
      rail: (after.batchId && rails.get(after.batchId)) ?? '', amount: { minor: payout.amountMinor, currency: payout.currency },
    };
    if (to === 'sending') return rules.payoutSent(facts);
    if (to === 'failed' && TRANSIT_STATES.includes(payout.state)) return rules.payoutFailed(facts);
    if (to === 'settled' && booked) return rules.payoutSettled({ ...facts, account: booked.account, late: payout.state === 'failed' });
    return to === 'returned' && booked ? rules.payoutReturned({ ...facts, account: booked.account }) : [];
  });
}

/** The claim's states that each payout state asks for, in the order to walk. */
const CLAIM_WALKS: Partial<Record<PayoutState, readonly Claim['state'][]>> = { sending: ['paying'], settled: ['paying', 'paid'], returned: ['paying'] };

async function moveClaims(tx: Tx, house: House, changes: readonly PayoutChange[], claims: ReadonlyMap<string, Claim>): Promise<void> {
  const now = house.clock.now();
  const walked = changes.flatMap(({ payout, to }) => {
    const claim = claims.get(payout.claimId);
    return claim ? [walk(claim, CLAIM_WALKS[to] ?? [], now)] : [];
  });
  await saveClaims(tx, walked.filter((claim) => claim.version !== claims.get(claim.id)?.version));
  await addSteps(tx, changes.flatMap(({ payout, to, reason }) => {
    const claim = claims.get(payout.claimId);
    const code = STEPS[to];
    const note: Bilingual | null = reason ? reasonWords(reason) : null;
    // A plan that was given up before it was sent is nothing that happened to the claim.
    if (!claim || !code || (to === 'failed' && payout.state === 'planned')) return [];
    return [{ id: house.clock.newId<'step'>(), claimId: claim.id, code, at: now, byName: null, note }];
  }));
}

/** Moves a claim as far along as the table lets it; a state that it has already is no move. */
function walk(claim: Claim, states: readonly Claim['state'][], at: Parameters<typeof moveClaim>[2]): Claim {
  return states.reduce((walked, state) => {
    if (walked.state === state || (state === 'paying' && walked.state === 'paid' && states.includes('paid'))) return walked;
    const moved = moveClaim(walked, state, at);
    return moved.ok ? moved.value : walked;
  }, claim);
}
