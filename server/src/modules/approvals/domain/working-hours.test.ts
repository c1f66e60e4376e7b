import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantAt, instantOf, type Instant } from '@roundtrip/kernel';
import { CN_HOLIDAYS, worksOn } from './calendar-cn.ts';
import { OFFICE_HOURS, workingHoursBetween } from './working-hours.ts';

const calendar = { zone: 'Asia/Shanghai', hours: OFFICE_HOURS, worksOn };
const wall = (text: string): Instant => instantAt('Asia/Shanghai', `${text}:00`) as Instant;
const anyMoment = fc.integer({ min: Date.parse('2024-12-01'), max: Date.parse('2027-02-01') }).map(instantOf);

test('hours add up, are never negative, and never more than the clock', () => {
  fc.assert(fc.property(anyMoment, anyMoment, anyMoment, (...moments) => {
    const [a, b, c] = [...moments].sort() as [Instant, Instant, Instant];
    const [whole, first, second] = [workingHoursBetween(calendar, a, c), workingHoursBetween(calendar, a, b), workingHoursBetween(calendar, b, c)];
    expect(first + second).toBeCloseTo(whole, 6);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(whole).toBeLessThanOrEqual((Date.parse(c) - Date.parse(a)) / 3_600_000 + 1e-9);
    expect(workingHoursBetween(calendar, c, a)).toBe(0);
  }), { numRuns: 15 });
});

test('worked days are weekend days outside the days off, and each day off is in its year', () => {
  for (const { year, off, worked } of CN_HOLIDAYS) {
    expect(worked.every((day) => [0, 6].includes(new Date(day).getUTCDay()))).toBe(true);
    expect(worked.some((day) => off.some(([from, to]) => from <= day && day <= to))).toBe(false);
    expect(off.every(([from, to]) => from <= to && from.startsWith(`${year}`) && to.startsWith(`${year}`))).toBe(true);
  }
});

test.each([
  // 一天之内,午休不算
  ['2026-03-10 09:00', '2026-03-10 18:00', 8], ['2026-03-10 11:00', '2026-03-10 14:00', 2], ['2026-03-10 12:10', '2026-03-10 12:50', 0], ['2026-03-10 06:00', '2026-03-10 09:30', 0.5],
  // 过夜与周末
  ['2026-03-10 17:00', '2026-03-11 10:00', 2], ['2026-03-13 17:00', '2026-03-16 10:00', 2], ['2026-03-14 09:00', '2026-03-15 18:00', 0],
  // 春节九天,前后两个周六上班
  ['2026-02-13 17:00', '2026-02-24 10:00', 10], ['2026-02-14 00:00', '2026-02-15 00:00', 8], ['2026-02-27 17:00', '2026-03-02 10:00', 10],
  // 国庆
  ['2026-09-30 17:00', '2026-10-08 10:00', 2], ['2025-09-30 17:00', '2025-10-09 10:00', 2], ['2025-10-10 17:00', '2025-10-13 10:00', 10],
  // 元旦后的周日上班
  ['2026-01-04 00:00', '2026-01-05 00:00', 8],
  // 还没有通知的年份:只知道周末
  ['2027-01-01 00:00', '2027-01-02 00:00', 8],
])('%s to %s: %s hours', (from, to, hours) => {
  expect(workingHoursBetween(calendar, wall(from.replace(' ', 'T')), wall(to.replace(' ', 'T')))).toBeCloseTo(hours, 9);
});

test('the longest span ends', () => {
  expect(workingHoursBetween(calendar, wall('2000-01-01T00:00'), wall('2099-01-01T00:00'))).toBeLessThan(8 * 1100);
});
