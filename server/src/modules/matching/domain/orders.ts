import type { Paper, Spent } from './prepare.ts';
import type { Accepted } from './bundle.ts';

/** Nats for several papers of one order that add up to its one payment, and how sure that is. */
const WEIGHT = 14;
const LIKELY = 0.9998;

/** Several papers that bear a payment's order number and add up to it: settled before anything else is weighed. */
export function orderBundles(spent: readonly Spent[], papers: readonly Paper[], ordersOf: (payment: number) => readonly number[]): Accepted[] {
  const byOrder = new Map<number, number[]>();
  for (const [j, { order }] of papers.entries()) {
    if (order < 0) continue;
    const known = byOrder.get(order);
    if (known) known.push(j);
    else byOrder.set(order, [j]);
  }
  for (const [order, list] of byOrder) if (list.length < 2) byOrder.delete(order);
  if (byOrder.size === 0) return [];
  const payers = new Map<number, number[]>();
  for (const [i, one] of spent.entries()) {
    for (const order of new Set(ordersOf(i))) {
      if (one.net <= 0 || !byOrder.has(order)) continue;
      const known = payers.get(order);
      if (known) known.push(i);
      else payers.set(order, [i]);
    }
  }
  return [...byOrder].flatMap(([order, list]): Accepted[] => {
    const [i, ...others] = payers.get(order) ?? [];
    if (i === undefined || others.length > 0) return [];
    const one = spent[i] as Spent;
    const adds = list.every((j) => (papers[j] as Paper).currency === one.currency) && list.reduce((sum, j) => sum + (papers[j] as Paper).amount, 0) === one.net;
    return adds ? [{ payments: [i], papers: list, weight: WEIGHT, ways: 1, likely: LIKELY, rival: null }] : [];
  });
}
