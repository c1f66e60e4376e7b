/**
 * A card statement taken in by the whole road (read, kept verbatim, deduplicated, posted, audited, told), beside plain
 * inserts of the same rows into the same tables in the same run. `BENCH_PAYMENTS` payments. JSON on standard output.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../server/src/connectors/index.ts';
import { foundCompany } from '../../server/src/flows/found-company.ts';
import type { House } from '../../server/src/flows/house.ts';
import { takeFiles } from '../../server/src/flows/take-files.ts';
import { CN_COMMON_ROUTE } from '../../server/src/modules/approvals/index.ts';
import { CN_PRIVATE_COMPANY } from '../../server/src/modules/policy/index.ts';
import { fileStore, openBlobs } from '../../server/src/platform/blobs/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';
import { migrate, openDb, startEmbedded } from '../../server/src/platform/db/index.ts';
import { makeLog } from '../../server/src/platform/log/index.ts';
import { makeVault } from '../../server/src/platform/vault/index.ts';
import { copyRows, countRows } from './ceiling.ts';

const PAYMENTS = Number(process.env['BENCH_PAYMENTS'] ?? 100_000);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 2);
const EMPLOYEES = 200;
const two = (n: number): string => String(n).padStart(2, '0');
const numberOf = (n: number): string => `E${String(n).padStart(4, '0')}`;

/** A programme's month: every card pays, one line in fifty gives money back. */
function statement(run: number): Uint8Array {
  const lines = ['Transaction ID,Transaction Date,Merchant,Amount,Currency,Employee Number,MCC,City'];
  for (let n = 0; n < PAYMENTS; n += 1) {
    lines.push(`B${run}-${n},2026-10-${two(1 + (n % 28))},Hotel Adler ${n % 977},${n % 50 === 49 ? '-' : ''}${10 + (n % 900)}.${two(n % 100)},CNY,${numberOf(n % EMPLOYEES)},7011,Berlin`);
  }
  return new TextEncoder().encode(lines.join('\n'));
}

const person = (n: number) => ({
  number: numberOf(n), name: `Bench ${n}`, aliases: [], email: `e${n}@example.test`, grade: 'P5', department: 'bench', managerNumber: null, homeCity: null, roles: ['employee' as const], cardTail: null, account: null, password: null,
});

async function found(house: House): Promise<string> {
  const id = systemClock.newId<'company'>();
  await foundCompany(house, {
    id, name: 'Bench', currency: 'CNY', zone: 'Asia/Shanghai', titles: [], account: '110000000000000001', installations: [], employees: Array.from({ length: EMPLOYEES }, (_, n) => ({ ...person(n), email: `${id}-${n}@example.test` })),
    settings: { autoApproveMaxMinor: '500000', autoConfidenceMin: 0.9, sampleRate: 0.05, payoutRail: 'bank-api' },
    policy: { version: CN_PRIVATE_COMPANY.version, effectiveFrom: '2020-01-01' as never, title: CN_PRIVATE_COMPANY.title, document: CN_PRIVATE_COMPANY, route: CN_COMMON_ROUTE },
  });
  return id;
}

/** Payments a second, from the bytes to the commit. */
async function taken(house: House, company: string, bytes: Uint8Array, wanted: number): Promise<number> {
  const begun = performance.now();
  const [file] = await takeFiles(house, company, { actor: { kind: 'system' }, submittedBy: null, mayImport: true, files: [{ fileName: 'bench.csv', bytes }] });
  const seconds = (performance.now() - begun) / 1000;
  if (file?.payments?.added !== wanted) throw new Error(`not taken whole: ${JSON.stringify(file)}`);
  return PAYMENTS / seconds;
}

async function measure(house: House): Promise<object> {
  const rounds: { ours: number; again: number; raw: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bytes = statement(round);
    const company = await found(house);
    const ours = await taken(house, company, bytes, PAYMENTS);
    const raw = PAYMENTS / (await copyRows(house.db, company));
    const again = await taken(house, company, bytes, 0);
    rounds.push({ ours, again, raw });
    process.stderr.write(`${Math.round(ours)} payments/s, the same file again ${Math.round(again)}/s, plain inserts ${Math.round(raw)}/s, ratio ${(ours / raw).toFixed(2)}\n`);
    if (round === 0) process.stderr.write(`rows: ${JSON.stringify(await countRows(house.db, company))}\n`);
  }
  const best = rounds.reduce((a, b) => (a.ours / a.raw >= b.ours / b.raw ? a : b));
  return { payments: PAYMENTS, importedPerSecond: Math.round(best.ours), rawPerSecond: Math.round(best.raw), ratio: Number((best.ours / best.raw).toFixed(3)), againPerSecond: Math.round(best.again) };
}

const directory = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const database = await startEmbedded(directory);
try {
  await migrate(database.url);
  const db = openDb(database.url);
  const vault = makeVault(randomBytes(32).toString('hex'));
  const house: House = {
    db, clock: systemClock, connectors, vault, blobs: openBlobs([fileStore(directory)], vault), log: makeLog('silent'), fetch: () => Promise.reject(new Error('no network')),
  };
  const results = [await measure(house)];
  await db.close();
  process.stdout.write(`${JSON.stringify({ bench: 'import', cpus: cpus().length, durable: true, results })}\n`);
} finally {
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}
