import type { AdvanceList, AdvanceTurn, AdvanceView } from '@roundtrip/contract';
import { civilDateIn, type Instant } from '@roundtrip/kernel';
import { advancesById, ageOf, listAdvances, outstanding, type Advance } from '#modules/advances';
import { delegationsOn, inboxOf, principalsOf, type ApprovalState } from '#modules/approvals';
import { listEmployees, loadCompany, type EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { personsOn } from '../../flows/acting.ts';
import { peopleOf, personIn, type People } from './facts.ts';
import { wireOf } from './wire.ts';

type At = { readonly people: People; readonly zone: string; readonly now: Instant };

function viewOf(advance: Advance, { people, zone, now }: At): AdvanceView {
  const { id, number, purpose, currency, dueOn, state, askedAt, paidAt } = advance;
  const today = civilDateIn(zone, now);
  return {
    id, number, purpose, dueOn, state, askedAt, paidAt, employee: personIn(people, advance.employeeId), amount: wireOf(advance.amountMinor, currency), offset: wireOf(advance.offsetMinor, currency),
    returned: wireOf(advance.returnedMinor, currency), outstanding: wireOf(outstanding(advance), currency), overdue: outstanding(advance) > 0n && dueOn < today,
    days: paidAt === null ? null : ageOf(civilDateIn(zone, paidAt), today).days,
  };
}

const AGES = ['0-30', '31-60', '61-90', '90+'] as const;

/** One person's advances, or everybody's, with what is outstanding by age. */
export async function advanceListOf(tx: Tx, employeeId: string | null, now: Instant): Promise<AdvanceList> {
  const [advances, people, { zone, currency }] = [await listAdvances(tx, employeeId), await peopleOf(tx), await loadCompany(tx)];
  const open = advances.flatMap((advance) => (outstanding(advance) > 0n && advance.paidAt !== null ? [{ minor: outstanding(advance), age: ageOf(civilDateIn(zone, advance.paidAt), civilDateIn(zone, now)).age }] : []));
  return {
    items: advances.map((advance) => viewOf(advance, { people, zone, now })), currency,
    ages: AGES.map((age) => { const those = open.filter((one) => one.age === age); return { age, count: those.length, amount: wireOf(those.reduce((sum, one) => sum + one.minor, 0n), currency) }; }),
  };
}

/** The advances that wait for a person's word: their own turns, and those of whom they act for, as far as each delegation goes. */
export async function advanceTurns(tx: Tx, employeeId: EmployeeId, now: Instant): Promise<AdvanceTurn[]> {
  const [people, { zone }] = [await peopleOf(tx), await loadCompany(tx)];
  const day = civilDateIn(zone, now);
  const delegations = await delegationsOn(tx, day);
  const principals = delegations.length === 0 ? [] : principalsOf(employeeId, await personsOn(tx, await listEmployees(tx), { day, amountMinor: 0n }));
  const inbox = (await inboxOf<ApprovalState>(tx, [employeeId, ...principals])).filter(({ request }) => request.subjectKind === 'advance');
  const advances = new Map((await advancesById(tx, inbox.map(({ request }) => request.subjectId))).map((advance) => [advance.id as string, advance]));
  const turns: AdvanceTurn[] = [];
  for (const { turn, request } of inbox) {
    const advance = advances.get(request.subjectId);
    const limit = delegations.find((one) => one.personId === turn.approverId)?.amountMax ?? null;
    if (!advance || (turn.approverId !== employeeId && (advance.employeeId === employeeId || (limit !== null && advance.amountMinor > limit)))) continue;
    const had = (await listAdvances(tx, advance.employeeId)).reduce((sum, one) => sum + outstanding(one), 0n);
    turns.push({ id: turn.id, advance: viewOf(advance, { people, zone, now }), title: request.state.steps[request.state.current]?.title ?? { zh: turn.step, en: turn.step }, askedAt: turn.askedAt, outstanding: wireOf(had, advance.currency) });
  }
  return turns;
}
