export { MATCHER_VERSION, matchAll, namesAlike } from './domain/index.ts';
export type { MatchGroup, MatchInput } from './domain/index.ts';
export {
  answerGroup, assignClaim, freeClaim, groupsById, groupsOfItems, listGroups, liveGroups, lockGroup, lockGroupsOfItems, replaceGroups, reviewGroups, reviveGroups, unmatchedPayments,
} from './store.ts';
export type { GroupId, NewGroup, StoredGroup } from './store.ts';
export {
  countDecisions, excludedPeople, excludePerson, keepDecision, listDecisions, lockDecision, markUndone, refusedPairs, refusePairs,
} from './decisions.ts';
export type { DecisionId, DecisionKind, StoredDecision } from './decisions.ts';
