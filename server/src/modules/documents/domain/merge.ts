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

/** One reading of a paper and how far its best source is trusted; 1 is best. */
export type RankedFacts = { readonly facts: InvoiceFacts; readonly rank: number };

const isKnown = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
const knownOf = (facts: InvoiceFacts): Partial<InvoiceFacts> => Object.fromEntries(Object.entries(facts).filter(([, value]) => isKnown(value)));

const differ = (severity: Finding['severity'], zh: string, en: string): Finding => ({ code: 'READINGS_DIFFER', severity, message: { zh, en } });

/**
 * Two readings of one invoice become one: field by field the better-ranked source counts (the XML before the PDF before
 * a photo), the other fills what it left open. They must agree on what the money is; where they do not, the first
 * reading stays and the difference is a finding for people.
 */
export function mergeReadings(kept: RankedFacts, arrived: RankedFacts): { readonly facts: InvoiceFacts; readonly changed: boolean; readonly findings: readonly Finding[] } {
  const [a, b] = [kept.facts, arrived.facts];
  if (a.total.minor !== b.total.minor || a.total.currency !== b.total.currency) {
    return { facts: a, changed: false, findings: [differ('error', '同一发票号码以不同金额再次到达,请核对原件', 'The same invoice number arrived again with another amount; check the originals')] };
  }
  const findings = a.issuedOn === b.issuedOn ? [] : [differ('warning', '同一发票的两份文件开票日期不同', 'Two files of the same invoice give different dates')];
  const [best, other] = arrived.rank < kept.rank ? [b, a] : [a, b];
  const facts = { ...other, ...knownOf(best), kind: best.kind } as InvoiceFacts;
  return { facts, changed: !sameFacts(facts, a), findings };
}

const written = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => {
  if (typeof v === 'bigint') return v.toString();
  return typeof v === 'object' && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1))) : v;
});
const sameFacts = (a: InvoiceFacts, b: InvoiceFacts): boolean => written(a) === written(b);

export type StoredDocument = {
  readonly id: DocumentId;
  readonly key: string;
  readonly facts: InvoiceFacts;
  readonly findings: readonly Finding[];
  readonly submittedBy: string | null;
  readonly receivedAt: Instant;
};
