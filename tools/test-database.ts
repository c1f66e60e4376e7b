import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, startEmbedded } from '../server/src/platform/db/index.ts';

/** Vitest's global set-up: one PostgreSQL for the run, migrated once; each test file clones it. */
export async function setup(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'roundtrip-test-'));
  const database = await startEmbedded(directory, { fast: true });
  await migrate(database.url);
  process.env['ROUNDTRIP_TEST_DATABASE'] = database.url;
  return async () => {
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
