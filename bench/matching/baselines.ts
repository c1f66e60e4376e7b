import type { MatchInput } from '../../server/src/modules/matching/domain/index.ts';
import type { Found } from './score.ts';

type Payment = MatchInput['payments'][number];
type Other = { readonly id: string; readonly minor: bigint; readonly currency: string; readonly day: number; readonly name: string };
type Pair = { readonly payment: Payment; readonly other: Other; readonly score: number };

const DAYS_MAX = 30;
const keyOf = (item: { readonly minor: bigint; readonly currency: string }): string => `${item.currency}${item.minor}`;

function pairs(payments: readonly Payment[], others: readonly Other[], score: (payment: Payment, other: Other) => number): Pair[] {
  const byAmount = Map.groupBy(others, keyOf);
  return payments.flatMap((payment) => (byAmount.get(keyOf(payment)) ?? []).filter((other) => Math.abs(other.day - payment.day) <= DAYS_MAX).map((other) => ({ payment, other, score: score(payment, other) })));
}

/** Best pair first, each item once. */
function greedy(all: readonly Pair[]): Map<string, Pair> {
  const taken = new Set<string>();
  const chosen = new Map<string, Pair>();
  for (const pair of [...all].sort((a, b) => b.score - a.score || (a.payment.id < b.payment.id ? -1 : 1))) {
    if (taken.has(pair.payment.id) || taken.has(pair.other.id)) continue;
    taken.add(pair.payment.id).add(pair.other.id);
    chosen.set(pair.payment.id, pair);
  }
  return chosen;
}

const bigrams = (text: string): Set<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
function likeness(a: string, b: string): number {
  const [x, y] = [bigrams(a), bigrams(b)];
  const both = [...x].filter((one) => y.has(one)).length;
  return x.size + y.size === 0 ? 0 : (2 * both) / (x.size + y.size);
}

const nearest = (payment: Payment, other: Other): number => 1 - Math.abs(other.day - payment.day) / DAYS_MAX;
/** The weights of an open-source bookkeeping tool: name 10, amount 30, date 15, currency 5, of 60. */
const fixed = (payment: Payment, other: Other): number => (30 + 5 + 15 * nearest(payment, other) + 10 * likeness(payment.merchant, other.name)) / 60;

/** What a simple tool would do with the same input: exact amount and nearest day, or the fixed weights. */
export function baseline(input: MatchInput, kind: 'nearest-day' | 'fixed-weights'): Found[] {
  const score = kind === 'nearest-day' ? nearest : fixed;
  const autoFrom = kind === 'nearest-day' ? 0 : 0.9;
  const spent = input.payments.filter((payment) => payment.direction === 'out');
  const invoices = greedy(pairs(spent, input.invoices.map((one) => ({ ...one, name: one.seller })), score));
  const bookings = greedy(pairs(spent, input.bookings.map((one) => ({ ...one, day: one.bookedDay ?? one.startDay, name: one.property || one.supplier })), score));
  return spent.map((payment) => {
    const found = [invoices.get(payment.id), bookings.get(payment.id)].filter((pair) => pair !== undefined);
    const confidence = found.length === 0 ? 0 : Math.min(...found.map((pair) => pair.score));
    return {
      payments: [payment.id], invoices: invoices.has(payment.id) ? [invoices.get(payment.id)?.other.id ?? ''] : [], bookings: bookings.has(payment.id) ? [bookings.get(payment.id)?.other.id ?? ''] : [],
      confidence, decision: found.length === 0 ? 'none' : confidence >= autoFrom ? 'auto' : 'review',
    };
  });
}
