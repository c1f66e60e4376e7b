import type { Result } from '@roundtrip/kernel';
import { err } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { correctDocument, documentsById, noteRedLetters, replaceFindings, setVerification, type CorrectableField, type Corrected, type CorrectionError } from '#modules/documents';
import { tell } from '#platform/events';
import { askBack } from './ask-back.ts';
import { checkedForCompany, COMPANY_CHECKS } from './company-checks.ts';
import type { House } from './house.ts';
import { askAbout } from './verify-invoices.ts';

export type CorrectionCall = { readonly caller: Caller & { kind: 'person' }; readonly documentId: string; readonly field: CorrectableField; readonly value: string; readonly reason: string };
export type CorrectionProblem = CorrectionError | { readonly kind: 'request.not-found' };

/**
 * Whoever handed the invoice in, or finance, says what a misread field really is. Matching and policy see the corrected
 * value from now on; the machine's reading and the original stay beside it.
 */
export function correctInvoice(house: House, { caller, documentId, field, value, reason }: CorrectionCall): Promise<Result<Corrected, CorrectionProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<Corrected, CorrectionProblem>> => {
    const [document] = await documentsById(tx, [documentId]);
    if (!document || (document.submittedBy !== caller.employeeId && !may(caller, 'company.read'))) return err({ kind: 'request.not-found' });
    const corrected = await correctDocument(tx, { id: house.clock.newId<'correction'>(), documentId, field, value, reason, byId: caller.employeeId, at: house.clock.now() });
    if (!corrected.ok) return corrected;
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: 'document.corrected', subject: { kind: 'document', id: documentId }, body: { field, machine: corrected.value.machine, value: corrected.value.value, reason },
    }]);
    const [after] = await documentsById(tx, [documentId]);
    if (after) await replaceFindings(tx, documentId, COMPANY_CHECKS, await checkedForCompany(tx, house, after.facts));
    await askBack(tx, house, await noteRedLetters(tx, [documentId]));
    // What was said of the misread number was not said of this invoice.
    if (corrected.value.isOther) await setVerification(tx, documentId, { state: 'unverified', mismatch: null, at: null });
    if (corrected.value.isOther) await askAbout(tx, house, [documentId], 'arrival');
    await tell(tx, [{ type: 'document.read', subject: { kind: 'document', id: documentId }, ...(document.submittedBy ? { employeeId: document.submittedBy } : {}) }]);
    return corrected;
  });
}
