import type { Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { pendingRequestOf, withdraw, type ApprovalError, type ApprovalState } from '#modules/approvals';
import { record } from '#modules/audit';
import { addSteps, lockClaim, moveClaim, type ClaimError } from '#modules/claims';
import { moveRequest } from './approval-requests.ts';
import { backToDraft } from './back-to-draft.ts';
import type { House } from './house.ts';

export type ClaimCall = { readonly caller: Caller & { kind: 'person' }; readonly claimId: string };

export type WithdrawProblem = ClaimError | ApprovalError | { readonly kind: 'request.not-found' };

/** Takes a submitted claim back to the draft that it was; its invoices are free again and nobody is asked any more. */
export function withdrawClaim(house: House, { caller, claimId }: ClaimCall): Promise<Result<null, WithdrawProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, WithdrawProblem>> => {
    const now = house.clock.now();
    const claim = await lockClaim(tx, claimId);
    if (!claim) return err({ kind: 'request.not-found' });
    if (claim.employeeId !== caller.employeeId) return err({ kind: 'claim.not-yours' });
    const moved = moveClaim(claim, 'draft', now);
    if (!moved.ok) return moved;
    const asked = await pendingRequestOf<ApprovalState>(tx, claim.id);
    if (asked) {
      const withdrawn = withdraw(asked.state, { actor: caller.employeeId, at: now });
      if (!withdrawn.ok) return withdrawn;
      await moveRequest(tx, house, asked, withdrawn.value.state);
    }
    await backToDraft(tx, house, claim);
    await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'withdrawn', at: now, byName: caller.name, note: null }]);
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'claim.withdrawn', subject: { kind: 'claim', id: claim.id }, body: { number: claim.number } }]);
    return ok(null);
  });
}
