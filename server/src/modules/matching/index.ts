export { MATCHER_VERSION, matchAll } from './domain/index.ts';
export type { MatchGroup, MatchInput } from './domain/index.ts';
export {
  answerGroup, assignClaim, freeClaim, groupsById, groupsOfItems, listGroups, liveGroups, lockGroup, refusedPairs, refusePairs, replaceGroups, unmatchedPayments,
} from './store.ts';
export type { GroupId, NewGroup, StoredGroup } from './store.ts';
