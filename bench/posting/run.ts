/**
 * Durable posting beside the database's own ceiling: a payment-like record, its journal entry with voucher and lines,
 * and its news in one transaction, against plain inserts of the same rows, in the same run. JSON on standard output.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CivilDate } from '@roundtrip/kernel';
import { post, rules } from '../../server/src/modules/ledger/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';
import { insertMany, migrate, openDb, startEmbedded, type Db, type Tx } from '../../server/src/platform/db/index.ts';
import { tell } from '../../server/src/platform/events/index.ts';

const BATCHES = [1, 10, 50, 200, 1000];
const ROUNDS = 3;
const [totalMax, secondsMax] = [Number(process.env['BENCH_TOTAL'] ?? 4000), Number(process.env['BENCH_SECONDS'] ?? 2)];
const ON = '2026-11-24' as CivilDate;

type Payment = { readonly id: string; readonly minor: bigint };
const payments = (count: number): Payment[] => Array.from({ length: count }, (_, i) => ({ id: systemClock.newId(), minor: BigInt(100 + i) }));

/** A raw record as a payment leaves one, through a table that every company has. */
const keepRecord = (tx: Tx, batch: readonly Payment[]) => insertMany(tx, 'ingest.raw_records', RAW, {
  rows: batch.map(({ id, minor }) => ({ id, source: 'bench', reference: id, bodySha256: id, body: `{"amount":"${minor}"}`, receivedAt: systemClock.now() })),
});
const RAW = { id: 'uuid', source: 'text', reference: 'text', bodySha256: 'text', body: 'text', receivedAt: 'timestamptz' } as const;

const posted = (db: Db, company: string) => (batch: readonly Payment[]) => db.transact(company, async (tx) => {
  await keepRecord(tx, batch);
  await post(tx, systemClock, batch.flatMap(({ id, minor }) => rules.paymentArrived({
    paymentId: id, on: ON, merchant: 'bench', direction: 'out', amount: { minor, currency: 'CNY' }, companyPaid: { minor: 0n, currency: 'CNY' }, employeeNumber: `E${minor % 50n}`, program: '',
  })));
  await tell(tx, batch.map(({ id }) => ({ type: 'payment.arrived', subject: { kind: 'payment', id } })));
});

let number = 0n;
/** The same rows and nothing else: no look-up, no counter, no checks. */
const raw = (db: Db, company: string) => (batch: readonly Payment[]) => db.transact(company, async (tx) => {
  await keepRecord(tx, batch);
  const at = systemClock.now();
  const entries = batch.map(({ id }) => ({ id: systemClock.newId(), period: '2026-11', number: ++number, kind: 'payment.arrived', sourceId: id, onDate: ON, text: 'bench', at }));
  await insertMany(tx, 'ledger.entries', { id: 'uuid', period: 'text', number: 'bigint', kind: 'text', sourceId: 'text', onDate: 'date', text: 'text', at: 'timestamptz' }, { rows: entries });
  await insertMany(tx, 'ledger.lines', { entryId: 'uuid', lineNo: 'integer', account: 'text', minor: 'bigint', currency: 'text' }, {
    rows: batch.flatMap(({ minor }, i) => [1n, -1n].map((sign, n) => ({ entryId: entries[i]?.id ?? '', lineNo: n + 1, account: n === 0 ? 'clearing:spend' : `unclaimed:E${minor % 50n}`, minor: sign * minor, currency: 'CNY' }))),
  });
  await insertMany(tx, 'platform.outbox', { type: 'text', subjectKind: 'text', subjectId: 'text' }, { rows: batch.map(({ id }) => ({ type: 'payment.arrived', subjectKind: 'payment', subjectId: id })) });
});

/** Payments a second, one transaction after another. */
async function rate(work: (batch: readonly Payment[]) => Promise<unknown>, size: number): Promise<number> {
  const begun = performance.now();
  let done = 0;
  while (done < totalMax && performance.now() - begun < secondsMax * 1000) {
    await work(payments(size));
    done += size;
  }
  return done / ((performance.now() - begun) / 1000);
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

async function measure(db: Db): Promise<object[]> {
  const results: object[] = [];
  for (const batch of BATCHES) {
    const ours: number[] = [];
    const ceiling: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await rate(posted(db, systemClock.newId()), batch));
      ceiling.push(await rate(raw(db, systemClock.newId()), batch));
    }
    const [posting, inserts] = [median(ours), median(ceiling)];
    results.push({ batch, postedPerSecond: Math.round(posting), rawPerSecond: Math.round(inserts), ratio: Number((posting / inserts).toFixed(3)), rounds: { posted: ours.map(Math.round), raw: ceiling.map(Math.round) } });
    process.stderr.write(`batch ${String(batch).padStart(4)}: ${Math.round(posting)} posted/s, ${Math.round(inserts)} raw/s, ratio ${(posting / inserts).toFixed(2)}\n`);
  }
  return results;
}

const directory = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const database = await startEmbedded(directory);
try {
  await migrate(database.url);
  const db = openDb(database.url);
  const results = await measure(db);
  await db.close();
  process.stdout.write(`${JSON.stringify({ bench: 'posting', cpus: cpus().length, durable: true, results })}\n`);
} finally {
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}
