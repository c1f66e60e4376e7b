import type { Bilingual, PaymentChannel, PaymentStatus, PaymentType } from '@roundtrip/kernel';
import type { DecimalMark } from '../shared/amounts.ts';
import type { DateOrder } from '../shared/dates.ts';

export const COLUMNS = [
  'id', 'date', 'time', 'bookedOn', 'amount', 'credit', 'debit', 'direction', 'currency', 'balance',
  'originalAmount', 'originalCredit', 'originalDebit', 'originalCurrency', 'fee', 'refund', 'refundStatus', 'type', 'status',
  'merchant', 'counterpartyAccount', 'description', 'orderNo', 'related', 'payer', 'account', 'city', 'country', 'mcc', 'endToEndId',
] as const;
export type Column = (typeof COLUMNS)[number];

/** One row by column, as printed. A column that the source lacks gives ''. */
export type Row = (column: Column) => string;

/** What a row is beyond its columns; `id`, `related` and `amount` stand in for those columns where a refund has its own. */
export type Meaning = {
  readonly type?: PaymentType;
  readonly status?: PaymentStatus;
  readonly direction?: 'in' | 'out';
  readonly id?: string;
  readonly related?: string;
  readonly amount?: string;
};

/** A total that the file declares about itself, and the rows that it speaks of. */
export type Declared = {
  readonly label: Bilingual;
  /** Group `count` and, where the file gives one, group `sum`. */
  readonly pattern: RegExp;
  readonly of: (row: Row) => boolean;
};

/** A totals row under a header of its own: each total beside the column that it adds up; `#` counts rows. */
export type TotalsRow = { readonly first: string; readonly columns: Readonly<Record<string, string>> };

/**
 * How one source prints its table. A new bank is one such object. Header names are compared without white space,
 * width and brackets' form; where a column has several names, the first that is there is taken.
 */
export type TableProfile = {
  readonly id: string;
  readonly title: Bilingual;
  /** Header names that together only this source prints. */
  readonly signature: readonly string[];
  /** Must stand in the text above the header, where the header alone does not tell sources apart. */
  readonly above?: RegExp;
  /** For files without a header: what the cells of the first row look like. `columns` then name positions (`'0'`). */
  readonly firstRow?: readonly RegExp[];
  readonly columns: Partial<Record<Column, readonly string[]>>;
  /** `signed`: positive comes in. `charged`: positive goes out. `split`: two columns. `word`: the direction column says. */
  readonly money: 'signed' | 'charged' | 'split' | 'word';
  readonly channel: PaymentChannel;
  readonly zone: string;
  /** The currency where no column names one. */
  readonly currency: string;
  readonly order: DateOrder;
  readonly decimal?: DecimalMark;
  /** In the text around the table, group 1 is the account, its holder, or the year and month of a statement whose dates have no year. */
  readonly account?: RegExp;
  readonly fixedAccount?: string;
  readonly holder?: RegExp;
  readonly yearMonth?: RegExp;
  /** The company pays with this card, so it has paid the whole amount. */
  readonly companyPaid?: boolean;
  /** What the row is, where the source's words say more than its sign. */
  readonly meaning?: (row: Row) => Meaning;
  readonly declared?: readonly Declared[];
  /** Where the file says itself that its sums may differ from its rows, a difference in the sums is only worth a warning. */
  readonly sumsMayDiffer?: RegExp;
  readonly totals?: TotalsRow;
};

/** Header names and words, comparable: no white space, one width, no marks that exports put before cells. */
export function comparable(text: string): string {
  if (PLAIN.test(text)) return text.includes(' ') ? text.replaceAll(' ', '') : text;
  return text.normalize('NFKC').replace(/[\s\uFEFF`"'#*_]/g, '').toLowerCase();
}
const PLAIN = /^[ a-z0-9\u4e00-\u9fff]*$/;
