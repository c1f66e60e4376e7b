import { routeTrial, routeTrialEverybody, routeTrialView, routeTrialWide, type RouteTrialView } from '@roundtrip/contract';
import { civilDateIn, parseMoney } from '@roundtrip/kernel';
import type { z } from 'zod';
import { directoryOf, parseRoute, planRoute } from '#modules/approvals';
import { listEmployees, loadCompany, type Employee } from '#modules/people';
import { policyOn } from '#modules/policy';
import type { Tx } from '#platform/db';
import { personsOn } from '../../flows/acting.ts';
import type { House } from '../../flows/house.ts';
import { automationOf } from '../../flows/sample-claims.ts';
import type { App } from '../app.ts';
import { callerOf } from '../caller.ts';
import { peopleOf, personIn, type People } from '../present/facts.ts';
import { orRefuse, Refusal } from '../problem.ts';

type Case = z.infer<typeof routeTrialEverybody>;
type Planned = ReturnType<typeof planRoute>;

/** A route ready to be tried for any person: who is here today, and what the case is. */
async function trialOf(tx: Tx, house: House, given: Case): Promise<{ readonly employees: readonly Employee[]; readonly plan: (employeeId: string) => Planned }> {
  const { amount, categories, outcome, needsApproval, evidenceComplete, matchConfidence, costCentre, project, route } = given;
  const company = await loadCompany(tx);
  const day = civilDateIn(company.zone, house.clock.now());
  const parsed = parseRoute(route ?? (await policyOn(tx, day))?.route);
  if (!parsed.ok) throw new Refusal({ kind: 'policy.not-right', concerns: parsed.error } as never);
  const money = orRefuse(parseMoney(amount.amount, amount.currency));
  const employees = await listEmployees(tx);
  const directory = directoryOf(await personsOn(tx, employees, { day, amountMinor: money.minor }));
  const limits = { amountMax: { minor: (await automationOf(tx, company)).amountMaxMinor, currency: company.currency }, confidenceMin: company.settings.autoConfidenceMin };
  return { employees, plan: (submitterId) => planRoute(parsed.value, { submitterId, amount: money, verdict: { outcome, needsApproval }, evidenceComplete, matchConfidence, categories, costCentre, project, limits }, directory) };
}

const viewOf = (planned: Planned & { ok: true }, people: People): RouteTrialView => {
  const { automatic, route, why, steps } = planned.value;
  return {
    automatic, route, why: [...why],
    steps: steps.map((step) => ({ id: step.id, title: step.title, mode: step.mode, approvers: step.approvers.map((id) => { const actsFor = step.onBehalfOf[id]; return { person: personIn(people, id), onBehalfOf: actsFor === undefined ? null : personIn(people, actsFor) }; }) })),
  };
};

/** Who would be asked, before a route is published: for one person, and for everybody by department. */
export function routeTrials(app: App, house: House): void {
  app.post('/v1/approvals/try', { schema: { body: routeTrial, response: { 200: routeTrialView } }, config: { action: 'policy.publish' } }, (request) => {
    const { employeeId, ...given } = request.body;
    return house.db.read(callerOf(request).companyId, async (tx) => {
      const planned = (await trialOf(tx, house, given)).plan(employeeId);
      orRefuse(planned);
      return viewOf(planned as Planned & { ok: true }, await peopleOf(tx));
    });
  });

  app.post('/v1/approvals/try-everybody', { schema: { body: routeTrialEverybody, response: { 200: routeTrialWide } }, config: { action: 'policy.publish' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const [{ employees, plan }, people] = [await trialOf(tx, house, request.body), await peopleOf(tx)];
      const rows = new Map<string, z.infer<typeof routeTrialWide>['items'][number]>();
      for (const { id, department, active } of employees) {
        if (!active) continue;
        const planned = plan(id);
        const key = JSON.stringify([department, planned.ok ? planned.value.steps.map((step) => [step.id, step.approvers]) : planned.error]);
        const row = rows.get(key) ?? { department, people: [], asked: planned.ok ? viewOf(planned, people) : null };
        row.people.push(personIn(people, id));
        rows.set(key, row);
      }
      return { items: [...rows.values()].sort((a, b) => (a.department < b.department ? -1 : a.department > b.department ? 1 : b.people.length - a.people.length)) };
    }));
}
