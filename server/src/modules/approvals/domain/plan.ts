import { compare, err, formatAmount, ok, parseMoney, type Bilingual, type Money, type Result } from '@roundtrip/kernel';
import type { Person, Plan, Route, RouteCase, RouteConditionDocument, RouteDocument, RouteError, RouteRowDocument, Step, StepDocument, Who } from './route.ts';
import { directoryOf, peopleFor, seatsFor, type Directory, type Search, type Seat } from './who.ts';

const read = (amount: string, currency: string): Money => {
  const parsed = parseMoney(amount, currency);
  return parsed.ok ? parsed.value : { minor: 0n, currency };
};

const sameCurrency = (a: Money, b: Money): boolean => a.currency === b.currency;

type Limits = { readonly amountMax: Money; readonly confidenceMin: number };

/** The document's limits and the company's: of the two the stricter. Null: nothing is automatic. */
function limitsOf(document: RouteDocument, own: RouteCase['limits']): Limits | null {
  if (!document.automatic) return null;
  const amountMax = read(document.automatic.amountMax, document.currency);
  const { confidenceMin } = document.automatic;
  if (!own) return { amountMax, confidenceMin };
  if (!sameCurrency(own.amountMax, amountMax)) return null;
  return { amountMax: compare(own.amountMax, amountMax) < 0 ? own.amountMax : amountMax, confidenceMin: Math.max(own.confidenceMin, confidenceMin) };
}

/** Why a person must look; empty where none must. A figure that cannot be compared is a reason, not a pass. */
function reasonsForPerson(document: RouteDocument, subject: RouteCase): Bilingual[] {
  const limits = limitsOf(document, subject.limits);
  if (!limits) return [{ zh: '未开启自动审批', en: 'Automatic approval is not switched on' }];
  const allowed: readonly string[] = (document.automatic?.outcomes ?? ['pass']).filter((outcome) => outcome !== 'refuse');
  const { verdict, amount, matchConfidence } = subject;
  const reasons: Bilingual[] = [];
  if (!allowed.includes(verdict.outcome)) reasons.push({ zh: '制度判断未直接通过', en: 'Policy does not pass it as it is' });
  if (verdict.needsApproval) reasons.push({ zh: '制度要求人工审批', en: 'Policy asks for a person' });
  if (!subject.evidenceComplete) reasons.push({ zh: '凭证不齐', en: 'Evidence is missing' });
  if (!(matchConfidence >= limits.confidenceMin)) reasons.push({ zh: `匹配把握 ${matchConfidence} 低于 ${limits.confidenceMin}`, en: `Matching is ${matchConfidence} sure, less than ${limits.confidenceMin}` });
  if (!sameCurrency(amount, limits.amountMax)) reasons.push({ zh: `币种 ${amount.currency} 与限额不同`, en: `The currency ${amount.currency} is not that of the limit` });
  else if (compare(amount, limits.amountMax) > 0) reasons.push({ zh: `金额 ${formatAmount(amount)} 超过自动审批限额 ${formatAmount(limits.amountMax)}`, en: `${formatAmount(amount)} is above the limit of ${formatAmount(limits.amountMax)} for automatic approval` });
  return reasons;
}

/** An amount in another currency fits no range, so that the last route, without a condition, takes it. */
function amountFits(range: RouteConditionDocument['amount'], amount: Money, currency: string): boolean {
  if (!range) return true;
  if (amount.currency !== currency) return false;
  return (range.from === undefined || compare(amount, read(range.from, currency)) >= 0) && (range.to === undefined || compare(amount, read(range.to, currency)) <= 0);
}

const among = (wanted: readonly string[] | undefined, values: readonly (string | null | undefined)[]): boolean => !wanted || values.some((value) => value != null && wanted.includes(value));

function fits(row: RouteRowDocument, subject: RouteCase, submitter: Person | undefined, currency: string): boolean {
  const { when } = row;
  if (!when) return true;
  return amountFits(when.amount, subject.amount, currency)
    && among(when.outcome, [subject.verdict.outcome])
    && (when.needsApproval === undefined || when.needsApproval === subject.verdict.needsApproval)
    && (when.evidenceComplete === undefined || when.evidenceComplete === subject.evidenceComplete)
    && among(when.department, [subject.departmentId ?? submitter?.departmentId])
    && among(when.grade, [submitter?.grade])
    && among(when.category, subject.categories ?? []);
}

/** The step as it is asked: one, or one for each person where they are asked in turn. Empty: nobody is left. */
function stepsOf(step: StepDocument, search: Search): Step[] {
  const first = peopleFor(step.who, search);
  const chained = step.who.kind === 'manager-chain';
  const instead: Who | undefined = first.length > 0 ? undefined : step.orElse ?? (chained ? { kind: 'manager' } : undefined);
  const mode = step.mode ?? (chained && !instead ? 'turn' : 'any');
  const seats = seatsFor(instead ? peopleFor(instead, search) : first, search);
  if (seats.length === 0) return [];
  if (mode !== 'turn' || seats.length === 1) return [sitting({ id: step.id, title: step.title, mode: mode === 'turn' ? 'any' : mode }, seats)];
  return seats.map((seat, index) => sitting({ id: `${step.id}.${index + 1}`, title: nth(step.title, index + 1, seats.length), mode: 'any' }, [seat]));
}

const nth = ({ zh, en }: Bilingual, n: number, of: number): Bilingual => ({ zh: `${zh}（${n}/${of}）`, en: `${en} (${n} of ${of})` });

const sitting = (step: Pick<Step, 'id' | 'title' | 'mode'>, seats: readonly Seat[]): Step => ({
  ...step, approvers: seats.map((seat) => seat.id), onBehalfOf: Object.fromEntries(seats.flatMap((seat) => (seat.actsFor === undefined ? [] : [[seat.id, seat.actsFor]]))),
});

/**
 * Two steps want two heads: who is the only one to decide an earlier step leaves a later one to others. Where there are
 * no others, one person is asked once, at the later step.
 */
function fourEyes(steps: readonly Step[]): Step[] {
  let kept: Step[] = [];
  for (const step of steps) {
    const alone = new Set(kept.flatMap((earlier) => (earlier.approvers.length === 1 ? earlier.approvers : [])));
    const others = step.approvers.filter((id) => !alone.has(id));
    if (others.length > 0 && step.mode === 'any') kept.push({ ...step, approvers: others, onBehalfOf: Object.fromEntries(Object.entries(step.onBehalfOf).filter(([id]) => others.includes(id))) });
    else {
      kept = kept.filter((earlier) => !(earlier.approvers.length === 1 && step.approvers.includes(earlier.approvers[0] ?? '')));
      kept.push(step);
    }
  }
  return kept;
}

/**
 * Plans who must say yes. Nobody whose money it is ever sits on a step, also not through delegates; a step for which
 * nobody is left refuses the route (`approval.nobody`) instead of passing it.
 */
export function planRoute(route: Route, subject: RouteCase, people: readonly Person[] | Directory): Result<Plan, RouteError> {
  const { document } = route;
  const directory = 'byId' in people ? people : directoryOf(people);
  const barred = new Set([subject.submitterId, ...(subject.beneficiaryIds ?? [])]);
  const common = { routeVersion: route.version, submitterId: subject.submitterId, barred: [...barred] };
  const reasons = reasonsForPerson(document, subject);
  const why = reasons.length > 0 ? reasons : [...(subject.holds ?? [])];
  if (why.length === 0) {
    return ok({ ...common, automatic: true, route: 'automatic', steps: [], why: [{ zh: '制度通过、凭证齐全、匹配可靠且在限额内，自动批准', en: 'Policy passes, evidence is complete, matching is sure and the amount within the limit' }] });
  }
  const row = document.routes.find((one) => fits(one, subject, directory.byId.get(subject.submitterId), route.currency));
  if (!row) return err({ kind: 'approval.nobody', route: '', step: '' });
  const search: Search = { directory, document, subject, barred };
  const steps: Step[] = [];
  for (const wanted of row.steps) {
    const asked = stepsOf(wanted, search);
    if (asked.length === 0) return err({ kind: 'approval.nobody', route: row.id, step: wanted.id });
    steps.push(...asked);
  }
  return ok({ ...common, automatic: false, route: row.id, steps: fourEyes(steps), why });
}
