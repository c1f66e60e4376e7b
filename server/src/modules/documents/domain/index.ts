import type { Finding, Id, InvoiceFacts, Instant } from '@roundtrip/kernel';

export type DocumentId = Id<'document'>;

/**
 * What makes two papers the same invoice: code and number for invoices before 数电票, the 20-digit number since; for
 * invoices of other countries the number counts only within its seller. The file form plays no part.
 */
export function documentKey(facts: InvoiceFacts): string {
  if (facts.kind === 'einvoice' || facts.kind === 'credit_note' || facts.kind === 'receipt') {
    return `${(facts.sellerTaxId ?? facts.seller).normalize('NFKC').replace(/\s/g, '').toUpperCase()}/${facts.number}`;
  }
  return `${facts.code ?? ''}${facts.number}`;
}

const fieldCount = (facts: InvoiceFacts): number => Object.values(facts).filter((value) => value !== undefined && value !== null && value !== '').length + facts.items.length;

/**
 * Two readings of one invoice: the richer one stands (a photo's QR code knows little, the XML knows all). They must
 * agree on what the money is; where they do not, the first reading stays and the difference is a finding.
 */
export function mergeReadings(kept: InvoiceFacts, arrived: InvoiceFacts): { readonly facts: InvoiceFacts; readonly changed: boolean; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  if (kept.total.minor !== arrived.total.minor || kept.total.currency !== arrived.total.currency) {
    findings.push({ code: 'READINGS_DIFFER', severity: 'error', message: { zh: '同一发票号码以不同金额再次到达,请核对原件', en: 'The same invoice number arrived again with another amount; check the originals' } });
    return { facts: kept, changed: false, findings };
  }
  if (kept.issuedOn !== arrived.issuedOn) {
    findings.push({ code: 'READINGS_DIFFER', severity: 'warning', message: { zh: '同一发票的两份文件开票日期不同', en: 'Two files of the same invoice give different dates' } });
  }
  if (fieldCount(arrived) <= fieldCount(kept)) return { facts: kept, changed: false, findings };
  return { facts: { ...kept, ...arrived, items: arrived.items.length > 0 ? arrived.items : kept.items }, changed: true, findings };
}

const STALE_DAYS = 365;

/** Checks that need today's date, which a reader does not have. */
export function dateFindings(issuedOn: string, today: string): Finding[] {
  const age = Math.round((Date.parse(today) - Date.parse(issuedOn)) / 86_400_000);
  if (age < 0) return [{ code: 'FUTURE_DATE', severity: 'error', message: { zh: `开票日期 ${issuedOn} 在今天之后`, en: `The issue date ${issuedOn} lies in the future` } }];
  if (age > STALE_DAYS) return [{ code: 'STALE_DATE', severity: 'warning', message: { zh: `开票已超过 ${STALE_DAYS} 天`, en: `Issued more than ${STALE_DAYS} days ago` } }];
  return [];
}

export type StoredDocument = {
  readonly id: DocumentId;
  readonly key: string;
  readonly facts: InvoiceFacts;
  readonly findings: readonly Finding[];
  readonly submittedBy: string | null;
  readonly receivedAt: Instant;
};
