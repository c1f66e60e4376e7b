import { record, type Actor } from '#modules/audit';
import { batchesById, lockBatch, noteCarried } from '#modules/payouts';
import type { House } from './house.ts';
import { movePayouts } from './move-payouts.ts';

/** A person says that they handed the file of a batch to the bank: from now on the bank is to answer. False where that was said before, or nobody carries files. */
export function carryBatch(house: House, companyId: string, call: { readonly actor: Actor; readonly batchId: string }): Promise<boolean> {
  return house.db.transact(companyId, async (tx) => {
    const [batch] = await batchesById(tx, [call.batchId]);
    const rail = house.connectors.rails.find((one) => one.id === batch?.rail);
    if (rail?.capabilities.transport !== 'file' || !(await noteCarried(tx, call.batchId, house.clock.now()))) return false;
    await movePayouts(tx, house, call.actor, (await lockBatch(tx, call.batchId)).filter((payout) => payout.state === 'sending').map((payout) => ({ payout, to: 'accepted' })));
    await record(tx, call.actor, [{ action: 'payout-batch.carried', subject: { kind: 'payout-batch', id: call.batchId }, body: { messageId: batch?.messageId ?? '' } }]);
    return true;
  });
}
