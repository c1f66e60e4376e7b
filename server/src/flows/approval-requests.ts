import type { Bilingual, CivilDate } from '@roundtrip/kernel';
import { invariant } from '@roundtrip/kernel';
import { approversNow, endTurns, openApproval, openTurns, parseRoute, saveRequest, type ApprovalRequest, type ApprovalState, type Plan, type Route } from '#modules/approvals';
import { policyOn } from '#modules/policy';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

/** What claims and advances share on their way to a yes. */

/** The route in force on a day. */
export async function routeOn(tx: Tx, day: CivilDate): Promise<Route> {
  const version = await policyOn(tx, day);
  invariant(version, 'a company has a policy from its first day');
  const route = parseRoute(version.route);
  invariant(route.ok, 'the published route parses');
  return route.value;
}

type Subject = { readonly kind: 'claim' | 'advance'; readonly id: string; readonly submitterId: string };

/** Keeps a plan as the request that is decided over; whoever asks tells the approvers afterwards. `why`: what a person should know besides. */
export async function openRequest(tx: Tx, house: House, plan: Plan, { kind, id, submitterId, why = [] }: Subject & { readonly why?: readonly Bilingual[] }): Promise<ApprovalRequest<ApprovalState>> {
  const now = house.clock.now();
  const { state } = openApproval(plan, now);
  const request: ApprovalRequest<ApprovalState> = {
    id: house.clock.newId<'approval-request'>(), subjectKind: kind, subjectId: id, submitterId, state, status: state.status, why: [...state.why, ...why], askedAt: now, decidedAt: state.status === 'pending' ? null : now,
  };
  await saveRequest(tx, request);
  return request;
}

/** What somebody said is kept, the turns of before end, and whose turn it is now is asked, while it is still open. */
export async function moveRequest(tx: Tx, house: House, request: ApprovalRequest<ApprovalState>, state: ApprovalState): Promise<void> {
  const now = house.clock.now();
  const moved = { ...request, state, status: state.status, decidedAt: state.status === 'pending' ? null : now };
  await saveRequest(tx, moved);
  await endTurns(tx, request.id, now);
  if (state.status === 'pending') await askApprovers(tx, house, moved);
}

/** Puts the current step into the inboxes of those whose turn it is, and tells them at once. */
export const askApprovers = (tx: Tx, house: House, request: ApprovalRequest<ApprovalState>): Promise<void> => openTurnsFor(tx, house, request, approversNow(request.state));

export async function openTurnsFor(tx: Tx, house: House, request: ApprovalRequest<ApprovalState>, approvers: readonly string[]): Promise<void> {
  const now = house.clock.now();
  const step = request.state.steps[request.state.current]?.id ?? '';
  await openTurns(tx, approvers.map((approverId) => ({ id: house.clock.newId<'approval-turn'>(), requestId: request.id, step, approverId, askedAt: now })));
  await tell(tx, approvers.map((approverId) => ({ type: 'approval.asked', subject: { kind: 'approval', id: request.id }, employeeId: approverId })));
}
