import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { chainBreaks, describeBreak, type ChainLink, type DaySums } from './chain.ts';

const DAY = '2026-11-02' as CivilDate;
const link = (from: number, to: number, openingMinor: bigint, closingMinor: bigint): ChainLink => ({ reference: `${from}-${to}`, from: addDays(DAY, from), to: addDays(DAY, to), openingMinor, closingMinor });

/** A history of ten days, and the statement of any days of it. */
const moves = fc.array(fc.bigInt({ min: -500n, max: 500n }), { minLength: 10, maxLength: 10 });
const balance = (history: readonly bigint[], day: number): bigint => history.slice(0, day).reduce((sum, one) => sum + one, 1000n);
const tell = (history: readonly bigint[], from: number, to: number): ChainLink => link(from, to, balance(history, from), balance(history, to + 1));
const sumsOf = (history: readonly bigint[]): DaySums => new Map(history.map((minor, i) => [addDays(DAY, i), minor]));
const spans = fc.array(fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), { minLength: 1, maxLength: 6 });

describe('statements join on', () => {
  test('law: any statements of one true history agree, overlapping and in any order, but for the days that none of them tells', () => {
    fc.assert(fc.property(moves, spans, (history, list) => {
      const breaks = chainBreaks(list.map(([from, to]) => tell(history, from, to)), sumsOf(history));
      expect(breaks.filter((one) => one.kind !== 'gap')).toEqual([]);
      const told = new Set(list.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => addDays(DAY, from + i) as string)));
      for (const { before, after } of breaks) expect(told.has(addDays(before.to, 1)) && told.has(addDays(after.from, -1))).toBe(false);
    }));
  });

  test('law: a statement whose opening is another amount than the closing before it is found, and the difference named', () => {
    fc.assert(fc.property(moves, fc.integer({ min: 1, max: 8 }), fc.bigInt({ min: 1n, max: 99n }), (history, cut, off) => {
      const [first, second] = [tell(history, 0, cut), tell(history, cut + 1, 9)];
      const [found] = chainBreaks([{ ...second, openingMinor: second.openingMinor + off }, first], null);
      expect(found).toMatchObject({ kind: 'break', missingMinor: off });
    }));
  });

  test('a missing statement is a gap until it comes', () => {
    const [first, second, third] = [link(0, 0, 0n, 10n), link(1, 1, 10n, 30n), link(2, 2, 30n, 25n)];
    const [gap] = chainBreaks([third, first], null);
    expect(gap?.kind).toBe('gap');
    expect(gap && describeBreak(gap, 'CNY').en).toContain('0.20 CNY');
    expect(chainBreaks([third, first, second], null)).toEqual([]);
  });

  test('several statements of one day follow each other by their balances; the same days told otherwise are restated', () => {
    expect(chainBreaks([link(0, 0, 30n, 50n), link(0, 0, 0n, 10n), link(0, 0, 10n, 30n)], null)).toEqual([]);
    expect(chainBreaks([link(0, 3, 0n, 10n), link(0, 3, 0n, 12n)], null)[0]).toMatchObject({ kind: 'restated', missingMinor: 2n });
  });
});
