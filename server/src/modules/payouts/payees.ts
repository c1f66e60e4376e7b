import type { Id, Instant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';
import type { Vault } from '#platform/vault';
import { maskAccount } from '#modules/people';
import type { PayeeKind } from './domain/index.ts';

export type PayeeId = Id<'payee'>;

/** An account that an employee chose, as people see it: never in the clear. */
export type Payee = {
  readonly id: PayeeId; readonly employeeId: string; readonly kind: PayeeKind; readonly holder: string; readonly accountDigest: string; readonly accountMasked: string; readonly bankCode: string | null; readonly bankName: string | null;
  readonly usableFrom: Instant; readonly confirmedBy: string | null; readonly confirmedByName: string | null; readonly confirmedAt: Instant | null; readonly chosen: boolean; readonly createdAt: Instant; readonly retiredAt: Instant | null;
};
const FIELDS = 'y.id, y.employee_id, y.kind, y.holder, y.account_digest, y.account_masked, y.bank_code, y.bank_name, y.usable_from, y.confirmed_by, y.confirmed_by_name, y.confirmed_at, y.chosen, y.created_at, y.retired_at';

export type NewPayee = Pick<Payee, 'id' | 'employeeId' | 'kind' | 'holder' | 'bankCode' | 'bankName' | 'usableFrom' | 'createdAt'> & { readonly account: string };

/** The account from now on; the one before is retired and kept. */
export async function choosePayee(tx: Tx, vault: Vault, payee: NewPayee): Promise<void> {
  await tx.query('update payouts.payees set chosen = false, retired_at = $2 where employee_id = $1 and chosen', [payee.employeeId, payee.createdAt]);
  await tx.query(
    `insert into payouts.payees (company_id, id, employee_id, kind, holder, account_sealed, account_digest, account_masked, bank_code, bank_name, usable_from, chosen, created_at)
     values (platform.company(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11)`,
    [payee.id, payee.employeeId, payee.kind, payee.holder, vault.seal(tx.companyId, payee.account), vault.blindIndex(tx.companyId, payee.account), maskAccount(payee.account), payee.bankCode, payee.bankName, payee.usableFrom, payee.createdAt]);
}

/** A second person has looked at a new account: it waits no longer. False where it is gone, waits no longer or is their own. */
export async function confirmPayee(tx: Tx, id: string, by: { readonly employeeId: string; readonly name: string; readonly at: Instant }): Promise<Payee | null> {
  return (await tx.query<Payee>(
    `update payouts.payees y set confirmed_by = $2, confirmed_by_name = $3, confirmed_at = $4, usable_from = least(usable_from, $4)
      where y.id = $1 and y.chosen and y.confirmed_at is null and y.usable_from > $4 and y.employee_id <> $2 returning ${FIELDS}`, [id, by.employeeId, by.name, by.at])).rows[0] ?? null;
}

/** Newest first. Null: everybody's that still wait. */
export async function listPayees(tx: Tx, filter: { readonly employeeId: string } | { readonly waitingAt: Instant }): Promise<Payee[]> {
  return 'employeeId' in filter
    ? (await tx.query<Payee>(`select ${FIELDS} from payouts.payees y where y.employee_id = $1 order by y.created_at desc, y.id desc limit 50`, [filter.employeeId])).rows
    : (await tx.query<Payee>(`select ${FIELDS} from payouts.payees y where y.chosen and y.usable_from > $1 order by y.created_at desc limit 500`, [filter.waitingAt])).rows;
}

/** An account in the clear, for a payout only. */
export type OpenPayee = { readonly kind: PayeeKind; readonly name: string; readonly account: string; readonly bankCode?: string; readonly usableFrom: Instant | null };

/**
 * What each of these people chose to be paid to, in one look for all of them: the chosen account, and behind a wallet
 * the last bank account that they had chosen before and that waits no longer.
 */
export async function chosenPayees(tx: Tx, vault: Vault, employeeIds: readonly string[]): Promise<Map<string, OpenPayee[]>> {
  const { rows } = await tx.query<{ employeeId: string; kind: PayeeKind; holder: string; accountSealed: Uint8Array; bankCode: string | null; usableFrom: Instant; chosen: boolean }>(
    `select distinct on (employee_id, chosen) employee_id, kind, holder, account_sealed, bank_code, usable_from, chosen from payouts.payees
      where employee_id = any($1::uuid[]) and (chosen or (kind = 'bank' and usable_from <= retired_at)) order by employee_id, chosen desc, created_at desc`, [[...new Set(employeeIds)]]);
  const found = new Map<string, OpenPayee[]>();
  for (const { employeeId, accountSealed, bankCode, holder, kind, usableFrom } of rows) {
    found.set(employeeId, [...(found.get(employeeId) ?? []), { kind, name: holder, account: vault.open(tx.companyId, accountSealed), ...(bankCode ? { bankCode } : {}), usableFrom }]);
  }
  return found;
}

/** Digests of accounts that more than one person has chosen. */
export async function sharedAccounts(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.query<{ digest: string }>('select account_digest as digest from payouts.payees where chosen group by 1 having count(*) > 1')).rows.map((row) => row.digest));
}
