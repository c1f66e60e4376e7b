import { insertMany, type Db, type Tx } from '../../server/src/platform/db/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';

/** The tables that an imported payment leaves a row in. */
const TABLES = {
  'ingest.raw_records': { id: 'uuid', source: 'text', reference: 'text', bodySha256: 'text', body: 'text', receivedAt: 'timestamptz' },
  'payments.payments': {
    id: 'uuid', source: 'text', externalId: 'text', channel: 'text', type: 'text', direction: 'text', status: 'text', paidAt: 'timestamptz', amountMinor: 'bigint', currency: 'text', companyPaidMinor: 'bigint',
    merchant: 'text', mcc: 'text', city: 'text', payerId: 'uuid', facts: 'jsonb', rawId: 'uuid', receivedAt: 'timestamptz',
  },
  'ledger.entries': { id: 'uuid', period: 'text', number: 'bigint', kind: 'text', sourceId: 'text', onDate: 'date', text: 'text', at: 'timestamptz' },
  'ledger.lines': { entryId: 'uuid', lineNo: 'integer', account: 'text', minor: 'bigint', currency: 'text' },
  'audit.records': { seq: 'bigint', at: 'timestamptz', actor: 'text', action: 'text', subjectKind: 'text', subjectId: 'text', body: 'text', prev: 'text', hash: 'text' },
  'platform.outbox': { type: 'text', subjectKind: 'text', subjectId: 'text' },
} as const;

const BATCH = 5000;
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
type Row = Record<string, unknown>;

async function rowsOf(tx: Tx, table: keyof typeof TABLES): Promise<Row[]> {
  return (await tx.query<Row>(`select ${Object.keys(TABLES[table]).map(snake).join(', ')} from ${table}`)).rows;
}

export async function countRows(db: Db, company: string): Promise<Record<string, number>> {
  return db.read(company, async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of Object.keys(TABLES)) counts[table] = Number((await tx.query<{ n: bigint }>(`select count(*) as n from ${table}`)).rows[0]?.n ?? 0n);
    return counts;
  });
}

/** The same rows again, for another company, in one transaction of plain inserts: no look-up, no checks, no hashes. Seconds that it took. */
export async function copyRows(db: Db, from: string): Promise<number> {
  const tables = Object.keys(TABLES) as (keyof typeof TABLES)[];
  const held = await db.read(from, async (tx) => {
    const all: [keyof typeof TABLES, Row[]][] = [];
    for (const table of tables) all.push([table, await rowsOf(tx, table)]);
    return all;
  });
  const begun = performance.now();
  await db.transact(systemClock.newId(), async (tx) => {
    for (const [table, rows] of held) {
      for (let at = 0; at < rows.length; at += BATCH) await insertMany<Row>(tx, table, TABLES[table], { rows: rows.slice(at, at + BATCH) });
    }
  });
  return (performance.now() - begun) / 1000;
}
