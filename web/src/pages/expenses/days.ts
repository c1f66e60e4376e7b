import type { MatchView } from '@roundtrip/contract';
import { dayOf } from '../../parts/format.ts';
import { arrivedAt, isOffset } from '../../parts/match.ts';

export const needsPerson = (match: MatchView): boolean => match.answer !== 'private' && !isOffset(match) && match.missing.some((what) => what === 'invoice' || what === 'decision');

export type Day = { readonly day: string; readonly matches: MatchView[] };

/** By the day on which things arrived: newest day first, newest in a day first. */
export function byDay(matches: readonly MatchView[]): Day[] {
  const days = new Map<string, MatchView[]>();
  for (const match of matches) {
    const day = dayOf(arrivedAt(match));
    days.set(day, [...(days.get(day) ?? []), match]);
  }
  return [...days].sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, list]) => ({ day, matches: list.toSorted((a, b) => Date.parse(arrivedAt(b)) - Date.parse(arrivedAt(a))) }));
}
