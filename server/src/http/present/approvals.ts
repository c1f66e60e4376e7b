import type { ApprovalView, DelegationView } from '@roundtrip/contract';
import type { Bilingual, CivilDate } from '@roundtrip/kernel';
import { delegationsOn, inboxOf, principalsOf, type ApprovalState, type Delegation } from '#modules/approvals';
import { claimsById, linesOf, pastOf, type ClaimLine } from '#modules/claims';
import { listEmployees, type EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { personsOn } from '../../flows/acting.ts';
import { budgetsLeft } from './budgets.ts';
import { claimSummaries } from './claims.ts';
import { peopleOf, personIn, type People } from './facts.ts';
import { wireOf } from './wire.ts';

type Findings = { readonly findings: readonly { readonly message: Bilingual }[] } | null;

const stepsOf = (state: ApprovalState, people: People): ApprovalView['steps'] => state.steps.map((step, index) => ({
  id: step.id, title: step.title, mode: step.mode, state: index < state.current ? 'done' : index === state.current ? 'current' : 'ahead', approvers: [...step.approvers, ...Object.values(step.standIns ?? {}).flat()].map((id) => personIn(people, id)),
}));

/** For whom somebody may answer because they were silent too long. */
const silentFor = (standIns: ApprovalState['steps'][number]['standIns'], personId: string): string | undefined => Object.entries(standIns ?? {}).find(([, ids]) => ids.includes(personId))?.[0];

type Past = Awaited<ReturnType<typeof pastOf>>;
const PAST_SHOWN_MAX = 3;

/** The claim's own amounts by category, each beside what its person was granted before. */
function pastViews(lines: readonly ClaimLine[], past: Past, { employeeId, currency }: { readonly employeeId: string; readonly currency: string }): ApprovalView['past'] {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(line.category, (sums.get(line.category) ?? 0n) + line.amountMinor);
  return [...sums].sort(([, a], [, b]) => Number(b - a)).flatMap(([category, now]) => {
    const found = past.find((one) => one.employeeId === employeeId && one.category === category);
    return found ? [{ category, now: wireOf(now, currency), count: found.count, median: wireOf(found.medianMinor, currency), last: wireOf(found.lastMinor, currency), lastOn: found.lastOn }] : [];
  }).slice(0, PAST_SHOWN_MAX);
}

/** What waits for a person's word today: their own turns, and those of whom they act for, as far as each delegation goes. */
export async function approvalInbox(tx: Tx, employeeId: EmployeeId, day: CivilDate): Promise<ApprovalView[]> {
  const [people, employees, delegations] = [await peopleOf(tx), await listEmployees(tx), await delegationsOn(tx, day)];
  const principals = delegations.length === 0 ? [] : principalsOf(employeeId, await personsOn(tx, employees, { day, amountMinor: 0n }));
  const inbox = await inboxOf<ApprovalState>(tx, [employeeId, ...principals]);
  const claims = new Map((await claimsById(tx, inbox.map(({ request }) => request.subjectId))).map((claim) => [claim.id as string, claim]));
  const summaries = new Map((await claimSummaries(tx, [...claims.values()])).map((claim) => [claim.id, claim]));
  const lines = await linesOf(tx, [...claims.values()].map((claim) => claim.id));
  const budgets = await budgetsLeft(tx, [...claims.keys()]);
  const mayDecide = (approverId: string, claimId: string): boolean => {
    if (approverId === employeeId) return true;
    const limit = delegations.find((one) => one.personId === approverId)?.amountMax ?? null;
    const claim = claims.get(claimId);
    return claim !== undefined && claim.employeeId !== employeeId && (limit === null || claim.totalMinor <= limit);
  };
  const past = await pastOf(tx, [...claims.values()].map((claim) => claim.employeeId));
  const seen = new Set<string>();
  return inbox.sort((a, b) => Number(b.turn.approverId === employeeId) - Number(a.turn.approverId === employeeId)).flatMap(({ turn, request }) => {
    const claim = summaries.get(request.subjectId);
    if (!claim || !mayDecide(turn.approverId, request.subjectId)) return [];
    // Asked in one's own name and as a delegate: one card, one's own.
    if (seen.has(request.id)) return [];
    seen.add(request.id);
    const own = lines.filter((line) => line.claimId === request.subjectId);
    const step = request.state.steps[request.state.current];
    const actsFor = turn.approverId === employeeId ? step?.onBehalfOf[employeeId] ?? silentFor(step?.standIns, employeeId) : turn.approverId;
    return [{
      id: turn.id, claim, step: turn.step, title: step?.title ?? { zh: turn.step, en: turn.step }, askedAt: turn.askedAt, why: [...request.why], onBehalfOf: actsFor === undefined ? null : personIn(people, actsFor),
      warnings: own.flatMap((line) => ((line.verdict as Findings)?.findings ?? []).map((finding) => finding.message)), steps: stepsOf(request.state, people),
      past: pastViews(own, past, { employeeId: claim.employee.id, currency: claim.total.currency }),
      budgets: budgets.get(request.subjectId) ?? [],
    }];
  });
}

const stateOf = ({ fromDay, toDay, revokedAt }: Delegation, today: CivilDate): DelegationView['state'] => (revokedAt !== null ? 'ended' : toDay < today ? 'over' : fromDay > today ? 'ahead' : 'current');

export const delegationViews = (delegations: readonly Delegation[], people: People, { today, currency }: { readonly today: CivilDate; readonly currency: string }): DelegationView[] => delegations.map((one) => ({
  id: one.id, delegate: personIn(people, one.delegateId), fromDay: one.fromDay, toDay: one.toDay, amountMax: one.amountMax === null ? null : wireOf(one.amountMax, currency), reason: one.reason, state: stateOf(one, today),
}));
