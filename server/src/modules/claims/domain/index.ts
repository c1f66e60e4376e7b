export { CATEGORIES, categoryOf } from './category.ts';
export type { Category } from './category.ts';
export { lineOf, splitLine, tripOf } from './lines.ts';
export type { DraftLine, GroupFacts, LineId, LineMoney, Missing } from './lines.ts';
export { CLAIM_MOVES, moveClaim } from './state.ts';
export type { Claim, ClaimError, ClaimId, ClaimState } from './state.ts';
