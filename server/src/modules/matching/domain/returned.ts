import { plainName } from './text.ts';
import type { MatchBooking, MatchInvoice, MatchPayment } from './types.ts';

/** What hangs on a purchase: money that came back, and fees that were charged on their own. */
export type Attached = { readonly of: ReadonlyMap<string, readonly MatchPayment[]>; readonly ids: ReadonlySet<string>; /** By purchase: how likely money came back for it that could not be placed. */ readonly unsure: ReadonlyMap<string, number> };

/** What the papers say of purchases that were given back: fees that were kept, by amount, and what was cancelled. */
export type Hints = { readonly totals: ReadonlySet<bigint>; readonly cancelledOrders: ReadonlySet<string>; readonly cancelledAmounts: ReadonlySet<bigint> };
const NO_HINTS: Hints = { totals: new Set(), cancelledOrders: new Set(), cancelledAmounts: new Set() };

export function hintsOf(invoices: readonly MatchInvoice[], bookings: readonly MatchBooking[]): Hints {
  const cancelled = bookings.filter((one) => one.cancelled);
  return { totals: new Set(invoices.map((one) => one.minor)), cancelledOrders: new Set(cancelled.flatMap((one) => one.orderNo ?? [])), cancelledAmounts: new Set(cancelled.map((one) => one.minor)) };
}

const WITHIN_DAYS = 60;

const sameShop = (a: MatchPayment, b: MatchPayment): boolean => {
  const [x, y] = [plainName(a.merchant), plainName(b.merchant)].sort((p, q) => p.length - q.length) as [string, string];
  return x.length > 1 && y.includes(x);
};

type Tell = (refund: MatchPayment, purchase: MatchPayment) => boolean;
/** In the order of what they are worth: each narrows the choice where it can. */
const tellsOf = (hints: Hints): Tell[] => [
  (refund, p) => p.orderNo !== null && p.orderNo === refund.orderNo,
  (refund, p) => p.minor === refund.minor,
  (_, p) => p.orderNo !== null && hints.cancelledOrders.has(p.orderNo),
  (refund, p) => p.minor > refund.minor && hints.totals.has(p.minor - refund.minor),
  (_, p) => hints.cancelledAmounts.has(p.minor),
];

/** The purchases that a refund without a reference can be of, narrowed by all that tells them apart. */
function purchasesOf(refund: MatchPayment, purchases: readonly MatchPayment[], tells: readonly Tell[]): readonly MatchPayment[] {
  const possible = purchases.filter((p) => p.currency === refund.currency && p.minor >= refund.minor && refund.day >= p.day && refund.day - p.day <= WITHIN_DAYS);
  const named = possible.filter((p) => p.orderNo !== null && p.orderNo === refund.orderNo);
  const there = named.length > 0 ? named : possible.filter((p) => (p.orderNo === null || refund.orderNo === null) && sameShop(p, refund));
  return tells.reduce<readonly MatchPayment[]>((left, tell) => {
    const some = left.length > 1 ? left.filter((p) => tell(refund, p)) : [];
    return some.length > 0 ? some : left;
  }, there);
}

/** Refunds and fees beside their purchases: by reference, or by order number, shop and amount where only one fits. */
export function attachedTo(payments: readonly MatchPayment[], hints: Hints = NO_HINTS): Attached {
  const tells = tellsOf(hints);
  const unsure = new Map<string, number>();
  const purchases = new Map(payments.filter((p) => p.direction === 'out').map((p) => [p.id, p]));
  const byPayer = Map.groupBy(payments.filter((p) => p.direction === 'out' && p.type !== 'fee' && p.payerId !== null), (p) => p.payerId);
  const pairs = payments.flatMap((one) => {
    if (one.direction === 'out' && one.type !== 'fee') return [];
    const related = one.relatedId === null || one.relatedId === one.id ? undefined : purchases.get(one.relatedId);
    if (related && related.type !== 'fee') return [{ one, of: related }];
    const guesses = one.type === 'refund' && one.relatedId === null && one.payerId !== null ? purchasesOf(one, byPayer.get(one.payerId) ?? [], tells) : [];
    if (guesses.length === 1) return [{ one, of: guesses[0] as MatchPayment }];
    for (const p of guesses) unsure.set(p.id, 1 - (1 - (unsure.get(p.id) ?? 0)) * (1 - 1 / guesses.length));
    return [];
  });
  // Two that would take the same purchase's money twice are both left to a person, unless each names it.
  const sums = new Map<string, bigint>();
  for (const { one, of } of pairs) if (one.direction === 'in') sums.set(of.id, (sums.get(of.id) ?? 0n) + one.minor);
  const kept = pairs.filter(({ one, of }) => one.relatedId !== null || (sums.get(of.id) ?? 0n) <= of.minor);
  const byPurchase = Map.groupBy(kept, ({ of }) => of.id);
  return { of: new Map([...byPurchase].map(([id, list]) => [id, list.map(({ one }) => one)])), ids: new Set(kept.map(({ one }) => one.id)), unsure };
}
