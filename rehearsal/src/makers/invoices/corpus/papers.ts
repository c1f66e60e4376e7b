import type { Chance } from '../../../chance.ts';
import { amountText, type InvoicePlan } from '../plan.ts';

export const TRUTH_FIELDS = ['number', 'code', 'date', 'total', 'tax', 'pretax', 'seller', 'buyer', 'buyerTaxId'] as const;
export type TruthField = (typeof TRUTH_FIELDS)[number];

/** What a paper says, field by field; null is what it does not have (no tax but `***`, no buyer's id), absent is what it does not tell. */
export type Truth = Readonly<Partial<Record<TruthField, string | null>>>;

/** A paper that belongs to an invoice without being one. */
export type SupportingTruth = { readonly paper: 'ride-table' | 'hotel-folio'; readonly total: string; readonly lines: number };

export type CorpusFormat = 'xml' | 'zip' | 'ofd' | 'pdf' | 'xbrl' | 'en16931' | 'facturx' | 'image';

export type Paper = { readonly bytes: Uint8Array; readonly truth: readonly Truth[]; readonly supporting?: readonly SupportingTruth[] };

/** One way of making a paper. The same chance gives the same bytes. */
export type Layout = { readonly format: CorpusFormat; readonly name: string; make(chance: Chance): Promise<Paper> };

export const layout = (format: CorpusFormat, name: string, make: Layout['make']): Layout => ({ format, name, make });

/** Everything of a plan that a whole invoice shows. */
export function truthOf(plan: InvoicePlan, code?: string): Truth {
  return {
    number: plan.number, code: code ?? null, date: plan.issuedOn, total: amountText(plan.total), tax: plan.tax ? amountText(plan.tax) : null, pretax: amountText(plan.pretax),
    seller: plan.seller, buyer: plan.buyer, buyerTaxId: plan.buyerTaxId ?? null,
  };
}

export function only(truth: Truth, ...fields: readonly TruthField[]): Truth {
  return Object.fromEntries(Object.entries(truth).filter(([field]) => fields.includes(field as TruthField)));
}
