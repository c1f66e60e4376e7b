/** How sure a count can make us of a rate: exact where it decides something, closed where it is only shown. */

const BISECTIONS = 60;
const Z_95 = 1.959963984540054;
const COUNT_MAX = 2 ** 40;

/** The chance of `k` or more among `n` at a rate of `p`: one less the sum of the terms below, each made from the one before. */
export function tail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  let log = n * Math.log1p(-p);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.max(0, 1 - below);
}

function bisect(isAbove: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Clopper–Pearson: the smallest rate at which `k` or more of `n` is not a surprise of chance `doubt`. */
export const leastRate = (k: number, n: number, doubt: number): number => (k === 0 || n === 0 ? 0 : bisect((p) => tail(k, n, p) > doubt));
/** Clopper–Pearson: the greatest rate at which `k` or fewer of `n` is not a surprise of chance `doubt`. */
export const greatestRate = (k: number, n: number, doubt = 0.05): number => (n === 0 || k >= n ? 1 : bisect((p) => 1 - tail(k + 1, n, p) < doubt));

/** The least `n` from 1 on for which something that stays true holds. */
export function leastCount(holds: (n: number) => boolean): number {
  let high = 1;
  while (!holds(high) && high < COUNT_MAX) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

export type Interval = { readonly from: number; readonly to: number };

/** The exact two-sided interval of 95 % (Clopper–Pearson): for rare errors. */
export const exactInterval = (k: number, n: number): Interval => ({ from: leastRate(k, n, 0.025), to: greatestRate(k, n, 0.025) });

/** The interval of 95 % of Wilson: for shares of many. */
export function wilsonInterval(k: number, n: number): Interval {
  if (n === 0) return { from: 0, to: 1 };
  const [p, z2] = [k / n, Z_95 ** 2];
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { from: k === 0 ? 0 : Math.max(0, middle - half), to: k === n ? 1 : Math.min(1, middle + half) };
}

/** The middle of values, and its interval of 95 % by ranks, which asks nothing of how they are spread; null where there are too few for one. */
export function medianOf(values: readonly number[]): { readonly median: number; readonly interval: Interval | null } | null {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return null;
  const at = (rank: number): number => sorted[rank] ?? 0;
  const median = n % 2 === 1 ? at((n - 1) / 2) : (at(n / 2 - 1) + at(n / 2)) / 2;
  // The rank below which fewer than one half is a surprise of at most 2.5 % on each side.
  let rank = 0;
  while (1 - tail(rank + 1, n, 0.5) <= 0.025) rank++;
  return { median, interval: rank === 0 ? null : { from: at(rank - 1), to: at(n - rank) } };
}
