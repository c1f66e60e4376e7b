export {
  aliasWords, decideRun, fuseWords, lessonsOf, MATCHER_VERSION, matchAll, namesAlike, sampleOf, samplePlace, takenBack,
} from './domain/index.ts';
export type { DecidedPair, MatchInput, MatchRun, RunGroup, TrustSettings } from './domain/index.ts';
export {
  answerGroup, assignClaim, freeClaim, groupsById, groupsOfItems, groupsOfRun, listGroups, liveGroups, lockGroup, lockGroupsOfItems, replaceGroups, reviewGroups, reviveGroups, unmatchedPayments,
} from './store.ts';
export type { GroupId, NewGroup, StoredGroup } from './store.ts';
export {
  countDecisions, decidedItems, excludedPeople, excludePerson, keepDecision, listDecisions, lockDecision, markUndone, refusedPairs, refusePairs,
} from './decisions.ts';
export type { DecisionId, DecisionKind, StoredDecision } from './decisions.ts';
export { keepLessons, learnedAt, learnedVersion, lessonsOfDecision, teachers } from './lessons.ts';
export { keepRun, listRuns } from './runs.ts';
export type { RunId, StoredRun } from './runs.ts';
export { fuseHistory, keepTrust, loadFuse, loadTrust, setFuse, verdictsSince } from './trust.ts';
export type { FuseState } from './trust.ts';
export { itemsCount, keepItems, loadCursor, moveCursor, relatedItems } from './items.ts';
export type { MatchItem } from './items.ts';
