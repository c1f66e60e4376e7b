import type { MatchPayment } from './types.ts';

/** What a minor unit of one currency came to in another on a day; null where nobody's card has shown it. */
export type RateOn = (from: number, to: number, day: number) => number | null;

const NEAR_DAYS = 30;

/** The rates that card houses charged this company, by its own payments that show both amounts; the median of the nearest days. */
export function ratesOf(payments: readonly MatchPayment[], numberOf: (currency: string) => number): RateOn {
  const known = new Map<number, { readonly day: number; readonly rate: number }[]>();
  const keyOf = (from: number, to: number): number => from * 512 + to;
  for (const { original, minor, currency, day } of payments) {
    if (!original || original.currency === currency || original.minor <= 0n || minor <= 0n) continue;
    const key = keyOf(numberOf(original.currency), numberOf(currency));
    const seen = { day, rate: Number(minor) / Number(original.minor) };
    const list = known.get(key);
    if (list) list.push(seen);
    else known.set(key, [seen]);
  }
  for (const list of known.values()) list.sort((a, b) => a.day - b.day || a.rate - b.rate);
  return (from, to, day) => {
    const list = known.get(keyOf(from, to));
    if (!list) return null;
    const near = list.filter((one) => Math.abs(one.day - day) <= NEAR_DAYS).map((one) => one.rate).sort((a, b) => a - b);
    return near[near.length >> 1] ?? null;
  };
}
