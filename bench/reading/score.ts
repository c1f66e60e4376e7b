import { parseMoney, type Currency, type InvoiceFacts, type Money } from '@roundtrip/kernel';
import { TRUTH_FIELDS, type SupportingTruth, type Truth, type TruthField } from '@roundtrip/rehearsal/makers';
import type { FileRecord } from '../../server/src/connectors/spi/index.ts';

export type Miss = { readonly paper: string; readonly field: string; readonly wanted: string | null; readonly got: string };
type Count = { right: number; of: number };

/** How many fields were right, by field and by format. */
export type Tally = { readonly byField: Map<string, Map<string, Count>>; readonly misses: Miss[] };

export const newTally = (): Tally => ({ byField: new Map(), misses: [] });

const fold = (text: unknown): string => String(text ?? '').normalize('NFKC').replace(/\s+/g, '').toLowerCase();
const decimals = (amount: Money | null | undefined): string => (amount ? `${amount.minor} ${amount.currency}` : 'null');

function shown(invoice: InvoiceFacts, field: TruthField): string {
  switch (field) {
    case 'number': case 'seller': return fold(invoice[field]);
    case 'code': case 'buyer': case 'buyerTaxId': return fold(invoice[field]);
    case 'date': return invoice.issuedOn;
    case 'total': case 'tax': case 'pretax': return decimals(invoice[field]);
  }
}

function wantedOf(value: string | null, field: TruthField, currency: Currency): string {
  if (field !== 'total' && field !== 'tax' && field !== 'pretax') return fold(value);
  if (value === null) return 'null';
  const read = parseMoney(value, currency);
  return read.ok ? decimals(read.value) : value;
}

function count(tally: Tally, format: string, field: string, isRight: boolean): void {
  const formats = tally.byField.get(field) ?? new Map<string, Count>();
  tally.byField.set(field, formats);
  const cell = formats.get(format) ?? { right: 0, of: 0 };
  formats.set(format, cell);
  cell.of += 1;
  if (isRight) cell.right += 1;
}

export type Judged = { readonly format: string; readonly paper: string; readonly truth: readonly Truth[]; readonly supporting?: readonly SupportingTruth[] | undefined; readonly unsigned?: boolean };

/** The invoice that a truth speaks of: by number, else by its order in the file. */
function matching(invoices: readonly InvoiceFacts[], truth: Truth, index: number): InvoiceFacts | undefined {
  return invoices.find((invoice) => fold(invoice.number) === fold(truth.number)) ?? invoices[index];
}

/** Judges what was read of one file; an unread file misses all its fields. */
export function judge(tally: Tally, { format, paper, truth, supporting = [], unsigned = false }: Judged, records: readonly FileRecord[]): void {
  const invoices = records.flatMap((record) => (record.kind === 'invoice' ? [record.invoice] : []));
  const sign = (text: string): string => (unsigned ? text.replace(/^-/, '') : text);
  truth.forEach((one, i) => {
    const invoice = matching(invoices, one, i);
    for (const field of TRUTH_FIELDS) {
      const value = one[field];
      if (value === undefined) continue;
      const [got, wanted] = [invoice ? shown(invoice, field) : 'unread', wantedOf(value, field, invoice?.total.currency ?? ('CNY' as Currency))];
      const isRight = sign(got) === sign(wanted);
      count(tally, format, field, isRight);
      if (!isRight) tally.misses.push({ paper, field, wanted: value, got });
    }
  });
  const papers = records.flatMap((record) => (record.kind === 'supporting' ? [record] : []));
  supporting.forEach((one) => {
    const found = papers.find((record) => record.paper === one.paper);
    const got = found ? `${found.total ? decimals(found.total) : 'none'} in ${found.lines.length}` : 'unread';
    const isRight = got === `${wantedOf(one.total, 'total', found?.total?.currency ?? ('CNY' as Currency))} in ${one.lines}`;
    count(tally, format, one.paper, isRight);
    if (!isRight) tally.misses.push({ paper, field: one.paper, wanted: `${one.total} in ${one.lines}`, got });
  });
  const extra = Math.max(0, invoices.length - truth.length);
  if (truth.length > 0 || supporting.length > 0) count(tally, format, 'no other invoice', extra === 0);
  if (extra > 0) tally.misses.push({ paper, field: 'no other invoice', wanted: String(truth.length), got: String(invoices.length) });
}

const share = ({ right, of }: Count): number => Math.round((right / of) * 10_000) / 100;

/** `{ format: { field: percent } }`, with the sum over all fields of a format. */
export function report(tally: Tally): Record<string, Record<string, number>> {
  const formats = [...new Set([...tally.byField.values()].flatMap((cells) => [...cells.keys()]))];
  return Object.fromEntries(formats.map((format) => {
    const cells = [...tally.byField].flatMap(([field, by]) => { const cell = by.get(format); return cell ? [[field, cell] as const] : []; });
    const all = cells.reduce((sum, [, cell]) => ({ right: sum.right + cell.right, of: sum.of + cell.of }), { right: 0, of: 0 });
    return [format, { ...Object.fromEntries(cells.map(([field, cell]) => [field, share(cell)])), all: share(all), fields: all.of }];
  }));
}
