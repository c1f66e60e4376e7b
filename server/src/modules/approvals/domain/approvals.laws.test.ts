import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, openApproval, withdraw, type ApprovalState } from './decide.ts';
import { parseRoute } from './parse.ts';
import { planRoute } from './plan.ts';
import { sampled } from './sampled.ts';
import { OUTCOMES, type Person, type Plan, type RouteCase, type StepDocument, type Who } from './route.ts';
import { CN_COMMON_ROUTE } from './templates/cn-common.ts';
import { AT } from './testing/cast.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyId = fc.constantFrom(...IDS);
const nobodyOr = fc.option(fc.constantFrom(...IDS, 'stranger'), { nil: null });

/** Any company at all: circles of managers and delegates, people away, people who are everything at once. */
const anyPeople: fc.Arbitrary<readonly Person[]> = fc.tuple(...IDS.map((id) => fc.record({
  id: fc.constant(id), managerId: nobodyOr, delegateId: nobodyOr, departmentId: fc.constantFrom('x', 'y', null), active: fc.boolean(),
  roles: fc.subarray(['manager', 'finance', 'admin', 'department-head']),
})));
const anyWho: fc.Arbitrary<Who> = fc.oneof(
  fc.record({ kind: fc.constant('manager' as const), level: fc.integer({ min: 1, max: 3 }) }), fc.constantFrom<Who>({ kind: 'department-head' }, { kind: 'cost-centre-owner' }, { kind: 'project-lead' }, { kind: 'manager-chain', upTo: 'top' }, { kind: 'manager-chain', upTo: 'amount' }),
  fc.record({ kind: fc.constant('role' as const), role: fc.constantFrom('finance', 'admin') }), fc.record({ kind: fc.constant('person' as const), id: anyId }),
);
const title = { zh: '一步', en: 'A step' };
const anySteps: fc.Arbitrary<StepDocument[]> = fc.array(fc.record({ who: anyWho, mode: fc.constantFrom('any' as const, 'all' as const, 'turn' as const) }), { minLength: 1, maxLength: 4 }).map((steps) => steps.map((step, index) => ({ id: `s${index}`, title, ...step })));
const anyCase: fc.Arbitrary<RouteCase> = fc.record({
  submitterId: anyId, beneficiaryIds: fc.subarray(IDS, { maxLength: 2 }), amount: fc.bigInt({ min: 1n, max: 2_000_000n }).map((minor) => ({ minor, currency: 'CNY' })),
  verdict: fc.record({ outcome: fc.constantFrom(...OUTCOMES), needsApproval: fc.boolean() }), evidenceComplete: fc.boolean(), matchConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
  departmentId: fc.constantFrom('x', 'y', null),
});
const RUNS = { numRuns: 1000 };

function plan(steps: StepDocument[], subject: RouteCase, people: readonly Person[]): Plan | null {
  const route = parseRoute({ ...CN_COMMON_ROUTE, limitByGrade: { M: '9000.00' }, owners: { costCentres: { x: 'a' }, projects: { p: 'b' } }, routes: [{ id: 'r', title, steps }] });
  if (!route.ok) throw new Error(JSON.stringify(route.error));
  const planned = planRoute(route.value, subject, people);
  return planned.ok ? planned.value : null;
}

/** Lets everybody say yes, in the given order, until nothing moves any more. */
function everyoneSaysYes(state: ApprovalState, order: readonly string[], people: readonly Person[]): ApprovalState {
  let now = state;
  for (let round = 0; round < 30 && now.status === 'pending'; round += 1) {
    for (const actor of order) {
      const done = decide(now, { actor, decision: 'approve', at: AT, people });
      if (done.ok) now = done.value.state;
    }
  }
  return now;
}

const anyOrder = fc.shuffledSubarray(IDS, { minLength: IDS.length });

test('nobody whose money it is decides on it, through any chain of managers and delegates', () => {
  fc.assert(fc.property(anySteps, anyCase, fc.tuple(anyPeople, anyPeople), anyOrder, (steps, subject, [people, later], order) => {
    const planned = plan(steps, subject, people);
    if (!planned || planned.automatic) return;
    const own = new Set([subject.submitterId, ...(subject.beneficiaryIds ?? [])]);
    for (const step of planned.steps) expect(step.approvers.filter((id) => own.has(id))).toEqual([]);
    // Also where delegates have changed since it was planned.
    const ended = everyoneSaysYes(openApproval(planned, AT).state, order, later);
    expect(ended.said.filter((said) => own.has(said.by))).toEqual([]);
  }), RUNS);
});

test('every route ends: approved at once, or by the people it names, in whatever order they come', () => {
  fc.assert(fc.property(anySteps, anyCase, anyPeople, anyOrder, (steps, subject, people, order) => {
    const planned = plan(steps, subject, people);
    if (!planned) return;
    expect(planned.automatic).toBe(planned.steps.length === 0);
    expect(planned.steps.every((step) => step.approvers.length > 0 && new Set(step.approvers).size === step.approvers.length)).toBe(true);
    expect(everyoneSaysYes(openApproval(planned, AT).state, order, people).status).toBe('approved');
  }), RUNS);
});

test('what has ended takes no more decisions', () => {
  fc.assert(fc.property(anySteps, anyCase, anyPeople, fc.tuple(anyId, fc.constantFrom('approve' as const, 'reject' as const, 'return' as const)), (steps, subject, people, [actor, decision]) => {
    const planned = plan(steps, subject, people);
    if (!planned) return;
    const opened = openApproval(planned, AT).state;
    const first = opened.steps[0]?.approvers[0];
    const rejected = first === undefined ? null : decide(opened, { actor: first, decision: 'reject', reason: '不符合制度', at: AT });
    const withdrawn = withdraw(opened, { actor: subject.submitterId, at: AT });
    const ends = [everyoneSaysYes(opened, IDS, people), ...(rejected?.ok ? [rejected.value.state] : []), ...(withdrawn.ok ? [withdrawn.value.state] : [])];
    for (const state of ends) {
      expect(decide(state, { actor, decision, reason: '再议', at: AT, people })).toMatchObject({ ok: false, error: { kind: 'approval.wrong-state' } });
      expect(withdraw(state, { actor: subject.submitterId, at: AT })).toMatchObject({ ok: false, error: { kind: 'approval.wrong-state' } });
    }
  }), RUNS);
});

test('automatic only where everything holds', () => {
  fc.assert(fc.property(anySteps, anyCase, anyPeople, (steps, subject, people) => {
    const planned = plan(steps, subject, people);
    if (!planned) return;
    const { verdict, evidenceComplete, matchConfidence, amount } = subject;
    expect(planned.automatic).toBe(verdict.outcome === 'pass' && !verdict.needsApproval && evidenceComplete && matchConfidence >= 0.95 && amount.minor <= 500_000n);
  }), RUNS);
});

test('the plan does not depend on the order in which people are read', () => {
  fc.assert(fc.property(anySteps, anyCase, anyPeople, (steps, subject, people) => {
    expect(plan(steps, subject, [...people].reverse())).toEqual(plan(steps, subject, people));
  }), RUNS);
});

test('the sample is recomputable, grows with the rate, and is close to it even for ids made one after the other', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `01936f2e-7c00-7000-8000-${index.toString(16).padStart(12, '0')}`);
  for (const rate of [0.01, 0.05, 0.2, 0.5]) {
    const taken = ids.filter((id) => sampled(id, rate));
    // Five standard deviations.
    expect(Math.abs(taken.length - ids.length * rate)).toBeLessThan(5 * Math.sqrt(ids.length * rate * (1 - rate)));
    expect(taken.every((id) => sampled(id, rate * 1.5))).toBe(true);
    expect(ids.filter((id) => sampled(id, rate))).toEqual(taken);
    const salted = ids.filter((id) => sampled(id, rate, 'another company'));
    expect(salted).not.toEqual(taken);
  }
  expect(ids.filter((id) => sampled(id, 0))).toEqual([]);
  expect(ids.filter((id) => sampled(id, 1))).toEqual(ids);
});
