import { epochMs } from '@roundtrip/kernel';
import type { OrderStanding, PayoutBatch, SendAnswer } from '../connectors/spi/index.ts';
import { batchOrder, doubtfulBatches, endToEndIdOf, listPayouts } from '#modules/payouts';
import { unpackFacts } from '#platform/db';
import type { House } from './house.ts';
import { openRail, type OpenRail } from './open-rail.ts';
import { noteSendAnswer } from './send-payouts.ts';
import { takeStandings } from './take-standings.ts';

/** Orders that were taken: how many are looked at, and how many of them are asked about in one minute, in turn. */
const TAKEN_MAX = 1000;
const ASKED_MAX = 40;
const MINUTE_MS = 60_000;

/** Asks the bank what became of batches that nobody answered for clearly. Nothing is ever sent again from here. */
export async function askPayouts(house: House, companyId: string): Promise<{ asked: number }> {
  const doubtful = await house.db.read(companyId, async (tx) => {
    const batches = await doubtfulBatches(tx, house.clock.now());
    return Promise.all(batches.map(async (batch) => ({ batch, opened: await openRail(tx, house, batch.rail) })));
  });
  let asked = await askTaken(house, companyId);
  for (const { batch, opened } of doubtful) {
    const heard = opened && (await askAbout(house, companyId, opened, batch));
    if (!heard) continue;
    const told = believable(house, batch, heard);
    await house.db.transact(companyId, (tx) => noteSendAnswer(tx, house, { batchId: batch.id, ...told }));
    asked++;
  }
  return { asked };
}

/**
 * A wallet takes an order and may give it up a day later, when the payee has not confirmed it. Its notice may get lost, so
 * rails that can be asked by order are asked until a booked line settles or the vendor gives up.
 */
async function askTaken(house: House, companyId: string): Promise<number> {
  if (!house.connectors.rails.some((rail) => rail.askEach)) return 0;
  const taken = await house.db.read(companyId, async (tx) => {
    const all = await listPayouts(tx, { employeeIds: null, states: ['accepted'], after: null, limit: TAKEN_MAX });
    const turns = Math.max(1, Math.ceil(all.length / ASKED_MAX));
    const from = (Math.floor(epochMs(house.clock.now()) / MINUTE_MS) % turns) * ASKED_MAX;
    const payouts = all.slice(from, from + ASKED_MAX);
    return Promise.all([...Map.groupBy(payouts, (payout) => payout.rail ?? '')].map(async ([id, some]) => ({ opened: await openRail(tx, house, id), ids: some.map((payout) => endToEndIdOf(payout.id)) })));
  });
  let asked = 0;
  for (const { opened, ids } of taken) {
    const answers = await opened?.rail.askEach?.({ fetch: house.fetch, now: house.clock.now() }, opened.config, ids).catch(() => []);
    if (!answers) continue;
    await house.db.transact(companyId, (tx) => takeStandings(tx, house, { actor: { kind: 'rule', name: 'ask-payouts' }, answers }));
    asked += ids.length;
  }
  return asked;
}

type Batch = Awaited<ReturnType<typeof doubtfulBatches>>[number];
type Told = { readonly answer: SendAnswer; readonly asked: boolean };

const BROKEN = { kind: 'unknown', reason: 'connection-broke' } as const;

/** "Never got it" proves nothing while the call may still be on its way: until its lease is over, it stays unknown. */
function believable(house: House, { leaseUntil }: Batch, told: Told): Told {
  const onItsWay = leaseUntil !== null && house.clock.now() < leaseUntil;
  return told.answer.kind === 'refused' && told.asked && onItsWay ? { answer: { kind: 'unknown', reason: told.answer.reason }, asked: true } : told;
}

/** Null for rails that nobody can ask. */
async function askAbout(house: House, companyId: string, { rail, config }: OpenRail, batch: Batch): Promise<Told | null> {
  const ctx = { fetch: house.fetch, now: house.clock.now() };
  if (!rail.askEach) return rail.ask ? { answer: await rail.ask(ctx, config, batch.messageId).catch((): SendAnswer => BROKEN), asked: true } : null;
  const found = await house.db.read(companyId, (tx) => batchOrder(tx, house.vault, batch.id));
  const [order, ...others] = found ? unpackFacts<PayoutBatch>(JSON.parse(found.order)).orders : [];
  // Rails that are asked by order send one order at a time.
  if (!order || others.length > 0) return null;
  const answers = await rail.askEach(ctx, config, [order.id]).catch(() => []);
  return toldBy(answers[0]?.standing ?? BROKEN);
}

/** Only what the vendor never got is tried again by itself; what it refused, gave up or sent back waits for another account or a person. */
function toldBy(standing: OrderStanding): Told {
  switch (standing.kind) {
    case 'accepted': case 'awaiting-payee': case 'settled': return { answer: { kind: 'accepted', reference: standing.reference }, asked: true };
    case 'refused': return { answer: { kind: 'refused', reason: standing.reason }, asked: standing.how === 'never-received' };
    case 'returned': return { answer: { kind: 'refused', reason: standing.reason }, asked: false };
    case 'unknown': return { answer: standing, asked: true };
  }
}
