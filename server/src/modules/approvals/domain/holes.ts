import { planRoute } from './plan.ts';
import type { Person, Route, RouteCase } from './route.ts';
import { directoryOf } from './who.ts';

/** A step of a route for which nobody is left when one of these people submits. */
export type RouteHole = { readonly route: string; readonly step: string; readonly submitters: readonly string[] };

/**
 * Every route tried for every person who may submit: a flow that can end with nobody is found before it is published
 * and not by the claim that is stuck in it. Exact, because who is asked depends on the person and the route alone.
 */
export function routeHoles(route: Route, people: readonly Person[]): readonly RouteHole[] {
  const directory = directoryOf(people);
  const holes = new Map<string, { route: string; step: string; submitters: string[] }>();
  for (const { when: _, ...row } of route.document.routes) {
    const { automatic: __, ...document } = route.document;
    const alone: Route = { ...route, document: { ...document, routes: [row] } };
    for (const person of people) {
      if (!person.active) continue;
      const planned = planRoute(alone, caseOf(person, route.currency), directory);
      if (planned.ok) continue;
      const key = `${planned.error.route} ${planned.error.step}`;
      const hole = holes.get(key) ?? { route: planned.error.route, step: planned.error.step, submitters: [] };
      hole.submitters.push(person.id);
      holes.set(key, hole);
    }
  }
  return [...holes.values()];
}

/** Of no cost centre and no project that anybody answers for: the case with the fewest people to ask. */
const caseOf = (person: Person, currency: string): RouteCase => ({
  submitterId: person.id, departmentId: person.departmentId, costCentre: '', project: '', amount: { minor: 1n, currency }, verdict: { outcome: 'warn', needsApproval: true }, evidenceComplete: false, matchConfidence: 0,
});
