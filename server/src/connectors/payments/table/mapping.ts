import type { PaymentChannel } from '@roundtrip/kernel';
import type { DecimalMark } from '../shared/amounts.ts';
import type { DateOrder } from '../shared/dates.ts';
import type { Column, TableProfile } from './profile.ts';

/**
 * A company's own description of a table: the header name of each column it has, and its habits. `date` and `amount`
 * (or `credit` and `debit`) are needed; everything else is taken where it is named.
 */
export type TableMapping = {
  readonly columns: Partial<Record<Column, string>>;
  /**
   * What a positive amount means: it came in (`signed`), or it was charged to a card (`charged`). Absent: the words of the
   * direction or type column say, and where there is none, it was charged.
   */
  readonly sign?: 'signed' | 'charged';
  readonly channel?: PaymentChannel;
  readonly currency?: string;
  readonly zone?: string;
  readonly dateOrder?: DateOrder;
  readonly decimal?: DecimalMark;
  /** The card programme or account that the table reports on. */
  readonly account?: string;
};

export function mappedProfile(mapping: TableMapping): TableProfile {
  const named = Object.entries(mapping.columns).filter((entry): entry is [Column, string] => typeof entry[1] === 'string' && entry[1] !== '');
  const columns = Object.fromEntries(named.map(([column, header]) => [column, [header]]));
  const needed = named.filter(([column]) => ['date', 'amount', 'credit', 'debit'].includes(column)).map(([, header]) => header);
  const channel = mapping.channel ?? 'corporate_card';
  const split = mapping.columns.amount === undefined;
  return {
    id: 'card-csv',
    title: { zh: '映射表格', en: 'Mapped table' },
    signature: needed,
    columns: mapping.columns.direction === undefined && mapping.columns.type !== undefined ? { ...columns, direction: [mapping.columns.type] } : columns,
    money: split ? 'split' : (mapping.sign ?? (mapping.columns.direction ?? mapping.columns.type ? 'word' : 'charged')),
    channel, companyPaid: channel === 'corporate_card',
    zone: mapping.zone ?? 'UTC', currency: mapping.currency ?? 'XXX', order: mapping.dateOrder ?? 'dmy',
    ...(mapping.decimal ? { decimal: mapping.decimal } : {}),
    ...(mapping.account ? { fixedAccount: mapping.account } : {}),
  };
}
