import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../server/src/platform/db/testing.ts';
import { runSeed } from './run.ts';
import { holdSeeds } from './testing.ts';

let base: TestDatabase;
let other: TestDatabase;
beforeAll(async () => { [base, other] = [await testDatabase(), await testDatabase()]; });
afterAll(async () => { await Promise.all([base.drop(), other.drop()]); });

describe('a month of a small company in a world that fails', () => {
  test('the same seed plays the same month, effect by effect, whatever was played before it', async () => {
    await runSeed(other.db, 8);
    const alone = await runSeed(other.db, 7);
    const again = await runSeed(base.db, 7, { salt: '.again' });
    expect(again).toEqual(alone);
    expect(again.points).toBeGreaterThan(100);
  });

  test('another crash is another run, and none is the calm one', async () => {
    const calm = await runSeed(base.db, 11, { deaths: [], salt: '.calm' });
    const died = await runSeed(base.db, 11, { deaths: [40, 41, 90], salt: '.died' });
    expect([calm.crashes, died.crashes]).toEqual([0, 3]);
    expect([calm.findings, died.findings]).toEqual([[], []]);
  });

  test('seeds 1 to 100: the people, the banks and the ledger agree to the cent', () => holdSeeds(base.db, 1, 100), 600_000);
});
