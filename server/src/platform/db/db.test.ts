import { err } from '@roundtrip/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertMany } from './bulk.ts';
import { testDatabase, type TestDatabase } from './testing.ts';

const A = '0198f3c2-7d1a-7000-8000-00000000000a';
const B = '0198f3c2-7d1a-7000-8000-00000000000b';
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const keep = (company: string, key: string): Promise<unknown> => base.db.transact(company, (tx) =>
  insertMany(tx, 'platform.idempotency', { scope: 'text', key: 'text', hash: 'text' }, { rows: [{ scope: 's', key, hash: 'h' }] }));
const keys = (company: string): Promise<string[]> => base.db.read(company, async (tx) =>
  (await tx.query<{ key: string }>('select key from platform.idempotency order by key')).rows.map((row) => row.key));

describe('tenants', () => {
  test('a company sees only its own rows, and no query without a company sees any', async () => {
    await keep(A, 'of a');
    await keep(B, 'of b');
    expect(await keys(A)).toEqual(['of a']);
    expect(await keys(B)).toEqual(['of b']);
    // A planted mistake: the company is taken away in the middle of a transaction.
    const seen = await base.db.read(A, async (tx) => {
      await tx.query(`select set_config('app.company_id', '', true)`);
      return (await tx.query('select * from platform.idempotency')).rowCount;
    });
    expect(seen).toBe(0);
  });

  test('a row of another company cannot be written', async () => {
    await expect(base.db.transact(A, (tx) =>
      tx.query(`insert into platform.idempotency (company_id, scope, key, hash) values ($1, 's', 'k', 'h')`, [B]))).rejects.toThrow(/row-level security/);
  });

  test('the serving role cannot take history away', async () => {
    await expect(base.db.transact(A, (tx) => tx.query('delete from platform.outbox'))).rejects.toThrow(/permission denied/);
    await expect(base.db.transact(A, (tx) => tx.query('update platform.outbox set type = $1', ['x']))).rejects.toThrow(/permission denied/);
  });
});

describe('transactions', () => {
  test('racing read-modify-writes all count: serialization failures are retried', async () => {
    await keep(A, 'counter');
    await base.db.transact(A, (tx) => tx.query(`update platform.idempotency set hash = '0' where key = 'counter'`));
    const bump = (): Promise<unknown> => base.db.transact(A, async (tx) => {
      const { rows } = await tx.query<{ hash: string }>(`select hash from platform.idempotency where key = 'counter'`);
      return tx.query(`update platform.idempotency set hash = $1 where key = 'counter'`, [String(Number(rows[0]?.hash) + 1)]);
    });
    await Promise.all(Array.from({ length: 8 }, bump));
    const { rows } = await base.db.read(A, (tx) => tx.query<{ hash: string }>(`select hash from platform.idempotency where key = 'counter'`));
    expect(rows[0]?.hash).toBe('8');
  });

  test('an expected failure leaves nothing behind', async () => {
    await base.db.transact(A, async (tx) => {
      await insertMany(tx, 'platform.idempotency', { scope: 'text', key: 'text', hash: 'text' }, { rows: [{ scope: 's', key: 'half done', hash: 'h' }] });
      return err({ kind: 'no' });
    });
    expect(await keys(A)).not.toContain('half done');
  });

  test('a query after the end throws instead of writing outside', async () => {
    const leaked = await base.db.transact(A, (tx) => Promise.resolve(tx));
    expect(() => leaked.query('select 1')).toThrow(/finished transaction/);
  });
});
