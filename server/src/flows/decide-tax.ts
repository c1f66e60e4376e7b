import { civilDateIn, err, ok, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { lockTaxQuestion, post, rules, settleTax } from '#modules/ledger';
import { loadCompany } from '#modules/people';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type TaxError = { readonly kind: 'request.not-found' | 'tax.decided' | 'tax.too-much' };

/** An accountant says how much input VAT a paper deducts, from nothing to what it prints: the expense gives way to the tax in a voucher of its own. */
export function decideTax(house: House, companyId: string, call: { readonly id: string; readonly minor: bigint; readonly by: Actor; readonly name: string }): Promise<Result<null, TaxError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<null, TaxError>> => {
    const question = await lockTaxQuestion(tx, call.id);
    if (!question) return err({ kind: 'request.not-found' });
    if (question.decidedAt !== null) return err({ kind: 'tax.decided' });
    if (call.minor < 0n || call.minor > question.maxMinor) return err({ kind: 'tax.too-much' });
    const now = house.clock.now();
    await settleTax(tx, { id: call.id, minor: call.minor, by: call.name, at: now });
    const { category, department, employeeNumber, currency } = question;
    await post(tx, house.clock, rules.taxDecided({ questionId: question.id, on: civilDateIn((await loadCompany(tx)).zone, now), text: question.clause, category, department, employeeNumber, amount: { minor: call.minor, currency } }));
    await record(tx, call.by, [{ action: 'tax.decided', subject: { kind: 'claim', id: question.claimId }, body: { document: question.documentId, minor: call.minor.toString(), clause: question.clause } }]);
    await tell(tx, [{ type: 'ledger.posted', subject: { kind: 'claim', id: question.claimId } }]);
    return ok(null);
  });
}
