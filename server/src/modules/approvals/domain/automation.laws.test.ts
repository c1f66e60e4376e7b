import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossBound, nextLevel, type FuseLevel } from '@roundtrip/kernel';
import { defaultAutomation, drawOf, EVERYTHING, EVIDENCE_DAYS, holdsOf, RECOVERS_AT_ALLOWED, scopesOf, type AutomationSettings } from './automation.ts';

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

const SETTINGS: AutomationSettings = { ...defaultAutomation({ amountMaxMinor: 121_000n, sampleRate: 0.05 }), dayMaxMinor: 2_000_000n };
const DRIFT = 0.2;
/** Days until a drawn claim is judged. */
const LAG = 2;
const [CLAIMS_A_DAY, WARM_DAYS, DAYS_MAX] = [20, 20, 140];
const BEYOND = 1e-5;
const MERCHANTS = ['云上酒楼', '小满餐厅', '湖畔食堂', '望江酒店', '城市出租'];

type Judged = { readonly day: number; readonly even: boolean; readonly wrong: boolean };
type Seen = { level: FuseLevel; changed: number; judged: Judged[]; automatic: number[] };
type Due = Judged & { readonly scopes: readonly string[]; readonly due: number };

/** A company for some weeks as it should be; then one merchant's claims are wrong one time in five, until automation stops for them or the days are over. Pure. */
function runDrift(seed: number) {
  const next = chance(seed);
  const seen = new Map<string, Seen>();
  const of = (scope: string): Seen => seen.get(scope) ?? (seen.set(scope, { level: 'whole', changed: -1, judged: [], automatic: [] }).get(scope) as Seen);
  let due: Due[] = [];
  let [lossMinor, clean] = [0, 0];
  const judge = (scope: string, today: number): void => {
    const it = of(scope);
    const from = Math.max(it.changed, today - EVIDENCE_DAYS);
    const judged = it.judged.filter((one) => one.day > from);
    const found = judged.filter((one) => one.wrong).length;
    const even = judged.filter((one) => one.even);
    const promised = it.judged.filter((one) => one.day > it.changed);
    const level = nextLevel(it.level, { judged: even.length, wrong: even.filter((one) => one.wrong).length, automatic: it.automatic.filter((day) => day > from).length, found, promised: promised.length, promisedWrong: promised.filter((one) => one.wrong).length }, SETTINGS, RECOVERS_AT_ALLOWED);
    if (level) Object.assign(it, { level, changed: today });
  };
  for (let day = 0; day < DAYS_MAX; day++) {
    const drifting = day >= WARM_DAYS;
    if (day === WARM_DAYS) clean = of(`merchant:${MERCHANTS[0]}`).judged.filter((one) => one.even && one.day > day - EVIDENCE_DAYS).length + due.filter((one) => one.even && one.scopes.includes(`merchant:${MERCHANTS[0]}`)).length;
    for (const one of due.filter((each) => each.due <= day)) for (const scope of one.scopes) {
      of(scope).judged.push(one);
      judge(scope, day);
    }
    due = due.filter((each) => each.due > day);
    if (of(`merchant:${MERCHANTS[0]}`).level === 'stopped' || of(EVERYTHING).level === 'stopped') return { lossMinor, clean, narrowed: true };
    const risk = new Map<string, bigint>();
    for (let i = 0; i < CLAIMS_A_DAY; i++) {
      const merchant = MERCHANTS[Math.floor(next() * MERCHANTS.length)] ?? '';
      const minor = BigInt(1_000 + Math.floor(next() * 120_000));
      const wrong = drifting && merchant === MERCHANTS[0] && next() < DRIFT;
      const scopes = scopesOf({ personId: `p${Math.floor(next() * 20)}`, categories: ['meal'], rules: [], merchants: [merchant] });
      if (holdsOf({ minor, currency: 'CNY' }, SETTINGS, scopes.map((scope) => ({ scope, level: of(scope).level, riskMinor: risk.get(scope) ?? 0n }))).length > 0) continue;
      for (const scope of scopes) { risk.set(scope, (risk.get(scope) ?? 0n) + minor); of(scope).automatic.push(day); }
      if (wrong) lossMinor += Number(minor);
      const drawn = drawOf(`${seed}/${day}/${i}`, 'salt', { settings: SETTINGS, minor, isWatched: scopes.some((scope) => of(scope).level !== 'whole') });
      if (drawn) due.push({ day, even: drawn === 'even', wrong, scopes, due: day + LAG });
    }
  }
  return { lossMinor, clean, narrowed: of(`merchant:${MERCHANTS[0]}`).level !== 'whole' || of(EVERYTHING).level !== 'whole' };
}

/** What docs/automation.md derives: until it is narrowed, and a tenth of it until it stops; each time what is judged too late. */
function boundMinor(clean: number): number {
  const claims = (right: number): number => lossBound(DRIFT, SETTINGS, { beyond: BEYOND, clean: right }) ?? Number.POSITIVE_INFINITY;
  const late = LAG * Number(SETTINGS.dayMaxMinor);
  const each = Number(SETTINGS.amountMaxMinor);
  return claims(clean) * each + late + (claims(0) * each + late) / 10;
}

describe('a merchant that goes wrong', () => {
  test('in 1,000 seeded runs the loss stays under the stated bound, and automation narrows or stops by itself', () => {
    const runs = Array.from({ length: 1_000 }, (_, seed) => runDrift(seed + 1));
    expect(runs.filter((run) => run.narrowed).length).toBeGreaterThanOrEqual(990);
    expect(runs.filter((run) => run.lossMinor > boundMinor(run.clean))).toEqual([]);
    const losses = runs.map((run) => run.lossMinor).sort((a, b) => a - b);
    expect(losses[500]).toBeLessThan(boundMinor(0) / 4);
  }, 180_000);
});

describe('the limits', () => {
  const state = (scope: string, riskMinor: bigint, level: FuseLevel = 'whole') => ({ scope, level, riskMinor });
  const money = fc.bigInt({ min: 0n, max: 5_000_000n });

  test('what went through in a day never exceeds a limit, in any order of claims', () => {
    fc.assert(fc.property(fc.array(fc.record({ minor: fc.bigInt({ min: 1n, max: 600_000n }), person: fc.integer({ min: 0, max: 2 }) }), { maxLength: 60 }), (claims) => {
      const risk = new Map<string, bigint>();
      for (const { minor, person } of claims) {
        const scopes = scopesOf({ personId: String(person), categories: ['meal'], rules: [], merchants: [] });
        if (holdsOf({ minor, currency: 'CNY' }, SETTINGS, scopes.map((scope) => state(scope, risk.get(scope) ?? 0n))).length === 0) for (const scope of scopes) risk.set(scope, (risk.get(scope) ?? 0n) + minor);
      }
      expect(risk.get(EVERYTHING) ?? 0n).toBeLessThanOrEqual(SETTINGS.dayMaxMinor);
      for (const [scope, minor] of risk) if (scope.startsWith('person:')) expect(minor).toBeLessThanOrEqual(SETTINGS.personDayMaxMinor);
    }), { numRuns: 100 });
  });

  test('a narrower fuse never lets through what a wider one holds', () => {
    fc.assert(fc.property(money, money, (minor, risk) => {
      const held = (level: FuseLevel): boolean => holdsOf({ minor, currency: 'CNY' }, SETTINGS, [state(EVERYTHING, risk, level)]).length > 0;
      expect(held('stopped')).toBe(true);
      if (held('whole')) expect(held('lowered')).toBe(true);
    }));
  });

  test('the sample is never empty, is the same each time, and grows with what is at stake', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `request-${i}`);
    const drawn = (minor: bigint, sampleRate: number, isWatched = false): string[] => ids.filter((id) => drawOf(id, 's', { settings: { ...SETTINGS, sampleRate }, minor, isWatched }) !== null);
    expect(drawn(0n, 0).length).toBeGreaterThan(0);
    expect(drawn(0n, 0.05).length / ids.length).toBeCloseTo(0.05, 2);
    expect(drawn(121_000n, 0.05).length / ids.length).toBeCloseTo(0.25, 1);
    expect(drawn(0n, 0.05, true).length / ids.length).toBeCloseTo(0.2, 1);
    const more = new Set(drawn(121_000n, 0.05));
    expect(drawn(1_000n, 0.05).every((id) => more.has(id))).toBe(true);
  });
});
