import { compare, type Money, type PaymentFacts, type PaymentType } from '@roundtrip/kernel';
import { Refusal } from './errors.ts';
import { idFrom, paymentWith } from './statement.ts';
import type { Day } from './dates.ts';
import { noonOf } from './dates.ts';

/** What every commercial card feed says about a transaction, whatever its form. */
export type CardLine = {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly type: PaymentType;
  readonly status?: PaymentFacts['status'];
  readonly charged: Money;
  /** The amount at the till, where it was in another currency. */
  readonly original: Money | null;
  readonly happened: Day;
  readonly posted: Day | null;
  readonly cardNumber: string;
  readonly programme: string;
  readonly merchant: string;
  readonly mcc?: string;
  readonly city?: string;
  readonly country?: string;
  readonly description?: string;
  readonly orderNo?: string;
};

/** Only the last four digits of a card number ever leave a reader. */
const tailOf = (cardNumber: string): string => cardNumber.replace(/\s/g, '').slice(-4);

const CARD_NUMBER = /^\d{13,19}$/;

/** Whose money: an employee number or a tail as it stands, a whole card number only by its tail. */
export const payerOf = (written: string): string => (CARD_NUMBER.test(written.replace(/[\s-]/g, '')) ? tailOf(written) : written);

/** A card account's number with its middle taken out: enough to tell accounts apart, useless to pay with. */
export const maskedCard = (number: string): string => (CARD_NUMBER.test(number) ? `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}` : number);

/** A corporate card is paid by the company, so the whole of it counts as company-paid. */
export function cardPayment(line: CardLine): PaymentFacts {
  const foreign = line.original && (line.original.currency !== line.charged.currency || compare(line.original, line.charged) !== 0) ? line.original : null;
  const amount = foreign && foreign.currency !== line.charged.currency ? foreign : line.charged;
  return paymentWith({
    externalId: line.id || idFrom(line.cardNumber, line.happened.on, line.direction, line.charged.minor.toString(), line.charged.currency, line.merchant),
    channel: 'corporate_card',
    type: line.type,
    direction: line.direction,
    status: line.status ?? 'posted',
    paidAt: noonOf(line.happened.on),
    amount,
    companyPaid: amount,
    merchant: line.merchant,
  }, {
    bookedOn: line.posted?.on,
    settled: amount === line.charged ? undefined : line.charged,
    mcc: /^0*$/.test(line.mcc ?? '') ? undefined : line.mcc,
    city: line.city, country: line.country, description: line.description, orderNo: line.orderNo,
    payer: tailOf(line.cardNumber), account: line.programme,
  });
}

/** Card feeds are read whole or not at all: an amount or a date that is none sets the file aside. */
export function required<T>(value: T | null, kind: 'file.bad-amount' | 'file.bad-date', place: string): T {
  if (value !== null) return value;
  throw new Refusal(kind, kind === 'file.bad-amount' ? { zh: '金额无法识别', en: 'Not a valid amount' } : { zh: '日期无法识别', en: 'Not a valid date' }, place);
}
