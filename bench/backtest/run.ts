/**
 * A draft held against a year of judgements in the database, beside the bare reading of the same rows, in the same run.
 * BENCH_TOTAL sets how many (a million for the published figure). JSON on standard output.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBacktests } from '../../server/src/flows/backtest-policy.ts';
import { compilePolicy, judge, parsePolicy, type PolicyDocument, type RuleDocument } from '../../server/src/modules/policy/domain/index.ts';
import { addBacktest, judgedSince, latestBacktest, type DraftId } from '../../server/src/modules/policy/index.ts';
import type { EmployeeId } from '../../server/src/modules/people/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';
import { migrate, openDb, packFacts, startEmbedded, type Db } from '../../server/src/platform/db/index.ts';
import type { Instant } from '@roundtrip/kernel';
import { policyOf300, questions } from '../policy/questions.ts';

const total = Number(process.env['BENCH_TOTAL'] ?? 200_000);
const ROUNDS = 3;
const SINCE = '2025-12-01T00:00:00.000Z' as Instant;
const PAGE = 5_000;

/** Hotels of the small grades one tenth cheaper: a change that touches many. */
const draft = (document: PolicyDocument): PolicyDocument => ({
  ...document, version: 'draft',
  rules: document.rules.map((rule): RuleDocument => (rule.kind === 'cap' && rule.id === 'hotel-cap' ? { ...rule, table: { ...rule.table, rows: rule.table.rows.map((row) => ({ ...row, then: '280.00' })) } } : rule)),
});

/** A history of `total` judged expenses, made of a few thousand different ones. */
async function fill(db: Db, company: string): Promise<void> {
  const parsed = parsePolicy(policyOf300());
  if (!parsed.ok) throw new Error('the bench policy parses');
  const compiled = compilePolicy(parsed.value);
  const asked = questions(10).slice(0, 4_000);
  const rows = asked.map((question) => ({ input: packFacts(question), verdict: packFacts(judge(compiled, question)) }));
  await db.transact(company, async (tx) => {
    await tx.query(
      `insert into policy.judgements (company_id, id, subject_kind, subject_id, policy_version, engine_version, input, verdict, at)
       select platform.company(), uuidv7(), 'claim-line', uuidv7(), 'v', '1', r.input::jsonb, r.verdict::jsonb, '2026-06-01'
         from unnest($1::text[], $2::text[]) with ordinality as r(input, verdict, n), generate_series(1, $3::int) as copies`,
      [rows.map((row) => row.input), rows.map((row) => row.verdict), Math.ceil(total / rows.length)]);
  });
}

async function readAll(db: Db, company: string): Promise<number> {
  const begun = performance.now();
  let read = 0;
  for (let after: string | null = null; ;) {
    const page = await db.read(company, (tx) => judgedSince(tx, SINCE, { after, limit: PAGE }));
    read += page.length;
    after = page.at(-1)?.subjectId ?? null;
    if (page.length < PAGE) return read / ((performance.now() - begun) / 1000);
  }
}

async function backtestAll(db: Db, company: string): Promise<{ perSecond: number; seconds: number; changed: number }> {
  const draftId = systemClock.newId<'policy-draft'>() as DraftId;
  await db.transact(company, (tx) => addBacktest(tx, { id: systemClock.newId<'policy-backtest'>(), draftId, draftRevision: 1, document: draft(policyOf300()), since: SINCE, askedBy: systemClock.newId() as EmployeeId, askedAt: systemClock.now() }));
  const begun = performance.now();
  await runBacktests({ db, clock: systemClock }, company);
  const seconds = (performance.now() - begun) / 1000;
  const done = await db.read(company, (tx) => latestBacktest(tx, draftId));
  return { perSecond: (done?.total ?? 0) / seconds, seconds, changed: done?.result?.changed ?? 0 };
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

const directory = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const database = await startEmbedded(directory);
try {
  await migrate(database.url);
  const db = openDb(database.url);
  const company = systemClock.newId();
  await fill(db, company);
  const [reads, runs] = [[] as number[], [] as { perSecond: number; seconds: number; changed: number }[]];
  for (let round = 0; round < ROUNDS; round++) {
    reads.push(await readAll(db, company));
    runs.push(await backtestAll(db, company));
  }
  const [perSecond, readPerSecond] = [median(runs.map((run) => run.perSecond)), median(reads)];
  await db.close();
  process.stdout.write(`${JSON.stringify({
    bench: 'backtest', cpus: cpus().length,
    results: { judgements: total, changed: runs[0]?.changed, perSecond: Math.round(perSecond), readOnlyPerSecond: Math.round(readPerSecond), ratio: Number((perSecond / readPerSecond).toFixed(2)), seconds: Number(median(runs.map((run) => run.seconds)).toFixed(1)) },
  })}\n`);
} finally {
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}
