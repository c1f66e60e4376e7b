import { civilDateIn, type Finding } from '@roundtrip/kernel';
import type { InvoiceRecord } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { acceptReadings, noteRedLetters, type DocumentId } from '#modules/documents';
import type { FileId } from '#modules/ingest';
import { loadCompany, type EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { askBack } from './ask-back.ts';
import { checkForCompany } from './company-checks.ts';
import type { House } from './house.ts';
import { askAbout } from './verify-invoices.ts';

export type InvoicesOfFile = {
  readonly actor: Actor;
  readonly submittedBy: EmployeeId | null;
  readonly file: { readonly id: FileId; readonly sha256: string; readonly sm3?: string; readonly fileName: string; readonly bytes: number };
  readonly invoices: readonly InvoiceRecord[];
  /** What was found about consecutive numbers, by invoice number. */
  readonly consecutive: ReadonlyMap<string, readonly Finding[]>;
};

/** Keeps the invoices of one file: each once in the whole company, and what a red letter takes back is asked back from the claims that used it. */
export async function takeInvoices(tx: Tx, house: House, { actor, submittedBy, file, invoices, consecutive }: InvoicesOfFile): Promise<{ readonly outcome: 'accepted' | 'known'; readonly documentIds: readonly DocumentId[] }> {
  const now = house.clock.now();
  const company = await loadCompany(tx);
  const today = civilDateIn(company.zone, now);
  const accepted = await acceptReadings(tx, invoices.map((item) => ({
    documentId: house.clock.newId<'document'>(), originalId: house.clock.newId<'original'>(), arrivalId: house.clock.newId<'arrival'>(), facts: item.invoice,
    findings: [...item.findings, ...checkForCompany(item.invoice, company, today), ...(consecutive.get(item.invoice.number) ?? [])], evidence: item.evidence, format: item.format, file, submittedBy,
  })), now);
  const ids = accepted.map((one) => one.documentId);
  await record(tx, actor, accepted.map((one) => ({ action: `document.${one.outcome}`, subject: { kind: 'document', id: one.documentId }, body: { sha256: file.sha256 } })));
  await tell(tx, accepted.map((one) => ({ type: 'document.read', subject: { kind: 'document', id: one.documentId }, ...(submittedBy ? { employeeId: submittedBy } : {}) })));
  await askBack(tx, house, await noteRedLetters(tx, ids));
  await askAbout(tx, house, ids, 'arrival');
  return { outcome: accepted.some((one) => one.outcome === 'accepted') ? 'accepted' : 'known', documentIds: ids };
}
