import { money, type CivilDate, type Instant, type Money, type PaymentFacts, type PaymentType } from '@roundtrip/kernel';
import { amountOf, digitsOf, plainDecimal } from '../shared/amounts.ts';
import { dayOf, noonOf, utcMoment } from '../shared/dates.ts';
import { finding } from '../shared/errors.ts';
import { idFrom, paymentWith, type OpenStatement } from '../shared/statement.ts';
import { textAt, type Element } from '../shared/xml.ts';

type Moment = { readonly on: CivilDate; readonly at: Instant; readonly clamped: boolean };

export type TransactionContext = {
  readonly card: boolean; readonly account: string; readonly currency: string;
  /** The statement's end, for a transaction without a day of its own. */
  readonly fallback: Moment | null;
  readonly statement: OpenStatement;
  count: number;
};

const MOMENT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:\.\d*)?\s*(?:\[([+-]?\d{1,2})(?:\.(\d+))?(?::\w*)?\])?/;

/** `YYYYMMDD[HHMMSS[.XXX]][[offset:zone]]`; without an offset OFX means GMT. */
export function momentOf(text: string): Moment | null {
  const match = MOMENT.exec(text);
  if (!match) return null;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!day) return null;
  const [h, m, s] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const midnight = h === 0 && m === 0 && s === 0;
  if (match[4] === undefined || midnight || h > 23 || m > 59 || s > 59) return { ...day, at: noonOf(day.on) };
  return { ...day, at: utcMoment(day.on, ((h - Number(match[7] ?? 0)) * 60 + m) * 60 + s) };
}

/** OFX is for machines: a currency sign or a word in an amount means that the file is not what it should be. */
const decimalIn = (text: string): string | null => (/^[+-]?[\d.,\s]+$/.test(text) ? plainDecimal(text) : null);
export const exact = (text: string, currency: string): Money | null => amountOf(decimalIn(text) ?? '', currency, 'OFX');

/** Rounds half away from zero to the currency's unit, for sources that write more digits than anyone can pay. */
function rounded(decimal: string, currency: string): Money | null {
  const digits = digitsOf(currency);
  const match = /^(-?)(\d{1,15})\.(\d+)$/.exec(decimal);
  if (!match || (match[3] ?? '').length <= digits) return null;
  const fraction = match[3] ?? '';
  const minor = BigInt((match[2] ?? '') + fraction.slice(0, digits)) + (Number(fraction[digits]) >= 5 ? 1n : 0n);
  return money(match[1] ? -minor : minor, currency);
}

/** The inner elements of one `STMTTRN` as a payment, handed to its statement. */
export function readTransaction(element: Element, context: TransactionContext): void {
  context.count += 1;
  const place = `STMTTRN[${context.count}]`;
  const written = textAt(element, 'TRNAMT');
  const decimal = decimalIn(written);
  const currency = textAt(element, 'CURRENCY', 'CURSYM') || context.currency;
  const exactly = amountOf(decimal ?? '', currency, place);
  const amount = exactly ?? rounded(decimal ?? '', currency);
  if (!amount) {
    context.statement.find(finding('error', 'ENTRY_AMOUNT', `第 ${context.count} 笔金额无法识别:${written.slice(0, 24)},请重新下载`, `The amount of transaction ${context.count} cannot be read: ${written.slice(0, 24)}. Download the file again`));
    return;
  }
  if (!exactly) context.statement.find(finding('error', 'AMOUNT_PRECISION', `第 ${context.count} 笔金额 ${written} 超出币种精度`, `The amount of transaction ${context.count}, ${written}, has more digits than its currency`));
  const when = whenOf(element, context);
  if (!when) return;
  const direction = amount.minor < 0n ? 'out' : 'in';
  const size = amount.minor < 0n ? money(-amount.minor, amount.currency) : amount;
  context.statement.book({ direction, amount: size, ...(exactly ? {} : { decimal: (decimal ?? '').replace('-', '') }) });
  context.statement.give(paymentOf(element, { direction, size, when }, context));
}

/** Null where neither the transaction nor its statement has a day: then a finding names it. */
function whenOf(element: Element, context: TransactionContext): Moment | null {
  const written = textAt(element, 'DTPOSTED');
  const posted = momentOf(written) ?? momentOf(textAt(element, 'DTUSER'));
  if (posted && !posted.clamped) return posted;
  const day = posted ?? context.fallback;
  context.statement.find(finding(day ? 'warning' : 'error', posted ? 'DATE_CLAMPED' : 'DATE_MISSING', `第 ${context.count} 笔日期 ${written || '缺失'},${day ? `取${posted ? '当月最后一日' : '对账单截止日'}` : '无法记账'}`,
    `Transaction ${context.count} is dated ${written || '(nothing)'}${day ? `: ${posted ? "the month's last day" : "the statement's end"} stands for it` : ' and cannot be booked'}`));
  return day;
}

function typeOf(kind: string, direction: 'in' | 'out', text: string, card: boolean): PaymentType {
  if (direction === 'in') return card ? (/PAYMENT|THANK YOU|AUTOPAY/i.test(text) || kind === 'PAYMENT' ? 'transfer' : 'refund') : kind === 'XFER' ? 'transfer' : 'income';
  if (kind === 'FEE' || kind === 'SRVCHG' || kind === 'INT') return 'fee';
  return kind === 'XFER' || kind === 'ATM' || kind === 'CASH' ? 'transfer' : 'purchase';
}

function paymentOf(element: Element, read: { direction: 'in' | 'out'; size: Money; when: Moment }, context: TransactionContext): PaymentFacts {
  const name = textAt(element, 'NAME') || textAt(element, 'PAYEE', 'NAME');
  const memo = textAt(element, 'MEMO');
  const { direction, size, when } = read;
  return paymentWith({
    externalId: textAt(element, 'FITID') || idFrom(textAt(element, 'DTPOSTED'), direction, size.minor.toString(), size.currency, name, memo, textAt(element, 'REFNUM')),
    channel: context.card ? 'card' : 'bank',
    type: typeOf(textAt(element, 'TRNTYPE').toUpperCase(), direction, `${name} ${memo}`, context.card),
    direction,
    status: 'posted',
    paidAt: momentOf(textAt(element, 'DTUSER'))?.at ?? when.at,
    bookedOn: when.on,
    amount: size,
    merchant: name || memo,
  }, { description: memo, orderNo: textAt(element, 'REFNUM') || textAt(element, 'CHECKNUM'), account: context.account, mcc: textAt(element, 'SIC') });
}
