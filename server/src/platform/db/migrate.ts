import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Brings the schema up to date; safe to call from several nodes at once (the library holds an advisory lock). */
export async function migrate(databaseUrl: string, directory = MIGRATIONS): Promise<readonly string[]> {
  const applied = await runner({
    databaseUrl, dir: directory, direction: 'up', migrationsTable: 'migrations', migrationsSchema: 'platform_migrations',
    createMigrationsSchema: true, singleTransaction: true, checkOrder: true, log: () => undefined,
  });
  return applied.map((migration) => migration.name);
}

/** Lets the serving role use a schema that a library made (the job queue's). */
export async function grantToApp(databaseUrl: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const name = pg.escapeIdentifier(schema);
    await client.query(`grant usage on schema ${name} to roundtrip_app;
      grant select, insert, update, delete on all tables in schema ${name} to roundtrip_app;
      grant execute on all functions in schema ${name} to roundtrip_app`);
  } finally {
    await client.end();
  }
}
