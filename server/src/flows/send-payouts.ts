import type { CivilDate, Instant } from '@roundtrip/kernel';
import { civilDateIn, epochMs, instantOf } from '@roundtrip/kernel';
import type { PayoutBatch, SendAnswer } from '../connectors/spi/index.ts';
import type { Actor } from '#modules/audit';
import { debtorOf, loadCompany, type PayeeAccount } from '#modules/people';
import {
  addBatch, batchOrder, blocks, endToEndIdOf, HELD_FOR_PERSON, isAccountTrouble, lockBatch, lockReleased, messageIdOf, noteAnswer, payoutsOfClaims, RETRIES_MAX, savePayouts, takeCall, uncalledBatches,
  type BatchId, type Payout,
} from '#modules/payouts';
import { oneAtATime, packFacts, unpackFacts, type Tx } from '#platform/db';
import type { House } from './house.ts';
import { judgePayouts, type Judged } from './judge-payouts.ts';
import { movePayouts } from './move-payouts.ts';
import { openRail, type OpenRail } from './open-rail.ts';
import { planPayouts } from './plan-payouts.ts';
import { releaseByRule } from './release-by-rule.ts';
import { paidFor } from './settle-advances.ts';

const RULE: Actor = { kind: 'rule', name: 'send-payouts' };

/** Longer than all calls of one batch together may take (the house ends each after ten seconds). */
const LEASE_MS = 60_000;
/** So many payouts are noted in one transaction, and so many banks or wallets called at once. */
const NOTED_MAX = 1_000;
const CALLS_AT_ONCE = 4;

/**
 * Releases by rule what may go by itself, and sends what is released: the intent is noted, the right to call the bank
 * is taken once and for ever, the bank is called outside of any transaction, its answer is noted. A crash before the
 * right was taken leaves a batch that the next sender calls about; a crash after it leaves one that is asked about.
 */
export async function sendPayouts(house: House, companyId: string): Promise<{ sent: number }> {
  await house.db.transact(companyId, (tx) => releaseByRule(tx, house));
  let sent = 0;
  for (let noted = -1; noted !== 0; sent += noted) {
    noted = await house.db.transact(companyId, (tx) => noteBatches(tx, house));
    await callBanks(house, companyId);
  }
  return { sent };
}

/** Notes the intent to send some of what is released; answers with how many. */
async function noteBatches(tx: Tx, house: House): Promise<number> {
  await oneAtATime(tx, 'payout-runs');
  const released = await lockReleased(tx, NOTED_MAX);
  if (released.length === 0) return 0;
  const [company, debtor, now] = [await loadCompany(tx), await debtorOf(tx, house.vault), house.clock.now()];
  if (!debtor) {
    await savePayouts(tx, released.filter((payout) => payout.reason !== 'company.no-account').map((payout) => ({ ...payout, reason: 'company.no-account', updatedAt: now })));
    return 0;
  }
  const judged = await judgePayouts(tx, house, released, true);
  await sendBack(tx, judged.filter(({ payout, rail }) => rail === null || payout.findings.some(blocks)), now);
  const ready = judged.filter(({ payout, rail }) => rail !== null && !payout.findings.some(blocks));
  const claims = await paidFor(tx, ready.map(({ payout }) => payout.claimId));
  for (const some of inBatches(ready)) await noteBatch(tx, house, { some, debtor, claims, on: civilDateIn(company.zone, now) });
  return released.length;
}

/** What can leave no more since it was released goes back to the pool, told why. Where the account was swapped, a person must look. */
async function sendBack(tx: Tx, judged: readonly Judged[], now: Instant): Promise<void> {
  await savePayouts(tx, judged.map(({ payout }) => {
    const reason = payout.findings.find(blocks) ?? 'rail.none';
    return { ...payout, runId: null, accountDigest: null, reason, cleared: false, heldFor: reason === 'account.swapped' ? HELD_FOR_PERSON : payout.heldFor, updatedAt: now };
  }));
}

/** One rail and one currency a batch, and no more than the rail takes. */
function* inBatches(ready: readonly Judged[]): Generator<Judged[]> {
  for (const same of Map.groupBy(ready, ({ payout, rail }) => `${rail?.rail.id} ${payout.currency}`).values()) {
    const max = same[0]?.rail?.rail.capabilities.batchMax ?? 1;
    for (let from = 0; from < same.length; from += max) yield same.slice(from, from + max);
  }
}

type Noting = { readonly some: readonly Judged[]; readonly debtor: PayeeAccount; readonly claims: ReadonlyMap<string, string>; readonly on: CivilDate };

async function noteBatch(tx: Tx, house: House, { some, debtor, claims, on }: Noting): Promise<void> {
  const id = house.clock.newId<'payout-batch'>();
  const now = house.clock.now();
  const order: PayoutBatch = {
    messageId: messageIdOf(id), createdAt: now, executeOn: on, debtor,
    orders: some.flatMap(({ payout, account }) => (account ? [{
      id: endToEndIdOf(payout.id), payee: { name: account.name, account: account.account, ...(account.bankCode ? { bankCode: account.bankCode } : {}) },
      amount: { minor: payout.amountMinor, currency: payout.currency }, purpose: claims.get(payout.claimId) ?? '',
    }] : [])),
  };
  const first = some[0];
  await addBatch(tx, house.vault, { id, messageId: order.messageId, rail: first?.rail?.rail.id ?? '', currency: first?.payout.currency ?? '', sentAt: now, order: packFacts(order) });
  await movePayouts(tx, house, RULE, some.map(({ payout }) => ({ payout: { ...payout, batchId: id }, to: 'sending' })));
}

/** Calls the bank about every batch that nobody has called about yet; a few at once, since a wallet takes one order a call. */
async function callBanks(house: House, companyId: string): Promise<void> {
  // A file rail has nobody to call: its batch is carried by a person, and the bank's files tell the rest.
  const rails = house.connectors.rails.filter((rail) => rail.send).map((rail) => rail.id);
  const waiting = await house.db.read(companyId, (tx) => uncalledBatches(tx, rails));
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(CALLS_AT_ONCE, waiting.length) }, async () => {
    for (let batch = waiting[next++]; batch; batch = waiting[next++]) await callBank(house, companyId, batch.id);
  }));
}

type Taken = OpenRail & { readonly order: PayoutBatch; readonly until: Instant };

async function callBank(house: House, companyId: string, batchId: BatchId): Promise<void> {
  const taken = await house.db.transact(companyId, async (tx): Promise<Taken | null> => {
    const now = house.clock.now();
    const until = instantOf(epochMs(now) + LEASE_MS);
    const found = await batchOrder(tx, house.vault, batchId);
    const opened = found && (await openRail(tx, house, found.batch.rail));
    if (!opened || !(await takeCall(tx, batchId, { now, until }))) return null;
    return { ...opened, order: unpackFacts<PayoutBatch>(JSON.parse(found.order)), until };
  });
  // Whoever was asleep for the whole lease does not call any more: by now the bank may have been asked.
  if (!taken?.rail.send || house.clock.now() >= taken.until) return;
  const answer = await taken.rail.send({ fetch: house.fetch, now: house.clock.now() }, taken.config, taken.order).catch((): SendAnswer => ({ kind: 'unknown', reason: 'connection-broke' }));
  await house.db.transact(companyId, (tx) => noteSendAnswer(tx, house, { batchId, answer, asked: false }));
}

export type Answered = { readonly batchId: BatchId; readonly answer: SendAnswer; /** It was asked about: a no means that the bank never got it. */ readonly asked: boolean };

/** Notes what the bank said to a batch as a whole. What a file of the bank has told meanwhile stands. */
export async function noteSendAnswer(tx: Tx, house: House, { batchId, answer, asked }: Answered): Promise<void> {
  const all = await lockBatch(tx, batchId);
  const open = all.filter((payout) => payout.state === 'sending' || payout.state === 'unknown');
  await noteAnswer(tx, batchId, { reference: answer.kind === 'accepted' ? answer.reference : null, askedAt: asked ? house.clock.now() : null });
  if (answer.kind === 'accepted') {
    await movePayouts(tx, house, RULE, open.map((payout) => ({ payout, to: 'accepted' })));
    await holdSuccessors(tx, house, all.filter((payout) => payout.state === 'failed'));
  }
  if (answer.kind === 'unknown') await movePayouts(tx, house, RULE, open.filter((payout) => payout.state === 'sending').map((payout) => ({ payout, to: 'unknown', reason: answer.reason })));
  if (answer.kind === 'refused') {
    await movePayouts(tx, house, RULE, open.map((payout) => ({ payout, to: 'failed', reason: answer.reason })));
    await planAgain(tx, house, open, { reason: answer.reason, lost: asked });
  }
}

/** A yes that came after the no: what was planned in its place and has not left yet waits for a person. */
async function holdSuccessors(tx: Tx, house: House, failed: readonly Payout[]): Promise<void> {
  if (failed.length === 0) return;
  const planned = (await payoutsOfClaims(tx, failed.map((payout) => payout.claimId))).filter((payout) => payout.state === 'planned');
  await savePayouts(tx, planned.map((payout) => ({ ...payout, heldFor: HELD_FOR_PERSON, reason: 'late-answer', updatedAt: house.clock.now() })));
}

export type Again = {
  readonly reason: string;
  /** The bank never got it, so it is tried again by itself a few times. Otherwise it waits for another account or for a person. */
  readonly lost: boolean;
};

/** What failed or came back is owed again: a payout of its own is planned for it, in the run that had released the sum. */
export async function planAgain(tx: Tx, house: House, payouts: readonly Payout[], { reason, lost }: Again): Promise<void> {
  const tried = Map.groupBy(await payoutsOfClaims(tx, payouts.map((payout) => payout.claimId)), (payout) => payout.claimId);
  await planPayouts(tx, house, payouts.map((payout) => {
    const free = lost && (tried.get(payout.claimId)?.length ?? 0) <= RETRIES_MAX;
    const until = !lost && isAccountTrouble(reason) && payout.accountDigest ? payout.accountDigest : HELD_FOR_PERSON;
    return {
      claimId: payout.claimId, employeeId: payout.employeeId, amount: { minor: payout.amountMinor, currency: payout.currency }, runId: payout.runId, ...(free ? {} : { hold: { until, reason } }),
    };
  }));
}

/** The file of a batch for whoever carries it to the bank: the same bytes whenever it is asked for. Null where there is no such batch. */
export async function batchFile(house: House, companyId: string, batchId: string): Promise<{ readonly fileName: string; readonly bytes: Uint8Array } | null> {
  const found = await house.db.read(companyId, async (tx) => {
    const kept = await batchOrder(tx, house.vault, batchId);
    return kept && { ...kept, opened: await openRail(tx, house, kept.batch.rail) };
  });
  if (!found?.opened) return null;
  const { rail, config } = found.opened;
  return { fileName: `${found.batch.messageId}.${rail.fileExtension ?? 'xml'}`, bytes: rail.render(unpackFacts<PayoutBatch>(JSON.parse(found.order)), config) };
}
