import { besidePapers, type Beside } from './papers.ts';
import { attachedTo, hintsOf } from './returned.ts';
import { ratesOf, type RateOn } from './rates.ts';
import { latinKey, spellings } from './spelling.ts';
import { CATEGORIES, Names, categoryOf, plainName, type Category } from './text.ts';
import type { MatchBooking, MatchInput, MatchInvoice, MatchPayment } from './types.ts';

const NOBODY = -1;

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

const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

class Numbers {
  private readonly known = new Map<string, number>();
  of(text: string | null): number {
    if (text === null || text === '') return NOBODY;
    const found = this.known.get(text);
    if (found !== undefined) return found;
    this.known.set(text, this.known.size);
    return this.known.size - 1;
  }
}

type Tools = { readonly people: Numbers; readonly currencies: Numbers; readonly orders: Numbers; readonly names: Names; readonly called: ReadonlyMap<string, readonly number[]> };

/** Wallets know the minute; banks and card houses name the day on which they booked. */
const PROMPT = new Set(['alipay', 'wechatpay', 'cash']);

const KIND_CATEGORY: Readonly<Record<string, Category>> = { rail: 'rail', air: 'air', taxi: 'ride', ride_receipt: 'ride', flight: 'air', hotel: 'lodging', car: 'ride' };

function toInvoice(invoice: MatchInvoice, beside: Beside, { people, currencies, orders, names, called }: Tools): Paper {
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

function toBooking(booking: MatchBooking, { people, currencies, orders, names }: Tools): Paper {
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

const moneyKey = (money: { readonly minor: bigint; readonly currency: string }): string => `${money.currency}${money.minor}`;

/** Abroad a shop's papers are in its own money: what it charged is the amount to look for there. */
function asWanted(payment: MatchPayment, asked: ReadonlySet<string>, currencies: ReadonlySet<string>): MatchPayment {
  const { original } = payment;
  return original && (asked.has(moneyKey(original)) || currencies.has(original.currency)) && !asked.has(moneyKey(payment)) ? { ...payment, minor: original.minor, currency: original.currency } : payment;
}

/** Everything sorted by id, so that the order of the input is no matter; refunds beside what they gave back. */
export function prepare(input: MatchInput): Prepared {
  const people = new Numbers();
  const names = new Names();
  const called = new Map<string, number[]>();
  for (const employee of byId(input.employees)) {
    for (const name of new Set(employee.names.flatMap((one) => [plainName(one), latinKey(one), ...spellings(one)].filter((key) => key !== '')))) called.set(name, [...(called.get(name) ?? []), people.of(employee.id)]);
  }
  const tools: Tools = { people, currencies: new Numbers(), orders: new Numbers(), names, called };
  const asked = new Set([...input.invoices, ...input.bookings].map(moneyKey));
  const currencies = new Set([...input.invoices, ...input.bookings].map((paper) => paper.currency));
  const payments = byId(input.payments).map((payment) => asWanted(payment, asked, currencies));
  const attached = attachedTo(payments, hintsOf(input.invoices, input.bookings));
  const orderNumbers = new Set([...input.invoices, ...input.bookings].flatMap((paper) => paper.orderNo ?? []));
  const spent = payments.filter((p) => p.direction === 'out' && !attached.ids.has(p.id)).map((source, index): Spent => {
    const beside = attached.of.get(source.id) ?? [];
    const sumOf = (direction: 'in' | 'out'): bigint => beside.reduce((sum, one) => (one.direction === direction && one.currency === source.currency ? sum + one.minor : sum), 0n);
    const said = `${source.merchant} ${source.description}`;
    return {
      index, source, currency: tools.currencies.of(source.currency), gross: Number(source.minor + sumOf('out')), net: Number(source.minor - sumOf('in')), day: source.day, person: people.of(source.payerId),
      name: names.numberOf(source.merchant), said: names.numberOf(source.description), category: categoryOf(said, source.mcc), order: tools.orders.of(source.orderNo ?? mentioned(source.description, orderNumbers)), external: source.externalId !== undefined && orderNumbers.has(source.externalId) ? tools.orders.of(source.externalId) : NOBODY, postedLate: !PROMPT.has(source.channel ?? ''), attached: beside.map((one) => one.id), refunded: sumOf('in') > 0n, maybeRefunded: attached.unsure.get(source.id) ?? 0,
    };
  });
  const sorted = byId(input.invoices);
  const beside = besidePapers(sorted);
  const bookings = byId(input.bookings).map((booking) => toBooking(booking, tools));
  return {
    spent, names, agents: agentsAmong(bookings, names), rateOn: ratesOf(input.payments, (currency) => tools.currencies.of(currency)), strays: payments.filter((p) => p.direction === 'in' && !attached.ids.has(p.id)),
    invoices: sorted.filter((invoice) => !beside.ids.has(invoice.id)).map((invoice) => toInvoice(invoice, beside, tools)), bookings,
  };
}

const AGENT_OF_MIN = 3;
const ALIKE = 0.8;

/** Agencies, as this company's bookings show them: suppliers of several houses that bear other names. */
function agentsAmong(bookings: readonly Paper[], names: Names): (name: number) => boolean {
  const houses = new Map<number, Set<number>>();
  for (const { agent, name } of bookings) {
    if (agent < 0 || agent === name || names.likeness(agent, name) > 0.5) continue;
    const known = houses.get(agent);
    if (known) known.add(name);
    else houses.set(agent, new Set([name]));
  }
  const agents = [...houses].flatMap(([agent, of]) => (of.size >= AGENT_OF_MIN ? [agent] : []));
  const known = new Map<number, boolean>();
  return (name) => {
    const said = known.get(name) ?? agents.some((agent) => names.likeness(name, agent) >= ALIKE);
    known.set(name, said);
    return said;
  };
}

export const categoryNumber = (category: Category): number => CATEGORIES.indexOf(category);

/** A booking is over what was paid at first, whatever came back later. */
export const asBooked = (prepared: Prepared): Prepared => ({ ...prepared, spent: prepared.spent.map((one) => (one.refunded ? { ...one, net: one.gross, gross: one.net } : one)) });
