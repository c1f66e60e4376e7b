import { money, type Finding, type Instant, type Money, type PaymentFacts } from '@roundtrip/kernel';
import { NO_CURRENCY, amountOf, plainDecimal, type DecimalMark } from '../shared/amounts.ts';
import { payerOf } from '../shared/card.ts';
import { momentAt, noonOf, printedClock, printedDay, yearlessDay, type Day } from '../shared/dates.ts';
import { finding } from '../shared/errors.ts';
import { idFrom, paymentWith } from '../shared/statement.ts';
import type { Layout } from './header.ts';
import { comparable, type Row } from './profile.ts';
import { currencyFrom, directionFrom, typeFrom } from './words.ts';

export type TableEntry = { readonly row: Row; readonly cells: readonly string[]; readonly payment: PaymentFacts; readonly balance: Money | null };

export type TableContext = {
  readonly layout: Layout;
  readonly account: string;
  readonly holder: string;
  readonly order: 'ymd' | 'dmy' | 'mdy';
  readonly decimal: DecimalMark | undefined;
  /** True where the source writes its debits as negative numbers in a column of their own. */
  readonly debitsNegative: boolean;
  /** Direction words whose amounts are mostly negative (`Debit -20.00`): there a positive amount is the reversal. */
  readonly negativeWords: ReadonlySet<string>;
  readonly yearMonth: { readonly year: number; readonly month: number } | null;
  readonly find: (finding: Finding) => void;
};

export function rowOf(layout: Layout, cells: readonly string[]): Row {
  return (column) => {
    const position = layout.positions.get(column);
    return position === undefined ? '' : cells[position] ?? '';
  };
}

/** A cell that stands for "none". */
const blank = (cell: string): boolean => cell === '' || (NONE.has(cell.charCodeAt(0)) && /^[-/—–]*$/.test(cell));
const NONE = new Set([...'-/—–'].map((mark) => mark.charCodeAt(0)));

export function dayIn(cell: string, context: Pick<TableContext, 'order' | 'yearMonth'>): Day | null {
  const { yearMonth } = context;
  return printedDay(cell, context.order) ?? (yearMonth ? yearlessDay(cell, yearMonth.year, yearMonth.month) : null);
}

type Sized = { readonly size: Money; readonly direction: 'in' | 'out' };

/** Null where the row has no readable amount or no direction. */
function sized(row: Row, context: TableContext, currency: string, place: string): Sized | null {
  const kind = context.layout.profile.money;
  const read = (cell: string): Money | null => (blank(cell) ? null : amountOf(plainDecimal(cell, context.decimal) ?? '', currency, place));
  if (kind === 'split') return splitAmount(row, context, read);
  const meaning = context.layout.profile.meaning?.(row);
  const amount = read(meaning?.amount ?? row('amount'));
  if (!amount) return null;
  const size = amount.minor < 0n ? money(-amount.minor, amount.currency) : amount;
  if (meaning?.direction) return { size, direction: meaning.direction };
  const negative = amount.minor < 0n;
  if (kind === 'word') {
    const word = row('direction');
    const direction = directionFrom(word);
    if (direction) return { size, direction: negative === context.negativeWords.has(comparable(word)) ? direction : opposite(direction) };
    return negative ? { size, direction: 'out' } : null;
  }
  const positive = kind === 'signed' ? 'in' : 'out';
  return { size, direction: negative ? opposite(positive) : positive };
}

const opposite = (direction: 'in' | 'out'): 'in' | 'out' => (direction === 'in' ? 'out' : 'in');

function splitAmount(row: Row, context: TableContext, read: (cell: string) => Money | null): Sized | null {
  const [credit, debit] = [row('credit'), row('debit')];
  const [came, went] = [read(credit), read(debit)];
  if ((!came && !blank(credit)) || (!went && !blank(debit))) return null;
  if (came && went && came.minor !== 0n && went.minor !== 0n) return null;
  if (went && (went.minor !== 0n || !came)) {
    const amount = context.debitsNegative ? money(-went.minor, went.currency) : went;
    return amount.minor < 0n ? { size: money(-amount.minor, amount.currency), direction: 'in' } : { size: amount, direction: 'out' };
  }
  if (!came) return null;
  return came.minor < 0n ? { size: money(-came.minor, came.currency), direction: 'out' } : { size: came, direction: 'in' };
}

function currencyIn(row: Row, context: TableContext): string {
  const amountCell = row('amount') || row('credit') || row('debit');
  const inAmount = /^([A-Z]{3})\s*[-+\d]|\d\s*([A-Z]{3})$/.exec(amountCell.trim());
  const named = row('currency') || inAmount?.[1] || inAmount?.[2] || '';
  return named && !blank(named) ? currencyFrom(named) : context.layout.profile.currency;
}

/** What stood at the till, where the source tells it apart and it is another currency. */
function originalOf(row: Row, currency: string, context: TableContext, place: string): Money | null {
  const cell = row('originalAmount') || (blank(row('originalDebit')) ? row('originalCredit') : row('originalDebit'));
  const named = row('originalCurrency') || /^([A-Z]{3})\s*[-+\d]/.exec(cell)?.[1] || '';
  if (blank(cell) || blank(named)) return null;
  const original = currencyFrom(named);
  if (original === currency) return null;
  const amount = amountOf(plainDecimal(cell, context.decimal) ?? '', original, place);
  return amount && amount.minor !== 0n ? (amount.minor < 0n ? money(-amount.minor, original) : amount) : null;
}

function momentOf(row: Row, day: Day, zone: string): Instant {
  const clock = printedClock(row('time')) ?? (/[:：]/.test(row('date')) ? printedClock(row('date').replace(/^\S+[\sT]+/, '')) : null);
  return clock === null ? noonOf(day.on, zone) : momentAt(zone, day.on, clock);
}

/** A row of data by column, with its day where it has one, and its number. */
export type DataRow = { readonly cells: readonly string[]; readonly row: Row; readonly day: Day | null; readonly line: number };

/** Reads one data row; null adds a finding that names it, and the statement then vouches for nothing. */
export function readRow({ cells, row, day, line }: DataRow, context: TableContext): TableEntry | null {
  const { profile } = context.layout;
  const place = `row ${line}`;
  const currency = currencyIn(row, context);
  const read = day ? sized(row, context, currency, place) : null;
  if (!day || !read) {
    context.find(finding('error', day ? 'ENTRY_AMOUNT' : 'ENTRY_DATE', `第 ${line} 行的${day ? '金额或方向' : '日期'}无法识别`, `The ${day ? 'amount or its direction' : 'date'} in row ${line} cannot be read`));
    return null;
  }
  if (day.clamped) context.find(finding('warning', 'DATE_CLAMPED', `第 ${line} 行的日期不存在,取当月最后一日`, `The date in row ${line} does not exist: the month's last day stands for it`));
  const original = originalOf(row, currency, context, place);
  const payment = paymentOf(row, { ...read, original, paidAt: momentOf(row, day, profile.zone), day }, context);
  const printed = plainDecimal(row('balance'), context.decimal);
  return { row, cells, payment, balance: printed === null || currency === NO_CURRENCY ? null : amountOf(printed, currency, place) };
}

const spaced = (text: string): string => (/\s/.test(text) ? text.replace(/\s+/g, ' ') : text);

function feeOf(row: Row, currency: string, context: TableContext): Money | null {
  const cell = row('fee');
  const printed = cell === '' ? null : plainDecimal(cell, context.decimal);
  const fee = printed === null ? null : amountOf(printed, currency);
  if (printed !== null && !fee) context.find(finding('warning', 'FEE_PRECISION', `手续费 ${printed} 超出币种精度,未读取`, `The fee ${printed} has more digits than its currency and was left out`));
  return fee && fee.minor !== 0n ? fee : null;
}

function paymentOf(row: Row, read: Sized & { original: Money | null; paidAt: Instant; day: Day }, context: TableContext): PaymentFacts {
  const { profile } = context.layout;
  const meaning = profile.meaning?.(row) ?? {};
  const card = profile.channel === 'card' || profile.channel === 'corporate_card';
  const words = [row('type'), row('description'), row('merchant')].filter((text) => !blank(text)).join(' ');
  const merchant = [row('merchant'), row('description'), row('type')].find((text) => !blank(text)) ?? '';
  const amount = read.original ?? read.size;
  const own = meaning.id ?? row('id');
  const text = (cell: string): string | undefined => (blank(cell) ? undefined : spaced(cell));
  const fee = feeOf(row, read.size.currency, context);
  return paymentWith({
    externalId: blank(own) ? idFrom(context.account, read.paidAt, read.direction, read.size.minor.toString(), read.size.currency, comparable(words), row('balance')) : own,
    channel: profile.channel,
    type: meaning.type ?? typeFrom(read.direction, `${row('direction')} ${words}`, card),
    direction: read.direction,
    status: meaning.status ?? 'posted',
    paidAt: read.paidAt,
    amount,
    merchant: spaced(merchant),
  }, {
    bookedOn: row('bookedOn') ? dayIn(row('bookedOn'), context)?.on : profile.channel === 'bank' ? read.day.on : undefined,
    settled: read.original ? read.size : undefined,
    companyPaid: profile.companyPaid ? amount : undefined,
    fee: fee ?? undefined,
    description: text(row('description')), orderNo: text(row('orderNo')), relatedExternalId: meaning.related,
    city: text(row('city')), country: text(row('country')), mcc: text(row('mcc')),
    payer: text(row('payer') && payerOf(row('payer'))) ?? (context.holder || undefined), account: text(row('account')) ?? (context.account || undefined),
    counterpartyAccount: text(row('counterpartyAccount')), endToEndId: text(row('endToEndId')),
  });
}
