import type { Bilingual, Result } from '@roundtrip/kernel';
import { civilDateIn, ok } from '@roundtrip/kernel';
import { planRoute, type RouteCase, type RouteError } from '#modules/approvals';
import { record } from '#modules/audit';
import type { Claim, ClaimLine } from '#modules/claims';
import type { Company, Employee } from '#modules/people';
import type { Verdict } from '#modules/policy';
import type { Tx } from '#platform/db';
import { personsOn } from './acting.ts';
import { askApprovers, openRequest, routeOn } from './approval-requests.ts';
import { approveClaim } from './approve-claim.ts';
import type { BudgetSaid } from './hold-budget.ts';
import type { House } from './house.ts';
import { automationScene, sampleClaim } from './sample-claims.ts';

export type RouteProblem = RouteError;

export type ToApprove = { readonly claim: Claim; readonly lines: readonly ClaimLine[]; readonly company: Company; readonly people: readonly Employee[]; readonly verdicts: readonly Verdict[]; readonly budget: BudgetSaid };

const SEVERITY = ['pass', 'warn', 'cut', 'refuse'] as const;

/** The claim in the plain terms that routes are written in: its worst verdict, its least sure match. */
function caseOf({ claim, lines, company, people, verdicts, budget }: ToApprove, amountMaxMinor: bigint): RouteCase {
  const worst = verdicts.reduce((max, verdict) => Math.max(max, SEVERITY.indexOf(verdict.outcome)), 0);
  const { settings } = company;
  return {
    submitterId: claim.employeeId, amount: { minor: claim.totalMinor, currency: claim.currency },
    verdict: { outcome: SEVERITY[worst] ?? 'refuse', needsApproval: budget.needsApproval || verdicts.some((verdict) => verdict.needsApproval) },
    evidenceComplete: lines.every((line) => line.missing.length === 0), matchConfidence: lines.reduce((min, line) => Math.min(min, line.confidence), 1),
    departmentId: people.find((person) => person.id === claim.employeeId)?.department, categories: [...new Set(lines.map((line) => line.category))],
    limits: { amountMax: { minor: amountMaxMinor, currency: company.currency }, confidenceMin: settings.autoConfidenceMin },
  };
}

/**
 * Who must say yes to a submitted claim: nobody, where the company's limits, policy, evidence and matching all allow it;
 * else the steps of the route. A route that would end with nobody is a problem and leaves the claim a draft.
 */
export async function askForApproval(tx: Tx, house: House, subject: ToApprove): Promise<Result<null, RouteProblem>> {
  const { claim, company, people } = subject;
  const day = civilDateIn(company.zone, house.clock.now());
  const route = await routeOn(tx, day);
  const persons = await personsOn(tx, people, { day, amountMinor: claim.totalMinor });
  const scene = await automationScene(tx, house, subject);
  const facts = caseOf(subject, scene.settings.amountMaxMinor);
  const free = planRoute(route, facts, persons);
  const promised = free.ok && free.value.automatic;
  const plan = promised && scene.holds.length > 0 ? planRoute(route, { ...facts, holds: scene.holds }, persons) : free;
  if (!plan.ok) return plan;
  const request = await openRequest(tx, house, plan.value, { kind: 'claim', id: claim.id, submitterId: claim.employeeId, why: subject.budget.why });
  const { state } = request;
  await sampleClaim(tx, house, scene, { requestId: request.id, promised, automatic: state.automatic });
  await record(tx, { kind: 'rule', name: `route ${state.routeVersion}` }, [{
    action: state.automatic ? 'approval.automatic' : 'approval.planned', subject: { kind: 'claim', id: claim.id },
    body: { request: request.id, route: state.route, steps: state.steps.map((step) => ({ step: step.id, approvers: step.approvers })), why: request.why.map((reason) => reason.en) },
  }]);
  if (state.automatic) {
    await approveClaim(tx, house, { claim, by: null, note: state.why[0] ?? AUTOMATIC });
    return ok(null);
  }
  await askApprovers(tx, house, request);
  return ok(null);
}

const AUTOMATIC: Bilingual = { zh: '自动批准', en: 'Approved automatically' };
