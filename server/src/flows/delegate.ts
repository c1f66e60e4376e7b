import type { CivilDate, Result } from '@roundtrip/kernel';
import { civilDateIn, daysBetween, err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { addDelegation, revokeDelegation, type DelegationId } from '#modules/approvals';
import { record } from '#modules/audit';
import { loadCompany, loadEmployee, type EmployeeId } from '#modules/people';
import { tell } from '#platform/events';
import type { House } from './house.ts';

type Person = Caller & { kind: 'person' };
export type DelegationRequest = { readonly delegateId: string; readonly fromDay: CivilDate; readonly toDay: CivilDate; readonly amountMax: bigint | null; readonly reason: string };
export type DelegationProblem = { readonly kind: 'request.not-found' } | { readonly kind: 'delegation.not-oneself' } | { readonly kind: 'delegation.bad-days' };

const DAYS_MAX = 366;

/** Names who acts for the caller, for some days. Only one's own word: nobody gives away another's approvals. */
export function delegate(house: House, caller: Person, { delegateId, fromDay, toDay, amountMax, reason }: DelegationRequest): Promise<Result<DelegationId, DelegationProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<DelegationId, DelegationProblem>> => {
    const now = house.clock.now();
    if (delegateId === caller.employeeId) return err({ kind: 'delegation.not-oneself' });
    const other = await loadEmployee(tx, delegateId as EmployeeId);
    if (!other?.active) return err({ kind: 'request.not-found' });
    const today = civilDateIn((await loadCompany(tx)).zone, now);
    if (toDay < fromDay || toDay < today || daysBetween(fromDay, toDay) > DAYS_MAX) return err({ kind: 'delegation.bad-days' });
    const id: DelegationId = house.clock.newId<'delegation'>();
    await addDelegation(tx, { id, personId: caller.employeeId, delegateId: other.id, fromDay, toDay, amountMax, reason, createdAt: now, revokedAt: null });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: 'delegation.given', subject: { kind: 'delegation', id }, body: { to: other.id, fromDay, toDay, ...(amountMax === null ? {} : { amountMax: amountMax.toString() }), reason },
    }]);
    await tell(tx, [caller.employeeId, other.id].map((employeeId) => ({ type: 'delegation.given', subject: { kind: 'delegation', id }, employeeId })));
    return ok(id);
  });
}

export function endDelegation(house: House, caller: Person, id: string): Promise<Result<null, DelegationProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, DelegationProblem>> => {
    if (!(await revokeDelegation(tx, { id, personId: caller.employeeId, at: house.clock.now() }))) return err({ kind: 'request.not-found' });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'delegation.ended', subject: { kind: 'delegation', id }, body: {} }]);
    await tell(tx, [{ type: 'delegation.ended', subject: { kind: 'delegation', id }, employeeId: caller.employeeId }]);
    return ok(null);
  });
}
