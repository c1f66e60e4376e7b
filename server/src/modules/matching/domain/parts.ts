import type { Paper, Spent } from './prepare.ts';
import type { Bundle } from './bundle.ts';

/** Nats for each line of a paper that a payment equals, and against each that none does. */
const LINE = 4.5;
const MISSING = 3;
const FOUND_MIN = 2;
const POSTED_LATE = 4;

/** The payments that a paper's own lines name by their amounts: a table of rides against single rides. */
export function partBundles(paper: Paper, j: number, { spent, candidatesOf }: { readonly spent: readonly Spent[]; readonly candidatesOf: (amount: number) => readonly number[] }): Bundle[] {
  if (paper.parts.length < FOUND_MIN) return [];
  const lines = new Map<number, number>();
  for (const amount of paper.parts) lines.set(amount, (lines.get(amount) ?? 0) + 1);
  const taken: number[] = [];
  let other: { readonly out: number; readonly in: number } | null = null;
  for (const [amount, times] of lines) {
    const fits = candidatesOf(amount).filter((i) => (spent[i] as Spent).currency === paper.currency && (spent[i] as Spent).day <= paper.day + POSTED_LATE)
      .sort((a, b) => Math.abs((spent[a] as Spent).day - paper.day) - Math.abs((spent[b] as Spent).day - paper.day) || a - b);
    taken.push(...fits.slice(0, times));
    if (fits.length > times && times > 0) other = { out: fits[times - 1] as number, in: fits[times] as number };
  }
  const missing = paper.parts.length - taken.length;
  if (taken.length < FOUND_MIN || missing > taken.length / 2) return [];
  const bundle = (payments: readonly number[]): Bundle => ({ payments: [...payments].sort((a, b) => a - b), papers: [j], weight: LINE * taken.length - MISSING * missing, ways: other ? 2 : 1 });
  const swap = other;
  return [bundle(taken), ...(swap ? [bundle(taken.map((i) => (i === swap.out ? swap.in : i)))] : [])];
}
