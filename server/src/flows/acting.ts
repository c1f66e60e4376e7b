import { civilDateIn, type CivilDate } from '@roundtrip/kernel';
import { delegationsOn, principalsOf, type Delegation, type Person } from '#modules/approvals';
import { listEmployees, loadCompany, type Employee } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

type On = { readonly day: CivilDate; /** Of what is to be decided, in the company's currency: above a delegation's limit the person decides themselves. */ readonly amountMinor: bigint };

/** Employees as the approval rules see them on a day: with who acts for whom. */
export async function personsOn(tx: Tx, people: readonly Employee[], { day, amountMinor }: On): Promise<Person[]> {
  const delegates = new Map<string, Delegation>();
  for (const delegation of await delegationsOn(tx, day)) {
    if (!delegates.has(delegation.personId) && (delegation.amountMax === null || amountMinor <= delegation.amountMax)) delegates.set(delegation.personId, delegation);
  }
  return people.map(({ id, managerId, roles, department, grade, active }) => ({ id, managerId, roles, departmentId: department, grade, active, delegateId: delegates.get(id)?.delegateId ?? null }));
}

/** For whom a person acts today, as far as this amount. */
export async function principalsToday(tx: Tx, house: House, { employeeId, amountMinor }: { readonly employeeId: string; readonly amountMinor: bigint }): Promise<readonly string[]> {
  const day = civilDateIn((await loadCompany(tx)).zone, house.clock.now());
  return principalsOf(employeeId, await personsOn(tx, await listEmployees(tx), { day, amountMinor }));
}
