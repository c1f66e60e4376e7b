import type { Bilingual, CivilDate, Id } from '@roundtrip/kernel';
import { createApiKey, hashPassword, setPasswords } from '#modules/access';
import { record } from '#modules/audit';
import { configureConnector, installConnector, type InstallationId } from '#modules/ingest';
import { addEmployees, createCompany, type CompanyId, type CompanySettings, type EmployeeId, type LegalTitle, type Role } from '#modules/people';
import { publishPolicy } from '#modules/policy';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type FoundingEmployee = {
  readonly number: string; readonly name: string; readonly aliases: readonly string[]; readonly email: string; readonly grade: string; readonly department: string;
  readonly managerNumber: string | null; readonly homeCity: string | null; readonly roles: readonly Role[]; readonly cardTail: string | null; readonly account: string | null;
  readonly password: string | null;
};

export type Founding = {
  readonly id: CompanyId;
  readonly name: string; readonly currency: string; readonly zone: string; readonly titles: readonly LegalTitle[]; readonly settings: CompanySettings; readonly account: string;
  readonly employees: readonly FoundingEmployee[];
  readonly policy: { readonly version: string; readonly effectiveFrom: CivilDate; readonly title: Bilingual; readonly document: unknown; readonly route: unknown };
  readonly installations: readonly { readonly id: InstallationId; readonly connector: string; readonly title: string; readonly config: Readonly<Record<string, string>> }[];
};

/** Sets up a company whole: its people, sign-ins, first policy and connectors, or nothing. */
export async function foundCompany(house: House, founding: Founding): Promise<{ readonly employees: ReadonlyMap<string, EmployeeId> }> {
  const now = house.clock.now();
  const ids = new Map(founding.employees.map((employee) => [employee.number, house.clock.newId<'employee'>()]));
  const passwords = await Promise.all(founding.employees.flatMap(({ number, password }) => (password === null ? [] : [hashPassword(password).then((passwordHash) => ({ employeeId: ids.get(number) as EmployeeId, passwordHash }))])));
  await house.db.transact(founding.id, async (tx) => {
    await createCompany(tx, house.vault, founding);
    await addEmployees(tx, house.vault, founding.employees.map(({ managerNumber, password: _, ...employee }) => ({
      ...employee, id: ids.get(employee.number) as EmployeeId, managerId: managerNumber === null ? null : ids.get(managerNumber) ?? null,
    })));
    await setPasswords(tx, passwords);
    await publishPolicy(tx, { ...founding.policy, publishedAt: now });
    for (const installation of founding.installations) await installConnector(tx, house.vault, { ...installation, now });
    await record(tx, { kind: 'system' }, [{ action: 'company.founded', subject: { kind: 'company', id: founding.id }, body: { name: founding.name, employees: founding.employees.length, policy: founding.policy.version } }]);
    await tell(tx, [{ type: 'company.founded', subject: { kind: 'company', id: founding.id } }]);
  });
  return { employees: ids };
}

/** Makes an API key and leaves its making in the audit trail; the secret itself is nowhere kept. */
export function issueApiKey(house: House, companyId: string, key: { readonly name: string; readonly role: Role }): Promise<string> {
  return house.db.transact(companyId, async (tx) => {
    const id: Id<'api-key'> = house.clock.newId<'api-key'>();
    const token = await createApiKey(tx, { ...key, id, now: house.clock.now() });
    await record(tx, { kind: 'system' }, [{ action: 'api-key.created', subject: { kind: 'api-key', id }, body: { name: key.name, role: key.role } }]);
    return token;
  });
}

/** Points a connector somewhere else. */
export function reconfigure(house: House, companyId: string, installation: { readonly id: InstallationId; readonly config: Readonly<Record<string, string>> }): Promise<void> {
  return house.db.transact(companyId, async (tx) => {
    await configureConnector(tx, house.vault, installation);
    await record(tx, { kind: 'system' }, [{ action: 'installation.configured', subject: { kind: 'installation', id: installation.id }, body: { fields: Object.keys(installation.config).sort() } }]);
  });
}
