import { civilDateIn, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { correctVoucher, type CorrectError } from '#modules/ledger';
import { loadCompany } from '#modules/people';
import { tell } from '#platform/events';
import type { House } from './house.ts';

/** Takes a voucher back with a red letter and makes it anew by today's chart and rules. */
export function correctWithRed(house: House, companyId: string, { id, by, name }: { readonly id: string; readonly by: Actor; readonly name: string }): Promise<Result<readonly string[], CorrectError>> {
  return house.db.transact(companyId, async (tx) => {
    const made = await correctVoucher(tx, house.clock, { id, by: name, on: civilDateIn((await loadCompany(tx)).zone, house.clock.now()) });
    if (!made.ok) return made;
    await record(tx, by, [{ action: 'voucher.corrected', subject: { kind: 'voucher', id }, body: { made: made.value } }]);
    await tell(tx, [{ type: 'ledger.posted', subject: { kind: 'voucher', id } }]);
    return made;
  });
}
