/**
 * A payout run of many people, from the preview to the bank's booking: how long a person waits for each step. The
 * database is the real one; the bank is a function that takes batches of a thousand. JSON on standard output.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CivilDate, Instant } from '@roundtrip/kernel';
import type { PayoutRail } from '../../server/src/connectors/spi/index.ts';
import type { House } from '../../server/src/flows/house.ts';
import { planPayouts } from '../../server/src/flows/plan-payouts.ts';
import { makeRun, releaseRun, submitRun } from '../../server/src/flows/run-payouts.ts';
import { sendPayouts } from '../../server/src/flows/send-payouts.ts';
import { takeBankRecords } from '../../server/src/flows/take-bank-files.ts';
import { runRows, runView } from '../../server/src/http/present/payout-runs.ts';
import { saveClaims, type ClaimId } from '../../server/src/modules/claims/index.ts';
import { post, rules } from '../../server/src/modules/ledger/index.ts';
import { addEmployees, createCompany, type EmployeeId } from '../../server/src/modules/people/index.ts';
import { loadRun, saveLimits } from '../../server/src/modules/payouts/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';
import { migrate, openDb, startEmbedded, type Db } from '../../server/src/platform/db/index.ts';
import { makeLog } from '../../server/src/platform/log/index.ts';
import { makeVault } from '../../server/src/platform/vault/index.ts';

const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 10_000);
const AT_ONCE = 1_000;
const ACCOUNT = '62250000000000456';
const ON = '2026-11-24' as CivilDate;
const refuse = (what: string) => (): Promise<never> => Promise.reject(new Error(`no ${what} in this bench`));

const batches: { readonly messageId: string; readonly sum: bigint }[] = [];
const rail: PayoutRail = {
  id: 'bench', title: { zh: '', en: '' }, capabilities: { transport: 'api', currencies: 'any', batchMax: AT_ONCE }, checkConfig: () => ({ ok: true, value: {} }), render: () => new Uint8Array(),
  send: (_ctx, _config, batch) => {
    batches.push({ messageId: batch.messageId, sum: batch.orders.reduce((sum, order) => sum + order.amount.minor, 0n) });
    return Promise.resolve({ kind: 'accepted', reference: batch.messageId });
  },
};

function houseOn(db: Db): House {
  return {
    db, clock: systemClock, vault: makeVault('ab'.repeat(32)), log: makeLog('silent'), blobs: { put: () => Promise.resolve(''), get: () => Promise.resolve(null) }, fetch: refuse('network'),
    connectors: { paymentFeeds: [], travelFeeds: [], bankFileFeeds: [], rails: [rail], readTable: refuse('table'), readFile: refuse('file') } as unknown as House['connectors'],
  };
}

type People = { readonly companyId: string; readonly makers: readonly [EmployeeId, EmployeeId] };

async function peopled(house: House): Promise<People> {
  const { clock, db, vault } = house;
  const companyId = clock.newId<'company'>();
  const makers = [clock.newId<'employee'>() as EmployeeId, clock.newId<'employee'>() as EmployeeId] as const;
  const employee = (id: EmployeeId, number: string) => ({
    id, number, name: `员工${number}`, aliases: [], email: `${number}.${companyId}@example.test`, grade: 'staff', department: '', managerId: null, homeCity: null, roles: ['employee' as const], cardTail: null, account: `62220200${number.replace(/\D/g, '').padStart(8, '0')}`,
  });
  await db.transact(companyId, async (tx) => {
    await createCompany(tx, vault, { id: companyId, name: '示例公司', currency: 'CNY', zone: 'Asia/Shanghai', titles: [], account: ACCOUNT, settings: { autoApproveMaxMinor: '0', autoConfidenceMin: 1, sampleRate: 1, payoutRail: 'bench' } });
    await addEmployees(tx, vault, makers.map((id, i) => employee(id, `F9999${i}`)));
    await saveLimits(tx, { autoSingleMaxMinor: 0n, autoDayMaxMinor: 0n, twoPersonFromMinor: 1n, coolingHours: 24 }, clock.now());
  });
  for (let from = 0; from < PEOPLE; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, PEOPLE - from) }, (_, i) => ({ employeeId: clock.newId<'employee'>() as EmployeeId, id: clock.newId<'claim'>() as ClaimId, number: `${from + i}`, minor: BigInt(10_000 + from + i) }));
    await db.transact(companyId, async (tx) => {
      const at = clock.now();
      await addEmployees(tx, vault, some.map((one) => employee(one.employeeId, `E${one.number}`)));
      await saveClaims(tx, some.map(({ id, employeeId, number, minor }) => ({
        id, number: `BX-${number}`, employeeId, tripId: null, month: '2026-11', title: '', state: 'approved' as const, currency: 'CNY', totalMinor: minor, reimbursableMinor: minor, companyPaidMinor: 0n, automatic: true, version: 1, createdAt: at, updatedAt: at, submittedAt: at, decidedAt: at, paidAt: null,
      })));
      await post(tx, clock, some.flatMap(({ id, number, minor }) => rules.claimApproved({ claimId: id, number: `BX-${number}`, on: ON, currency: 'CNY', employeeNumber: `E${number}`, department: '', attachments: 0, lines: [{ category: 'hotel', inputVatMinor: 0n, reimbursableMinor: minor, owedBackMinor: 0n, personalMinor: 0n, cards: [] }] })));
      await planPayouts(tx, house, some.map(({ id, employeeId, minor }) => ({ claimId: id, employeeId, amount: { minor, currency: 'CNY' } })));
    });
  }
  return { companyId, makers };
}

const seconds: Record<string, number> = {};
async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const value = await work();
  seconds[step] = Number(((performance.now() - begun) / 1000).toFixed(2));
  return value;
}

const folder = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const server = await startEmbedded(folder, { fast: true });
try {
  await migrate(server.url);
  const db = openDb(server.url);
  const house = houseOn(db);
  const { companyId, makers: [maker, releaser] } = await timed('world', () => peopled(house));
  const made = await timed('preview', () => makeRun(house, companyId, { by: { employeeId: maker, name: 'M' } }));
  if (!made.ok) throw new Error(made.error.kind);
  const runId = made.value;
  const look = (): Promise<unknown> => db.read(companyId, async (tx) => { const run = await loadRun(tx, runId); return run && runView(tx, house, run, { employeeId: releaser, mayRelease: true }); });
  await timed('screen', look);
  await timed('rows', () => db.read(companyId, (tx) => runRows(tx, house, { runId, view: 'all', finding: null, after: null, limit: 500 })));
  await timed('submit', () => submitRun(house, companyId, { by: { employeeId: maker, name: 'M' }, runId }));
  const released = await timed('release', () => releaseRun(house, companyId, { by: { employeeId: releaser, name: 'R' }, runId }));
  if (!released.ok) throw new Error(released.error.kind);
  await timed('send', () => sendPayouts(house, companyId));
  await timed('screen-after', look);
  // The bank books each batch as one debit: it is resolved to the payouts in it.
  await timed('book', () => db.transact(companyId, (tx) => takeBankRecords(tx, house, { actor: { kind: 'system' }, sha256: 'x', records: [{
    kind: 'statement', format: 'camt.054', account: ACCOUNT, currency: 'CNY', opening: null, closing: null, balanced: null, findings: [],
    entries: batches.map(({ messageId, sum }, i) => ({ externalId: `E${i}`, channel: 'bank', type: 'transfer', direction: 'out', status: 'posted', paidAt: '2026-11-24T02:00:00.000Z' as Instant, bookedOn: ON, amount: { minor: sum, currency: 'CNY' }, merchant: '批量付款', account: ACCOUNT, batchId: messageId })),
  }] })));
  const settled = await db.read(companyId, async (tx) => Number((await tx.query<{ n: bigint }>(`select count(*) as n from payouts.payouts where state = 'settled'`)).rows[0]?.n ?? 0));
  if (settled !== PEOPLE) throw new Error(`${settled} of ${PEOPLE} are settled`);
  await db.close();
  process.stdout.write(`${JSON.stringify({ bench: 'payouts', results: { people: PEOPLE, batches: batches.length, settled, seconds } })}\n`);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
