import { describe, expect, test } from 'vitest';
import { inputOf } from './inputs.ts';
import { makeSeeds } from './seeds.ts';
import { watchFuzz } from './watch.ts';

/** The long run is `npm run fuzz`; this one is the same for everybody, so that a failure is one. */
const SEED = 2026;
const COUNT = 10_000;

describe('damaged and hostile files', () => {
  test('an input can be made again from its seed and index', async () => {
    const [kinds, again] = [await makeSeeds(), await makeSeeds()];
    for (const index of [0, 1, 77, 5000]) expect(inputOf(kinds, SEED, index)).toEqual(inputOf(again, SEED, index));
  }, 60_000);

  test(`${COUNT} inputs over all readers: no crash, no hang, no unbounded memory`, async () => {
    const { faults } = await watchFuzz({ seed: SEED, count: COUNT });
    expect(faults).toEqual([]);
  }, 180_000);
});
