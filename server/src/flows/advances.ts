import type { CivilDate, Result } from '@roundtrip/kernel';
import { addDays, civilDateIn, err, invariant, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { addMoves, lockAdvance, moveAdvance, nextAdvanceNumber, outstanding, payOff, saveAdvances, type Advance, type AdvanceError, type AdvanceId } from '#modules/advances';
import { decide, lockTurn, pendingRequestOf, planRoute, withdraw, type ApprovalError, type ApprovalState, type RouteError } from '#modules/approvals';
import { record } from '#modules/audit';
import { post, rules } from '#modules/ledger';
import { listEmployees, loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { personsOn } from './acting.ts';
import { askApprovers, moveRequest, openRequest, routeOn } from './approval-requests.ts';
import type { House } from './house.ts';
import { planPayouts } from './plan-payouts.ts';

type Person = Caller & { kind: 'person' };
export type AdvanceAsk = { readonly minor: bigint; readonly currency: string; readonly purpose: string; readonly dueOn: CivilDate };
export type AdvanceProblem = AdvanceError | ApprovalError | RouteError | { readonly kind: 'request.not-found' } | { readonly kind: 'advance.other-currency'; readonly currency: string } | { readonly kind: 'advance.bad-day' } | { readonly kind: 'advance.too-much'; readonly openMinor: bigint } | { readonly kind: 'advance.reference-used' };

const DUE_DAYS_MAX = 366;

const by = ({ employeeId, name }: Person) => ({ kind: 'person', employeeId, name }) as const;
const news = (tx: Tx, type: string, advance: Advance): Promise<void> => tell(tx, [{ type, subject: { kind: 'advance', id: advance.id }, employeeId: advance.employeeId }]);

/** Asks for money before it is spent. A person always decides: the company's automatic limits are for money that was spent. */
export function askAdvance(house: House, caller: Person, ask: AdvanceAsk): Promise<Result<AdvanceId, AdvanceProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<AdvanceId, AdvanceProblem>> => {
    const [company, people, now] = [await loadCompany(tx), await listEmployees(tx), house.clock.now()];
    const today = civilDateIn(company.zone, now);
    if (ask.currency !== company.currency) return err({ kind: 'advance.other-currency', currency: company.currency });
    if (ask.dueOn < today || ask.dueOn > addDays(today, DUE_DAYS_MAX)) return err({ kind: 'advance.bad-day' });
    const advance: Advance = {
      id: house.clock.newId<'advance'>(), number: await nextAdvanceNumber(tx, today.slice(0, 7)), employeeId: caller.employeeId, purpose: ask.purpose, amountMinor: ask.minor, currency: ask.currency, dueOn: ask.dueOn,
      state: 'asked', offsetMinor: 0n, returnedMinor: 0n, askedAt: now, decidedAt: null, paidAt: null, remindedAt: null, updatedAt: now,
    };
    const plan = planRoute(await routeOn(tx, today), {
      submitterId: caller.employeeId, amount: { minor: ask.minor, currency: ask.currency }, verdict: { outcome: 'pass', needsApproval: true }, evidenceComplete: true, matchConfidence: 1,
      departmentId: people.find((one) => one.id === caller.employeeId)?.department, categories: ['advance'], limits: { amountMax: { minor: 0n, currency: company.currency }, confidenceMin: 1 },
    }, await personsOn(tx, people, { day: today, amountMinor: ask.minor }));
    if (!plan.ok) return plan;
    invariant(!plan.value.automatic, 'an advance is never granted by a rule');
    await saveAdvances(tx, [advance]);
    const request = await openRequest(tx, house, plan.value, { kind: 'advance', id: advance.id, submitterId: caller.employeeId });
    await record(tx, by(caller), [{ action: 'advance.asked', subject: { kind: 'advance', id: advance.id }, body: { number: advance.number, amount: ask.minor.toString(), dueOn: ask.dueOn, request: request.id } }]);
    await news(tx, 'advance.asked', advance);
    await askApprovers(tx, house, request);
    return ok(advance.id);
  });
}

/** One person's yes or no. The last yes makes it a debt of the company and plans its payout, in the same moment. */
export function decideAdvance(house: House, caller: Person, call: { readonly turnId: string; readonly decision: 'approve' | 'reject'; readonly reason: string | null }): Promise<Result<null, AdvanceProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, AdvanceProblem>> => {
    const now = house.clock.now();
    const found = await lockTurn<ApprovalState>(tx, call.turnId);
    const advance = found?.request.subjectKind === 'advance' ? await lockAdvance(tx, found.request.subjectId) : null;
    if (!found || !advance) return err({ kind: 'request.not-found' });
    if (found.turn.doneAt !== null) return err({ kind: 'approval.wrong-state', from: found.request.state.status, to: 'pending' });
    const [company, employees] = [await loadCompany(tx), await listEmployees(tx)];
    const day = civilDateIn(company.zone, now);
    const people = await personsOn(tx, employees, { day, amountMinor: advance.amountMinor });
    const decided = decide(found.request.state, { actor: caller.employeeId, decision: call.decision, reason: call.reason ?? undefined, at: now, people });
    if (!decided.ok) return decided;
    const { state } = decided.value;
    await moveRequest(tx, house, found.request, state);
    await record(tx, by(caller), [{ action: `approval.${call.decision}`, subject: { kind: 'advance', id: advance.id }, body: { request: found.request.id, ...(call.reason ? { reason: call.reason } : {}) } }]);
    if (state.status !== 'pending') {
      const moved = moveAdvance(advance, state.status === 'approved' ? 'approved' : 'rejected', now);
      if (!moved.ok) return moved;
      await saveAdvances(tx, [moved.value]);
      if (state.status === 'approved') {
        const employeeNumber = employees.find((one) => one.id === advance.employeeId)?.number ?? advance.employeeId;
        await post(tx, house.clock, rules.advanceApproved({ sourceId: advance.id, on: day, text: advance.number, employeeNumber, amount: { minor: advance.amountMinor, currency: advance.currency } }));
        await planPayouts(tx, house, [{ claimId: advance.id, employeeId: advance.employeeId, amount: { minor: advance.amountMinor, currency: advance.currency } }]);
      }
    }
    await news(tx, 'advance.decided', advance);
    return ok(null);
  });
}

/** Taken back by who asked, while nobody has decided. */
export function withdrawAdvance(house: House, caller: Person, id: string): Promise<Result<null, AdvanceProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, AdvanceProblem>> => {
    const now = house.clock.now();
    const advance = await lockAdvance(tx, id);
    if (!advance || advance.employeeId !== caller.employeeId) return err({ kind: 'request.not-found' });
    const moved = moveAdvance(advance, 'withdrawn', now);
    if (!moved.ok) return moved;
    const asked = await pendingRequestOf<ApprovalState>(tx, id);
    if (asked) {
      const withdrawn = withdraw(asked.state, { actor: caller.employeeId, at: now });
      if (!withdrawn.ok) return withdrawn;
      await moveRequest(tx, house, asked, withdrawn.value.state);
    }
    await saveAdvances(tx, [moved.value]);
    await record(tx, by(caller), [{ action: 'advance.withdrawn', subject: { kind: 'advance', id }, body: { number: advance.number } }]);
    await news(tx, 'advance.withdrawn', advance);
    return ok(null);
  });
}

/** Money that came back to the company's account: against the bank's line, which waits in suspense, and once a reference. */
export function returnAdvance(house: House, caller: Person, call: { readonly id: string; readonly minor: bigint; readonly currency: string; readonly on: CivilDate; readonly reference: string }): Promise<Result<null, AdvanceProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, AdvanceProblem>> => {
    const now = house.clock.now();
    const advance = await lockAdvance(tx, call.id);
    if (!advance) return err({ kind: 'request.not-found' });
    if (call.currency !== advance.currency) return err({ kind: 'advance.other-currency', currency: advance.currency });
    if (call.minor <= 0n || call.minor > outstanding(advance)) return err({ kind: 'advance.too-much', openMinor: outstanding(advance) });
    const id = house.clock.newId<'advance-move'>();
    if (!(await addMoves(tx, [{ id, advanceId: advance.id, kind: 'return', claimId: null, amountMinor: call.minor, onDay: call.on, reference: call.reference, at: now }]))) return err({ kind: 'advance.reference-used' });
    await saveAdvances(tx, [payOff(advance, call.minor, { by: 'return', at: now })]);
    const employeeNumber = (await listEmployees(tx)).find((one) => one.id === advance.employeeId)?.number ?? advance.employeeId;
    await post(tx, house.clock, rules.advanceReturned({ sourceId: id, on: call.on, text: advance.number, employeeNumber, amount: { minor: call.minor, currency: advance.currency } }));
    await record(tx, by(caller), [{ action: 'advance.returned', subject: { kind: 'advance', id: advance.id }, body: { number: advance.number, amount: call.minor.toString(), on: call.on, reference: call.reference } }]);
    await news(tx, 'advance.returned', advance);
    return ok(null);
  });
}
