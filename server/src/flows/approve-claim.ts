import type { Bilingual } from '@roundtrip/kernel';
import { invariant } from '@roundtrip/kernel';
import { record } from '#modules/audit';
import { addSteps, moveClaim, saveClaims, type Claim } from '#modules/claims';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { holdOf } from './ask-back.ts';
import { settleBudget } from './hold-budget.ts';
import type { House } from './house.ts';
import { planPayouts } from './plan-payouts.ts';
import { postApproval } from './post-claim.ts';
import { offsetAdvances } from './settle-advances.ts';
import { askBeforePayment } from './verify-invoices.ts';

export type Approval = { readonly claim: Claim; /** The person who said the last yes; null where nobody had to. */ readonly by: string | null; readonly note: Bilingual | null };

/** A submitted claim becomes the company's debt, in the same moment as its booking and its planned payout. */
export async function approveClaim(tx: Tx, house: House, { claim, by, note }: Approval): Promise<void> {
  const now = house.clock.now();
  const approved = moveClaim({ ...claim, automatic: by === null }, 'approved', now);
  invariant(approved.ok, 'only a submitted claim is approved');
  const offset = await offsetAdvances(tx, house, claim);
  const dueMinor = claim.reimbursableMinor - offset.minor;
  const owed = dueMinor > 0n;
  const closed = owed ? approved : moveClaim(approved.value, 'closed', now);
  invariant(closed.ok, 'an approved claim may close');
  await saveClaims(tx, [closed.value]);
  if (by === null) await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'auto-approved', at: now, byName: null, note }]);
  await settleBudget(tx, house, { claimId: claim.id, to: 'used' });
  await postApproval(tx, house, closed.value);
  await record(tx, by === null ? { kind: 'rule', name: 'automatic approval' } : { kind: 'system' }, [{ action: 'claim.approved', subject: { kind: 'claim', id: claim.id }, body: { number: claim.number, reimbursable: claim.reimbursableMinor.toString(), automatic: by === null, at: now, submittedAt: claim.submittedAt } }]);
  await tell(tx, [{ type: 'claim.approved', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
  if (owed) {
    await askBeforePayment(tx, house, claim.id);
    await planPayouts(tx, house, [{ claimId: claim.id, employeeId: claim.employeeId, amount: { minor: dueMinor, currency: claim.currency }, ...(await holdOf(tx, claim.id)) }]);
    await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'payout-planned', at: now, byName: null, note: offset.note }]);
  } else {
    await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'booked', at: now, byName: null, note: offset.note ?? { zh: '全部由公司支付，无需打款', en: 'All of it was paid by the company; nothing is owed' } }]);
  }
}
