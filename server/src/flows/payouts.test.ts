import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { balances, checkLedger } from '#modules/ledger';
import { claimsPaidTwice, listRuns, type Payout } from '#modules/payouts';
import { checkBank, checkTransit, readReconciliation } from '#modules/reconciliation';
import { testDatabase, type TestDatabase } from '../platform/db/testing.ts';
import { chooseAccount } from './choose-payee.ts';
import { releasePayout } from './plan-payouts.ts';
import { endRun, makeRun, releaseRun, submitRun } from './run-payouts.ts';
import { batchFile } from './send-payouts.ts';
import { Crash, openWorld, statement, type Booked, type Mood, type World } from './testing/payout-world.ts';
import { verifyCompany } from './verify-company.ts';

const SYSTEM = { kind: 'system' } as const;
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

/** What must be true at every moment, whoever crashed just before. */
async function holds({ bank, companyId, payouts }: World): Promise<void> {
  expect(bank.sentTwice()).toEqual([]);
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

type Step = { readonly kind: 'send' | 'both' | 'run' | 'swap' | 'ask' | 'report' | 'book' | 'return' | 'deliver' | 'release' | 'wait'; readonly mood: Mood; readonly reject: boolean; readonly crash: number };
const steps = fc.array(fc.record<Step>({
  kind: fc.constantFrom('send', 'send', 'both', 'run', 'swap', 'ask', 'report', 'book', 'return', 'deliver', 'release', 'wait'), mood: fc.constantFrom('accept', 'refuse', 'lost', 'silent'),
  reject: fc.boolean(), crash: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
}), { minLength: 3, maxLength: 14 });

/** People pay what waits: one makes the run, another lets it go. What cannot go stays. */
async function byPeople(w: World): Promise<void> {
  const made = await makeRun(w.house, w.companyId, { by: w.maker });
  if (!made.ok) return;
  await submitRun(w.house, w.companyId, { by: w.maker, runId: made.value });
  expect((await releaseRun(w.house, w.companyId, { by: w.maker, runId: made.value })).ok).toBe(false);
  await releaseRun(w.house, w.companyId, { by: w.releaser, runId: made.value });
  await w.send();
}

/** Runs that were left unfinished are given up, so that what is in them waits in the pool again. */
async function endRuns(w: World): Promise<void> {
  const runs = await base.db.read(w.companyId, (tx) => listRuns(tx, { after: null, limit: 200 }));
  for (const run of runs) if (run.state === 'draft' || run.state === 'submitted') await endRun(w.house, w.companyId, { by: w.maker, runId: run.id, to: 'cancelled' });
}

async function act(w: World, step: Step): Promise<void> {
  const { bank } = w;
  bank.be(step.mood);
  if (step.kind === 'send') await w.send();
  // Two workers at once: whatever one does between two effects of the other, an order leaves once.
  if (step.kind === 'both') for (const done of await Promise.allSettled([w.send(), w.send(), w.ask()])) if (done.status === 'rejected') throw done.reason;
  if (step.kind === 'run') await byPeople(w);
  if (step.kind === 'swap') await chooseAccount(w.house, w.companyId, { by: { employeeId: w.employeeId, name: '员工' }, kind: 'bank', holder: '员工', account: step.reject ? '6222000011113333' : '6222000011112222', bankCode: null, bankName: null });
  if (step.kind === 'ask') await w.ask();
  if (step.kind === 'report') { bank.judge(step.reject); await w.take(bank.report()); }
  if (step.kind === 'book') bank.book(step.reject ? 1 : 9);
  if (step.kind === 'return') bank.giveBack();
  // Everything that the bank has ever booked, again and again, and not always in order.
  if (step.kind === 'deliver') await w.take(statement(step.reject ? bank.lines : [...bank.lines].reverse()));
  if (step.kind === 'release') for (const payout of await w.payouts()) await releasePayout(w.house, w.companyId, { actor: SYSTEM, payoutId: payout.id });
  if (step.kind === 'wait') w.later(step.crash > 4 ? 200 * 86_400_000 : 90_000);
}

describe('payouts in a world that fails', () => {
  test('nobody is paid twice, paid means booked by the bank, and the books are right whatever crashes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.bigInt({ min: 1n, max: 10n ** 7n }), { minLength: 1, maxLength: 3 }), steps, async (amounts, plan) => {
      const w = await openWorld(base.db, amounts);
      for (const step of plan) {
        w.weak.crashAt(step.crash || Infinity);
        await act(w, step).catch((error: unknown) => { if (!(error instanceof Crash)) throw error; });
        w.weak.heal();
        await holds(w);
      }
      w.later(25 * 3_600_000);
      await endRuns(w);
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
    const w = await openWorld(base.db, [5_000n]);
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
    const w = await openWorld(base.db, [100n, 200n]);
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
    const w = await openWorld(base.db, [700n]);
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
    const w = await openWorld(base.db, [900n]);
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

  /** An order that was said never to have arrived, and the one that is planned in its place. */
  const denied = async (w: World): Promise<Payout> => {
    w.bank.be('lost');
    await w.send();
    w.later(90_000);
    await w.ask();
    return (await w.payouts()).find((payout) => payout.state === 'failed') as Payout;
  };
  const suspense = async (w: World): Promise<bigint[]> => (await base.db.read(w.companyId, (tx) => balances(tx, 'suspense:'))).map((one) => one.balance).filter((balance) => balance !== 0n);

  test('what a denied order gives back waits until its leaving is told, and is owed again', async () => {
    const w = await openWorld(base.db, [900n]);
    const first = await denied(w);
    await w.take(statement([out(first, { direction: 'in', reference: 'R1' })]));
    expect([await differences(w), await suspense(w)]).toEqual([['line.waiting'], []]);
    await w.take(statement([out(first)]));
    expect((await w.payouts()).map((payout) => payout.state).sort()).toEqual(['failed', 'planned', 'returned']);
    expect([await suspense(w), await w.claimStates()]).toEqual([[], ['paying']]);
  });

  test('where its successor has left already, the leaving and the return are both for a person, and nothing waits for ever', async () => {
    for (const order of [['out', 'in'], ['in', 'out']] as const) {
      const w = await openWorld(base.db, [900n]);
      const first = await denied(w);
      w.bank.be('accept');
      await w.send();
      for (const direction of order) await w.take(statement([out(first, { direction, reference: direction })]));
      expect((await differences(w)).filter((kind) => kind.startsWith('line.'))).toEqual(['line.state', 'line.state']);
      expect((await suspense(w)).reduce((sum, balance) => sum + balance, 0n)).toBe(0n);
    }
  });

  test('lines of nobody we know wait in suspense, by name', async () => {
    const w = await openWorld(base.db, [1n]);
    await w.take(statement([{ id: 'STRANGER', minor: 12n, direction: 'out', reference: 'U1', messageId: '' }, { id: 'STRANGER', minor: 5n, direction: 'in', reference: 'U2', messageId: '' }]));
    expect((await differences(w)).sort()).toEqual(['line.unexplained', 'line.unknown-return']);
    const left = await base.db.read(w.companyId, (tx) => balances(tx, 'suspense:'));
    expect(left.map(({ account, balance }) => [account, balance])).toEqual([['suspense:bank', 12n], ['suspense:returns', -5n]]);
  });
});

describe('verifying', () => {
  test('finds what was planted: a payout settled without the bank, another amount, a claim said to be paid', async () => {
    const w = await openWorld(base.db, [1_000n, 2_000n]);
    await w.send();
    const broken = async () => (await verifyCompany(base.db, w.companyId)).filter((invariant) => invariant.bad.length > 0).map((invariant) => invariant.code);
    expect(await broken()).toEqual([]);
    await base.db.transact(w.companyId, (tx) => tx.query(`update payouts.payouts set state = 'settled' where amount_minor = 1000`));
    expect(await broken()).toEqual(['I4', 'I7', 'I9']);
    await base.db.transact(w.companyId, (tx) => tx.query(`update claims.claims set state = 'paid', reimbursable_minor = 1999 where reimbursable_minor = 2000`));
    expect(await broken()).toEqual(['I4', 'I5', 'I5', 'I7', 'I9']);
  });
});
