import pg from 'pg';
import { invariant } from '@roundtrip/kernel';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

export type QueryResult<R> = { readonly rows: R[]; readonly rowCount: number };

/**
 * An open transaction of one company. Stores take it as their first argument; there is no other way to reach the
 * database. Column names come back in camelCase.
 */
export type Tx = {
  readonly companyId: string;
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<QueryResult<R>>;
};

export type Db = {
  /**
   * Runs `work` in one serializable transaction that sees and writes only the company's rows. Serialization failures
   * and deadlocks are retried from the start, so `work` must have no effect outside the transaction. An expected failure
   * (`{ ok: false }`) is rolled back and handed on: it leaves nothing behind.
   */
  transact<T>(companyId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A read that may be a moment old: one snapshot, read only, never retried against writers. */
  read<T>(companyId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The company a public key (e-mail hash, installation id) belongs to; the only look-up that spans companies. */
  companyOf(kind: string, key: string): Promise<string | null>;
  /** All companies, for schedules. */
  companies(): Promise<string[]>;
  close(): Promise<void>;
};

const ATTEMPTS_MAX = 12;
const RETRIED = new Set(['40001', '40P01']);
const UUID = /^[0-9a-f-]{36}$/;

const camelNames = new Map<string, string>();
function camel(name: string): string {
  let known = camelNames.get(name);
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(name, known);
  }
  return known;
}

async function runQuery<R>(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<QueryResult<R>> {
  const result = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' });
  const names = result.fields.map((field) => camel(field.name));
  const rows = result.rows.map((cells) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) row[names[i] as string] = cells[i];
    return row as R;
  });
  return { rows, rowCount: result.rowCount ?? 0 };
}

/** A transaction that outlives its `transact` is a bug of ours; it throws instead of writing outside the transaction. */
function makeTx(client: pg.ClientBase, companyId: string): { tx: Tx; end(): void } {
  let open = true;
  return {
    tx: {
      companyId,
      query: (text, values = []) => {
        invariant(open, 'a query on a finished transaction');
        return runQuery(client, text, values);
      },
    },
    end: () => { open = false; },
  };
}

async function attempt<T>(pool: pg.Pool, begin: string, companyId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    // The id is checked by transact, so it can stand in the text: one round trip instead of two.
    await client.query(`${begin}; select set_config('app.company_id', '${companyId}', true)`);
    const { tx, end } = makeTx(client, companyId);
    try {
      const value = await work(tx);
      end();
      await client.query(isFailure(value) ? 'rollback' : 'commit');
      return value;
    } catch (error) {
      end();
      await client.query('rollback').catch(() => { broken = true; });
      throw error;
    }
  } finally {
    client.release(broken);
  }
}

const isFailure = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as { ok?: unknown }).ok === false;
const isRetried = (error: unknown): boolean => error instanceof pg.DatabaseError && RETRIED.has(error.code ?? '');
const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

/** Opens the pool as the role that row-level security binds; `roundtrip_app` can neither bypass it nor rewrite history. */
export function openDb(databaseUrl: string, options: { connectionsMax?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.connectionsMax ?? 10,
    options: '-c role=roundtrip_app -c timezone=UTC',
  });
  // An idle connection that breaks (a database restart) is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    async transact(companyId, work) {
      invariant(UUID.test(companyId), 'a company id is a UUID');
      for (let tries = 1; ; tries++) {
        try {
          return await attempt(pool, 'begin isolation level serializable', companyId, work);
        } catch (error) {
          if (!isRetried(error) || tries >= ATTEMPTS_MAX) throw error;
          await pause(2 ** Math.min(tries, 6) * (1 + (tries * 7919) % 5) / 2);
        }
      }
    },
    read(companyId, work) {
      invariant(UUID.test(companyId), 'a company id is a UUID');
      return attempt(pool, 'begin isolation level repeatable read read only', companyId, work);
    },
    async companyOf(kind, key) {
      const result = await pool.query<{ company_id: string }>('select company_id from platform.directory where kind = $1 and key = $2', [kind, key]);
      return result.rows[0]?.company_id ?? null;
    },
    async companies() {
      const result = await pool.query<{ company_id: string }>("select company_id from platform.directory where kind = 'company' order by key");
      return result.rows.map((row) => row.company_id);
    },
    close: () => pool.end(),
  };
}
