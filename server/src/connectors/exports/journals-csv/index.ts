import { utils } from '@e965/xlsx';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, type BookExporter, type ExportEntry, type ExportPosting } from '#spi';

type Row = { readonly entry: ExportEntry; readonly posting: ExportPosting; readonly debit: string; readonly credit: string; readonly signed: string };
type Layout = { readonly columns: readonly (readonly [string, (row: Row) => string])[]; readonly names: Pick<BookExporter, 'id' | 'title' | 'system'> };

const textOf = ({ entry, posting }: Row): string => posting.text ?? entry.text;

/** One row a line; head values stand on every row, and the same number is the same journal. */
const exporter = ({ columns, names }: Layout): BookExporter => ({
  ...names, extension: 'csv', takes: 'vouchers',
  render(_company, entries) {
    const rows = entries.flatMap((entry) => entry.postings.map((posting) => {
      const { debit, credit } = columnsOf(posting);
      const amount = (minor: bigint | null): string => (minor === null ? '' : formatAmount({ minor, currency: posting.currency }));
      const row: Row = { entry, posting, debit: amount(debit), credit: amount(credit), signed: formatAmount(posting) };
      return columns.map(([, cell]) => cell(row));
    }));
    return new TextEncoder().encode(`\ufeff${utils.sheet_to_csv(utils.aoa_to_sheet([columns.map(([name]) => name), ...rows]), { RS: '\r\n' })}\r\n`);
  },
});

const american = (day: string): string => `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`;

export const netsuite = exporter({
  names: { id: 'netsuite', title: { zh: 'NetSuite 日记账(CSV)', en: 'NetSuite journals, CSV' }, system: 'netsuite' },
  columns: [
    ['External ID', ({ entry }) => entry.id], ['Date', ({ entry }) => entry.on], ['Currency', ({ posting }) => posting.currency], ['Memo', ({ entry }) => entry.text], ['Journal Entry - Line: Account', ({ posting }) => posting.account],
    ['Journal Entry - Line: Debit', ({ debit }) => debit], ['Journal Entry - Line: Credit', ({ credit }) => credit], ['Journal Entry - Line: Memo', textOf], ['Journal Entry - Line: Department', ({ posting }) => posting.dims?.department ?? ''],
  ],
});

export const quickbooks = exporter({
  names: { id: 'quickbooks', title: { zh: 'QuickBooks 日记账(CSV)', en: 'QuickBooks journals, CSV' }, system: 'quickbooks' },
  columns: [
    ['JournalNo', ({ entry }) => `${entry.word ?? ''}${entry.voucher}`], ['JournalDate', ({ entry }) => american(entry.on)], ['Currency', ({ posting }) => posting.currency], ['Memo', ({ entry }) => entry.text], ['AccountName', ({ posting }) => posting.account],
    ['Debits', ({ debit }) => debit], ['Credits', ({ credit }) => credit], ['Description', textOf], ['Class', ({ posting }) => posting.dims?.department ?? ''],
  ],
});

export const xero = exporter({
  names: { id: 'xero', title: { zh: 'Xero 手工日记账(CSV)', en: 'Xero manual journals, CSV' }, system: 'xero' },
  columns: [
    ['*Narration', ({ entry }) => `${entry.word ?? ''}${entry.voucher} ${entry.text}`], ['*Date', ({ entry }) => entry.on], ['Description', textOf], ['*AccountCode', ({ posting }) => posting.account], ['*TaxRate', () => 'Tax Exempt'], ['*Amount', ({ signed }) => signed],
    ['TrackingName1', ({ posting }) => (posting.dims?.department ? 'Department' : '')], ['TrackingOption1', ({ posting }) => posting.dims?.department ?? ''], ['Currency', ({ posting }) => posting.currency],
  ],
});
