import type { CivilDate, Instant, PaymentFacts } from '@roundtrip/kernel';
import { instantOf, uuidv7, type Id } from '@roundtrip/kernel';
import { randomBytes } from 'node:crypto';
import type { PayoutBatch, PayoutRail, SendAnswer, StatementRecord } from '../../connectors/spi/index.ts';
import { claimsById, saveClaims, type ClaimId } from '#modules/claims';
import { post, rules } from '#modules/ledger';
import { addEmployees, createCompany, type CompanyId, type EmployeeId } from '#modules/people';
import { listPayouts, saveLimits, type Payout } from '#modules/payouts';
import type { Db } from '#platform/db';
import { makeLog } from '#platform/log';
import { makeVault } from '#platform/vault';
import { askPayouts } from '../ask-payouts.ts';
import type { House } from '../house.ts';
import { planPayouts } from '../plan-payouts.ts';
import { sendPayouts } from '../send-payouts.ts';
import { takeBankRecords } from '../take-bank-files.ts';

/** A company of its own with claims to pay, a bank that fails as it is told, and a process that may die at any effect: for the tests of money out. */

const ACCOUNT = '62250000000000456';
const SYSTEM = { kind: 'system' } as const;

export type Mood = 'accept' | 'refuse' | 'lost' | 'silent';
export type Booked = { readonly id: string; readonly minor: bigint; readonly direction: 'in' | 'out'; readonly reference: string; readonly messageId: string };

/** A bank that takes an order once for each message id, and books, refuses and gives back as it is told. */
function fakeBank() {
  const orders = new Map<string, PayoutBatch>();
  const said = new Map<string, 'ACSP' | 'RJCT'>();
  const lines: Booked[] = [];
  const calls = new Map<string, number>();
  let mood: Mood = 'accept';
  const taken = () => [...orders.values()].flatMap((batch) => batch.orders.map((order) => ({ ...order, messageId: batch.messageId })));
  const rail: PayoutRail = {
    id: 'fake', title: { zh: '', en: '' }, capabilities: { transport: 'api', currencies: 'any', batchMax: 2 },
    checkConfig: () => ({ ok: true, value: {} }),
    render: (batch) => new TextEncoder().encode(batch.messageId),
    send: (_ctx, _config, batch): Promise<SendAnswer> => {
      calls.set(batch.messageId, (calls.get(batch.messageId) ?? 0) + 1);
      if (mood === 'refuse') return Promise.resolve({ kind: 'refused', reason: 'AM04' });
      if (mood !== 'lost') orders.set(batch.messageId, batch);
      if (mood === 'accept') return Promise.resolve({ kind: 'accepted', reference: `R${orders.size}` });
      return mood === 'silent' ? Promise.reject(new Error('timeout')) : Promise.resolve({ kind: 'unknown', reason: 'HTTP 500' });
    },
    ask: (_ctx, _config, messageId): Promise<SendAnswer> => Promise.resolve(orders.has(messageId) ? { kind: 'accepted', reference: 'R' } : { kind: 'refused', reason: 'never got it' }),
  };
  return {
    rail, lines,
    /** Orders that were sent more than once. */
    sentTwice: () => [...calls].filter(([, times]) => times > 1).map(([id]) => id),
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
export const statement = (lines: readonly Booked[], id?: string): StatementRecord =>
  ({ kind: 'statement', format: 'camt.054', ...(id ? { statementId: id } : {}), account: ACCOUNT, currency: 'CNY', opening: null, closing: null, entries: lines.map(factsOf), balanced: null, findings: [] });

export class Crash extends Error {}

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

export async function openWorld(base: Db, amounts: readonly bigint[]) {
  const bank = fakeBank();
  const weak = fragile(base, bank.rail);
  let now = Date.parse('2026-11-24T01:00:00Z');
  const newId = <K extends string>(): Id<K> => uuidv7(now, randomBytes(10)) as Id<K>;
  const companyId = newId<'company'>() as CompanyId;
  const [employeeId, maker, releaser] = [newId<'employee'>() as EmployeeId, newId<'employee'>() as EmployeeId, newId<'employee'>() as EmployeeId];
  const vault = makeVault('ab'.repeat(32));
  const house: House = {
    db: weak.db, clock: { now: () => instantOf(now), newId }, vault, log: makeLog('silent'), blobs: { put: () => Promise.resolve(''), get: () => Promise.resolve(null) },
    fetch: () => Promise.reject(new Error('no network')), connectors: { paymentFeeds: [], travelFeeds: [], bankFileFeeds: [], rails: [weak.rail], readTable: () => Promise.reject(new Error('no tables')), verifiers: [], readVerdicts: () => ({ ok: true, value: [] }), renderBooking: () => new Uint8Array(), drawPage: () => Promise.reject(new Error('no pages')), readFile: () => Promise.reject(new Error('no files')) },
  };
  const claims = amounts.map((minor) => ({ id: newId<'claim'>() as ClaimId, minor }));
  await base.transact(companyId, async (tx) => {
    await createCompany(tx, vault, { id: companyId, name: '示例公司', currency: 'CNY', zone: 'Asia/Shanghai', titles: [], account: ACCOUNT, settings: { autoApproveMaxMinor: '0', autoConfidenceMin: 1, sampleRate: 1, payoutRail: 'fake' } });
    await addEmployees(tx, vault, [{ id: employeeId, number: 'E1', name: '员工', aliases: [], email: `${companyId}@example.com`, grade: 'staff', department: '', managerId: null, homeCity: null, roles: ['employee'], cardTail: null, account: '6222000011112222' },
      ...[maker, releaser].map((id, i) => ({ id, number: `F${i}`, name: `财务${i}`, aliases: [], email: `${id}@example.com`, grade: 'staff', department: '', managerId: null, homeCity: null, roles: ['finance' as const], cardTail: null, account: null }))]);
    const at = house.clock.now();
    await saveLimits(tx, { autoSingleMaxMinor: 10n ** 9n, autoDayMaxMinor: 10n ** 12n, twoPersonFromMinor: 1n, coolingHours: 24 }, at);
    await saveClaims(tx, claims.map(({ id, minor }, i) => ({ id, number: `BX-${i}`, employeeId, tripId: null, month: '2026-11', title: '', state: 'approved', currency: 'CNY', totalMinor: minor, reimbursableMinor: minor, companyPaidMinor: 0n, automatic: true, version: 1, createdAt: at, updatedAt: at, submittedAt: at, decidedAt: at, paidAt: null })));
    await post(tx, house.clock, claims.flatMap(({ id, minor }, i) => rules.claimApproved({ claimId: id, number: `BX-${i}`, on: '2026-11-24' as CivilDate, currency: 'CNY', employeeNumber: 'E1', department: '', attachments: 0, lines: [{ category: 'hotel', inputVatMinor: 0n, reimbursableMinor: minor, owedBackMinor: 0n, personalMinor: 0n, cards: [] }] })));
    await planPayouts(tx, house, claims.map(({ id, minor }) => ({ claimId: id, employeeId, amount: { minor, currency: 'CNY' } })));
  });
  const payouts = (): Promise<Payout[]> => base.read(companyId, (tx) => listPayouts(tx, { employeeIds: null, states: null, after: null, limit: 1000 }));
  const take = (...records: (StatementRecord | ReturnType<typeof bank.report>)[]) => house.db.transact(companyId, (tx) => takeBankRecords(tx, house, { actor: SYSTEM, sha256: 'x', records }));
  return {
    bank, weak, house, companyId, claims, payouts, take, employeeId, maker: { employeeId: maker as string, name: '财务0' }, releaser: { employeeId: releaser as string, name: '财务1' },
    later(ms: number) { now += ms; },
    send: () => sendPayouts(house, companyId), ask: () => askPayouts(house, companyId),
    claimStates: () => base.read(companyId, async (tx) => (await claimsById(tx, claims.map((claim) => claim.id))).map((claim) => claim.state)),
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;
