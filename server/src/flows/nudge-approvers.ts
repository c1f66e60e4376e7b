import type { Bilingual, CivilDate, Instant } from '@roundtrip/kernel';
import { civilDateIn } from '@roundtrip/kernel';
import {
  directoryOf, endTurnOf, escalate, markTurns, OFFICE_HOURS, openRequests, replaceLeaver, saveRequest, waitingTurns, workingHoursBetween, worksOn,
  type ApprovalRequest, type ApprovalState,
} from '#modules/approvals';
import { record } from '#modules/audit';
import { addSteps, type ClaimId } from '#modules/claims';
import { listEmployees, loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { personsOn } from './acting.ts';
import { openTurnsFor, routeOn } from './approval-requests.ts';
import type { House } from './house.ts';

type Waiting = Awaited<ReturnType<typeof waitingTurns>>[number];
type Moved = NonNullable<ReturnType<typeof escalate>>;
type Told = { readonly reminded: number; readonly escalated: number; readonly rerouted: number };

/** Where the route says nothing: a working day, and three. */
const USUAL = { afterHours: 8, escalateAfterHours: 24 } as const;

/** What is due on a turn that waits: leavers at once, the silent by working hours. */
type Due = 'rerouted' | 'escalated' | 'reminded';

/**
 * Looks after what waits: who was asked and is silent is reminded once, then their manager is asked as well; the turn of
 * someone who has left goes to another at once. Never to someone whose money it is; done twice, it does nothing new.
 */
export function nudgeApprovers(house: House, companyId: string): Promise<Told> {
  return house.db.transact(companyId, async (tx): Promise<Told> => {
    const now = house.clock.now();
    const company = await loadCompany(tx);
    const day = civilDateIn(company.zone, now);
    const employees = await listEmployees(tx);
    const gone = new Set<string>(employees.filter((one) => !one.active).map((one) => one.id));
    const turns = await waitingTurns(tx, [...gone]);
    if (turns.length === 0) return { reminded: 0, escalated: 0, rerouted: 0 };
    const calendar = { zone: company.zone, hours: OFFICE_HOURS, worksOn };
    const limits = await remindersOn(tx, day);
    const dueOf = (turn: Waiting): Due | null => {
      if (gone.has(turn.approverId)) return 'rerouted';
      const hours = workingHoursBetween(calendar, turn.askedAt, now);
      if (turn.escalatedAt === null && hours >= limits.escalateAfterHours) return 'escalated';
      return turn.remindedAt === null && hours >= limits.afterHours ? 'reminded' : null;
    };
    const due = turns.flatMap((turn) => { const kind = dueOf(turn); return kind ? [{ turn, kind }] : []; });
    const requests = new Map((await openRequests<ApprovalState>(tx, due.map(({ turn }) => turn.requestId))).map((request) => [request.id, request]));
    const names = new Map<string, string>(employees.map((one) => [one.id, one.name]));
    const directory = directoryOf(await personsOn(tx, employees, { day, amountMinor: 0n }));
    const told = { reminded: 0, escalated: 0, rerouted: 0 };
    for (const { turn, kind } of due) {
      const request = requests.get(turn.requestId);
      if (!request) continue;
      const call = { chair: turn.approverId, directory, at: now };
      const moved = kind === 'rerouted' ? replaceLeaver(request.state, call) : kind === 'escalated' ? escalate(request.state, call) : null;
      if (moved) requests.set(request.id, await handOver(tx, house, { request, turn, moved, kind }));
      if (kind !== 'rerouted') await markTurns(tx, kind, { ids: [turn.id], at: now });
      if (kind !== 'reminded' && !moved) continue;
      await say(tx, house, { request, kind, from: turn.approverId, to: moved?.to ?? [], names });
      told[kind] += 1;
    }
    return told;
  });
}

async function remindersOn(tx: Tx, day: CivilDate): Promise<typeof USUAL | { readonly afterHours: number; readonly escalateAfterHours: number }> {
  return (await routeOn(tx, day)).document.reminders ?? USUAL;
}

type Handing = { readonly request: ApprovalRequest<ApprovalState>; readonly turn: Waiting; readonly moved: Moved; readonly kind: Due };

async function handOver(tx: Tx, house: House, { request, turn, moved, kind }: Handing): Promise<ApprovalRequest<ApprovalState>> {
  const now = house.clock.now();
  const next = { ...request, state: moved.state };
  await saveRequest(tx, next);
  if (kind === 'rerouted') await endTurnOf(tx, turn.id, now);
  // Those who sit on the step already have a turn of their own.
  const before = new Set(request.state.steps[request.state.current]?.approvers);
  await openTurnsFor(tx, house, next, moved.to.filter((id) => !before.has(id)));
  return next;
}

type Saying = { readonly request: ApprovalRequest<ApprovalState>; readonly kind: Due; readonly from: string; readonly to: readonly string[]; readonly names: ReadonlyMap<string, string> };

async function say(tx: Tx, house: House, { request, kind, from, to, names }: Saying): Promise<void> {
  const now: Instant = house.clock.now();
  const name = (ids: readonly string[]): string => ids.map((id) => names.get(id) ?? id).join('、');
  const note: Bilingual = kind === 'reminded' ? { zh: name([from]), en: name([from]) } : { zh: `${name([from])} → ${name(to)}`, en: `${name([from])} → ${name(to)}` };
  const subject = { kind: request.subjectKind, id: request.subjectId };
  // Only a claim has a timeline.
  if (subject.kind === 'claim') await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: subject.id as ClaimId, code: kind, at: now, byName: null, note }]);
  await record(tx, { kind: 'rule', name: 'approval-reminders' }, [{ action: `approval.${kind}`, subject, body: { request: request.id, from, to: [...to] } }]);
  await tell(tx, [{ type: `approval.${kind}`, subject, employeeId: from }]);
}
