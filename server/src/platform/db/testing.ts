import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openDb, type Db } from './db.ts';

export type TestDatabase = { readonly db: Db; readonly url: string; drop(): Promise<void> };

/**
 * A database of its own for one test file, cloned from the migrated template that the test run's set-up started
 * (see tools/test-database.ts). Real PostgreSQL, real roles, real row-level security.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = process.env['ROUNDTRIP_TEST_DATABASE'];
  if (!template) throw new Error('run the tests with vitest from the repository root: its set-up starts the database');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = async (sql: string): Promise<void> => {
    const url = new URL(template);
    url.pathname = '/postgres';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name} template ${new URL(template).pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = openDb(url.href);
  return {
    db, url: url.href,
    drop: async () => {
      await db.close();
      await admin(`drop database ${name} with (force)`);
    },
  };
}
