import { writeFileSync } from 'node:fs';
import { argv, cpuUsage, memoryUsage } from 'node:process';
import { matchInputOf } from '../../server/src/apps/match-records.ts';
import { matchAll, OpenMatter, type MatchInput } from '../../server/src/modules/matching/domain/index.ts';
import { baseline } from './baselines.ts';
import { calibrationPicture } from './picture.ts';
import { addTo, calibrationOf, newTally, summary, type Found, type Tally } from './score.ts';
import { JUDGING_SEEDS, TUNING_SEEDS } from './seeds.ts';
import { makeDeskWorld } from './desk/world.ts';
import { makeOtherWorld } from './other/world.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

/**
 * How well and how fast papers are matched: made-up company-quarters of 300 people whose truth is known, at two dials of
 * noise, beside two simple methods in the same run. `--tune` looks at the tuning seeds, `--shapes` says what went wrong.
 */

const PEOPLE = 300;
const BIG = 45_000;
const has = (flag: string): boolean => argv.includes(flag);
if (TUNING_SEEDS.some((seed) => (JUDGING_SEEDS as readonly number[]).includes(seed))) throw new Error('a seed that was tuned on cannot judge');
const seeds: readonly number[] = has('--tune') ? TUNING_SEEDS : JUDGING_SEEDS;
const METHODS: Readonly<Record<string, (input: MatchInput) => readonly Found[]>> = { roundtrip: matchAll, ...(has('--alone') ? {} : { nearestDay: (input) => baseline(input, 'nearest-day'), fixedWeights: (input) => baseline(input, 'fixed-weights') }) };

/** Three generators on three sets of assumptions. The tuning seeds of all three were looked at while the matcher was made; the judging seeds were not. */
const WORLDS: Readonly<Record<string, (options: WorldOptions) => World>> = { own: makeWorld, other: makeOtherWorld, desk: makeDeskWorld };

const curves: Parameters<typeof calibrationPicture>[0][number][] = [];

function judge(name: string, make: (options: WorldOptions) => World, noise: number): Record<string, unknown> {
  const tallies = new Map<string, Tally>(Object.keys(METHODS).map((name) => [name, newTally()]));
  const times = new Map<string, number>();
  let records = 0;
  for (const seed of seeds) {
    const world = make({ seed, people: PEOPLE, noise });
    const input = matchInputOf(world);
    records += input.payments.length + input.invoices.length + input.bookings.length;
    for (const [name, method] of Object.entries(METHODS)) {
      const from = performance.now();
      const found = method(input);
      times.set(name, (times.get(name) ?? 0) + performance.now() - from);
      const tally = tallies.get(name);
      if (tally) addTo(tally, world, found);
    }
  }
  if (has('--shapes')) {
    const tally = tallies.get('roundtrip');
    process.stderr.write(`noise ${noise} missed ${JSON.stringify(Object.fromEntries(tally?.missed ?? []))}\n  wrong ${JSON.stringify(Object.fromEntries(tally?.wrong ?? []))}\n  bins ${JSON.stringify(tally?.bins.map((bin) => [bin.n, Number((bin.said / bin.n).toFixed(3)), Number((bin.right / bin.n).toFixed(3))]))}\n`);
  }
  const own = tallies.get('roundtrip');
  if (own) curves.push({ name: `${name}, noise ${noise}`, points: calibrationOf(own) });
  return { records, ...Object.fromEntries([...tallies].map(([name, tally]) => [name, { ...summary(tally), ms: Math.round(times.get(name) ?? 0) }])) };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
/** Wall time, and the time that this process had a core for: what others do on the machine meanwhile does not count. */
function timed(input: MatchInput, runs: number): { ms: number; coreMs: number } {
  const times = Array.from({ length: runs }, () => {
    const [from, core] = [performance.now(), cpuUsage()];
    matchAll(input);
    return { ms: performance.now() - from, coreMs: cpuUsage(core).user / 1000 };
  });
  return { ms: Number(median(times.map((one) => one.ms)).toFixed(2)), coreMs: Number(median(times.map((one) => one.coreMs)).toFixed(2)) };
}

/** One new payment at a time against all that is open. */
function oneMore(all: MatchInput, open: MatchInput): Record<string, number> {
  const matter = new OpenMatter(open);
  const times = all.payments.slice(BIG, BIG + 1000).map((payment) => {
    const from = performance.now();
    matter.take({ payments: [payment] });
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const at = (share: number): number => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  return { payments: times.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function speed(): Record<string, unknown> {
  const world = makeWorld({ seed: 9, people: 3300, noise: 1 });
  const all = matchInputOf(world);
  const cut = (n: number): MatchInput => ({ ...all, payments: all.payments.slice(0, n), invoices: all.invoices.slice(0, n) });
  const small = matchInputOf(makeWorld({ seed: 9, people: 3, noise: 1 }));
  const before = memoryUsage().rss;
  const results = {
    small: { records: small.payments.length + small.invoices.length + small.bookings.length, ...timed(small, 15) },
    half: { payments: cut(BIG / 2).payments.length, invoices: cut(BIG / 2).invoices.length, ...timed(cut(BIG / 2), 3) },
    big: { payments: cut(BIG).payments.length, invoices: cut(BIG).invoices.length, bookings: all.bookings.length, ...timed(cut(BIG), 3) },
  };
  return { ...results, oneMore: oneMore(all, cut(BIG)), rssMib: Math.round(memoryUsage().rss / 2 ** 20), grewMib: Math.round((memoryUsage().rss - before) / 2 ** 20) };
}

const results = { seeds, ...Object.fromEntries(Object.entries(WORLDS).map(([name, make]) => [name, { noise1: judge(name, make, 1), noise2: judge(name, make, 2) }])), ...(has('--quick') ? {} : { speed: speed() }) };
if (!has('--tune')) writeFileSync(new URL('../../docs/pictures/matching-calibration.svg', import.meta.url), calibrationPicture(curves));
process.stdout.write(has('--json') ? `${JSON.stringify({ bench: 'matching', results })}\n` : `${JSON.stringify(results, null, 1)}\n`);
