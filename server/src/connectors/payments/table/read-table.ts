import { civilDateIn, type CivilDate, type Finding, type Instant, type PaymentFacts } from '@roundtrip/kernel';
import { NO_CURRENCY, plainDecimal, type DecimalMark } from '../shared/amounts.ts';
import { finding } from '../shared/errors.ts';
import { OpenStatement, type PartSink } from '../shared/statement.ts';
import { dayIn, readRow, rowOf, type TableContext, type TableEntry } from './entries.ts';
import type { Layout } from './header.ts';
import { comparable, type Row } from './profile.ts';
import { BalanceChain, DeclaredTotals } from './totals.ts';

export type Rows = readonly (readonly string[])[];

/** Lines that close a table: totals, rules and notes. After the first one, rows without a date are notes too. */
const CLOSING = /^(?:[-#=*_]|合计|总计|小计|总|共|说明|注[:：]|备注[:：]|支出合计|收入合计|本页|期末|total|subtotal|sum\b|saldo|closing|end of|---)/i;
const TAIL_ROWS_MAX = 1000;

/** The statement of one currency; most tables have one. */
type Group = { readonly statement: OpenStatement; readonly chain: BalanceChain; readonly counts: Map<string, number>; readonly accounts: Set<string>; first: Instant | null; last: Instant | null };

/**
 * Reads the rows of one table into statements: one, or one a currency where the source keeps a balance for each. What
 * must be known before a row can be read is learnt from the first rows; a row that goes against it is named.
 */
export class TableReader {
  readonly #sink: PartSink;
  readonly #layout: Layout;
  readonly #context: TableContext;
  readonly #above: string;
  readonly #totals: DeclaredTotals;
  readonly #groups = new Map<string, Group>();
  readonly #findings: Finding[] = [];
  readonly #tail: (readonly string[])[] = [];
  readonly #byCurrency: boolean;
  readonly #numbers: { next: number };
  #row: number;

  /** `first`: the rows down to the header and as many below as are at hand. They are read here. `numbers` counts statements within the file. */
  constructor(sink: PartSink, first: Rows, layout: Layout, numbers: { next: number }) {
    this.#sink = sink;
    this.#layout = layout;
    this.#numbers = numbers;
    this.#above = first.slice(0, Math.max(0, layout.start - 1)).map((row) => row.join(' ')).join('\n');
    this.#row = layout.start;
    this.#totals = new DeclaredTotals(layout);
    const data = first.slice(layout.start);
    const find = (one: Finding): void => { this.#findings.push(one); };
    this.#context = { layout, find, ...surveyed(data, layout, this.#above, find) };
    this.#byCurrency = layout.positions.has('balance') && data.every((cells) => this.#hasBalance(rowOf(layout, cells)));
    for (const cells of data) this.read(cells);
  }

  #hasBalance(row: Row): boolean {
    return row('date') === '' || plainDecimal(row('balance'), this.#context.decimal) !== null;
  }

  read(cells: readonly string[]): void {
    this.#row += 1;
    const row = rowOf(this.#layout, cells);
    const day = dayIn(row('date'), this.#context) ?? dayIn(row('bookedOn'), this.#context);
    if (day || this.#isData(cells)) {
      const entry = readRow({ cells, row, day, line: this.#row }, this.#context);
      if (entry) this.#add(entry);
      this.#hand();
    } else if (this.#tail.length < TAIL_ROWS_MAX && cells.some((cell) => cell !== '') && !this.#repeatsHeader(cells)) this.#tail.push(cells);
  }

  end(): void {
    if (this.#groups.size === 0) this.#group('');
    this.#findings.push(...this.#totals.check(`${this.#above}\n${this.#tail.map((row) => row.join(' ')).join('\n')}`, this.#tail));
    this.#hand();
    for (const group of this.#groups.values()) this.#close(group);
  }

  /** A row without a date is data, and then an error, only while nothing says that the table is over. */
  #isData(cells: readonly string[]): boolean {
    if (this.#tail.length > 0 || this.#repeatsHeader(cells) || cells.filter((cell) => cell !== '').length <= 1) return false;
    const first = cells.find((cell) => cell !== '') ?? '';
    return !CLOSING.test(first) && comparable(first) !== comparable(this.#layout.profile.totals?.first ?? '-');
  }

  #repeatsHeader(cells: readonly string[]): boolean {
    const { header } = this.#layout;
    return header.length > 0 && cells.every((cell, i) => comparable(cell) === header[i]);
  }

  #add(entry: TableEntry): void {
    const { payment } = entry;
    const group = this.#group(this.#byCurrency ? entry.balance?.currency ?? '' : '');
    const { currency } = payment.settled ?? payment.amount;
    group.counts.set(currency, (group.counts.get(currency) ?? 0) + 1);
    if (payment.account !== undefined && group.accounts.size < 2) group.accounts.add(payment.account);
    if (group.first === null || payment.paidAt < group.first) group.first = payment.paidAt;
    if (group.last === null || payment.paidAt > group.last) group.last = payment.paidAt;
    this.#totals.add(entry);
    group.chain.add(entry);
    group.statement.add(payment);
  }

  #group(currency: string): Group {
    let group = this.#groups.get(currency);
    if (!group) {
      group = { statement: new OpenStatement(this.#sink, this.#numbers.next, relate), chain: new BalanceChain(), counts: new Map(), accounts: new Set(), first: null, last: null };
      this.#numbers.next += 1;
      this.#groups.set(currency, group);
    }
    return group;
  }

  /** A finding about the table holds for every statement in it. */
  #hand(): void {
    if (this.#findings.length === 0 || this.#groups.size === 0) return;
    for (const { statement } of this.#groups.values()) statement.find(...this.#findings);
    this.#findings.length = 0;
  }

  #close({ statement, chain, counts, accounts, first, last }: Group): void {
    const { profile } = this.#layout;
    const { opening, closing, findings } = chain.end();
    const currency = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? (profile.currency || NO_CURRENCY);
    statement.find(...findings);
    if (currency === NO_CURRENCY && counts.size > 0) statement.find(finding('error', 'CURRENCY_MISSING', '文件没有注明币种', 'The file names no currency'));
    const dayOf = (at: Instant | null): CivilDate | undefined => (at === null ? undefined : civilDateIn(profile.zone, at));
    statement.close({
      format: profile.id, currency, account: this.#context.account || (accounts.size === 1 ? [...accounts][0] ?? '' : ''), holder: this.#context.holder,
      from: dayOf(first), to: dayOf(last), opening, closing,
    });
  }
}

function captured(pattern: RegExp | undefined, text: string): string {
  return pattern?.exec(text)?.[1]?.trim() ?? '';
}

/** What must be known of the table before a row can be read. */
function surveyed(data: Rows, layout: Layout, above: string, find: (finding: Finding) => void): Omit<TableContext, 'layout' | 'find'> {
  const { profile } = layout;
  const yearMonth = profile.yearMonth?.exec(above);
  const cells = (column: 'date' | 'amount' | 'credit' | 'debit'): string[] => data.map((row) => rowOf(layout, row)(column)).filter((cell) => cell !== '');
  const decimal = profile.decimal ?? decimalMark([...cells('amount'), ...cells('credit'), ...cells('debit')]);
  const debits = profile.money === 'split' ? cells('debit').map((cell) => plainDecimal(cell, decimal)).filter((d) => d !== null && /[1-9]/.test(d)) : [];
  return {
    account: profile.fixedAccount ?? captured(profile.account, above), holder: captured(profile.holder, above),
    order: profile.order === 'ymd' ? 'ymd' : dateOrder(cells('date'), profile.order, find),
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
function dateOrder(cells: readonly string[], habit: 'dmy' | 'mdy', find: (finding: Finding) => void): 'dmy' | 'mdy' {
  const pairs = cells.map((cell) => /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/.exec(cell)).filter((m) => m !== null);
  if (pairs.some((m) => Number(m[1]) > 12)) return 'dmy';
  if (pairs.some((m) => Number(m[2]) > 12)) return 'mdy';
  if (pairs.some((m) => m[1] !== m[2])) find(finding('info', 'DATE_ORDER', `日期顺序按${habit === 'dmy' ? '日/月/年' : '月/日/年'}读取`, `Dates are read as ${habit === 'dmy' ? 'day/month/year' : 'month/day/year'}`));
  return habit;
}

/** A refund whose order number is that of a purchase nearby belongs to it; one that lies further away is found when it is imported. */
function relate(batch: readonly PaymentFacts[]): readonly PaymentFacts[] {
  if (!batch.some((payment) => payment.type === 'refund')) return batch;
  const purchases = new Map(batch.flatMap((payment) => (payment.type === 'purchase' && payment.orderNo ? [[payment.orderNo, payment.externalId] as const] : [])));
  return batch.map((payment) => {
    const purchase = payment.type === 'refund' && payment.orderNo ? purchases.get(payment.orderNo) : undefined;
    return purchase === undefined || payment.relatedExternalId !== undefined || purchase === payment.externalId ? payment : { ...payment, relatedExternalId: purchase };
  });
}
