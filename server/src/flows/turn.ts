import type { Bilingual, Result } from '@roundtrip/kernel';
import { civilDateIn, err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { lockTurn, type ApprovalError, type ApprovalRequest, type ApprovalState, type Person } from '#modules/approvals';
import { addSteps, lockClaim, type Claim } from '#modules/claims';
import { listEmployees, loadCompany, type Employee } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { personsOn } from './acting.ts';
import { moveRequest } from './approval-requests.ts';
import { approveClaim } from './approve-claim.ts';
import { backToDraft } from './back-to-draft.ts';
import type { House } from './house.ts';
import { rejectClaim } from './reject-claim.ts';

export type TurnCall = { readonly caller: Caller & { kind: 'person' }; readonly turnId: string };
export type TurnProblem = ApprovalError | { readonly kind: 'request.not-found' };

/** A person's turn on a claim, locked, with everybody as the approval rules see them today. */
export type TurnScene = { readonly caller: TurnCall['caller']; readonly step: string; readonly request: ApprovalRequest<ApprovalState>; readonly claim: Claim; readonly people: readonly Person[]; readonly employees: readonly Employee[] };

export async function takeTurn(tx: Tx, house: House, { caller, turnId }: TurnCall): Promise<Result<TurnScene, TurnProblem>> {
  const found = await lockTurn<ApprovalState>(tx, turnId);
  const claim = found && (await lockClaim(tx, found.request.subjectId));
  if (!found || !claim) return err({ kind: 'request.not-found' });
  const { turn, request } = found;
  if (turn.doneAt !== null) return err({ kind: 'approval.wrong-state', from: request.state.status, to: 'pending' });
  const employees = await listEmployees(tx);
  const day = civilDateIn((await loadCompany(tx)).zone, house.clock.now());
  return ok({ caller, step: turn.step, request, claim, people: await personsOn(tx, employees, { day, amountMinor: claim.totalMinor }), employees });
}

type Told = { readonly code: string; readonly note: Bilingual | null };

/** What follows from a move: the request is kept, the timeline says so, and the claim is asked about, approved, or back with its person. */
export async function settleTurn(tx: Tx, house: House, scene: TurnScene, { state, told }: { readonly state: ApprovalState; readonly told: Told }): Promise<void> {
  const { caller, claim } = scene;
  await moveRequest(tx, house, scene.request, state);
  await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: told.code, at: house.clock.now(), byName: caller.name, note: told.note }]);
  if (state.status === 'approved') await approveClaim(tx, house, { claim, by: caller.name, note: null });
  else if (state.status === 'rejected') await rejectClaim(tx, house, claim);
  else if (state.status === 'returned') await backToDraft(tx, house, claim);
  await tell(tx, [{ type: 'approval.decided', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
}
