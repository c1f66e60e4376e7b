import type { Found } from './link.ts';
import { paymentsOf, papersOf, remainders, type Link } from './links.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';
import { partWeight, sellerKey } from './weigh.ts';

/** How likely it is, by payment, that its group is not the whole truth for a reason that no single link shows. */
export class Doubts {
  private readonly known = new Map<number, number>();
  of(payment: number): number { return this.known.get(payment) ?? 0; }
  raise(payment: number, by: number): void { this.known.set(payment, 1 - (1 - this.of(payment)) * (1 - by)); }
}

/** Shares of such groups that were wrong in worlds kept for tuning, rounded up. */
const MISPLACED = 0.3;
const LOOKALIKE = 0.005;
const ELSEWHERE = 0.1;
const WANTING = 0.2;
const UNRETURNED = 0.3;
const PART_BEFORE = 3;
const PART_AFTER = 45;
const TRAVEL: ReadonlySet<string> = new Set(['rail', 'air']);
const FOLDS = [2, 3];

type Scene = { readonly prepared: Prepared; readonly invoices: Found; readonly links: readonly Link[]; readonly left: Float64Array };

const invoiceLinks = (links: readonly Link[]): readonly Link[] => links.filter((one) => one.found.table === 'invoice');
const soleTicket = ({ found, single }: Link): { readonly payment: number; readonly paper: Paper } | null => {
  const paper = single && found.table === 'invoice' ? (found.papers[single.paper] as Paper) : null;
  return single && paper && TRAVEL.has(paper.category) ? { payment: single.payment, paper } : null;
};

/** Papers that bear the order number of one payment and are held by another. */
function misplaced({ prepared, invoices, links, left }: Scene, doubts: Doubts): void {
  const byOrder = Map.groupBy(prepared.spent.filter((one) => one.order >= 0 && (left[one.index] as number) > 0), (one) => one.order);
  for (const one of invoiceLinks(links)) {
    for (const j of papersOf(one)) {
      const named = byOrder.get((invoices.papers[j] as Paper).order) ?? [];
      const holders = paymentsOf(one);
      if (named.length === 0 || named.some((payment) => holders.includes(payment.index))) continue;
      for (const i of [...named.map((payment) => payment.index), ...holders]) doubts.raise(i, MISPLACED);
    }
  }
}

/** Tickets that one payment holds and that a payment for several travelers, still open, could claim as well. */
function folds({ prepared, invoices, links, left }: Scene, doubts: Doubts): void {
  const open = Map.groupBy(prepared.spent.filter((one) => (left[one.index] as number) > 0 && one.person >= 0 && TRAVEL.has(one.category)), (one) => one.person);
  for (const link of links) {
    const ticket = soleTicket(link);
    if (!ticket) continue;
    const { payment, paper } = ticket;
    const holder = prepared.spent[payment] as Spent;
    for (const one of paper.people.flatMap((person) => open.get(person) ?? [])) {
      if (one === holder || one.currency !== paper.currency || !FOLDS.some((n) => one.net === n * paper.amount) || (left[one.index] as number) < paper.amount) continue;
      const likely = 1 / (1 + Math.exp(partWeight(invoices.weigher, holder, paper) - partWeight(invoices.weigher, one, paper)));
      for (const i of [one.index, payment]) doubts.raise(i, likely);
    }
  }
}

const priceKey = (person: number, currency: number, amount: number): string => `${person}/${currency}/${amount}`;
const journeyKey = (person: number, paper: Paper): string => `${person}/${paper.category}/${paper.journey}`;
const count = (counts: Map<string, number>, key: string): void => { counts.set(key, (counts.get(key) ?? 0) + 1); };

/** Tickets told from others of the same traveler and price by their days alone: no booking says which journey was paid. */
function lookalikes({ prepared, invoices, links }: Scene, doubts: Doubts): void {
  const [tickets, payments] = [new Map<string, number>(), new Map<string, number>()];
  for (const paper of invoices.papers) if (paper.journey !== null && paper.people.length > 0) count(tickets, priceKey(paper.people[0] as number, paper.currency, paper.amount));
  for (const one of prepared.spent) if (TRAVEL.has(one.category) && one.person >= 0) count(payments, priceKey(one.person, one.currency, one.net));
  const booked = new Set(links.filter((one) => one.found.table === 'booking').flatMap(paymentsOf));
  for (const link of links) {
    const ticket = soleTicket(link);
    if (!ticket || ticket.paper.journey === null || booked.has(ticket.payment)) continue;
    const { person, currency, net } = prepared.spent[ticket.payment] as Spent;
    const key = priceKey(person, currency, net);
    if (Math.max(payments.get(key) ?? 0, tickets.get(key) ?? 0) > 1) doubts.raise(ticket.payment, LOOKALIKE);
  }
}

/** The ticket of a booked journey that stands in another group than the booking, or alone. */
function elsewhere({ invoices, links }: Scene, doubts: Doubts): void {
  const holders = new Map<number, readonly number[]>();
  for (const one of invoiceLinks(links)) for (const j of papersOf(one)) holders.set(j, paymentsOf(one));
  const tickets = new Map<string, number[]>();
  for (const [j, paper] of invoices.papers.entries()) {
    if (paper.journey === null || !TRAVEL.has(paper.category)) continue;
    for (const person of paper.people) tickets.set(journeyKey(person, paper), [...(tickets.get(journeyKey(person, paper)) ?? []), j]);
  }
  for (const one of links) {
    if (one.found.table !== 'booking') continue;
    const payments = paymentsOf(one);
    for (const k of papersOf(one)) {
      const booking = one.found.papers[k] as Paper;
      const there = booking.people.flatMap((person) => tickets.get(journeyKey(person, booking)) ?? []);
      if (there.length === 0 || there.some((j) => holders.get(j)?.some((i) => payments.includes(i)))) continue;
      for (const i of [...payments, ...there.flatMap((j) => holders.get(j) ?? [])]) doubts.raise(i, ELSEWHERE);
    }
  }
}

/** A payment without an invoice may yet be that of a paper that was not sure enough to be taken. */
function untaken({ invoices, links }: Scene, doubts: Doubts): void {
  const invoiced = new Set(invoiceLinks(links).flatMap(paymentsOf));
  for (const i of new Set(links.flatMap(paymentsOf))) if (!invoiced.has(i)) for (const { likely } of invoices.options.get(i) ?? []) doubts.raise(i, likely);
}

/** What is open of a payment to the cent, on a paper of a name that fits, in another group or alone. */
function wanting({ prepared, invoices, links, left }: Scene, doubts: Doubts): void {
  const open = new Map<number, number[]>();
  for (const i of new Set(links.flatMap(paymentsOf))) {
    const [one, rest] = [prepared.spent[i] as Spent, left[i] as number];
    if (rest > 0 && rest < one.net) open.set(rest, [...(open.get(rest) ?? []), i]);
  }
  if (open.size === 0) return;
  for (const paper of invoices.papers) {
    for (const i of open.get(paper.amount) ?? []) {
      const one = prepared.spent[i] as Spent;
      const lag = paper.day - one.day;
      if (one.currency === paper.currency && lag >= -PART_BEFORE && lag <= PART_AFTER && prepared.names.likeness(one.name, paper.name) >= 0.5) doubts.raise(i, WANTING);
    }
  }
}

/** A cancelled booking whose payment got nothing back: the money came back and was not recognized, or it is another booking's. */
function unreturned({ prepared, links }: Scene, doubts: Doubts): void {
  for (const one of links) {
    if (one.found.table !== 'booking' || !papersOf(one).some((j) => (one.found.papers[j] as Paper).cancelled)) continue;
    for (const i of paymentsOf(one)) if (!(prepared.spent[i] as Spent).refunded) doubts.raise(i, UNRETURNED);
  }
}

/** A paper that stands alone and is, to the cent, what a payment was more than its ticket or its booking: a fee, a dinner. */
function leftOut({ prepared, invoices, links, left }: Scene, doubts: Doubts): void {
  const held = new Set(invoiceLinks(links).flatMap(papersOf));
  const rests = new Map<number, Set<number>>();
  const open = (rest: number, i: number): void => { if (rest > 0) rests.set(rest, (rests.get(rest) ?? new Set()).add(i)); };
  for (const one of links) {
    for (const i of paymentsOf(one)) {
      const spent = prepared.spent[i] as Spent;
      if ((left[i] as number) < spent.net) open(left[i] as number, i);
      else if (one.found.table === 'booking' && one.single) open(spent.net - (one.found.papers[one.single.paper] as Paper).amount, i);
    }
  }
  if (rests.size === 0) return;
  const sellers = invoices.weigher.model.sellers?.together;
  for (const [j, paper] of invoices.papers.entries()) {
    if (held.has(j)) continue;
    for (const i of rests.get(paper.amount) ?? []) {
      const one = prepared.spent[i] as Spent;
      const lag = paper.day - one.day;
      const bills = prepared.names.likeness(one.name, paper.name) >= 0.5 || (sellers?.get(sellerKey(one.name, paper.name)) ?? 0) >= 1 || (paper.category === 'other' && prepared.agents(one.name));
      if (one.currency === paper.currency && lag >= -PART_BEFORE && lag <= PART_AFTER && (bills || paper.people.includes(one.person))) doubts.raise(i, WANTING);
    }
  }
}

/** All that speaks against groups being whole, beyond what their links' own probabilities say. */
export function raiseDoubts(prepared: Prepared, { invoices, links }: { readonly invoices: Found; readonly links: readonly Link[] }, doubts: Doubts): void {
  const scene: Scene = { prepared, invoices, links, left: remainders(prepared, links) };
  for (const i of new Set(links.flatMap(paymentsOf))) doubts.raise(i, (prepared.spent[i] as Spent).maybeRefunded);
  for (const rule of [misplaced, folds, lookalikes, elsewhere, untaken, wanting, unreturned, leftOut]) rule(scene, doubts);
}
