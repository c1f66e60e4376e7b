import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { matchAll } from '#modules/matching';
import { JUDGING_SEEDS, TUNING_SEEDS } from '../../../bench/matching/seeds.ts';
import { makeWorld } from '../../../bench/matching/world.ts';
import { matchInputOf, type MatchRecords } from './match-records.ts';

/** One scenario a file: the records, what belongs together, what must be sure, and what must be left to a person. */
type Scenario = MatchRecords & { readonly says: string; readonly groups: readonly (readonly string[])[]; readonly auto: readonly string[]; readonly review: readonly string[] };

const FOLDER = new URL('../../../bench/matching/golden/', import.meta.url);
const scenarios = readdirSync(FOLDER).filter((file) => file.endsWith('.json')).sort().map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Scenario] as const);
const keyOf = (ids: readonly string[]): string => [...ids].sort().join(' + ');

test.each(scenarios)('%s', (_name, scenario) => {
  const found = matchAll(matchInputOf(scenario)).map((group) => ({ ids: [...group.payments, ...group.invoices, ...group.bookings], ...group }));
  // What is open to doubt may be proposed in any way, so long as nobody is told that it is sure.
  const open = new Set(scenario.review);
  const firm = found.filter((group) => group.ids.length > 1 && !group.ids.some((id) => open.has(id)));
  expect(firm.map((group) => keyOf(group.ids)).sort(), scenario.says).toEqual(scenario.groups.map(keyOf).sort());
  expect(scenario.auto.filter((id) => found.find((group) => group.ids.includes(id))?.decision !== 'auto'), 'should be sure').toEqual([]);
  expect(scenario.review.filter((id) => found.find((group) => group.ids.includes(id))?.decision === 'auto'), 'should be left to a person').toEqual([]);
});

test('the casebook is large enough to mean something', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(150);
});

test('what the matcher is judged by, it was not tuned on', () => {
  expect(JUDGING_SEEDS.filter((seed) => (TUNING_SEEDS as readonly number[]).includes(seed))).toEqual([]);
  expect(makeWorld({ seed: TUNING_SEEDS[0], people: 3, noise: 1 })).toEqual(makeWorld({ seed: TUNING_SEEDS[0], people: 3, noise: 1 }));
  expect(makeWorld({ seed: TUNING_SEEDS[0], people: 3, noise: 1 })).not.toEqual(makeWorld({ seed: JUDGING_SEEDS[0], people: 3, noise: 1 }));
});
