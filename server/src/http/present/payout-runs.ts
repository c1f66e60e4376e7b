import type { PayeeView, PayoutRow, PayoutRunSummary, PayoutRunView, PayoutShare } from '@roundtrip/contract';
import { epochMs, type Bilingual } from '@roundtrip/kernel';
import { readTrail } from '#modules/audit';
import { listEmployees, loadCompany, type Company } from '#modules/people';
import {
  bankName, batchesById, findingCounts, FINDINGS, listRunRows, mayRelease, payoutLimits, reasonWords, runBatches, runSums, takesTwo, type FindingCode, type Payee, type Payout, type RowFilter, type Run, type RunBatch, type RunSum,
} from '#modules/payouts';
import type { Tx } from '#platform/db';
import type { House } from '../../flows/house.ts';
import { paidFor } from '../../flows/settle-advances.ts';
import { wireOf } from './wire.ts';

const OVER: ReadonlySet<string> = new Set(['settled', 'failed', 'returned']);
/** A file that nobody has heard of for so long is a thing to look at. */
const FILE_HOURS_MAX = 24;
const HOUR_MS = 3_600_000;
const WALLETS: Readonly<Record<string, Bilingual>> = { wechat: { zh: '微信零钱', en: 'WeChat' }, alipay: { zh: '支付宝', en: 'Alipay' } };
const NONE: Bilingual = { zh: '无', en: 'None' };

const sum = (rows: readonly RunSum[]): bigint => rows.reduce((all, row) => all + row.minor, 0n);
const count = (rows: readonly RunSum[]): number => rows.reduce((all, row) => all + row.n, 0);
const moneys = (rows: readonly RunSum[]) => [...Map.groupBy(rows, (row) => row.currency)].map(([currency, some]) => wireOf(sum(some), currency));

export function poolView(sums: readonly RunSum[]): { people: number; held: number; sums: ReturnType<typeof moneys> } {
  const pool = sums.filter((row) => row.runId === null);
  return { people: count(pool), held: count(pool.filter((row) => row.held)), sums: moneys(pool) };
}

export function runSummary(run: Run, sums: readonly RunSum[]): PayoutRunSummary {
  const own = sums.filter((row) => row.runId === run.id);
  const states: PayoutRunSummary['states'] = {};
  for (const row of own) states[row.state] = (states[row.state] ?? 0) + row.n;
  const done = run.state === 'released' && own.every((row) => OVER.has(row.state));
  // What was tried again counts once: the sum of a run is what it is to pay.
  const counted = own.filter((row) => row.state !== 'failed' && row.state !== 'returned');
  return {
    id: run.id, number: run.number, state: done ? 'done' : run.state, byRule: run.ruleDay !== null, ruleDay: run.ruleDay, madeBy: run.madeByName, submittedBy: run.submittedByName, submittedAt: run.submittedAt,
    releasedBy: run.releasedByName, releasedAt: run.releasedAt, createdAt: run.createdAt, people: count(counted), sums: moneys(counted), held: count(own.filter((row) => row.held && row.state === 'planned')), states,
  };
}

const shares = (rows: readonly RunSum[], keyOf: (row: RunSum) => string, nameOf: (key: string) => Bilingual): PayoutShare[] =>
  [...Map.groupBy(rows, (row) => `${keyOf(row)}\u0000${row.currency}`)].map(([key, some]) => {
    const [id = '', currency = ''] = key.split('\u0000');
    return { id, name: nameOf(id), count: count(some), sum: wireOf(sum(some), currency) };
  }).sort((a, b) => b.count - a.count);

const railName = (house: House, id: string): Bilingual => house.connectors.rails.find((rail) => rail.id === id)?.title ?? NONE;

export type Viewer = { readonly employeeId: string | null; readonly mayRelease: boolean };

export async function runView(tx: Tx, house: House, run: Run, viewer: Viewer): Promise<PayoutRunView> {
  const sums = await runSums(tx, [run.id]);
  const going = sums.filter((row) => !row.held && row.state !== 'failed' && row.state !== 'returned');
  const company = await loadCompany(tx);
  const checks = (await findingCounts(tx, run.id)).map(({ code, n, minor }) => ({ code: code as FindingCode, blocks: FINDINGS[code as FindingCode] === 'blocks', count: n, minor: minor.toString() }));
  const blocking = Object.entries(FINDINGS).filter(([code, how]) => how === 'blocks' && code !== 'held').map(([code]) => code);
  const blocked = (await listRunRows(tx, { runId: run.id, view: 'blocked', finding: null, after: null, limit: 10_001 }, blocking)).filter((payout) => payout.heldFor === null).length;
  const now = epochMs(house.clock.now());
  return {
    ...runSummary(run, sums), rails: shares(going, (row) => row.rail ?? '', (id) => railName(house, id)), banks: shares(going, (row) => row.bank ?? '', (id) => WALLETS[id] ?? bankName(id)),
    // All of a company's money leaves one account of one legal person.
    entities: shares(going, () => company.name, (name) => ({ zh: name, en: name })), checks, blocked, ...(await duties(tx, { run, viewer, company, going, blocked })),
    batches: (await runBatches(tx, run.id)).map((batch) => batchView(house, batch, now)),
    history: (await readTrail(tx, { kind: 'payout-run', id: run.id })).slice(-100).map((entry) => ({
      action: entry.action.replace('payout-run.', ''), by: 'name' in entry.actor ? entry.actor.name : 'system', at: entry.at as PayoutRunView['createdAt'], note: 'reason' in entry.body ? String(entry.body.reason) : null,
    })),
  };
}

type Duty = { readonly run: Run; readonly viewer: Viewer; readonly company: Company; readonly going: readonly RunSum[]; readonly blocked: number };

/** What this person may do with the run now, and if not, why not. */
async function duties(tx: Tx, { run, viewer, company, going, blocked }: Duty): Promise<Pick<PayoutRunView, 'may' | 'twoPersons'>> {
  const limits = await payoutLimits(tx);
  const question = { run, releaser: viewer.employeeId ?? '', totalMinor: sum(going.filter((row) => row.currency === company.currency)), foreign: going.some((row) => row.currency !== company.currency), limits };
  const twoPersons = takesTwo(question);
  const ready = viewer.mayRelease && viewer.employeeId !== null && blocked === 0 && going.length > 0;
  if (run.state !== 'submitted') return { may: { submit: ready && run.state === 'draft', release: false, why: null }, twoPersons };
  const own = viewer.employeeId !== null && (await listRunRows(tx, { runId: run.id, view: 'all', finding: null, after: null, limit: 10_001 }, [])).some((payout) => payout.employeeId === viewer.employeeId && payout.heldFor === null);
  const allowed = mayRelease({ ...question, payees: new Set(own && viewer.employeeId ? [viewer.employeeId] : []) });
  const why: Bilingual | null = allowed.ok ? null : allowed.error.kind === 'payout-run.own-payout'
    ? { zh: '其中有付给你本人的款项，由同事放行', en: 'It pays you, too: a colleague releases it' } : { zh: '达到双人复核线，由制单人以外的同事放行', en: 'It takes two: a colleague who did not make it releases it' };
  return { may: { submit: false, release: ready && allowed.ok, why }, twoPersons };
}

function batchView(house: House, batch: RunBatch, now: number): PayoutRunView['batches'][number] {
  const file = house.connectors.rails.find((rail) => rail.id === batch.rail)?.capabilities.transport === 'file';
  const calling = batch.calledAt !== null && batch.reference === null && batch.leaseUntil !== null && epochMs(batch.leaseUntil) > now;
  const state = file ? (batch.carriedAt ? 'carried' : batch.open ? 'file' : 'sent') : batch.calledAt === null ? 'waiting' : batch.askedAt !== null ? 'asked' : calling && batch.open ? 'calling' : 'sent';
  return {
    id: batch.id, rail: railName(house, batch.rail), count: batch.n, sum: wireOf(batch.minor, batch.currency), state, sentAt: batch.sentAt, askedAt: batch.askedAt, reference: batch.reference,
    late: file && batch.open && now - epochMs(batch.sentAt) > FILE_HOURS_MAX * HOUR_MS,
  };
}

/** Rows of a run or of the pool. */
export async function runRows(tx: Tx, house: House, filter: RowFilter): Promise<PayoutRow[]> {
  const blocking = Object.entries(FINDINGS).filter(([, how]) => how === 'blocks').map(([code]) => code);
  return rowViews(tx, house, await listRunRows(tx, filter, blocking));
}

async function rowViews(tx: Tx, house: House, payouts: readonly Payout[]): Promise<PayoutRow[]> {
  const claims = await paidFor(tx, payouts.map((payout) => payout.claimId));
  const people = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee]));
  const batches = new Map((await batchesById(tx, [...new Set(payouts.flatMap((payout) => payout.batchId ?? []))])).map((batch) => [batch.id as string, batch]));
  return payouts.map((payout) => {
    const person = people.get(payout.employeeId);
    const batch = payout.batchId ? batches.get(payout.batchId) : undefined;
    return {
      id: payout.id, claimId: payout.claimId, claimNumber: claims.get(payout.claimId) ?? '', employee: { id: payout.employeeId, name: person?.name ?? '' }, department: person?.department ?? '',
      accountMasked: payout.accountMasked ?? person?.accountMasked ?? '', bank: payout.bank ? WALLETS[payout.bank] ?? bankName(payout.bank) : NONE, rail: payout.rail ? railName(house, payout.rail) : null, amount: wireOf(payout.amountMinor, payout.currency),
      state: payout.state, held: payout.heldFor !== null, findings: [...payout.findings], reason: payout.reason ? reasonWords(payout.reason) : null, plannedAt: payout.plannedAt, sentAt: payout.sentAt, settledAt: payout.settledAt,
      askedAt: batch?.askedAt ?? null, batchId: payout.batchId,
    };
  });
}

export const payeeViewOf = (payee: Payee, name: string, now: string): PayeeView => ({
  id: payee.id, employee: { id: payee.employeeId, name }, kind: payee.kind, holder: payee.holder, accountMasked: payee.accountMasked, bankName: payee.bankName, chosen: payee.chosen, usableFrom: payee.usableFrom,
  waiting: payee.chosen && payee.usableFrom > now, confirmedBy: payee.confirmedByName, createdAt: payee.createdAt,
});
