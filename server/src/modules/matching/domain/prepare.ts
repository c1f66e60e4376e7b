import { besidePapers, type Beside } from './papers.ts';
import { attachedTo } from './returned.ts';
import type { RateOn } from './rates.ts';
import { latinKey } from './spelling.ts';
import { CATEGORIES, categoryOf, plainName, type Category, type Names } from './text.ts';
import type { MatchBooking, MatchInput, MatchInvoice, MatchPayment } from './types.ts';
import { NOBODY, byId, moneyKey, wordsOf, type Words } from './words.ts';

/** A payment as the method sees it: numbers instead of words. */
export type Spent = {
  readonly index: number; readonly source: MatchPayment; readonly currency: number; readonly gross: number; readonly net: number; readonly day: number; readonly person: number;
  readonly name: number; readonly said: number; readonly category: Category; readonly order: number; /** The number that the bank or wallet gave it, where a paper names that. */ readonly external: number; readonly postedLate: boolean; /** Refunds and fees of this purchase. */ readonly attached: readonly string[]; readonly refunded: boolean; /** How likely money came back that could not be placed. */ readonly maybeRefunded: number;
};
/** An invoice or a booking, in the same terms. */
export type Paper = {
  readonly id: string; readonly currency: number; readonly amount: number; readonly day: number; readonly from: number; readonly to: number; readonly people: readonly number[];
  readonly handedInBy: number; readonly passenger: boolean; readonly name: number; readonly agent: number; readonly category: Category; readonly order: number; readonly journey: number | null; readonly cancelled: boolean;
  /** Other papers over the same: a table of rides, a note that took part of it back. */ readonly beside: readonly string[]; readonly parts: readonly number[];
};

export type Prepared = { readonly spent: readonly Spent[]; readonly invoices: readonly Paper[]; readonly bookings: readonly Paper[]; readonly names: Names; readonly strays: readonly MatchPayment[]; /** Whether a merchant of this name sells what others provide. */ readonly agents: (name: number) => boolean; readonly rateOn: RateOn };

/** Wallets know the minute; banks and card houses name the day on which they booked. */
const PROMPT = new Set(['alipay', 'wechatpay', 'cash']);

const KIND_CATEGORY: Readonly<Record<string, Category>> = { rail: 'rail', air: 'air', taxi: 'ride', ride_receipt: 'ride', flight: 'air', hotel: 'lodging', car: 'ride' };

function toInvoice(invoice: MatchInvoice, beside: Beside, { people, currencies, orders, names, called }: Words): Paper {
  const by = people.of(invoice.submittedBy);
  const riders = invoice.passenger === null ? [] : called.get(plainName(invoice.passenger)) ?? called.get(latinKey(invoice.passenger)) ?? [];
  const said = categoryOf(invoice.goods);
  const others = beside.of.get(invoice.id) ?? [];
  const back = beside.void.has(invoice.id) ? invoice.minor : others.reduce((sum, one) => (one.originalNumber !== undefined && one.originalNumber === invoice.number ? sum + (one.minor < 0n ? -one.minor : one.minor) : sum), 0n);
  return {
    id: invoice.id, currency: currencies.of(invoice.currency), amount: Number(invoice.minor - back), day: invoice.day, from: invoice.day, to: invoice.day, handedInBy: by, passenger: riders.length > 0,
    people: riders.length > 0 ? riders : [...new Set([by, ...others.filter((one) => one.kind === 'ride_receipt').map((one) => people.of(one.submittedBy))])].filter((one) => one !== NOBODY), name: names.numberOf(invoice.seller), agent: NOBODY, category: KIND_CATEGORY[invoice.kind] ?? (said === 'other' ? categoryOf(invoice.seller) : said),
    order: orders.of(invoice.orderNo), journey: invoice.journeyDay, cancelled: false,
    beside: others.map((one) => one.id), parts: (invoice.parts ?? others.find((one) => one.kind === 'ride_receipt')?.parts ?? []).map(Number),
  };
}

function toBooking(booking: MatchBooking, { people, currencies, orders, names }: Words): Paper {
  const who = people.of(booking.travelerId);
  return {
    id: booking.id, currency: currencies.of(booking.currency), amount: Number(booking.minor), day: booking.bookedDay ?? booking.startDay, from: booking.startDay, to: booking.endDay, handedInBy: NOBODY, passenger: false,
    people: who === NOBODY ? [] : [who], name: names.numberOf(booking.property || booking.supplier), agent: names.numberOf(booking.supplier), category: KIND_CATEGORY[booking.kind] ?? 'rail',
    order: orders.of(booking.orderNo), journey: booking.startDay, cancelled: booking.cancelled === true, beside: [], parts: [],
  };
}

/** An order number that a feed only mentions in passing. */
const mentioned = (text: string, known: ReadonlySet<string>): string | null => text.match(ORDER_LIKE)?.find((word) => known.has(word)) ?? null;
const ORDER_LIKE = /[A-Za-z0-9-]{6,}/g;

/** Abroad a shop's papers are in its own money: what it charged is the amount to look for there. */
function asWanted(payment: MatchPayment, { asked, currenciesAsked }: Words): MatchPayment {
  const { original } = payment;
  return original && (asked.has(moneyKey(original)) || currenciesAsked.has(original.currency)) && !asked.has(moneyKey(payment)) ? { ...payment, minor: original.minor, currency: original.currency } : payment;
}

/** Everything sorted by id, so that the order of the input is no matter; refunds beside what they gave back. */
export function prepare(input: MatchInput, words: Words = wordsOf(input)): Prepared {
  const { people, names, orders, orderNumbers } = words;
  const payments = byId(input.payments).map((payment) => asWanted(payment, words));
  const attached = attachedTo(payments, words.hints);
  const spent = payments.filter((p) => p.direction === 'out' && !attached.ids.has(p.id)).map((source, index): Spent => {
    const beside = attached.of.get(source.id) ?? [];
    const sumOf = (direction: 'in' | 'out'): bigint => beside.reduce((sum, one) => (one.direction === direction && one.currency === source.currency ? sum + one.minor : sum), 0n);
    const said = `${source.merchant} ${source.description}`;
    return {
      index, source, currency: words.currencies.of(source.currency), gross: Number(source.minor + sumOf('out')), net: Number(source.minor - sumOf('in')), day: source.day, person: people.of(source.payerId),
      name: names.numberOf(source.merchant), said: names.numberOf(source.description), category: categoryOf(said, source.mcc), order: orders.of(source.orderNo ?? mentioned(source.description, orderNumbers)), external: source.externalId !== undefined && orderNumbers.has(source.externalId) ? orders.of(source.externalId) : NOBODY, postedLate: !PROMPT.has(source.channel ?? ''), attached: beside.map((one) => one.id), refunded: sumOf('in') > 0n, maybeRefunded: attached.unsure.get(source.id) ?? 0,
    };
  });
  const sorted = byId(input.invoices);
  const beside = besidePapers(sorted);
  const bookings = byId(input.bookings).map((booking) => toBooking(booking, words));
  return {
    spent, names, agents: words.agents, rateOn: words.rateOn, strays: payments.filter((p) => p.direction === 'in' && !attached.ids.has(p.id)),
    invoices: sorted.filter((invoice) => !beside.ids.has(invoice.id)).map((invoice) => toInvoice(invoice, beside, words)), bookings,
  };
}

/** Whether a payment's kind of spending speaks against a paper's. */
export const fits = (spent: Spent, paper: Paper): boolean => spent.category === 'other' || paper.category === 'other' || spent.category === paper.category;

export const categoryNumber = (category: Category): number => CATEGORIES.indexOf(category);

/** A booking is over what was paid at first, whatever came back later. */
export const asBooked = (prepared: Prepared): Prepared => ({ ...prepared, spent: prepared.spent.map((one) => (one.refunded ? { ...one, net: one.gross, gross: one.net } : one)) });
