import type { Found } from './link.ts';
import { paymentsOf, papersOf, type Link } from './links.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';

/** A ticket and a booking of the same traveler, day and price are the same journey. */
const LIKELY = 0.995;

const journeyKeys = (paper: Paper): string[] => (paper.journey === null || (paper.category !== 'rail' && paper.category !== 'air') ? [] : paper.people.map((person) => `${person}/${paper.journey}/${paper.currency}/${paper.amount}`));

type Side = { readonly found: Found; readonly links: readonly Link[] };

/** Where a payment has the one of two papers of a journey and could hold the other as well, the other joins it. */
function added(prepared: Prepared, have: Side, want: Side): Link[] {
  const held = new Set(want.links.flatMap(papersOf));
  const free = new Map<string, number | null>();
  for (const [j, paper] of want.found.papers.entries()) {
    if (!held.has(j)) for (const key of journeyKeys(paper)) free.set(key, free.has(key) ? null : j);
  }
  const total = new Map<number, number>();
  for (const one of want.links) for (const i of paymentsOf(one)) total.set(i, (total.get(i) ?? 0) + papersOf(one).reduce((sum, j) => sum + (want.found.papers[j] as Paper).amount, 0));
  const taken = new Set<number>();
  return have.links.flatMap((one): Link[] => {
    const [payment, ...others] = paymentsOf(one);
    if (payment === undefined || others.length > 0) return [];
    return papersOf(one).flatMap((k): Link[] => {
      const paper = have.found.papers[k] as Paper;
      const [j] = journeyKeys(paper).flatMap((key) => free.get(key) ?? []);
      const sum = (total.get(payment) ?? 0) + paper.amount;
      if (j === undefined || taken.has(j) || sum > (prepared.spent[payment] as Spent).net) return [];
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
