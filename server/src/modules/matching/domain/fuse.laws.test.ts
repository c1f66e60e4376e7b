import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanNeeded, greatestRate, leastRate, lossBound, nextLevel, shownError, tail, type FuseLevel, type Verdicts } from '@roundtrip/kernel';
import { DEFAULT_TRUST, sampleOf } from './fuse.ts';

/** A small fast generator, so that a law's figures are the same each time. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NONE: Verdicts = { judged: 0, wrong: 0, automatic: 0, found: 0, promised: 0, promisedWrong: 0 };

type Run = { readonly level: FuseLevel; readonly wrong: number; readonly automatic: number };

/** Automatic groups one after another, wrong at a rate, until the fuse goes or there are no more. */
function runUntilItGoes({ rate, sampleRate, allowedError, groups, seed }: { readonly rate: number; readonly sampleRate: number; readonly allowedError: number; readonly groups: number; readonly seed: number }): Run {
  const next = chance(seed);
  let verdicts = NONE;
  let wrong = 0;
  for (let automatic = 1; automatic <= groups; automatic++) {
    const isWrong = next() < rate;
    if (isWrong) wrong += 1;
    verdicts = { ...verdicts, automatic };
    if (next() >= sampleRate) continue;
    verdicts = { ...verdicts, judged: verdicts.judged + 1, wrong: verdicts.wrong + Number(isWrong), found: verdicts.found + Number(isWrong) };
    const level = isWrong ? nextLevel('whole', verdicts, { allowedError }) : null;
    if (level) return { level, wrong, automatic };
  }
  return { level: 'whole', wrong, automatic: groups };
}

describe('the bounds', () => {
  test('a tail is a chance, falls with k and rises with the rate', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 20 }), fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (n, k, p) => {
      const here = tail(k, n, p);
      expect(here).toBeGreaterThanOrEqual(0);
      expect(here).toBeLessThanOrEqual(1);
      expect(tail(k + 1, n, p)).toBeLessThanOrEqual(here + 1e-12);
      expect(tail(k, n, p / 2)).toBeLessThanOrEqual(here + 1e-9);
    }));
  });

  test('the two bounds hold what was seen between them', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
      const k = Math.min(Math.floor(part * 20), n);
      expect(leastRate(k, n, 0.05)).toBeLessThanOrEqual(k / n + 1e-9);
      expect(greatestRate(k, n)).toBeGreaterThanOrEqual(k / n - 1e-9);
    }), { numRuns: 60 });
  });

  test.each([[0, 3000, 0.000998], [1, 100, 0.0466], [3, 50, 0.1477]])('%i of %i is at most %f, as the tables of Clopper and Pearson say', (k, n, bound) => {
    expect(greatestRate(k, n)).toBeCloseTo(bound, 3);
  });
});

describe('the fuse', () => {
  test('errors as promised seldom make it go, however long it is watched', () => {
    const runs = Array.from({ length: 200 }, (_, seed) => runUntilItGoes({ rate: 1 / 2000, sampleRate: 0.2, allowedError: 1 / 2000, groups: 60_000, seed }));
    expect(runs.filter((run) => run.level !== 'whole').length / runs.length).toBeLessThanOrEqual(0.08);
  });

  test.each([[0.1, 0.05], [0.03, 0.05], [0.01, 0.2], [0.005, 0.2]])('a drift to %f, sampled at %f, lets no more pass than the bound, in 99 of 100 cases', (rate, sampleRate) => {
    const { allowedError } = DEFAULT_TRUST;
    const bound = lossBound(rate, { allowedError, sampleRate });
    const runs = Array.from({ length: 400 }, (_, seed) => runUntilItGoes({ rate, sampleRate, allowedError, groups: 1_000_000, seed: seed + 1000 }));
    expect(bound).not.toBeNull();
    expect(runs.every((run) => run.level !== 'whole')).toBe(true);
    expect(runs.filter((run) => run.wrong > (bound ?? 0)).length / runs.length).toBeLessThanOrEqual(0.01);
  });

  test('the bound in figures: what finance is told', () => {
    const at = (rate: number): number | null => lossBound(rate, { allowedError: 1 / 2000, sampleRate: 0.05 });
    expect([at(0.1), at(0.03), at(0.01), at(1 / 2000)]).toMatchInlineSnapshot(`
      [
        104,
        146,
        248,
        null,
      ]
    `);
  });

  test('lowered, it stops at the next proof; far beyond what is allowed, it stops at once', () => {
    expect(nextLevel('whole', { ...NONE, judged: 60, wrong: 1, automatic: 1200, found: 1 }, DEFAULT_TRUST)).toBe('lowered');
    expect(nextLevel('lowered', { ...NONE, judged: 60, wrong: 1, automatic: 1200, found: 1 }, DEFAULT_TRUST)).toBe('stopped');
    expect(nextLevel('whole', { ...NONE, judged: 40, wrong: 4, automatic: 800, found: 4 }, DEFAULT_TRUST)).toBe('stopped');
    expect(nextLevel('whole', { ...NONE, judged: 5000, wrong: 2, automatic: 100_000, found: 2 }, DEFAULT_TRUST)).toBeNull();
  });

  test('it comes back a step at a time, by as many clean answers as the rule says, and not by one fewer', () => {
    const clean = cleanNeeded(DEFAULT_TRUST);
    expect(clean).toBe(598);
    expect(nextLevel('stopped', { ...NONE, promised: clean - 1 }, DEFAULT_TRUST)).toBeNull();
    expect(nextLevel('stopped', { ...NONE, promised: clean }, DEFAULT_TRUST)).toBe('lowered');
    expect(nextLevel('lowered', { ...NONE, promised: clean }, DEFAULT_TRUST)).toBe('whole');
    expect(nextLevel('lowered', { ...NONE, promised: clean, promisedWrong: 1 }, DEFAULT_TRUST)).toBeNull();
  });

  test('more errors never make it look safer', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 8 }), (judged, wrong) => {
      const at = (k: number): number => shownError({ ...NONE, judged: judged + 20, wrong: k, automatic: 20 * (judged + 20), found: k });
      expect(at(wrong + 1)).toBeGreaterThanOrEqual(at(wrong) * 0.2);
      expect(at(wrong)).toBeLessThanOrEqual(wrong / (judged + 20) + 1e-9);
    }), { numRuns: 60 });
  });
});

describe('the sample', () => {
  test('is drawn at its rate, the same each time, and never left out', () => {
    const next = chance(7);
    const hex = (digits: number): string => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');
    const ids = Array.from({ length: 20_000 }, () => `${hex(8)}-${hex(4)}-7${hex(3)}-b${hex(3)}-${hex(12)}`);
    const drawn = (minor: bigint): number => ids.filter((id) => sampleOf(id, { level: 'whole', sampleRate: 0.05, minor }) !== null).length / ids.length;
    expect(drawn(0n)).toBeCloseTo(0.05, 2);
    expect(drawn(4_000_000n)).toBeGreaterThan(0.25);
    expect(ids.every((id) => sampleOf(id, { level: 'whole', sampleRate: 0.05, minor: 5n }) === sampleOf(id, { level: 'whole', sampleRate: 0.05, minor: 5n }))).toBe(true);
  });
});
