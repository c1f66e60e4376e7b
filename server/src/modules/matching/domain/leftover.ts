import type { Doubts } from './doubts.ts';
import { paymentsOf, papersOf, remainders, type Link } from './links.ts';
import type { Found } from './link.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';
import { partWeight } from './weigh.ts';

const BEFORE = 3;
const AFTER = 45;
const TAKEN_MIN = 0.5;
const DOUBT_MIN = 2e-4;
/** Nats for a paper that explains to the cent what was still open. */
const BALANCES = 4;
/** How often a paper that fits nothing is a part of a payment whose other papers are missing, against one that was paid in cash. */
const PRIOR = Math.log(0.5);

/** A ticket's fee, a room's dinner or laundry; a paper of the same kind that is only a part. */
const isPartOf = (spent: Spent, paper: Paper): boolean =>
  spent.category === 'other' || paper.category === 'other' || spent.category === paper.category || (spent.category === 'lodging' && paper.category === 'food');

/** A fee is small beside its ticket; half of a payment is seldom a part of it. */
const sizeGap = (spent: Spent, paper: Paper): number => (paper.amount * 4 <= spent.net ? 0 : 2);

type Open = { readonly byPerson: ReadonlyMap<number, readonly number[]>; readonly byOrder: ReadonlyMap<number, readonly number[]>; readonly byRest: ReadonlyMap<number, readonly number[]> };

/** Payments that something speaks for already and that are not explained in full. */
function openPayments(prepared: Prepared, links: readonly Link[], left: Float64Array): Open {
  const [byPerson, byOrder, byRest] = [new Map<number, number[]>(), new Map<number, number[]>(), new Map<number, number[]>()];
  const enter = (groups: Map<number, number[]>, key: number, i: number): void => {
    if (key < 0) return;
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  };
  const booked = new Map<number, Paper[]>();
  for (const one of links) if (one.found.table === 'booking') for (const i of paymentsOf(one)) booked.set(i, papersOf(one).map((j) => one.found.papers[j] as Paper));
  for (const i of new Set(links.flatMap(paymentsOf))) {
    const [one, rest] = [prepared.spent[i] as Spent, left[i] as number];
    if (rest <= 0) continue;
    const bookings = booked.get(i) ?? [];
    for (const person of new Set([one.person, ...bookings.flatMap((booking) => booking.people)])) enter(byPerson, person, i);
    for (const order of new Set([one.order, ...bookings.map((booking) => booking.order)])) enter(byOrder, order, i);
    // The whole of a payment was weighed before.
    if (rest < one.net) enter(byRest, rest, i);
  }
  return { byPerson, byOrder, byRest };
}

/**
 * Invoices that no whole explains: the fee whose ticket was never issued, the dinner whose room bill nobody asked for.
 * Each joins the payment that it is most likely a part of; where that is open, it is a doubt about all it may belong to.
 */
export function leftover(prepared: Prepared, { invoices, links }: { readonly invoices: Found; readonly links: readonly Link[] }, doubts: Doubts): Link[] {
  const held = new Set(links.filter((one) => one.found.table === 'invoice').flatMap(papersOf));
  const left = remainders(prepared, links);
  const { byPerson, byOrder, byRest } = openPayments(prepared, links, left);
  return [...invoices.papers.entries()].flatMap(([j, paper]): Link[] => {
    if (held.has(j) || paper.amount <= 0) return [];
    const people = new Set([...paper.people, ...(paper.handedInBy < 0 ? [] : [paper.handedInBy])]);
    const near = new Set([...[...people].flatMap((person) => byPerson.get(person) ?? []), ...(byOrder.get(paper.order) ?? []), ...(byRest.get(paper.amount) ?? [])]);
    const candidates = [...near].filter((i) => {
      const [one, rest] = [prepared.spent[i] as Spent, left[i] as number];
      const lag = paper.day - one.day;
      return one.currency === paper.currency && (rest > paper.amount || (rest === paper.amount && one.net > paper.amount)) && lag >= -BEFORE && lag <= AFTER && isPartOf(one, paper);
    }).map((i) => ({ payment: i, weight: PRIOR + partWeight(invoices.weigher, prepared.spent[i] as Spent, paper) + (left[i] === paper.amount ? BALANCES : -sizeGap(prepared.spent[i] as Spent, paper)) }))
      .sort((a, b) => b.weight - a.weight || a.payment - b.payment);
    const total = 1 + candidates.reduce((sum, one) => sum + Math.exp(one.weight), 0);
    return candidates.flatMap(({ payment, weight }, rank): Link[] => {
      const likely = Math.exp(weight) / total;
      if (rank > 0 || likely < TAKEN_MIN) {
        if (likely >= DOUBT_MIN) doubts.raise(payment, likely);
        return [];
      }
      left[payment]! -= paper.amount;
      return [{ found: invoices, single: { payment, paper: j, weight, likely, rival: null }, bundle: null, added: true }];
    });
  });
}
