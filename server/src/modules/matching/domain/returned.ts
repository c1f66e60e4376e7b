import { plainName } from './text.ts';
import type { MatchPayment } from './types.ts';

/** What hangs on a purchase: money that came back, and fees that were charged on their own. */
export type Attached = { readonly of: ReadonlyMap<string, readonly MatchPayment[]>; readonly ids: ReadonlySet<string> };

const WITHIN_DAYS = 60;

const sameShop = (a: MatchPayment, b: MatchPayment): boolean => {
  const [x, y] = [plainName(a.merchant), plainName(b.merchant)].sort((p, q) => p.length - q.length) as [string, string];
  return x.length > 1 && y.includes(x);
};

/** The one purchase that a refund without a reference can be of; null where none or more than one could. */
function purchaseOf(refund: MatchPayment, purchases: readonly MatchPayment[]): MatchPayment | null {
  const possible = purchases.filter((p) => p.currency === refund.currency && p.minor >= refund.minor && refund.day >= p.day && refund.day - p.day <= WITHIN_DAYS);
  const named = possible.filter((p) => p.orderNo !== null && p.orderNo === refund.orderNo);
  const there = named.length > 0 ? named : possible.filter((p) => (p.orderNo === null || refund.orderNo === null) && sameShop(p, refund));
  const whole = there.filter((p) => p.minor === refund.minor);
  const [only, ...others] = whole.length > 0 ? whole : there;
  return only && others.length === 0 ? only : null;
}

/** Refunds and fees beside their purchases: by reference, or by order number, shop and amount where only one fits. */
export function attachedTo(payments: readonly MatchPayment[]): Attached {
  const purchases = new Map(payments.filter((p) => p.direction === 'out').map((p) => [p.id, p]));
  const byPayer = Map.groupBy(payments.filter((p) => p.direction === 'out' && p.type !== 'fee' && p.payerId !== null), (p) => p.payerId);
  const pairs = payments.flatMap((one) => {
    if (one.direction === 'out' && one.type !== 'fee') return [];
    const related = one.relatedId === null || one.relatedId === one.id ? undefined : purchases.get(one.relatedId);
    if (related && related.type !== 'fee') return [{ one, of: related }];
    const guessed = one.type === 'refund' && one.relatedId === null && one.payerId !== null ? purchaseOf(one, byPayer.get(one.payerId) ?? []) : null;
    return guessed ? [{ one, of: guessed }] : [];
  });
  // Two that would take the same purchase's money twice are both left to a person, unless each names it.
  const sums = new Map<string, bigint>();
  for (const { one, of } of pairs) if (one.direction === 'in') sums.set(of.id, (sums.get(of.id) ?? 0n) + one.minor);
  const kept = pairs.filter(({ one, of }) => one.relatedId !== null || (sums.get(of.id) ?? 0n) <= of.minor);
  const byPurchase = Map.groupBy(kept, ({ of }) => of.id);
  return { of: new Map([...byPurchase].map(([id, list]) => [id, list.map(({ one }) => one)])), ids: new Set(kept.map(({ one }) => one.id)) };
}
