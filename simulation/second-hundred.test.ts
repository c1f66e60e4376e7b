import { afterAll, beforeAll, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../server/src/platform/db/testing.ts';
import { holdSeeds } from './testing.ts';

let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

// A file of its own, so that two cores share the seeds.
test('seeds 101 to 200: the people, the banks and the ledger agree to the cent', () => holdSeeds(base.db, 101, 100), 600_000);
