import type { policyView } from '@roundtrip/contract';

export type PolicyView = ReturnType<(typeof policyView)['parse']>;
export type Table = { readonly id: string; readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is Plain[] => Array.isArray(value) && value.length > 0 && value.every(isPlain);

const tableOf = (id: string, records: readonly Plain[]): Table => {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { id, title: id.split('.').at(-1) ?? id, columns, rows: records.map((record) => columns.map((column) => record[column])) };
};

/**
 * Shows a policy document as the tables it consists of, whatever the company named them: each list of records is a
 * table, and what is left of an object is a table of names and values. Nothing of the document is left out.
 */
export function readDocument(document: unknown, at = 'policy'): Table[] {
  if (isRows(document)) return [tableOf(at, document)];
  if (!isPlain(document)) return document === undefined ? [] : [{ id: at, title: at.split('.').at(-1) ?? at, columns: ['value'], rows: [[document]] }];
  const entries = Object.entries(document);
  const nested = entries.filter(([, value]) => isRows(value) || (isPlain(value) && !isLeaf(value)));
  const plain = entries.filter((entry) => !nested.includes(entry));
  return [
    ...(plain.length > 0 ? [{ id: at, title: at.split('.').at(-1) ?? at, columns: ['name', 'value'], rows: plain }] : []),
    ...nested.flatMap(([key, value]) => readDocument(value, `${at}.${key}`)),
  ];
}

/** An object of plain values (an amount with its currency, words in two languages) is one cell, not a table. */
const isLeaf = (value: Plain): boolean => Object.values(value).every((each) => typeof each !== 'object' || each === null) && Object.keys(value).length <= 3;
