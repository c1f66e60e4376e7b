import { instantOf, isCurrency, money, type CivilDate, type Finding, type Instant, type Money, type PaymentFacts, type PaymentType } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { NO_CURRENCY, amountOf, digitsOf, plainDecimal, requireCurrency } from '../shared/amounts.ts';
import { maskedCard } from '../shared/card.ts';
import { dayOf, noonOf } from '../shared/dates.ts';
import { finding } from '../shared/errors.ts';
import { idFrom, present, statementOf, type BookedLine } from '../shared/statement.ts';
import { at, textAt, within, type Element } from '../shared/xml.ts';

type Moment = { readonly on: CivilDate; readonly at: Instant; readonly clamped: boolean };
type Context = { readonly card: boolean; readonly account: string; readonly currency: string; readonly fallback: Moment; readonly findings: Finding[] };

/** `YYYYMMDD[HHMMSS[.XXX]][[offset:zone]]`; without an offset OFX means GMT. */
function moment(text: string): Moment | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:\.\d*)?\s*(?:\[([+-]?\d{1,2})(?:\.(\d+))?(?::\w*)?\])?/.exec(text);
  if (!match) return null;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!day) return null;
  const [h, m, s] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const midnight = h === 0 && m === 0 && s === 0;
  if (match[4] === undefined || midnight || h > 23 || m > 59 || s > 59) return { ...day, at: noonOf(day.on) };
  const clock = Date.parse(`${day.on}T${match[4]}:${match[5]}:${match[6] ?? '00'}Z`);
  return { ...day, at: instantOf(clock - Number(match[7] ?? 0) * 3_600_000) };
}

const EPOCH: Moment = { on: '1970-01-01' as CivilDate, at: instantOf(0), clamped: true };

function currencyOf(statement: Element): string {
  const own = textAt(statement, 'CURDEF');
  if (own) return requireCurrency(own, 'CURDEF');
  const named = within(statement, 'CURSYM').map((c) => c.text.trim()).find(isCurrency);
  return named ?? NO_CURRENCY;
}

export function readStatement(statement: Element, file: { readonly lost: number; readonly whole: boolean }): StatementRecord {
  const findings: Finding[] = [];
  if (!file.whole) findings.push(finding('error', 'FILE_CUT', '文件没有结束标记,可能不完整', 'The file has no end: it may be incomplete'));
  if (file.lost !== 0) findings.push(finding('error', 'ENTRY_LOST', `有 ${file.lost} 笔交易不属于任何账户`, `${file.lost} transactions belong to no account`));
  const currency = currencyOf(statement);
  const from = at(statement, 'CCACCTFROM') ?? at(statement, 'BANKACCTFROM') ?? at(statement, 'INVACCTFROM');
  const account = statement.name === 'CCSTMTRS' ? maskedCard(textAt(from, 'ACCTID')) : textAt(from, 'ACCTID');
  const list = at(statement, 'BANKTRANLIST') ?? at(statement, 'INVTRANLIST');
  const end = moment(textAt(list, 'DTEND')) ?? moment(textAt(statement, 'LEDGERBAL', 'DTASOF')) ?? moment(textAt(statement, 'DTASOF'));
  const context: Context = { card: statement.name === 'CCSTMTRS', account, currency, fallback: end ?? EPOCH, findings };
  const entries: PaymentFacts[] = [];
  const lines: BookedLine[] = [];
  within(statement, 'STMTTRN').forEach((element, index) => {
    const read = readTransaction(element, index, context);
    if (!read) return;
    entries.push(read.payment);
    lines.push(read.line);
  });
  if (currency === NO_CURRENCY && entries.length > 0) findings.push(finding('error', 'CURRENCY_MISSING', '对账单没有注明币种', 'The statement names no currency'));
  if (statement.name === 'INVSTMTRS') findings.push(finding('info', 'INVESTMENT_CASH_ONLY', '投资账户只读取现金收支', 'Of an investment account only the cash movements are read'));
  const balance = textAt(statement, 'LEDGERBAL', 'BALAMT');
  const closing = balance ? exact(balance, currency) : null;
  if (balance && !closing) findings.push(finding('warning', 'BALANCE_AMOUNT', '账面余额无法识别', 'The ledger balance cannot be read'));
  return statementOf({
    format: 'ofx', account, currency, opening: null, closing, entries, lines, findings,
    from: moment(textAt(list, 'DTSTART'))?.on, to: end?.on,
    doubted: findings.some((f) => f.severity === 'error'),
  });
}

/** OFX is for machines: a currency sign or a word in an amount means that the file is not what it should be. */
const decimalIn = (text: string): string | null => (/^[+-]?[\d.,\s]+$/.test(text) ? plainDecimal(text) : null);
const exact = (text: string, currency: string): Money | null => amountOf(decimalIn(text) ?? '', currency, 'OFX');

/** Rounds half away from zero to the currency's unit, for sources that write more digits than anyone can pay. */
function rounded(decimal: string, currency: string): Money | null {
  const digits = digitsOf(currency);
  const match = /^(-?)(\d{1,15})\.(\d+)$/.exec(decimal);
  if (!match || (match[3] ?? '').length <= digits) return null;
  const fraction = match[3] ?? '';
  const minor = BigInt((match[2] ?? '') + fraction.slice(0, digits)) + (Number(fraction[digits]) >= 5 ? 1n : 0n);
  return money(match[1] ? -minor : minor, currency);
}

function readTransaction(element: Element, index: number, context: Context): { payment: PaymentFacts; line: BookedLine } | null {
  const written = textAt(element, 'TRNAMT');
  const decimal = decimalIn(written);
  const currency = textAt(element, 'CURRENCY', 'CURSYM') || context.currency;
  const exactly = amountOf(decimal ?? '', currency, `STMTTRN[${index + 1}]`);
  const amount = exactly ?? rounded(decimal ?? '', currency);
  if (!amount) {
    context.findings.push(finding('error', 'ENTRY_AMOUNT', `第 ${index + 1} 笔金额无法识别:${written.slice(0, 24)}`, `The amount of transaction ${index + 1} cannot be read: ${written.slice(0, 24)}`));
    return null;
  }
  if (!exactly) context.findings.push(finding('error', 'AMOUNT_PRECISION', `第 ${index + 1} 笔金额 ${written} 超出币种精度`, `The amount of transaction ${index + 1}, ${written}, has more digits than its currency`));
  const direction = amount.minor < 0n ? 'out' : 'in';
  const size = amount.minor < 0n ? money(-amount.minor, amount.currency) : amount;
  const line: BookedLine = { direction, amount: size, ...(exactly ? {} : { decimal: (decimal ?? '').replace('-', '') }) };
  return { payment: paymentOf(element, { direction, size, when: whenOf(element, index, context) }, context), line };
}

function whenOf(element: Element, index: number, context: Context): Moment {
  const written = textAt(element, 'DTPOSTED');
  const posted = moment(written) ?? moment(textAt(element, 'DTUSER'));
  if (posted && !posted.clamped) return posted;
  context.findings.push(finding('warning', posted ? 'DATE_CLAMPED' : 'DATE_MISSING', `第 ${index + 1} 笔日期 ${written || '缺失'},取${posted ? '当月最后一日' : '对账单截止日'}`,
    `Transaction ${index + 1} is dated ${written || '(nothing)'}: ${posted ? "the month's last day" : "the statement's end"} stands for it`));
  return posted ?? context.fallback;
}

function typeOf(kind: string, direction: 'in' | 'out', text: string, card: boolean): PaymentType {
  if (direction === 'in') return card ? (/PAYMENT|THANK YOU|AUTOPAY/i.test(text) || kind === 'PAYMENT' ? 'transfer' : 'refund') : kind === 'XFER' ? 'transfer' : 'income';
  if (kind === 'FEE' || kind === 'SRVCHG' || kind === 'INT') return 'fee';
  return kind === 'XFER' || kind === 'ATM' || kind === 'CASH' ? 'transfer' : 'purchase';
}

function paymentOf(element: Element, read: { direction: 'in' | 'out'; size: Money; when: Moment }, context: Context): PaymentFacts {
  const name = textAt(element, 'NAME') || textAt(element, 'PAYEE', 'NAME');
  const memo = textAt(element, 'MEMO');
  const { direction, size, when } = read;
  return {
    externalId: textAt(element, 'FITID') || idFrom(textAt(element, 'DTPOSTED'), direction, size.minor.toString(), size.currency, name, memo, textAt(element, 'REFNUM')),
    channel: context.card ? 'card' : 'bank',
    type: typeOf(textAt(element, 'TRNTYPE').toUpperCase(), direction, `${name} ${memo}`, context.card),
    direction,
    status: 'posted',
    paidAt: moment(textAt(element, 'DTUSER'))?.at ?? when.at,
    bookedOn: when.on,
    amount: size,
    merchant: name || memo,
    ...present({ description: memo, orderNo: textAt(element, 'REFNUM') || textAt(element, 'CHECKNUM'), account: context.account, mcc: textAt(element, 'SIC') }),
  };
}
