import { civilDateIn, type CivilDate, type Finding, type Instant } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { NO_CURRENCY, plainDecimal, type DecimalMark } from '../shared/amounts.ts';
import { finding } from '../shared/errors.ts';
import { linesOf, statementOf } from '../shared/statement.ts';
import { dayIn, readRow, rowOf, type TableContext, type TableEntry } from './entries.ts';
import type { Layout } from './header.ts';
import { comparable } from './profile.ts';
import { checkDeclared, checkTotalsRow, followBalances } from './totals.ts';

type Rows = readonly (readonly string[])[];

/** Lines that close a table: totals, rules and notes. After the first one, rows without a date are notes too. */
const CLOSING = /^(?:[-#=*_]|合计|总计|小计|总|共|说明|注[:：]|备注[:：]|支出合计|收入合计|本页|期末|total|subtotal|sum\b|saldo|closing|end of|---)/i;

/** Reads the rows of one table into statements: one, or one a currency where the source keeps a balance for each. */
export function readTable(rows: Rows, layout: Layout): StatementRecord[] {
  const findings: Finding[] = [];
  const above = rows.slice(0, Math.max(0, layout.start - 1)).map((row) => row.join(' ')).join('\n');
  const data = rows.slice(layout.start);
  const context: TableContext = { layout, findings, ...surveyed(data, layout, above, findings) };
  const entries: TableEntry[] = [];
  const tail: (readonly string[])[] = [];
  data.forEach((cells, index) => {
    if (cells.every((cell) => cell === '')) return;
    const row = rowOf(layout, cells);
    const dated = dayIn(row('date'), context) ?? dayIn(row('bookedOn'), context);
    const first = cells.find((cell) => cell !== '') ?? '';
    if (layout.header.length > 0 && cells.every((cell, i) => comparable(cell) === layout.header[i])) return;
    if (!dated && (tail.length > 0 || CLOSING.test(first) || comparable(first) === comparable(layout.profile.totals?.first ?? '-') || cells.filter((cell) => cell !== '').length === 1)) tail.push(cells);
    else {
      const entry = readRow(cells, layout.start + index + 1, context);
      if (entry) entries.push(entry);
    }
  });
  const around = `${above}\n${tail.map((row) => row.join(' ')).join('\n')}`;
  findings.push(...checkDeclared(layout, entries, around), ...checkTotalsRow(layout, entries, tail));
  return byCurrency(entries).map((group) => finish(group, context));
}

function captured(pattern: RegExp | undefined, text: string): string {
  return pattern?.exec(text)?.[1]?.trim() ?? '';
}

/** What must be known of the whole table before a row can be read. */
function surveyed(data: Rows, layout: Layout, above: string, findings: Finding[]): Omit<TableContext, 'layout' | 'findings'> {
  const { profile } = layout;
  const yearMonth = profile.yearMonth?.exec(above);
  const cells = (column: 'date' | 'amount' | 'credit' | 'debit'): string[] => data.map((row) => rowOf(layout, row)(column)).filter((cell) => cell !== '');
  const decimal = profile.decimal ?? decimalMark([...cells('amount'), ...cells('credit'), ...cells('debit')]);
  const debits = cells('debit').map((cell) => plainDecimal(cell, decimal)).filter((d) => d !== null && /[1-9]/.test(d));
  return {
    account: profile.fixedAccount ?? captured(profile.account, above), holder: captured(profile.holder, above),
    order: profile.order === 'ymd' ? 'ymd' : dateOrder(cells('date'), profile.order, findings),
    decimal, negativeWords: negativeWords(data, layout, decimal), debitsNegative: debits.length > 0 && debits.every((d) => d?.startsWith('-')),
    yearMonth: yearMonth ? { year: Number(yearMonth[1]), month: Number(yearMonth[2]) } : null,
  };
}

function negativeWords(data: Rows, layout: Layout, decimal: DecimalMark | undefined): ReadonlySet<string> {
  const balance = new Map<string, number>();
  for (const cells of layout.profile.money === 'word' ? data : []) {
    const row = rowOf(layout, cells);
    const amount = plainDecimal(row('amount'), decimal);
    if (amount === null || !/[1-9]/.test(amount)) continue;
    const word = comparable(row('direction'));
    balance.set(word, (balance.get(word) ?? 0) + (amount.startsWith('-') ? -1 : 1));
  }
  return new Set([...balance].filter(([, count]) => count < 0).map(([word]) => word));
}

/** `,` where any amount can only be read with a decimal comma. */
function decimalMark(cells: readonly string[]): DecimalMark | undefined {
  if (cells.some((cell) => /,\d{1,2}\D*$/.test(cell))) return ',';
  return cells.some((cell) => /\.\d{1,2}\D*$/.test(cell)) ? '.' : undefined;
}

/** A number above 12 in either place settles which is the day; where none does, the source's habit stands. */
function dateOrder(cells: readonly string[], habit: 'dmy' | 'mdy', findings: Finding[]): 'dmy' | 'mdy' {
  const pairs = cells.map((cell) => /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/.exec(cell)).filter((m) => m !== null);
  if (pairs.some((m) => Number(m[1]) > 12)) return 'dmy';
  if (pairs.some((m) => Number(m[2]) > 12)) return 'mdy';
  if (pairs.some((m) => m[1] !== m[2])) findings.push(finding('info', 'DATE_ORDER', `日期顺序按${habit === 'dmy' ? '日/月/年' : '月/日/年'}读取`, `Dates are read as ${habit === 'dmy' ? 'day/month/year' : 'month/day/year'}`));
  return habit;
}

function byCurrency(entries: readonly TableEntry[]): (readonly TableEntry[])[] {
  if (entries.length === 0 || entries.some((entry) => !entry.balance)) return [entries];
  return [...Map.groupBy(entries, (entry) => entry.balance?.currency ?? '').values()];
}

function finish(group: readonly TableEntry[], context: TableContext): StatementRecord {
  const { profile } = context.layout;
  const payments = relate(group);
  const chain = followBalances(group);
  const counts = Map.groupBy(linesOf(payments), (line) => line.amount.currency);
  const currency = [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? (profile.currency || NO_CURRENCY);
  const findings = [...context.findings, ...chain.findings];
  if (currency === NO_CURRENCY && group.length > 0) findings.push(finding('error', 'CURRENCY_MISSING', '文件没有注明币种', 'The file names no currency'));
  const times = payments.map((payment) => payment.paidAt).sort();
  const dayOf = (at: Instant | undefined): CivilDate | undefined => (at === undefined ? undefined : civilDateIn(profile.zone, at));
  const accounts = new Set(payments.map((payment) => payment.account).filter((account) => account !== undefined));
  return statementOf({
    format: profile.id, currency, findings,
    account: context.account || (accounts.size === 1 ? [...accounts][0] ?? '' : ''), holder: context.holder,
    from: dayOf(times[0]), to: dayOf(times.at(-1)),
    opening: chain.opening, closing: chain.closing, entries: payments, lines: linesOf(payments),
    doubted: findings.some((f) => f.severity === 'error'),
  });
}

/** A refund whose order number is that of a purchase in the same file belongs to it. */
function relate(group: readonly TableEntry[]): StatementRecord['entries'] {
  const purchases = new Map(group.flatMap(({ payment }) => (payment.type === 'purchase' && payment.orderNo ? [[payment.orderNo, payment.externalId] as const] : [])));
  return group.map(({ payment }) => {
    const purchase = payment.type === 'refund' && payment.orderNo ? purchases.get(payment.orderNo) : undefined;
    return purchase === undefined || payment.relatedExternalId !== undefined || purchase === payment.externalId ? payment : { ...payment, relatedExternalId: purchase };
  });
}
