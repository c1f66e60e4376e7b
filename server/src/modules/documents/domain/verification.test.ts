import type { CivilDate, Instant } from '@roundtrip/kernel';
import { describe, expect, test } from 'vitest';
import { BOOKING_MOVES, firstAsk, isFresh, mayBook, nextAsk, type BookingState } from './verification.ts';

const LIMITS = { dailyMax: 5, zone: 'Asia/Shanghai', knownAfterDays: 1, yearsBack: 5 };
const at = (text: string): Instant => text as Instant;
const NOW = at('2026-11-10T04:00:00.000Z');

describe('when the tax bureau is asked', () => {
  test.each([
    ['an invoice of last week: now', '2026-11-03', NOW], ['of today: tomorrow at nine', '2026-11-10', at('2026-11-11T01:00:00.000Z')], ['older than it answers: never', '2020-12-31', null],
  ])('%s', (_, issuedOn, expected) => { expect(firstAsk(issuedOn as CivilDate, LIMITS, NOW)).toBe(expected); });

  test('unclear answers are asked again later and later, and after the fifth tomorrow', () => {
    const next = [1, 2, 3, 4, 5].map((nth) => nextAsk({ kind: 'unclear' }, { nth, issuedOn: '2026-11-03' as CivilDate }, LIMITS, NOW));
    expect(next).toEqual(['2026-11-10T04:15:00.000Z', '2026-11-10T04:30:00.000Z', '2026-11-10T05:00:00.000Z', '2026-11-10T06:00:00.000Z', '2026-11-11T01:00:00.000Z']);
  });

  test('an answer ends the asking; a fresh invoice that is not found is asked for tomorrow', () => {
    for (const state of ['verified', 'mismatch', 'red', 'void'] as const) expect(nextAsk({ kind: 'answered', state }, { nth: 1, issuedOn: '2026-11-08' as CivilDate }, LIMITS, NOW)).toBeNull();
    expect(nextAsk({ kind: 'answered', state: 'not-found' }, { nth: 1, issuedOn: '2026-11-08' as CivilDate }, LIMITS, NOW)).toBe('2026-11-11T01:00:00.000Z');
    expect(nextAsk({ kind: 'answered', state: 'not-found' }, { nth: 1, issuedOn: '2026-10-01' as CivilDate }, LIMITS, NOW)).toBeNull();
  });

  test('an answer of yesterday serves an arrival, not a payment', () => {
    const standing = { state: 'verified' as const, at: at('2026-11-08T00:00:00.000Z') };
    expect([isFresh(standing, 'arrival', NOW), isFresh(standing, 'payment', NOW), isFresh({ state: 'unverified', at: null }, 'arrival', NOW), isFresh({ state: 'void', at: NOW }, 'payment', NOW)]).toEqual([true, false, false, true]);
  });
});

test('booking states move as the table says, and in no other way', () => {
  const states = Object.keys(BOOKING_MOVES) as BookingState[];
  for (const from of states) for (const to of states) expect(mayBook(from, to)).toBe((BOOKING_MOVES[from] as readonly string[]).includes(to));
  expect(mayBook('01', '06')).toBe(false);
});
