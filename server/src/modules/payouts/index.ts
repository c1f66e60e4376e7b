export {
  bankName, bankOf, blocks, endToEndIdOf, FINDINGS, findingsOf, HELD_FOR_PERSON, isAccountTrouble, LIVE_STATES, mayGoByRule, mayRelease, messageIdOf, movePayout, moveRun, PAYOUT_MOVES, payoutIdOf, reasonWords, RETRIES_MAX, routeOf, takesTwo, TRANSIT_STATES,
} from './domain/index.ts';
export type { BatchId, FindingCode, Payout, PayoutLimits, PayoutState, RailFacts, Run, RunError, RunId } from './domain/index.ts';
export { addBatch, batchByMessage, batchesById, batchOrder, doubtfulBatches, noteAnswer, noteCarried, takeCall, uncalledBatches } from './batches.ts';
export { chosenPayees, choosePayee, confirmPayee, listPayees, sharedAccounts } from './payees.ts';
export type { OpenPayee, Payee, PayeeId } from './payees.ts';
export { countRuns, findingCounts, listRunRows, listRuns, loadRun, lockRuleRun, lockRun, lockRunPayouts, paidBefore, payoutLimits, runBatches, runSums, saveLimits, saveRun, sumKey } from './runs.ts';
export type { RowFilter, RunBatch, RunSum } from './runs.ts';
export {
  addPayouts, claimsOfPayouts, claimsPaidTwice, listPayouts, lockBatch, lockPayouts, lockPool, lockReleased, payoutFacts, payoutsOfClaims, payoutSums, savePayouts,
} from './store.ts';
export type { PayoutFact } from './store.ts';
