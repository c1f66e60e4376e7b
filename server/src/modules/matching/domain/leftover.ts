import { paymentsOf, papersOf, type Link } from './links.ts';
import type { Found } from './link.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';
import { partWeight } from './weigh.ts';

/** Invoices that no whole explains: the fee whose ticket was never issued, the dinner whose room bill nobody asked for. */
export type Leftover = { readonly links: readonly Link[]; /** By payment: how likely it is that something left over is part of it after all. */ readonly doubt: ReadonlyMap<number, number> };

const BEFORE = 3;
const AFTER = 45;
const TAKEN_MIN = 0.5;
const DOUBT_MIN = 2e-4;
const MISPLACED = 0.3;
const TRAVEL: ReadonlySet<string> = new Set(['rail', 'air']);
const FOLDS = [2, 3];
/** Nats for a paper that explains to the cent what was still open. */
const BALANCES = 4;
/** How often a paper that fits nothing is a part of a payment whose other papers are missing, against one that was paid in cash. */
const PRIOR = Math.log(0.5);

type Candidate = { readonly payment: number; readonly weight: number };

/** A ticket's fee, a room's dinner or laundry; a paper of the same kind that is only a part. */
const isPartOf = (spent: Spent, paper: Paper): boolean =>
  spent.category === 'other' || paper.category === 'other' || spent.category === paper.category || (spent.category === 'lodging' && paper.category === 'food');

/** What is not yet explained of each payment that stands in no bundle of several payments. */
function remainders(prepared: Prepared, links: readonly Link[]): Float64Array {
  const left = Float64Array.from(prepared.spent, (one) => one.net);
  for (const one of links) {
    const payments = paymentsOf(one);
    if (one.found.table !== 'invoice') continue;
    const sum = papersOf(one).reduce((all, j) => all + (one.found.papers[j] as Paper).amount, 0);
    if (payments.length > 1) for (const i of payments) left[i] = 0;
    else left[payments[0] as number]! -= sum;
  }
  return left;
}

/** Papers that bear the order number of one payment and are held by another. */
function misplaced(invoices: Found, links: readonly Link[], byOrder: ReadonlyMap<number, readonly number[]>): { readonly payment: number; readonly holders: readonly number[] }[] {
  return links.filter((one) => one.found.table === 'invoice').flatMap((one) => papersOf(one).flatMap((j) => {
    const { order } = invoices.papers[j] as Paper;
    const named = order < 0 ? [] : byOrder.get(order) ?? [];
    const holders = paymentsOf(one);
    return named.some((i) => holders.includes(i)) ? [] : named.map((payment) => ({ payment, holders }));
  }));
}

/** Tickets that one payment holds and that a payment for several travelers, still open, could claim as well. */
function folds(prepared: Prepared, invoices: Found, links: readonly Link[], left: Float64Array): { readonly payment: number; readonly holder: number; readonly likely: number }[] {
  const open = Map.groupBy(prepared.spent.filter((one) => (left[one.index] as number) > 0 && one.person >= 0 && TRAVEL.has(one.category)), (one) => one.person);
  return links.flatMap(({ found, single }) => {
    const paper = single && found.table === 'invoice' ? (found.papers[single.paper] as Paper) : null;
    if (!single || !paper || !TRAVEL.has(paper.category)) return [];
    const holder = prepared.spent[single.payment] as Spent;
    const rivals = paper.people.flatMap((person) => open.get(person) ?? []).filter((one) => one !== holder && one.currency === paper.currency && FOLDS.some((n) => one.net === n * paper.amount) && (left[one.index] as number) >= paper.amount);
    return rivals.map((one) => {
      const ahead = partWeight(invoices.weigher, one, paper) - partWeight(invoices.weigher, holder, paper);
      return { payment: one.index, holder: single.payment, likely: 1 / (1 + Math.exp(-ahead)) };
    });
  });
}

export function leftover(prepared: Prepared, invoices: Found, links: readonly Link[]): Leftover {
  const held = new Set(links.filter((one) => one.found.table === 'invoice').flatMap(papersOf));
  const left = remainders(prepared, links);
  // A payment that nothing speaks for yet is not explained by a part of it.
  const known = new Set(links.flatMap(paymentsOf));
  const byPerson = new Map<number, number[]>();
  const byOrder = new Map<number, number[]>();
  const byRest = new Map<number, number[]>();
  const enter = (groups: Map<number, number[]>, key: number, i: number): void => {
    if (key < 0) return;
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  };
  for (const [i, one] of prepared.spent.entries()) {
    if (!known.has(i) || (left[i] as number) <= 0) continue;
    enter(byPerson, one.person, i);
    enter(byOrder, one.order, i);
    // The whole of a payment was weighed before.
    if ((left[i] as number) < one.net) enter(byRest, left[i] as number, i);
  }
  const doubt = new Map<number, number>();
  const raise = (payment: number, by: number): void => { doubt.set(payment, 1 - (1 - (doubt.get(payment) ?? 0)) * (1 - by)); };
  for (const { payment, holders } of misplaced(invoices, links, byOrder)) for (const i of [payment, ...holders]) raise(i, MISPLACED);
  for (const { payment, holder, likely } of folds(prepared, invoices, links, left)) for (const i of [payment, holder]) raise(i, likely);
  // A payment without an invoice may yet be that of a paper that was not sure enough to be taken.
  const invoiced = new Set(links.filter((one) => one.found.table === 'invoice').flatMap(paymentsOf));
  for (const i of known) if (!invoiced.has(i)) for (const { likely } of invoices.options.get(i) ?? []) raise(i, likely);
  const added: Link[] = [];
  for (const [j, paper] of invoices.papers.entries()) {
    if (held.has(j) || paper.amount <= 0) continue;
    const people = new Set([...paper.people, ...(paper.handedInBy < 0 ? [] : [paper.handedInBy])]);
    const near = new Set([...[...people].flatMap((person) => byPerson.get(person) ?? []), ...(byOrder.get(paper.order) ?? []), ...(byRest.get(paper.amount) ?? [])]);
    const candidates: Candidate[] = [...near].filter((i) => {
      const one = prepared.spent[i] as Spent;
      const lag = paper.day - one.day;
      return one.currency === paper.currency && ((left[i] as number) > paper.amount || ((left[i] as number) === paper.amount && one.net > paper.amount)) && lag >= -BEFORE && lag <= AFTER && isPartOf(one, paper);
    }).map((i) => ({ payment: i, weight: PRIOR + partWeight(invoices.weigher, prepared.spent[i] as Spent, paper) - ((left[i] as number) === paper.amount ? -BALANCES : sizeGap(prepared.spent[i] as Spent, paper)) }));
    const total = 1 + candidates.reduce((sum, one) => sum + Math.exp(one.weight), 0);
    const best = [...candidates].sort((a, b) => b.weight - a.weight || a.payment - b.payment)[0];
    for (const { payment, weight } of candidates) {
      const likely = Math.exp(weight) / total;
      if (best && payment === best.payment && likely >= TAKEN_MIN) {
        added.push({ found: invoices, single: { payment, paper: j, weight, likely, rival: null }, bundle: null, added: true });
        left[payment]! -= paper.amount;
      } else if (likely >= DOUBT_MIN) raise(payment, likely);
    }
  }
  return { links: added, doubt };
}

/** A fee is small beside its ticket; half of a payment is seldom a part of it. */
const sizeGap = (spent: Spent, paper: Paper): number => (paper.amount * 4 <= spent.net ? 0 : 2);
