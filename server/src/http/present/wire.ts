import type { MoneyWire } from '@roundtrip/contract';
import { formatAmount, type Money } from '@roundtrip/kernel';

/** Money as it goes over the wire: a decimal string with exactly the currency's digits. */
export const toWire = (amount: Money): MoneyWire => ({ amount: formatAmount(amount), currency: amount.currency });
export const wireOf = (minor: bigint, currency: string): MoneyWire => toWire({ minor, currency });

/** A page from one item more than was asked for. */
export function pageOf<T extends { id: string }>(items: readonly T[], limit: number): { items: T[]; next: string | null } {
  const shown = items.slice(0, limit);
  return { items: shown, next: items.length > limit ? shown.at(-1)?.id ?? null : null };
}
