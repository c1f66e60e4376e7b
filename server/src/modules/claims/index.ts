export { CATEGORIES, CLAIM_MOVES, categoryOf, lineOf, moveClaim, splitLine, tripOf } from './domain/index.ts';
export type { Category, Claim, ClaimError, ClaimId, ClaimState, DraftLine, GroupFacts, LineId, LineMoney, Missing } from './domain/index.ts';
export {
  addSteps, claimsById, claimsOfTrips, countClaims, linesOf, listClaims, loadClaim, lockClaim, lockDrafts, nextClaimNumbers, replaceLines, saveClaims, stepsOf,
} from './store.ts';
export type { ClaimFilter, ClaimLine, ClaimStep } from './store.ts';
