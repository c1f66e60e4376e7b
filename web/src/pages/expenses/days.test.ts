import type { MatchView } from '@roundtrip/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '../../parts/format.ts';
import { byDay, needsPerson } from './days.ts';

const matchAt = (at: string, part: Partial<MatchView> = {}): MatchView => ({
  id: at, employee: null, decision: 'auto', answer: null, confidence: 1, reasons: [], category: 'meal', payments: [], documents: [], bookings: [], runnerUp: null, missing: [], claimId: null, tripId: null, at, ...part,
});
const anyMoment = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((date) => date.toISOString());

test('every match stands once, on its own day, newest first', () => {
  fc.assert(fc.property(fc.uniqueArray(anyMoment, { maxLength: 40 }), (moments) => {
    const days = byDay(moments.map((at) => matchAt(at)));
    expect(days.flatMap(({ matches }) => matches.map(({ at }) => at))).toEqual(moments.toSorted((a, b) => Date.parse(b) - Date.parse(a)));
    for (const { day, matches } of days) expect(matches.map(({ at }) => dayOf(at))).toEqual(matches.map(() => day));
  }));
});

test("a day is the company's day, not the browser's", () => {
  expect(byDay([matchAt('2026-03-31T16:30:00Z'), matchAt('2026-03-31T15:30:00Z')]).map(({ day }) => day)).toEqual(['2026-04-01', '2026-03-31']);
});

const CASES: readonly (readonly [Partial<MatchView>, boolean])[] = [
  [{ missing: ['invoice'] }, true], [{ missing: ['decision'] }, true], [{ missing: ['payment'] }, false], [{ missing: ['rate'] }, false], [{ missing: [] }, false], [{ missing: ['invoice'], answer: 'private' }, false],
];
test.each(CASES)('%o waits for a person: %s', (part, waits) => {
  expect(needsPerson(matchAt('2026-01-01T00:00:00Z', part))).toBe(waits);
});
