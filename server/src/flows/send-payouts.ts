import type { CivilDate, Instant } from '@roundtrip/kernel';
import { civilDateIn } from '@roundtrip/kernel';
import type { PayoutBatch, PayoutRail, SendAnswer } from '../connectors/spi/index.ts';
import type { Actor } from '#modules/audit';
import { claimsById } from '#modules/claims';
import { listInstallations } from '#modules/ingest';
import { debtorOf, loadCompany, payeeOf, type EmployeeId, type PayeeAccount } from '#modules/people';
import { addBatch, batchOrder, endToEndIdOf, HELD_FOR_PERSON, lockBatch, lockPlanned, messageIdOf, noteAnswer, payoutsOfClaims, RETRIES_MAX, savePayouts, type BatchId, type Payout } from '#modules/payouts';
import { packFacts, unpackFacts, type Tx } from '#platform/db';
import type { House } from './house.ts';
import { movePayouts } from './move-payouts.ts';
import { planPayouts } from './plan-payouts.ts';

const RULE: Actor = { kind: 'rule', name: 'send-payouts' };

type Config = Readonly<Record<string, string>>;
/** A rail of the company and how it is set up. */
export type OpenRail = { readonly rail: PayoutRail; readonly config: Config };
type NotedBatch = OpenRail & { readonly id: BatchId; readonly order: PayoutBatch };
type Ready = { readonly payout: Payout; readonly payee: PayeeAccount; readonly claimNumber: string };

export async function openRail(tx: Tx, house: House, id: string): Promise<OpenRail | null> {
  const rail = house.connectors.rails.find((one) => one.id === id);
  if (!rail) return null;
  const [installation] = await listInstallations(tx, house.vault, rail.id);
  return { rail, config: installation?.config ?? {} };
}

/**
 * Sends what is planned: the intent is noted, the bank is called outside of any transaction, its answer is noted. A
 * crash after the first note leaves payouts `sending`, which are asked about and never sent a second time.
 */
export async function sendPayouts(house: House, companyId: string): Promise<{ sent: number }> {
  const batches = await house.db.transact(companyId, (tx) => noteBatches(tx, house));
  for (const batch of batches) await sendBatch(house, companyId, batch);
  return { sent: batches.reduce((sum, batch) => sum + batch.order.orders.length, 0) };
}

async function noteBatches(tx: Tx, house: House): Promise<NotedBatch[]> {
  const planned = await lockPlanned(tx);
  if (planned.length === 0) return [];
  const company = await loadCompany(tx);
  const opened = await openRail(tx, house, company.settings.payoutRail);
  const debtor = await debtorOf(tx, house.vault);
  const now = house.clock.now();
  if (!opened || !debtor) {
    await explainWaiting(tx, planned.map((payout) => ({ payout, reason: opened ? 'the company has no account to pay from' : 'no payout rail is set up' })), now);
    return [];
  }
  const ready = await readyPayouts(tx, house, planned, opened.rail);
  const batches: NotedBatch[] = [];
  for (const some of inBatches(ready, opened.rail.capabilities.batchMax)) {
    batches.push(await noteBatch(tx, house, { ...opened, debtor, ready: some, on: civilDateIn(company.zone, now) }));
  }
  return batches;
}

/** What can go now; the others are told why they wait. */
async function readyPayouts(tx: Tx, house: House, planned: readonly Payout[], rail: PayoutRail): Promise<Ready[]> {
  const { currencies } = rail.capabilities;
  const numbers = new Map((await claimsById(tx, planned.map((payout) => payout.claimId))).map((claim) => [claim.id as string, claim.number]));
  const ready: Ready[] = [];
  const waiting: { payout: Payout; reason: string }[] = [];
  for (const payout of planned) {
    if (payout.heldFor === HELD_FOR_PERSON) continue;
    const payee = await payeeOf(tx, house.vault, payout.employeeId as EmployeeId);
    if (!payee) waiting.push({ payout, reason: 'the employee has no account' });
    else if (currencies !== 'any' && !currencies.includes(payout.currency)) waiting.push({ payout, reason: `${rail.id} does not pay ${payout.currency}` });
    else if (payout.heldFor === null || payout.heldFor !== house.vault.blindIndex(tx.companyId, payee.account)) ready.push({ payout, payee, claimNumber: numbers.get(payout.claimId) ?? '' });
  }
  await explainWaiting(tx, waiting, house.clock.now());
  return ready;
}

async function explainWaiting(tx: Tx, waiting: readonly { readonly payout: Payout; readonly reason: string }[], now: Instant): Promise<void> {
  await savePayouts(tx, waiting.filter(({ payout, reason }) => payout.reason !== reason).map(({ payout, reason }) => ({ ...payout, reason, updatedAt: now })));
}

/** One currency a batch, and no more than the rail takes. */
function* inBatches(ready: readonly Ready[], max: number): Generator<Ready[]> {
  for (const same of Map.groupBy(ready, (one) => one.payout.currency).values()) {
    for (let from = 0; from < same.length; from += max) yield same.slice(from, from + max);
  }
}

type Noting = OpenRail & { readonly debtor: PayeeAccount; readonly ready: readonly Ready[]; readonly on: CivilDate };

async function noteBatch(tx: Tx, house: House, { rail, config, debtor, ready, on }: Noting): Promise<NotedBatch> {
  const id = house.clock.newId<'payout-batch'>();
  const now = house.clock.now();
  const order: PayoutBatch = {
    messageId: messageIdOf(id), createdAt: now, executeOn: on, debtor,
    orders: ready.map(({ payout, payee, claimNumber }) => ({ id: endToEndIdOf(payout.id), payee, amount: { minor: payout.amountMinor, currency: payout.currency }, purpose: claimNumber })),
  };
  await addBatch(tx, house.vault, { id, messageId: order.messageId, rail: rail.id, currency: ready[0]?.payout.currency ?? '', sentAt: now, order: packFacts(order) });
  await movePayouts(tx, house, RULE, ready.map(({ payout }) => ({ payout: { ...payout, batchId: id }, to: 'sending' })));
  return { id, rail, config, order };
}

async function sendBatch(house: House, companyId: string, { id, rail, config, order }: NotedBatch): Promise<void> {
  // A file rail has nobody to call: its batch is carried by a person, and the bank's files tell the rest.
  if (!rail.send) return;
  const answer = await rail.send({ fetch: house.fetch, now: house.clock.now() }, config, order).catch((): SendAnswer => ({ kind: 'unknown', reason: 'the connection broke' }));
  await house.db.transact(companyId, (tx) => noteSendAnswer(tx, house, { batchId: id, answer, asked: false }));
}

export type Answered = { readonly batchId: BatchId; readonly answer: SendAnswer; /** It was asked about: a no means that the bank never got it. */ readonly asked: boolean };

/** Notes what the bank said to a batch as a whole. What a file of the bank has told meanwhile stands. */
export async function noteSendAnswer(tx: Tx, house: House, { batchId, answer, asked }: Answered): Promise<void> {
  const open = (await lockBatch(tx, batchId)).filter((payout) => payout.state === 'sending' || payout.state === 'unknown');
  await noteAnswer(tx, batchId, { reference: answer.kind === 'accepted' ? answer.reference : null, askedAt: asked ? house.clock.now() : null });
  if (answer.kind === 'accepted') await movePayouts(tx, house, RULE, open.map((payout) => ({ payout, to: 'accepted' })));
  if (answer.kind === 'unknown') await movePayouts(tx, house, RULE, open.filter((payout) => payout.state === 'sending').map((payout) => ({ payout, to: 'unknown', reason: answer.reason })));
  if (answer.kind === 'refused') {
    await movePayouts(tx, house, RULE, open.map((payout) => ({ payout, to: 'failed', reason: answer.reason })));
    await planAgain(tx, house, open, { reason: answer.reason, lost: asked });
  }
}

export type Again = {
  readonly reason: string;
  /** The bank never got it, so it is tried again by itself a few times. Otherwise it waits for another account or for a person. */
  readonly lost: boolean;
};

/** What failed or came back is owed again: a payout of its own is planned for it. */
export async function planAgain(tx: Tx, house: House, payouts: readonly Payout[], { reason, lost }: Again): Promise<void> {
  const tried = Map.groupBy(await payoutsOfClaims(tx, payouts.map((payout) => payout.claimId)), (payout) => payout.claimId);
  for (const payout of payouts) {
    const amount = { minor: payout.amountMinor, currency: payout.currency };
    const free = lost && (tried.get(payout.claimId)?.length ?? 0) <= RETRIES_MAX;
    const payee = free ? null : await payeeOf(tx, house.vault, payout.employeeId as EmployeeId);
    const until = lost || !payee ? HELD_FOR_PERSON : house.vault.blindIndex(tx.companyId, payee.account);
    await planPayouts(tx, house, [{ claimId: payout.claimId, employeeId: payout.employeeId, amount, ...(free ? {} : { hold: { until, reason } }) }]);
  }
}

/** The file of a batch for whoever carries it to the bank: the same bytes whenever it is asked for. Null where there is no such batch. */
export async function batchFile(house: House, companyId: string, batchId: string): Promise<{ readonly fileName: string; readonly bytes: Uint8Array } | null> {
  const found = await house.db.read(companyId, (tx) => batchOrder(tx, house.vault, batchId));
  const rail = house.connectors.rails.find((one) => one.id === found?.batch.rail);
  if (!found || !rail) return null;
  return { fileName: `${found.batch.messageId}.xml`, bytes: rail.render(unpackFacts<PayoutBatch>(JSON.parse(found.order))) };
}
