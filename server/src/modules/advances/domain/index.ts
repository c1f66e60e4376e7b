export { ageOf, moveAdvance, offsetOldest, outstanding, payOff } from './advance.ts';
export type { Advance, AdvanceError, AdvanceId } from './advance.ts';
