import type { CivilDate, Instant, PaymentFacts } from '@roundtrip/kernel';
import { instantOf, uuidv7, type Id } from '@roundtrip/kernel';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PayoutBatch, PayoutRail, SendAnswer, StatementRecord } from '../connectors/spi/index.ts';
import { claimsById, saveClaims, type ClaimId } from '#modules/claims';
import { balances, checkLedger, post, rules } from '#modules/ledger';
import { addEmployees, createCompany, type CompanyId, type EmployeeId } from '#modules/people';
import { claimsPaidTwice, listPayouts, saveLimits, type Payout } from '#modules/payouts';
import { checkBank, checkTransit, readReconciliation } from '#modules/reconciliation';
import type { Db } from '#platform/db';
import { makeLog } from '#platform/log';
import { makeVault } from '#platform/vault';
import { testDatabase, type TestDatabase } from '../platform/db/testing.ts';
import { askPayouts } from './ask-payouts.ts';
import type { House } from './house.ts';
import { planPayouts, releasePayout } from './plan-payouts.ts';
import { batchFile, sendPayouts } from './send-payouts.ts';
import { takeBankRecords } from './take-bank-files.ts';
import { verifyCompany } from './verify-company.ts';

const ACCOUNT = '62250000000000456';
const SYSTEM = { kind: 'system' } as const;
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

type Mood = 'accept' | 'refuse' | 'lost' | 'silent';
type Booked = { readonly id: string; readonly minor: bigint; readonly direction: 'in' | 'out'; readonly reference: string; readonly messageId: string };

/** A bank that takes an order once for each message id, and books, refuses and gives back as it is told. */
function fakeBank() {
  const orders = new Map<string, PayoutBatch>();
  const said = new Map<string, 'ACSP' | 'RJCT'>();
  const lines: Booked[] = [];
  let mood: Mood = 'accept';
  const taken = () => [...orders.values()].flatMap((batch) => batch.orders.map((order) => ({ ...order, messageId: batch.messageId })));
  const rail: PayoutRail = {
    id: 'fake', title: { zh: '', en: '' }, capabilities: { transport: 'api', currencies: 'any', batchMax: 2 },
    checkConfig: () => ({ ok: true, value: {} }),
    render: (batch) => new TextEncoder().encode(batch.messageId),
    send: (_ctx, _config, batch): Promise<SendAnswer> => {
      if (orders.has(batch.messageId)) throw new Error('the house sent an order twice');
      if (mood === 'refuse') return Promise.resolve({ kind: 'refused', reason: 'AM04' });
      if (mood !== 'lost') orders.set(batch.messageId, batch);
      if (mood === 'accept') return Promise.resolve({ kind: 'accepted', reference: `R${orders.size}` });
      return mood === 'silent' ? Promise.reject(new Error('timeout')) : Promise.resolve({ kind: 'unknown', reason: 'HTTP 500' });
    },
    ask: (_ctx, _config, messageId): Promise<SendAnswer> => Promise.resolve(orders.has(messageId) ? { kind: 'accepted', reference: 'R' } : { kind: 'refused', reason: 'never got it' }),
  };
  return {
    rail, lines,
    be(next: Mood) { mood = next; },
    judge(reject: boolean) { for (const order of taken()) if (!said.has(order.id)) said.set(order.id, reject ? 'RJCT' : 'ACSP'); },
    book(max: number) {
      const open = taken().filter((order) => said.get(order.id) === 'ACSP' && !lines.some((line) => line.id === order.id)).slice(0, max);
      for (const order of open) lines.push({ id: order.id, minor: order.amount.minor, direction: 'out', reference: `E${lines.length}`, messageId: order.messageId });
    },
    giveBack() {
      const out = lines.find((line) => line.direction === 'out' && !lines.some((other) => other.direction === 'in' && other.id === line.id));
      if (out) lines.push({ ...out, direction: 'in', reference: `E${lines.length}` });
    },
    report() {
      return { kind: 'payout-report' as const, format: 'pain.002', originalMessageId: '', groupStatus: 'PART', findings: [],
        payments: [...said].map(([endToEndId, status]) => ({ endToEndId, status, reasons: status === 'RJCT' ? ['AC01'] : [] })) };
    },
    netPaid: (id: string) => lines.filter((line) => line.id === id).reduce((sum, line) => sum + (line.direction === 'out' ? line.minor : -line.minor), 0n),
  };
}

const factsOf = (line: Booked): PaymentFacts => ({
  externalId: line.reference, channel: 'bank', type: line.direction === 'out' ? 'transfer' : 'refund', direction: line.direction, status: 'posted', paidAt: '2026-11-24T02:00:00.000Z' as Instant, bookedOn: '2026-11-24' as CivilDate,
  amount: { minor: line.minor, currency: 'CNY' }, merchant: '员工', account: ACCOUNT, endToEndId: line.id, batchId: line.messageId, ...(line.direction === 'in' ? { returnReason: 'AC04' } : {}),
});
const statement = (lines: readonly Booked[], id?: string): StatementRecord =>
  ({ kind: 'statement', format: 'camt.054', ...(id ? { statementId: id } : {}), account: ACCOUNT, currency: 'CNY', opening: null, closing: null, entries: lines.map(factsOf), balanced: null, findings: [] });

class Crash extends Error {}

/** Dies at the chosen effect, just before or just after it: a transaction or a call. */
function fragile(db: Db, rail: PayoutRail) {
  let left = Infinity;
  const guard = async <T>(effect: () => Promise<T>): Promise<T> => {
    // A dead process has no further effects, whatever its code would do with the error.
    if (--left <= 0) throw new Crash();
    const value = await effect();
    if (--left <= 0) throw new Crash();
    return value;
  };
  return {
    crashAt(effects: number) { left = effects; },
    heal() { left = Infinity; },
    db: { ...db, transact: (id, work) => guard(() => db.transact(id, work)) } satisfies Db,
    rail: { ...rail, send: (ctx, config, batch) => guard(() => Promise.resolve(rail.send?.(ctx, config, batch) as Promise<SendAnswer>)) } satisfies PayoutRail,
  };
}

async function world(amounts: readonly bigint[]) {
  const bank = fakeBank();
  const weak = fragile(base.db, bank.rail);
  let now = Date.parse('2026-11-24T01:00:00Z');
  const newId = <K extends string>(): Id<K> => uuidv7(now, randomBytes(10)) as Id<K>;
  const companyId = newId<'company'>() as CompanyId;
  const employeeId = newId<'employee'>() as EmployeeId;
  const vault = makeVault('ab'.repeat(32));
  const house: House = {
    db: weak.db, clock: { now: () => instantOf(now), newId }, vault, log: makeLog('silent'), blobs: { put: () => Promise.resolve(''), get: () => Promise.resolve(null) },
    fetch: () => Promise.reject(new Error('no network')), connectors: { paymentFeeds: [], travelFeeds: [], bankFileFeeds: [], rails: [weak.rail], readTable: () => Promise.reject(new Error('no tables')), verifiers: [], readVerdicts: () => ({ ok: true, value: [] }), drawPage: () => Promise.reject(new Error('no pages')), readFile: () => Promise.reject(new Error('no files')) },
  };
  const claims = amounts.map((minor) => ({ id: newId<'claim'>() as ClaimId, minor }));
  await base.db.transact(companyId, async (tx) => {
    await createCompany(tx, vault, { id: companyId, name: '示例公司', currency: 'CNY', zone: 'Asia/Shanghai', titles: [], account: ACCOUNT, settings: { autoApproveMaxMinor: '0', autoConfidenceMin: 1, sampleRate: 1, payoutRail: 'fake' } });
    await addEmployees(tx, vault, [{ id: employeeId, number: 'E1', name: '员工', aliases: [], email: `${companyId}@example.com`, grade: 'staff', department: '', managerId: null, homeCity: null, roles: ['employee'], cardTail: null, account: '6222000011112222' }]);
    const at = house.clock.now();
    await saveLimits(tx, { autoSingleMaxMinor: 10n ** 9n, autoDayMaxMinor: 10n ** 12n, twoPersonFromMinor: 10n ** 9n, coolingHours: 24 }, at);
    await saveClaims(tx, claims.map(({ id, minor }, i) => ({ id, number: `BX-${i}`, employeeId, tripId: null, month: '2026-11', title: '', state: 'approved', currency: 'CNY', totalMinor: minor, reimbursableMinor: minor, companyPaidMinor: 0n, automatic: true, version: 1, createdAt: at, updatedAt: at, submittedAt: at, decidedAt: at, paidAt: null })));
    await post(tx, house.clock, claims.flatMap(({ id, minor }, i) => rules.claimApproved({ claimId: id, number: `BX-${i}`, on: '2026-11-24' as CivilDate, currency: 'CNY', employeeNumber: 'E1', lines: [{ category: 'hotel', reimbursableMinor: minor, owedBackMinor: 0n, personalMinor: 0n, cards: [] }] })));
    await planPayouts(tx, house, claims.map(({ id, minor }) => ({ claimId: id, employeeId, amount: { minor, currency: 'CNY' } })));
  });
  const payouts = (): Promise<Payout[]> => base.db.read(companyId, (tx) => listPayouts(tx, { employeeIds: null, states: null, after: null, limit: 1000 }));
  const take = (...records: (StatementRecord | ReturnType<typeof bank.report>)[]) => house.db.transact(companyId, (tx) => takeBankRecords(tx, house, { actor: SYSTEM, sha256: 'x', records }));
  return {
    bank, weak, house, companyId, claims, payouts, take,
    later(ms: number) { now += ms; },
    send: () => sendPayouts(house, companyId), ask: () => askPayouts(house, companyId),
    claimStates: () => base.db.read(companyId, async (tx) => (await claimsById(tx, claims.map((claim) => claim.id))).map((claim) => claim.state)),
  };
}
type World = Awaited<ReturnType<typeof world>>;

/** What must be true at every moment, whoever crashed just before. */
async function holds({ bank, companyId, payouts }: World): Promise<void> {
  await base.db.read(companyId, async (tx) => {
    expect(await claimsPaidTwice(tx)).toEqual([]);
    expect((await checkTransit(tx)).bad).toEqual([]);
    expect((await checkBank(tx)).bad).toEqual([]);
    for (const check of await checkLedger(tx)) expect(check.bad).toEqual([]);
    expect((await balances(tx)).reduce((sum, balance) => sum + balance.balance, 0n)).toBe(0n);
  });
  for (const payout of await payouts()) {
    const net = bank.netPaid(payout.id.replaceAll('-', ''));
    // Paid on the bank's word only: it may have booked what we do not know yet, never the other way round.
    if (payout.state === 'settled') expect(bank.lines.some((line) => line.id === payout.id.replaceAll('-', '') && line.direction === 'out')).toBe(true);
    if (payout.state === 'planned' || payout.state === 'returned') expect(net).toBe(0n);
  }
}

type Step = { readonly kind: 'send' | 'ask' | 'report' | 'book' | 'return' | 'deliver' | 'release' | 'wait'; readonly mood: Mood; readonly reject: boolean; readonly crash: number };
const steps = fc.array(fc.record<Step>({
  kind: fc.constantFrom('send', 'send', 'ask', 'report', 'book', 'return', 'deliver', 'release', 'wait'), mood: fc.constantFrom('accept', 'refuse', 'lost', 'silent'),
  reject: fc.boolean(), crash: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
}), { minLength: 3, maxLength: 14 });

async function act(w: World, step: Step): Promise<void> {
  const { bank } = w;
  bank.be(step.mood);
  if (step.kind === 'send') await w.send();
  if (step.kind === 'ask') await w.ask();
  if (step.kind === 'report') { bank.judge(step.reject); await w.take(bank.report()); }
  if (step.kind === 'book') bank.book(step.reject ? 1 : 9);
  if (step.kind === 'return') bank.giveBack();
  // Everything that the bank has ever booked, again and again, and not always in order.
  if (step.kind === 'deliver') await w.take(statement(step.reject ? bank.lines : [...bank.lines].reverse()));
  if (step.kind === 'release') for (const payout of await w.payouts()) await releasePayout(w.house, w.companyId, { actor: SYSTEM, payoutId: payout.id });
  if (step.kind === 'wait') w.later(90_000);
}

describe('payouts in a world that fails', () => {
  test('nobody is paid twice, paid means booked by the bank, and the books are right whatever crashes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.bigInt({ min: 1n, max: 10n ** 7n }), { minLength: 1, maxLength: 3 }), steps, async (amounts, plan) => {
      const w = await world(amounts);
      for (const step of plan) {
        w.weak.crashAt(step.crash || Infinity);
        await act(w, step).catch((error: unknown) => { if (!(error instanceof Crash)) throw error; });
        w.weak.heal();
        await holds(w);
      }
      for (let round = 0; round < 6; round++) {
        for (const kind of ['release', 'send', 'wait', 'ask', 'report', 'book', 'deliver'] as const) await act(w, { kind, mood: 'accept', reject: false, crash: 0 });
      }
      await holds(w);
      expect(await w.claimStates()).toEqual(w.claims.map(() => 'paid'));
      const paid = await w.payouts();
      for (const claim of w.claims) {
        expect(paid.filter((payout) => payout.claimId === claim.id).reduce((sum, payout) => sum + w.bank.netPaid(payout.id.replaceAll('-', '')), 0n)).toBe(claim.minor);
      }
      const left = await base.db.read(w.companyId, (tx) => balances(tx));
      for (const balance of left) if (/^(payable|in-transit|suspense)/.test(balance.account)) expect([balance.account, balance.balance]).toEqual([balance.account, 0n]);
      expect((await verifyCompany(base.db, w.companyId)).filter((invariant) => invariant.bad.length > 0)).toEqual([]);
    }), { numRuns: 25, endOnFailure: true });
  }, 120_000);
});

const only = async (w: World): Promise<Payout> => (await w.payouts())[0] as Payout;
const out = (payout: Payout, more: Partial<Booked> = {}): Booked => ({ id: payout.id.replaceAll('-', ''), minor: payout.amountMinor, direction: 'out', reference: 'X1', messageId: '', ...more });
const differences = async (w: World): Promise<string[]> => base.db.read(w.companyId, async (tx) => (await readReconciliation(tx, w.house.clock.now())).differences.map((difference) => difference.kind));

describe('the bank’s word', () => {
  test('an answer is not a payment: only a booked entry of exactly the amount settles', async () => {
    const w = await world([5_000n]);
    await w.send();
    w.bank.judge(false);
    await w.take(w.bank.report());
    expect((await only(w)).state).toBe('accepted');
    await w.take(statement([out(await only(w), { minor: 4_999n })]));
    expect([(await only(w)).state, await differences(w)]).toEqual(['accepted', ['line.amount']]);
    await w.take(statement([out(await only(w), { reference: 'X2' })]));
    expect([(await only(w)).state, await w.claimStates()]).toEqual(['settled', ['paid']]);
    await w.take(statement([out(await only(w), { reference: 'X3' })]));
    expect(await differences(w)).toEqual(expect.arrayContaining(['line.amount', 'line.state']));
  });

  test('a batch booked as one sum settles all of it, and none where the sum is another', async () => {
    const w = await world([100n, 200n]);
    await w.send();
    const file = await batchFile(w.house, w.companyId, (await only(w)).batchId ?? '');
    const messageId = new TextDecoder().decode(file?.bytes);
    const entry = (minor: bigint, reference: string): Booked => ({ id: 'NOTOURS', minor, direction: 'out', reference, messageId });
    await w.take(statement([entry(299n, 'S1')]));
    expect((await w.payouts()).map((payout) => payout.state)).toEqual(['accepted', 'accepted']);
    await w.take(statement([entry(300n, 'S2')]));
    expect((await w.payouts()).map((payout) => payout.state)).toEqual(['settled', 'settled']);
    expect(await differences(w)).toEqual(['line.batch-sum']);
  });

  test('a returned payment is owed again and waits for another account', async () => {
    const w = await world([700n]);
    await w.send();
    const first = await only(w);
    await w.take(statement([out(first, { direction: 'in', reference: 'R1' })]));
    expect(await differences(w)).toEqual(['line.waiting']);
    await w.take(statement([out(first)]));
    expect((await w.payouts()).map((payout) => payout.state).sort()).toEqual(['planned', 'returned']);
    expect(await w.claimStates()).toEqual(['paying']);
    expect(await w.send()).toEqual({ sent: 0 });
    const held = (await w.payouts()).find((payout) => payout.state === 'planned');
    expect(await releasePayout(w.house, w.companyId, { actor: SYSTEM, payoutId: held?.id ?? '' })).toBe(true);
    expect(await w.send()).toEqual({ sent: 1 });
  });

  test('what the bank had denied and books after all is paid by that, and its successor is dropped', async () => {
    const w = await world([900n]);
    w.bank.be('lost');
    await w.send();
    w.later(90_000);
    await w.ask();
    const [successor, first] = (await w.payouts()).sort((a, b) => (a.state < b.state ? 1 : -1));
    expect([first?.state, successor?.state]).toEqual(['failed', 'planned']);
    await w.take(statement([out(first as Payout)]));
    expect((await w.payouts()).map((payout) => payout.state).sort()).toEqual(['failed', 'settled']);
    expect(await w.claimStates()).toEqual(['paid']);
  });

  test('lines of nobody we know wait in suspense, by name', async () => {
    const w = await world([1n]);
    await w.take(statement([{ id: 'STRANGER', minor: 12n, direction: 'out', reference: 'U1', messageId: '' }, { id: 'STRANGER', minor: 5n, direction: 'in', reference: 'U2', messageId: '' }]));
    expect((await differences(w)).sort()).toEqual(['line.unexplained', 'line.unknown-return']);
    const left = await base.db.read(w.companyId, (tx) => balances(tx, 'suspense:'));
    expect(left.map(({ account, balance }) => [account, balance])).toEqual([['suspense:bank', 12n], ['suspense:returns', -5n]]);
  });
});

describe('verifying', () => {
  test('finds what was planted: a payout settled without the bank, another amount, a claim said to be paid', async () => {
    const w = await world([1_000n, 2_000n]);
    await w.send();
    const broken = async () => (await verifyCompany(base.db, w.companyId)).filter((invariant) => invariant.bad.length > 0).map((invariant) => invariant.code);
    expect(await broken()).toEqual([]);
    await base.db.transact(w.companyId, (tx) => tx.query(`update payouts.payouts set state = 'settled' where amount_minor = 1000`));
    expect(await broken()).toEqual(['I4', 'I7', 'I9']);
    await base.db.transact(w.companyId, (tx) => tx.query(`update claims.claims set state = 'paid', reimbursable_minor = 1999 where reimbursable_minor = 2000`));
    expect(await broken()).toEqual(['I4', 'I5', 'I5', 'I7', 'I9']);
  });
});
