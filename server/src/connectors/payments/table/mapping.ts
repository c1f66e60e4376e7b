import type { MappedTable } from '#spi';
import { COLUMNS, type Column, type TableProfile } from './profile.ts';

const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);

/** The names in a mapping that mean nothing to us: a misspelt one would otherwise be left out without a word. */
export const strangeColumns = (mapping: MappedTable): string[] => Object.keys(mapping.columns).filter((name) => !isColumn(name));

/** A mapping as a profile: without a word on the sign, what stands in a card's table was charged. */
export function mappedProfile(mapping: MappedTable): TableProfile {
  const named = Object.entries(mapping.columns).filter((entry): entry is [Column, string] => isColumn(entry[0]) && entry[1] !== '');
  const columns = Object.fromEntries(named.map(([column, header]) => [column, [header]]));
  const needed = named.filter(([column]) => ['date', 'amount', 'credit', 'debit'].includes(column)).map(([, header]) => header);
  const channel = mapping.channel ?? 'corporate_card';
  const split = mapping.columns['amount'] === undefined;
  return {
    id: 'card-csv',
    title: { zh: '映射表格', en: 'Mapped table' },
    signature: needed,
    columns: mapping.columns['direction'] === undefined && mapping.columns['type'] !== undefined ? { ...columns, direction: [mapping.columns['type']] } : columns,
    money: split ? 'split' : (mapping.sign ?? (mapping.columns['direction'] ?? mapping.columns['type'] ? 'word' : 'charged')),
    channel, companyPaid: channel === 'corporate_card',
    zone: mapping.zone ?? 'UTC', currency: mapping.currency ?? 'XXX', order: mapping.dateOrder ?? 'dmy',
    ...(mapping.decimal ? { decimal: mapping.decimal } : {}),
    ...(mapping.account ? { fixedAccount: mapping.account } : {}),
  };
}
