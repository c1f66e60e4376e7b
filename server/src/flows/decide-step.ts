import type { Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { decide, endTurns, lockTurn, saveRequest, type ApprovalError, type ApprovalRequest, type ApprovalState } from '#modules/approvals';
import { record } from '#modules/audit';
import { addSteps, lockClaim, moveClaim, saveClaims, type Claim, type ClaimError } from '#modules/claims';
import { releaseDocuments } from '#modules/documents';
import { freeClaim } from '#modules/matching';
import { listEmployees } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { approveClaim } from './approve-claim.ts';
import { askBack } from './ask-back.ts';
import { askApprovers, asPersons } from './ask-for-approval.ts';
import type { House } from './house.ts';

export type StepDecision = { readonly caller: Caller & { kind: 'person' }; readonly turnId: string; readonly decision: 'approve' | 'reject'; readonly reason: string | null };
export type DecideProblem = ApprovalError | ClaimError | { readonly kind: 'request.not-found' };

/** One person's yes or no to one step. The last yes approves the claim, a no ends it with its reason. */
export function decideStep(house: House, { caller, turnId, decision, reason }: StepDecision): Promise<Result<null, DecideProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, DecideProblem>> => {
    const now = house.clock.now();
    const found = await lockTurn<ApprovalState>(tx, turnId);
    if (!found) return err({ kind: 'request.not-found' });
    const { turn, request } = found;
    const claim = await lockClaim(tx, request.subjectId);
    if (!claim) return err({ kind: 'request.not-found' });
    if (turn.doneAt !== null) return err({ kind: 'approval.wrong-state', from: request.state.status, to: decision === 'approve' ? 'approved' : 'rejected' });
    const decided = decide(request.state, { actor: caller.employeeId, decision, reason: reason ?? undefined, at: now, people: asPersons(await listEmployees(tx)) });
    if (!decided.ok) return decided;
    const { state } = decided.value;
    const ended = state.status !== 'pending';
    const next: ApprovalRequest<ApprovalState> = { ...request, state, status: state.status === 'approved' ? 'approved' : state.status === 'rejected' ? 'rejected' : 'pending', decidedAt: ended ? now : null };
    await saveRequest(tx, next);
    const actor = { kind: 'person', employeeId: caller.employeeId, name: caller.name } as const;
    await record(tx, actor, [{ action: `approval.${decision}`, subject: { kind: 'claim', id: claim.id }, body: { request: request.id, step: turn.step, ...(reason ? { reason } : {}) } }]);
    if (state.status === 'rejected') return rejectClaim(tx, house, { claim, request: next, by: caller.name, reason: reason ?? '' });
    await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: turn.step === 'finance' ? 'finance' : 'manager', at: now, byName: caller.name, note: null }]);
    await endTurns(tx, request.id, now);
    if (state.status === 'approved') await approveClaim(tx, house, { claim, by: caller.name, note: null });
    else await askApprovers(tx, house, next);
    await tell(tx, [{ type: 'approval.decided', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
    return ok(null);
  });
}

type Rejection = { readonly claim: Claim; readonly request: ApprovalRequest<ApprovalState>; readonly by: string; readonly reason: string };

/** The claim ends with the reason; its invoices and groups are free, so that a mended claim draws itself anew. */
async function rejectClaim(tx: Tx, house: House, { claim, request, by, reason }: Rejection): Promise<Result<null, ClaimError>> {
  const now = house.clock.now();
  const moved = moveClaim(claim, 'rejected', now);
  if (!moved.ok) return moved;
  await saveClaims(tx, [moved.value]);
  await endTurns(tx, request.id, now);
  await askBack(tx, house, await releaseDocuments(tx, claim.id, now));
  await freeClaim(tx, claim.id);
  await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'rejected', at: now, byName: by, note: { zh: reason, en: reason } }]);
  await tell(tx, [{ type: 'claim.rejected', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
  return ok(null);
}
