import type { MatchView, MoneyWire } from '@roundtrip/contract';
import { RotateCcw } from 'lucide-react';
import { isZero, negated, sumOf } from './format.ts';
import { categoryName, matchLook } from './words.ts';

/** What a group cost: its payments less its refunds; without a payment, what its invoice or booking says. */
export function amountOf(match: MatchView): MoneyWire {
  const [first] = match.payments;
  if (first) return sumOf(match.payments.map((p) => (p.direction === 'in' ? negated(p.amount) : p.amount)), first.amount.currency);
  return match.documents[0]?.total ?? match.bookings[0]?.amount ?? { amount: '0.00', currency: 'CNY' };
}
export const titleOf = (match: MatchView): string => match.payments[0]?.merchant ?? match.documents[0]?.seller ?? match.bookings[0]?.supplier ?? categoryName(match.category);
/** When the newest piece of it came to us; a payment may have been made days before. */
export const arrivedAt = (match: MatchView): string => match.payments[0]?.receivedAt ?? match.documents[0]?.receivedAt ?? match.at;
export const momentOf = (match: MatchView): string => match.payments[0]?.paidAt ?? match.at;

/** A purchase whose refund has come: nothing was spent in the end, so nothing is asked for. */
export const isOffset = (match: MatchView): boolean => match.payments.length > 1 && isZero(amountOf(match));
export const lookOf = (match: MatchView): ReturnType<typeof matchLook> => (isOffset(match) ? { tone: 'plain', icon: RotateCcw, label: 'match.offset' } : matchLook(match));
