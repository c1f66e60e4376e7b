import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDb, startEmbedded, type Db } from '../server/src/platform/db/index.ts';

export type OwnDatabase = { readonly url: string; readonly db: Db; stop(): Promise<void> };

/** A PostgreSQL of its own for one run of the command, gone afterwards. */
export async function ownDatabase(): Promise<OwnDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'roundtrip-simulation-'));
  const database = await startEmbedded(directory, { fast: true });
  await migrate(database.url);
  const db = openDb(database.url);
  return {
    url: database.url, db,
    stop: async () => {
      await db.close();
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
