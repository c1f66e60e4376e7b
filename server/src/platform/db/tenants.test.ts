import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from './testing.ts';

const COMPANY = '0198f3c2-7d1a-7000-8000-00000000000a';
/** May be read by all: it knows only which company a public key belongs to. */
const OPEN = ['platform.directory'];

let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

type Table = { name: string; secured: boolean; forced: boolean; policies: bigint; leads: string | null };

const tables = (): Promise<Table[]> => base.db.read(COMPANY, async (tx) => (await tx.query<Table>(
  `select n.nspname || '.' || c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
     (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
     (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as leads
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'platform_migrations', 'jobs', 'public') order by 1`)).rows);

test('row-level security is on and forced for every table, and the company leads every key', async () => {
  const all = await tables();
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter((table) => !table.secured || !table.forced || table.policies === 0n).map((table) => table.name)).toEqual([]);
  expect(all.filter((table) => table.leads !== 'company_id' && !OPEN.includes(table.name)).map((table) => table.name)).toEqual([]);
});

test('without a company every one of them is empty to the serving role, whatever it holds', async () => {
  for (const { name } of (await tables()).filter((table) => !OPEN.includes(table.name))) {
    const seen = await base.db.read(COMPANY, async (tx) => {
      await tx.query(`select set_config('app.company_id', '', true)`);
      return (await tx.query(`select 1 from ${name} limit 1`)).rowCount;
    });
    expect(seen, name).toBe(0);
  }
});

test('the serving role owns nothing, is no superuser and cannot bypass row-level security', async () => {
  const { rows } = await base.db.read(COMPANY, (tx) => tx.query<{ rolsuper: boolean; rolbypassrls: boolean; owned: bigint }>(
    `select r.rolsuper, r.rolbypassrls, (select count(*) from pg_class c where c.relowner = r.oid) as owned from pg_roles r where r.rolname = current_user`));
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0n }]);
});

test('what is written once stays: no right to change or delete entries, lines, trail, raw records or judgements', async () => {
  const { rows } = await base.db.read(COMPANY, (tx) => tx.query<{ name: string }>(
    `select t as name from unnest(array['ledger.entries', 'ledger.lines', 'audit.records', 'ingest.raw_records', 'policy.judgements', 'policy.versions', 'claims.steps', 'documents.originals']) as t
      where has_table_privilege(t, 'update') or has_table_privilege(t, 'delete') or has_table_privilege(t, 'truncate')`));
  expect(rows).toEqual([]);
});
