import type { Found } from './link.ts';
import { paymentsOf, papersOf, type Link } from './links.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';

/** A ticket and a booking of the same traveler, day and price are the same journey. */
const LIKELY = 0.995;

/** What two papers of one journey or one stay have in common: traveler, day and price; the order's number; a room's price and days. */
function keysOf(paper: Paper): string[] {
  const price = `${paper.currency}/${paper.amount}`;
  const journeys = paper.journey === null || (paper.category !== 'rail' && paper.category !== 'air') ? [] : paper.people.map((person) => `${person}/${paper.journey}/${price}`);
  return [...journeys, ...(paper.order < 0 ? [] : [`order/${paper.order}/${price}`]), ...(paper.category === 'lodging' ? [`stay/${price}`] : [])];
}
const STAY_DAYS = 30;
const timely = (a: Paper, b: Paper): boolean => a.category !== 'lodging' || Math.abs(a.to - b.to) <= STAY_DAYS;

type Side = { readonly found: Found; readonly links: readonly Link[] };

/** Where a payment has the one of two papers of a journey and could hold the other as well, the other joins it. */
function added(prepared: Prepared, have: Side, want: Side): Link[] {
  const held = new Set(want.links.flatMap(papersOf));
  const free = new Map<string, number | null>();
  for (const [j, paper] of want.found.papers.entries()) {
    if (!held.has(j)) for (const key of keysOf(paper)) free.set(key, free.has(key) ? null : j);
  }
  const total = new Map<number, number>();
  for (const one of want.links) for (const i of paymentsOf(one)) total.set(i, (total.get(i) ?? 0) + papersOf(one).reduce((sum, j) => sum + (want.found.papers[j] as Paper).amount, 0));
  const taken = new Set<number>();
  return have.links.flatMap((one): Link[] => {
    const payments = paymentsOf(one);
    const payment = payments[0] as number;
    const net = payments.reduce((sum, i) => sum + (prepared.spent[i] as Spent).net, 0);
    return papersOf(one).flatMap((k): Link[] => {
      const paper = have.found.papers[k] as Paper;
      const [j] = keysOf(paper).flatMap((key) => free.get(key) ?? []).filter((at) => timely(paper, want.found.papers[at] as Paper));
      const sum = (total.get(payment) ?? 0) + paper.amount;
      if (j === undefined || taken.has(j) || sum > net) return [];
      taken.add(j);
      total.set(payment, sum);
      return [{ found: want.found, single: { payment, paper: j, weight: 0, likely: LIKELY, rival: null }, bundle: null, added: true }];
    });
  });
}

/** All links, with those added that a ticket and its booking ask for. */
export function complete(prepared: Prepared, invoices: Side, bookings: Side): Link[] {
  const moreBookings = added(prepared, invoices, bookings);
  const moreInvoices = added(prepared, { ...bookings, links: [...bookings.links, ...moreBookings] }, invoices);
  return [...invoices.links, ...bookings.links, ...moreBookings, ...moreInvoices];
}
