import { addDays, civilDateIn, formatAmount, instantAt, type Bilingual, type Instant } from '@roundtrip/kernel';
import { addMoves, advancesById, lockOutstanding, lockOverdue, moveAdvance, offsetOldest, outstanding, payOff, saveAdvances } from '#modules/advances';
import { record, type Actor } from '#modules/audit';
import { claimsById, type Claim } from '#modules/claims';
import { post, rules } from '#modules/ledger';
import { loadCompany, loadEmployee, type EmployeeId } from '#modules/people';
import type { Payout, PayoutState } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

const RULE: Actor = { kind: 'rule', name: 'settle-advances' };
const REMIND_DAYS = 7;

/** What an approved claim is worth pays off what its person still has, oldest first: answers with how much, and the words for it. */
export async function offsetAdvances(tx: Tx, house: House, claim: Claim): Promise<{ readonly minor: bigint; readonly note: Bilingual | null }> {
  const offsets = offsetOldest(await lockOutstanding(tx, claim.employeeId), { minor: claim.reimbursableMinor, currency: claim.currency });
  const minor = offsets.reduce((sum, each) => sum + each.minor, 0n);
  if (minor === 0n) return { minor, note: null };
  const now = house.clock.now();
  const on = civilDateIn((await loadCompany(tx)).zone, now);
  await addMoves(tx, offsets.map(({ advance, minor: taken }) => ({ id: house.clock.newId<'advance-move'>(), advanceId: advance.id, kind: 'offset' as const, claimId: claim.id, amountMinor: taken, onDay: on, reference: null, at: now })));
  await saveAdvances(tx, offsets.map(({ advance, minor: taken }) => payOff(advance, taken, { by: 'offset', at: now })));
  const employee = await loadEmployee(tx, claim.employeeId as EmployeeId);
  await post(tx, house.clock, rules.advanceOffset({ sourceId: claim.id, on, text: claim.number, employeeNumber: employee?.number ?? claim.employeeId, amount: { minor, currency: claim.currency } }));
  await record(tx, RULE, offsets.map(({ advance, minor: taken }) => ({ action: 'advance.offset', subject: { kind: 'advance', id: advance.id }, body: { number: advance.number, claimId: claim.id, claim: claim.number, amount: taken.toString() } })));
  await tell(tx, offsets.map(({ advance }) => ({ type: 'advance.offset', subject: { kind: 'advance', id: advance.id }, employeeId: claim.employeeId })));
  const [numbers, amount] = [offsets.map(({ advance }) => advance.number), `${claim.currency} ${formatAmount({ minor, currency: claim.currency })}`];
  return { minor, note: { zh: `冲抵借款 ${numbers.join('、')} ${amount}`, en: `${amount} pays off the advance ${numbers.join(', ')}` } };
}

/** What the bank did to payouts of advances: paid on its word, owed again where it gave the money back. */
export async function followPayouts(tx: Tx, house: House, changes: readonly { readonly payout: Payout; readonly to: PayoutState }[]): Promise<void> {
  const wanted = changes.filter(({ to }) => to === 'settled' || to === 'returned');
  const known = new Map((await advancesById(tx, wanted.map(({ payout }) => payout.claimId))).map((advance) => [advance.id as string, advance]));
  for (const { payout, to } of wanted) {
    const advance = known.get(payout.claimId);
    const moved = advance && moveAdvance(advance, to === 'settled' ? 'paid' : 'approved', house.clock.now());
    if (!moved?.ok) continue;
    // What claims had paid off before the bank gave it back stays paid off.
    const left = moved.value.amountMinor - moved.value.offsetMinor - moved.value.returnedMinor;
    await saveAdvances(tx, [moved.value.state === 'paid' && left === 0n ? { ...moved.value, state: 'cleared' } : moved.value]);
    await tell(tx, [{ type: to === 'settled' ? 'advance.paid' : 'advance.bounced', subject: { kind: 'advance', id: moved.value.id }, employeeId: moved.value.employeeId }]);
  }
}

/** By id, what payouts pay: a claim's number or an advance's. */
export async function paidFor(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map([...(await claimsById(tx, ids)), ...(await advancesById(tx, ids))].map(({ id, number }) => [id as string, number]));
}

/** Tells who has an advance that is due, once a week until it is settled. */
export function remindAdvances(house: House, companyId: string): Promise<number> {
  return house.db.transact(companyId, async (tx) => {
    const now = house.clock.now();
    const { zone } = await loadCompany(tx);
    const today = civilDateIn(zone, now);
    const toldBefore = instantAt(zone, `${addDays(today, 1 - REMIND_DAYS)}T00:00:00`) ?? ('1970-01-01T00:00:00.000Z' as Instant);
    const due = (await lockOverdue(tx, { today, toldBefore })).filter((advance) => outstanding(advance) > 0n);
    await saveAdvances(tx, due.map((advance) => ({ ...advance, remindedAt: now })));
    await tell(tx, due.map((advance) => ({ type: 'advance.overdue', subject: { kind: 'advance', id: advance.id }, employeeId: advance.employeeId })));
    return due.length;
  });
}
