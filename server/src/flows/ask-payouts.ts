import { epochMs, instantOf } from '@roundtrip/kernel';
import type { SendAnswer } from '../connectors/spi/index.ts';
import { doubtfulBatches } from '#modules/payouts';
import type { House } from './house.ts';
import { noteSendAnswer, openRail } from './send-payouts.ts';

/** Longer than any call of ours may take: whoever was sending a batch that is still `sending` after this has died. */
const SENDING_MS_MAX = 60_000;

/** Asks the bank what became of batches that nobody answered for clearly. Nothing is ever sent again from here. */
export async function askPayouts(house: House, companyId: string): Promise<{ asked: number }> {
  const before = instantOf(epochMs(house.clock.now()) - SENDING_MS_MAX);
  const doubtful = await house.db.read(companyId, async (tx) => {
    const batches = await doubtfulBatches(tx, before);
    return Promise.all(batches.map(async (batch) => ({ batch, opened: await openRail(tx, house, batch.rail) })));
  });
  let asked = 0;
  for (const { batch, opened } of doubtful) {
    if (!opened?.rail.ask) continue;
    const answer = await opened.rail.ask({ fetch: house.fetch, now: house.clock.now() }, opened.config, batch.messageId).catch((): SendAnswer => ({ kind: 'unknown', reason: 'the connection broke' }));
    await house.db.transact(companyId, (tx) => noteSendAnswer(tx, house, { batchId: batch.id, answer, asked: true }));
    asked++;
  }
  return { asked };
}
