import type { Vault } from '#platform/vault';
import { enterDirectory, insertMany, type Tx } from '#platform/db';
import { sha256Hex } from '#platform/blobs';
import { invariant } from '@roundtrip/kernel';
import { maskAccount, type Company, type CompanyId, type CompanySettings, type Employee, type EmployeeId, type LegalTitle } from './domain/index.ts';

export type NewCompany = {
  readonly id: CompanyId; readonly name: string; readonly currency: string; readonly zone: string;
  readonly titles: readonly LegalTitle[]; readonly settings: CompanySettings; readonly account: string; readonly bankCode?: string;
};

export type NewEmployee = Omit<Employee, 'accountMasked' | 'active'> & { readonly account: string | null; readonly bankCode?: string };

export const emailKey = (email: string): string => sha256Hex(email.trim().toLowerCase());

export async function createCompany(tx: Tx, vault: Vault, company: NewCompany): Promise<void> {
  await tx.query(
    `insert into people.companies (company_id, name, currency, zone, titles, settings, account_sealed, account_masked, bank_code)
     values (platform.company(), $1, $2, $3, $4, $5, $6, $7, $8)`,
    [company.name, company.currency, company.zone, JSON.stringify(company.titles), JSON.stringify(company.settings),
      vault.seal(tx.companyId, company.account), maskAccount(company.account), company.bankCode ?? null]);
  await enterDirectory(tx, [{ kind: 'company', key: tx.companyId }]);
}

const EMPLOYEE_COLUMNS = {
  id: 'uuid', number: 'text', name: 'text', aliases: 'text[]', email: 'text', grade: 'text', department: 'text', managerId: 'uuid', homeCity: 'text',
  roles: 'text[]', cardTail: 'text', accountSealed: 'bytea', accountMasked: 'text', bankCode: 'text',
} as const;

export async function addEmployees(tx: Tx, vault: Vault, employees: readonly NewEmployee[]): Promise<void> {
  const rows = employees.map(({ account, bankCode, ...rest }) => ({
    ...rest, accountSealed: account === null ? null : vault.seal(tx.companyId, account), accountMasked: account === null ? null : maskAccount(account), bankCode: bankCode ?? null,
  }));
  await insertMany(tx, 'people.employees', EMPLOYEE_COLUMNS, { rows });
  await enterDirectory(tx, employees.map((employee) => ({ kind: 'email', key: emailKey(employee.email) })));
}

type CompanyRow = { companyId: CompanyId; name: string; currency: string; zone: string; titles: LegalTitle[]; settings: CompanySettings; accountMasked: string | null };

export async function loadCompany(tx: Tx): Promise<Company> {
  const { rows } = await tx.query<CompanyRow>('select company_id, name, currency, zone, titles, settings, account_masked from people.companies');
  const row = rows[0];
  invariant(row, 'the company of this transaction exists');
  const { companyId, ...rest } = row;
  return { id: companyId, ...rest };
}

const EMPLOYEE_FIELDS = 'id, number, name, aliases, email, grade, department, manager_id, home_city, roles, active, card_tail, account_masked';

export async function listEmployees(tx: Tx): Promise<Employee[]> {
  return (await tx.query<Employee>(`select ${EMPLOYEE_FIELDS} from people.employees order by number`)).rows;
}

export async function loadEmployee(tx: Tx, id: EmployeeId): Promise<Employee | null> {
  return (await tx.query<Employee>(`select ${EMPLOYEE_FIELDS} from people.employees where id = $1`, [id])).rows[0] ?? null;
}

/**
 * Who a source means: our id, an employee number, a card's tail, an e-mail or a name that only one person has.
 * A reference that fits nobody, or two people, is absent from the answer.
 */
export async function findEmployees(tx: Tx, references: readonly string[]): Promise<Map<string, EmployeeId>> {
  const wanted = [...new Set(references.filter((reference) => reference !== ''))];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ reference: string; id: EmployeeId }>(
    `select w.reference, min(e.id::text) as id from unnest($1::text[]) as w(reference)
       join people.employees e on e.id::text = w.reference or e.number = w.reference or e.card_tail = w.reference
         or lower(e.email) = lower(w.reference) or e.name = w.reference
      group by w.reference having count(*) = 1`, [wanted]);
  return new Map(rows.map((row) => [row.reference, row.id]));
}

export type PayeeAccount = { readonly name: string; readonly account: string; readonly bankCode?: string };
type SealedRow = { name: string; accountSealed: Uint8Array | null; bankCode: string | null };

function opened(tx: Tx, vault: Vault, row: SealedRow | undefined): PayeeAccount | null {
  if (!row?.accountSealed) return null;
  return { name: row.name, account: vault.open(tx.companyId, row.accountSealed), ...(row.bankCode ? { bankCode: row.bankCode } : {}) };
}

/** The clear accounts of these people, for payouts only, in one look. Who has none is absent. */
export async function payeesOf(tx: Tx, vault: Vault, ids: readonly string[]): Promise<Map<string, PayeeAccount>> {
  const { rows } = await tx.query<SealedRow & { id: string }>('select id, name, account_sealed, bank_code from people.employees where id = any($1::uuid[])', [[...new Set(ids)]]);
  return new Map(rows.flatMap((row) => { const payee = opened(tx, vault, row); return payee ? [[row.id, payee] as const] : []; }));
}

/** The account that the company pays from. */
export async function debtorOf(tx: Tx, vault: Vault): Promise<PayeeAccount | null> {
  const { rows } = await tx.query<SealedRow>('select name, account_sealed, bank_code from people.companies');
  return opened(tx, vault, rows[0]);
}

