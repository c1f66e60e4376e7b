import type { Found, Single } from './link.ts';
import type { Paper, Prepared } from './prepare.ts';
import type { Accepted } from './bundle.ts';

/** One thing that was found: a pair, or several that add up. `added`: held by what the rest of its group already holds. */
export type Link = { readonly found: Found; readonly single: Single | null; readonly bundle: Accepted | null; readonly added: boolean };

export const linksOf = (found: Found): Link[] => [...found.singles.map((single) => ({ found, single, bundle: null, added: false })), ...found.bundles.map((bundle) => ({ found, single: null, bundle, added: false }))];
export const paymentsOf = (one: Link): readonly number[] => one.bundle?.payments ?? [one.single?.payment ?? 0];
export const papersOf = (one: Link): readonly number[] => one.bundle?.papers ?? [one.single?.paper ?? 0];
export const likelyOf = (one: Link): number => one.bundle?.likely ?? one.single?.likely ?? 0;

/** What invoices have not yet explained of each payment; of several that one invoice covers nothing is left. */
export function remainders(prepared: Prepared, links: readonly Link[]): Float64Array {
  const left = Float64Array.from(prepared.spent, (one) => one.net);
  for (const one of links) {
    if (one.found.table !== 'invoice') continue;
    const payments = paymentsOf(one);
    if (payments.length > 1) for (const i of payments) left[i] = 0;
    else if (papersOf(one).some((j) => (one.found.papers[j] as Paper).currency !== prepared.spent[payments[0] as number]?.currency)) left[payments[0] as number] = 0;
    else left[payments[0] as number]! -= papersOf(one).reduce((all, j) => all + (one.found.papers[j] as Paper).amount, 0);
  }
  return left;
}
