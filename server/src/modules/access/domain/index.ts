import type { EmployeeId, Role } from '#domain/people';

/** Who is asking. A person has an employee; a program (API key) has none and acts in the role of its key. */
export type Caller =
  | { readonly kind: 'person'; readonly companyId: string; readonly employeeId: EmployeeId; readonly name: string; readonly roles: readonly Role[] }
  | { readonly kind: 'program'; readonly companyId: string; readonly keyId: string; readonly name: string; readonly roles: readonly Role[] };

export const ACTIONS = [
  'payment.add', 'booking.add', 'document.add', 'statement.import', 'own.read', 'team.read', 'company.read', 'claim.act', 'approval.decide',
  'match.decide', 'payout.read', 'payout.release', 'payout.limit', 'budget.set', 'ledger.read', 'policy.read', 'policy.publish', 'rehearsal.drive',
] as const;
export type Action = (typeof ACTIONS)[number];

const EVERYBODY: readonly Action[] = ['own.read', 'document.add', 'claim.act', 'match.decide', 'policy.read', 'approval.decide'];
const FINANCE: readonly Action[] = ['payment.add', 'booking.add', 'statement.import', 'company.read', 'team.read', 'payout.read', 'payout.release', 'budget.set', 'ledger.read'];

/** Rights as data: what each role may do, beside what everybody may do with their own. */
const RIGHTS: Readonly<Record<Role, readonly Action[]>> = {
  employee: EVERYBODY,
  manager: [...EVERYBODY, 'team.read'],
  finance: [...EVERYBODY, ...FINANCE],
  admin: [...EVERYBODY, ...FINANCE, 'payout.limit', 'policy.publish', 'rehearsal.drive'],
};

export const may = (caller: Pick<Caller, 'roles'>, action: Action): boolean => caller.roles.some((role) => RIGHTS[role].includes(action));
