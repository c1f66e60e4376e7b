export { MATCHER_VERSION, matchAll } from './match.ts';
export type { MatchBooking, MatchEmployee, MatchGroup, MatchInput, MatchInvoice, MatchPayment, MatchReason } from './types.ts';
