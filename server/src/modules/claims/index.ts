export { addComment, commentsOn } from './comments.ts';
export type { ClaimComment } from './comments.ts';
export { pastOf } from './history.ts';
export { categoryOf, lineOf, moveClaim, splitLine, tripOf } from './domain/index.ts';
export type { Claim, ClaimError, ClaimId, DraftLine, GroupFacts, LineMoney } from './domain/index.ts';
export {
  addSteps, approvedSince, claimsById, claimsOfTrips, countClaims, linesOf, listClaims, loadClaim, lockClaim, lockDrafts, nextClaimNumbers, replaceLines, saveClaims, stepsOf, vacateDraft,
} from './store.ts';
export type { ClaimLine, ClaimStep } from './store.ts';
