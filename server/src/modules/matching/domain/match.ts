import { paymentBooking, paymentInvoice, type Evidence } from './evidence.ts';
import type { MatchBooking, MatchGroup, MatchInput, MatchInvoice, MatchPayment, MatchReason } from './types.ts';

/** Part of every stored group: the same input and version give the same answer. */
export const MATCHER_VERSION = '1';

const AUTO_WEIGHT = 5;
const AUTO_MARGIN = 3;
const REVIEW_WEIGHT = 0;
const RIDES_MAX = 14;
const RIDE_WINDOW_DAYS = 35;

type Candidate<T> = { readonly payments: readonly MatchPayment[]; readonly other: T; readonly evidence: Evidence };
type Choice<T> = Candidate<T> & { readonly margin: number; readonly runnerUp: Candidate<T> | null };

const probability = (weight: number): number => 1 / (1 + Math.exp(-weight));
const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
const amountKey = (item: { readonly minor: bigint; readonly currency: string }): string => `${item.minor}${item.currency}`;

/** What a payment came to after what was given back; a fully refunded one is worth nothing. */
function netAmounts(payments: readonly MatchPayment[]): Map<string, bigint> {
  const net = new Map(payments.filter((p) => p.direction === 'out').map((p) => [p.id, p.minor]));
  for (const refund of payments) {
    const spent = refund.direction === 'in' && refund.relatedId !== null ? net.get(refund.relatedId) : undefined;
    if (spent !== undefined && refund.relatedId !== null) net.set(refund.relatedId, spent - refund.minor);
  }
  return net;
}

/** Takes the strongest pair first; each item once. The margin is how much weaker the next best use of either side was. */
function choose<T extends { readonly id: string }>(candidates: readonly Candidate<T>[]): Choice<T>[] {
  const sorted = [...candidates].sort((a, b) => b.evidence.weight - a.evidence.weight || key(a).localeCompare(key(b)));
  const taken = new Set<string>();
  const chosen: Choice<T>[] = [];
  for (const candidate of sorted) {
    const ids = [candidate.other.id, ...candidate.payments.map((p) => p.id)];
    if (candidate.evidence.weight < REVIEW_WEIGHT || ids.some((id) => taken.has(id))) continue;
    const rival = sorted.find((other) => other !== candidate && (other.other.id === candidate.other.id || other.payments.some((p) => candidate.payments.includes(p)))
      && !(taken.has(other.other.id) || other.payments.some((p) => taken.has(p.id)))) ?? null;
    chosen.push({ ...candidate, margin: candidate.evidence.weight - Math.max(rival?.evidence.weight ?? REVIEW_WEIGHT, REVIEW_WEIGHT), runnerUp: rival });
    for (const id of ids) taken.add(id);
  }
  return chosen;
}

const key = <T extends { readonly id: string }>(candidate: Candidate<T>): string => `${candidate.other.id}/${candidate.payments.map((p) => p.id).join('+')}`;

/** The only subset of rides that sums to an invoice; null where none or more than one does. */
function onlySubset(rides: readonly MatchPayment[], target: bigint): MatchPayment[] | null {
  let found: MatchPayment[] | null = null;
  let count = 0;
  const walk = (from: number, left: bigint, picked: MatchPayment[]): void => {
    if (count > 1 || left < 0n) return;
    if (left === 0n && picked.length > 1) {
      count++;
      found = [...picked];
      return;
    }
    for (let i = from; i < rides.length; i++) walk(i + 1, left - (rides[i]?.minor ?? 0n), [...picked, rides[i] as MatchPayment]);
  };
  walk(0, target, []);
  return count === 1 ? found : null;
}

const isRide = (payment: MatchPayment): boolean => payment.mcc === '4121' || /滴滴|打车|出租|网约车|曹操|didi|taxi/i.test(`${payment.merchant} ${payment.description}`);

function rideSums(input: MatchInput, used: ReadonlySet<string>): Candidate<MatchInvoice>[] {
  return byId(input.invoices).flatMap((invoice): Candidate<MatchInvoice>[] => {
    if (used.has(invoice.id) || !/客运|运输/.test(invoice.goods)) return [];
    const rides = byId(input.payments).filter((p) => !used.has(p.id) && p.direction === 'out' && isRide(p) && p.payerId === invoice.submittedBy && p.currency === invoice.currency
      && invoice.day - p.day >= -1 && invoice.day - p.day <= RIDE_WINDOW_DAYS);
    const sum = rides.length <= RIDES_MAX ? onlySubset(rides, invoice.minor) : null;
    if (!sum) return [];
    const reasons: MatchReason[] = [{ code: 'ride-sum', weight: 6.5, text: { zh: `${sum.length} 笔行程合计与发票一致,且只有这一种组合`, en: `${sum.length} rides add up to the invoice, and no other combination does` } }];
    return [{ payments: sum, other: invoice, evidence: { reasons, weight: 6.5 } }];
  });
}

/**
 * Matches payments with invoices and bookings by hard keys, exact amounts, people, days and names. `auto` only where the
 * evidence is strong and nothing else comes near; every id stands in exactly one group; the order of the input is no matter.
 */
export function matchAll(input: MatchInput): MatchGroup[] {
  const people = new Map(input.employees.map((employee) => [employee.id, employee]));
  const net = netAmounts(input.payments);
  const out = byId(input.payments).filter((p) => (net.get(p.id) ?? 0n) > 0n);
  const counts = new Map<string, number>();
  for (const item of [...out, ...input.invoices]) counts.set(amountKey(item), (counts.get(amountKey(item)) ?? 0) + 1);
  const rivals = (payment: MatchPayment): number => Math.max(1, (counts.get(amountKey(payment)) ?? 2) - 1);
  const bookings = choose(out.flatMap((payment) => byId(input.bookings).flatMap((booking): Candidate<MatchBooking>[] => {
    const evidence = paymentBooking(payment, booking, { minor: net.get(payment.id) ?? payment.minor, rivals: rivals(payment) });
    return evidence ? [{ payments: [payment], other: booking, evidence }] : [];
  })));
  // What was booked tells two tickets of the same price apart.
  const booked = new Map(bookings.flatMap((choice) => choice.payments.map((p) => [p.id, choice.other] as const)));
  const invoices = choose(out.flatMap((payment) => byId(input.invoices).flatMap((invoice): Candidate<MatchInvoice>[] => {
    const evidence = paymentInvoice(payment, invoice, { minor: net.get(payment.id) ?? payment.minor, rivals: rivals(payment), people, booking: booked.get(payment.id) });
    return evidence ? [{ payments: [payment], other: invoice, evidence }] : [];
  })));
  const used = new Set(invoices.flatMap((choice) => [choice.other.id, ...choice.payments.map((p) => p.id)]));
  const withRides = [...invoices, ...choose(rideSums(input, used))];
  return assemble(input, withRides, bookings);
}

/** Payments with all that was chosen for them, refunds beside what they gave back, and everything left over alone. */
function assemble(input: MatchInput, invoices: readonly Choice<MatchInvoice>[], bookings: readonly Choice<MatchBooking>[]): MatchGroup[] {
  const invoiceOf = new Map(invoices.flatMap((choice) => choice.payments.map((p) => [p.id, choice] as const)));
  const bookingOf = new Map(bookings.flatMap((choice) => choice.payments.map((p) => [p.id, choice] as const)));
  const refunds = input.payments.filter((p) => p.direction === 'in' && p.relatedId !== null);
  const done = new Set<string>();
  const groups: MatchGroup[] = [];
  for (const payment of byId(input.payments)) {
    if (done.has(payment.id) || (payment.direction === 'in' && input.payments.some((p) => p.id === payment.relatedId))) continue;
    const invoice = invoiceOf.get(payment.id);
    const booking = bookingOf.get(payment.id);
    const payments = invoice && invoice.payments.length > 1 ? invoice.payments : [payment];
    const all = byId([...payments, ...refunds.filter((refund) => payments.some((p) => p.id === refund.relatedId))]);
    for (const one of all) done.add(one.id);
    const others = payments.flatMap((p) => bookingOf.get(p.id)?.other.id ?? []);
    groups.push(groupOf({ payments: all.map((p) => p.id), invoices: invoice ? [invoice.other.id] : [], bookings: [...new Set(others)] }, invoice, booking));
  }
  const held = new Set(groups.flatMap((group) => [...group.invoices, ...group.bookings]));
  const alone = { payments: [], invoices: [], bookings: [] };
  for (const invoice of byId(input.invoices)) if (!held.has(invoice.id)) groups.push(groupOf({ ...alone, invoices: [invoice.id] }));
  for (const booking of byId(input.bookings)) if (!held.has(booking.id)) groups.push(groupOf({ ...alone, bookings: [booking.id] }));
  return groups;
}

type Members = Pick<MatchGroup, 'payments' | 'invoices' | 'bookings'>;

function groupOf(members: Members, invoice?: Choice<MatchInvoice>, booking?: Choice<MatchBooking>): MatchGroup {
  const choices = [invoice, booking].filter((choice) => choice !== undefined);
  if (choices.length === 0) return { ...members, confidence: 0, decision: 'none', reasons: [{ code: 'alone', weight: 0, text: { zh: '还没有找到与它相配的单据', en: 'Nothing was found that belongs to it yet' } }], runnerUp: null };
  const weakest = Math.min(...choices.map((choice) => Math.min(choice.evidence.weight, choice.margin + 2)));
  const auto = choices.every((choice) => choice.evidence.weight >= AUTO_WEIGHT && choice.margin >= AUTO_MARGIN);
  const rival = invoice?.runnerUp ?? booking?.runnerUp ?? null;
  return {
    ...members, confidence: probability(weakest), decision: auto ? 'auto' : 'review', reasons: choices.flatMap((choice) => choice.evidence.reasons),
    runnerUp: rival ? { payments: rival.payments.map((p) => p.id), invoices: invoice?.runnerUp ? [rival.other.id] : [], bookings: invoice?.runnerUp ? [] : [rival.other.id], confidence: probability(rival.evidence.weight), lacked: { zh: '证据较弱', en: 'Weaker evidence' } } : null,
  };
}
