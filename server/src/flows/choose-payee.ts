import { epochMs, err, instantOf, ok, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { choosePayee, confirmPayee, listPayees, payoutLimits, type Payee, type PayeeId } from '#modules/payouts';
import { tell } from '#platform/events';
import type { House } from './house.ts';

const HOUR_MS = 3_600_000;
const SHAPES: Readonly<Record<Payee['kind'], RegExp>> = {
  bank: /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$|^\d{8,30}$/,
  wechat: /^[A-Za-z0-9_-]{20,40}$/,
  alipay: /^2088\d{12}$|^[^\s@]{1,64}@[^\s@]{1,64}$|^1\d{10}$|^[A-Za-z0-9_-]{20,64}$/,
};

export type PayeeError = { readonly kind: 'payee.bad-account' } | { readonly kind: 'payee.not-waiting' };
export type ChoiceCall = { readonly by: { readonly employeeId: string; readonly name: string }; readonly kind: Payee['kind']; readonly holder: string; readonly account: string; readonly bankCode: string | null; readonly bankName: string | null };

const actorOf = (by: ChoiceCall['by']): Actor => ({ kind: 'person', employeeId: by.employeeId, name: by.name });

/**
 * An employee says where to be paid from now on. A new account waits for the company's cooling time or a second person:
 * whoever takes over a sign-in and swaps the account shall not have the money before anybody looks.
 */
export function chooseAccount(house: House, companyId: string, call: ChoiceCall): Promise<Result<PayeeId, PayeeError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<PayeeId, PayeeError>> => {
    const account = call.kind === 'bank' ? call.account.replace(/\s/g, '').toUpperCase() : call.account.trim();
    if (!SHAPES[call.kind].test(account) || call.holder.trim() === '') return err({ kind: 'payee.bad-account' });
    const now = house.clock.now();
    const { coolingHours } = await payoutLimits(tx);
    const known = (await listPayees(tx, { employeeId: call.by.employeeId })).find((one) => one.accountDigest === house.vault.blindIndex(companyId, account) && one.holder === call.holder.trim() && one.usableFrom <= now);
    // Going back to an account that has waited before is no new risk.
    const usableFrom = known ? now : instantOf(epochMs(now) + coolingHours * HOUR_MS);
    const id = house.clock.newId<'payee'>();
    await choosePayee(tx, house.vault, { id, employeeId: call.by.employeeId, kind: call.kind, holder: call.holder.trim(), account, bankCode: call.bankCode, bankName: call.bankName, usableFrom, createdAt: now });
    await record(tx, actorOf(call.by), [{ action: 'payee.chosen', subject: { kind: 'payee', id }, body: { employeeId: call.by.employeeId, kind: call.kind, account: `…${account.slice(-4)}`, usableFrom } }]);
    await tell(tx, [{ type: 'payee.chosen', subject: { kind: 'payee', id }, employeeId: call.by.employeeId }]);
    return ok(id);
  });
}

/** A second person has looked at a new account, so that it need not wait any longer. Never one's own. */
export function confirmAccount(house: House, companyId: string, call: { readonly by: ChoiceCall['by']; readonly payeeId: string }): Promise<Result<null, PayeeError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<null, PayeeError>> => {
    const confirmed = await confirmPayee(tx, call.payeeId, { ...call.by, at: house.clock.now() });
    if (!confirmed) return err({ kind: 'payee.not-waiting' });
    await record(tx, actorOf(call.by), [{ action: 'payee.confirmed', subject: { kind: 'payee', id: confirmed.id }, body: { employeeId: confirmed.employeeId, account: confirmed.accountMasked } }]);
    await tell(tx, [{ type: 'payee.confirmed', subject: { kind: 'payee', id: confirmed.id }, employeeId: confirmed.employeeId }]);
    return ok(null);
  });
}
