export { endToEndIdOf, HELD_FOR_PERSON, LIVE_STATES, messageIdOf, movePayout, PAYOUT_MOVES, payoutIdOf, RETRIES_MAX, TRANSIT_STATES } from './domain/index.ts';
export type { BatchId, Payout, PayoutState } from './domain/index.ts';
export {
  addBatch, addPayouts, batchByMessage, batchesById, batchOrder, claimsPaidTwice, doubtfulBatches, listPayouts, lockBatch, lockPayouts, lockPlanned, noteAnswer, payoutFacts, payoutsOfClaims, payoutSums, savePayouts,
} from './store.ts';
export type { PayoutFact } from './store.ts';
