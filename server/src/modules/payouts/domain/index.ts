export { endToEndIdOf, HELD_FOR_PERSON, LIVE_STATES, messageIdOf, movePayout, PAYOUT_MOVES, payoutIdOf, RETRIES_MAX, TRANSIT_STATES } from './payout.ts';
export type { BatchId, Payout, PayoutId, PayoutState } from './payout.ts';
