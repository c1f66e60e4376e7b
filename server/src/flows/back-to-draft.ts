import { invariant } from '@roundtrip/kernel';
import { moveClaim, saveClaims, vacateDraft, type Claim } from '#modules/claims';
import { releaseDocuments } from '#modules/documents';
import { freeClaim } from '#modules/matching';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { askBack } from './ask-back.ts';
import { settleBudget } from './hold-budget.ts';
import type { House } from './house.ts';

/** A submitted claim is the draft again that it was, to be mended: its invoices are free. */
export async function backToDraft(tx: Tx, house: House, claim: Claim): Promise<void> {
  const now = house.clock.now();
  const moved = moveClaim(claim, 'draft', now);
  invariant(moved.ok, 'only a submitted claim comes back');
  await settleBudget(tx, house, { claimId: claim.id, to: 'released' });
  await askBack(tx, house, await releaseDocuments(tx, claim.id, now));
  // What came since has begun a draft of its own in the same place: it is drawn into this one again.
  const later = await vacateDraft(tx, claim);
  if (later) await freeClaim(tx, later);
  await saveClaims(tx, [moved.value]);
  await tell(tx, [{ type: 'claim.withdrawn', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
}
