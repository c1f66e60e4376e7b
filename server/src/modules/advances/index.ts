export { ageOf, moveAdvance, offsetOldest, outstanding, payOff } from './domain/index.ts';
export type { Advance, AdvanceError, AdvanceId } from './domain/index.ts';
export { addMoves, advancesById, checkAdvances, listAdvances, lockAdvance, lockOutstanding, lockOverdue, nextAdvanceNumber, offsetsOfClaims, saveAdvances } from './store.ts';
