import type { CivilDate, Money, PaymentFacts } from '@roundtrip/kernel';
import { amountOf, plainDecimal } from '../shared/amounts.ts';
import { dayOf, noonOf, shortDay, type Day } from '../shared/dates.ts';
import { Refusal, finding } from '../shared/errors.ts';
import { idFrom, paymentWith, type OpenStatement } from '../shared/statement.ts';
import type { Details } from './details.ts';
import type { Field } from './fields.ts';

export type LineContext = { readonly account: string; readonly currency: string; readonly fallback: CivilDate | null; readonly statement: OpenStatement };

/** Value date, entry date, mark, funds code, amount, kind and references. */
const LINE = /^(\d{6})(\d{4}| {4})?(R?[CD]|E[CD])([A-Z])?([\d,.]*\d[\d,.]*)([A-Z][A-Z0-9]{3})?([^\n]*)/;

/** One field 61. RC gives back a credit, so money goes out; RD gives back a debit, so it comes in. */
export function readLine({ text, line }: Field, details: Details, context: LineContext): PaymentFacts | null {
  const match = LINE.exec(text) ?? LINE.exec(text.replace('\n', ''));
  const amount = match ? amountOf(plainDecimal(match[5] ?? '', ',') ?? '', context.currency, `line ${line} :61:`) : null;
  if (!match || !amount) {
    const shown = text.slice(0, 40);
    context.statement.find(finding('error', 'ENTRY_AMOUNT', `第 ${line} 行的 :61: 无法识别:${shown}。请向银行重新索取该对账单`, `:61: in line ${line} cannot be read: ${shown}. Ask the bank for the statement again`));
    return null;
  }
  return paymentOf({ match, amount, supplement: text.length > match[0].length ? spaced(text.slice(match[0].length)) : '', line }, details, context);
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

type Read = { readonly match: RegExpExecArray; readonly amount: Money; readonly supplement: string; readonly line: number };

function paymentOf({ match, amount, supplement, line }: Read, details: Details, context: LineContext): PaymentFacts {
  const [, valueDate = '', entryDate = '', mark = '', , , kind = '', references = ''] = match;
  const direction = mark === 'C' || mark === 'RD' || mark === 'EC' ? 'in' : 'out';
  const [customer = '', bankReference = ''] = references.trim().split('//');
  const on = dayIn(valueDate, entryDate, context, line);
  const gaveBack = mark.startsWith('R') || kind === 'NRTI' || details.returnReason !== undefined;
  return paymentWith({
    externalId: bankReference.trim() || idFrom(on, valueDate, mark, amount.minor.toString(), customer, details.text, supplement),
    channel: 'bank',
    type: direction === 'in' ? (gaveBack ? 'refund' : 'income') : /^[NFS](?:CHG|COM|INT)$/.test(kind) ? 'fee' : 'transfer',
    direction,
    status: mark.startsWith('E') ? 'pending' : 'posted',
    paidAt: noonOf(on),
    bookedOn: on,
    amount,
    merchant: details.name || details.text.slice(0, 120) || supplement,
  }, {
    description: (supplement && details.text ? `${details.text} ${supplement}` : details.text || supplement).slice(0, 500),
    orderNo: customer === 'NONREF' ? '' : customer.trim(),
    account: context.account,
    counterpartyAccount: details.account,
    endToEndId: details.endToEndId,
    returnReason: details.returnReason ?? (kind === 'NRTI' ? 'NARR' : undefined),
  });
}

/** The booking day: the four-digit entry date in the value date's year, or the year beside it around New Year. */
function dayIn(valueDate: string, entryDate: string, context: LineContext, line: number): CivilDate {
  const value = shortDay(valueDate);
  let day: Day | null = value;
  if (value && entryDate.trim() !== '') {
    const [month, dom] = [Number(entryDate.slice(0, 2)), Number(entryDate.slice(2))];
    const valueMonth = Number(value.on.slice(5, 7));
    const shift = month - valueMonth > 6 ? -1 : valueMonth - month > 6 ? 1 : 0;
    day = dayOf(Number(value.on.slice(0, 4)) + shift, month, dom) ?? value;
  }
  if (day?.clamped || value?.clamped) {
    context.statement.find(finding('warning', 'DATE_CLAMPED', `第 ${line} 行的日期 ${valueDate} 不存在,取当月最后一日`, `Line ${line} is dated ${valueDate}, which does not exist: the month's last day stands for it`));
  }
  if (day) return day.on;
  if (!context.fallback) throw new Refusal('file.bad-date', { zh: '明细日期无法识别', en: 'The date of an entry cannot be read' }, `line ${line} :61:`);
  context.statement.find(finding('warning', 'DATE_MISSING', `第 ${line} 行的日期 ${valueDate} 无法识别,取余额日期`, `The date in line ${line}, ${valueDate}, cannot be read: the balance's stands for it`));
  return context.fallback;
}
