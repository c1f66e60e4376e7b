export { categoryOf } from './category.ts';
export { lineOf, splitLine, tripOf } from './lines.ts';
export type { DraftLine, GroupFacts, LineId, LineMoney, Missing } from './lines.ts';
export { moveClaim } from './state.ts';
export type { Claim, ClaimError, ClaimId } from './state.ts';
