import { invariant } from '@roundtrip/kernel';
import { moveClaim, saveClaims, type Claim } from '#modules/claims';
import { releaseDocuments } from '#modules/documents';
import { freeClaim } from '#modules/matching';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { askBack } from './ask-back.ts';
import { settleBudget } from './hold-budget.ts';
import type { House } from './house.ts';

/** The claim ends with a no; its invoices and groups are free, so that a mended claim draws itself anew. */
export async function rejectClaim(tx: Tx, house: House, claim: Claim): Promise<void> {
  const now = house.clock.now();
  const moved = moveClaim(claim, 'rejected', now);
  invariant(moved.ok, 'a claim that is being asked about is submitted');
  await saveClaims(tx, [moved.value]);
  await settleBudget(tx, house, { claimId: claim.id, to: 'released' });
  await askBack(tx, house, await releaseDocuments(tx, claim.id, now));
  await freeClaim(tx, claim.id);
  await tell(tx, [{ type: 'claim.rejected', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
}
