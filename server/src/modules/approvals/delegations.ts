import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import type { EmployeeId } from '#modules/people';
import { insertMany, type Tx } from '#platform/db';

export type DelegationId = Id<'delegation'>;

/** Somebody acts for somebody: whole days, both ends included. */
export type Delegation = {
  readonly id: DelegationId;
  readonly personId: EmployeeId;
  readonly delegateId: EmployeeId;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  /** In minor units of the company's currency; null: without a limit. */
  readonly amountMax: bigint | null;
  readonly reason: string;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
};

const COLUMNS = { id: 'uuid', personId: 'uuid', delegateId: 'uuid', fromDay: 'date', toDay: 'date', amountMax: 'bigint', reason: 'text', createdAt: 'timestamptz', revokedAt: 'timestamptz' } as const;
const FIELDS = 'id, person_id, delegate_id, from_day, to_day, amount_max, reason, created_at, revoked_at';

export async function addDelegation(tx: Tx, delegation: Delegation): Promise<void> {
  await insertMany(tx, 'approvals.delegations', COLUMNS, { rows: [delegation] });
}

/** All that hold on a day, the newest first: where somebody named two people, the later word counts. */
export async function delegationsOn(tx: Tx, day: CivilDate): Promise<Delegation[]> {
  return (await tx.query<Delegation>(`select ${FIELDS} from approvals.delegations where revoked_at is null and from_day <= $1 and to_day >= $1 order by created_at desc, id desc`, [day])).rows;
}

/** One person's, those that are over too, newest first. */
export async function delegationsOf(tx: Tx, personId: EmployeeId): Promise<Delegation[]> {
  return (await tx.query<Delegation>(`select ${FIELDS} from approvals.delegations where person_id = $1 order by from_day desc, created_at desc limit 100`, [personId])).rows;
}

/** True where there was one to end. */
export async function revokeDelegation(tx: Tx, { id, personId, at }: { readonly id: string; readonly personId: EmployeeId; readonly at: Instant }): Promise<boolean> {
  return (await tx.query('update approvals.delegations set revoked_at = $3 where id = $1 and person_id = $2 and revoked_at is null', [id, personId, at])).rowCount === 1;
}
