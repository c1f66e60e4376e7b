import type { Found, Single } from './link.ts';
import type { Accepted } from './sums.ts';

/** One thing that was found: a pair, or several that add up. `added`: held by what the rest of its group already holds. */
export type Link = { readonly found: Found; readonly single: Single | null; readonly bundle: Accepted | null; readonly added: boolean };

export const linksOf = (found: Found): Link[] => [...found.singles.map((single) => ({ found, single, bundle: null, added: false })), ...found.bundles.map((bundle) => ({ found, single: null, bundle, added: false }))];
export const paymentsOf = (one: Link): readonly number[] => one.bundle?.payments ?? [one.single?.payment ?? 0];
export const papersOf = (one: Link): readonly number[] => one.bundle?.papers ?? [one.single?.paper ?? 0];
export const likelyOf = (one: Link): number => one.bundle?.likely ?? one.single?.likely ?? 0;
