export { checkLedger, movesBySource } from './checks.ts';
export type { LedgerCheck } from './checks.ts';
export { accounts, rules } from './domain/index.ts';
export type { NewEntry } from './domain/index.ts';
export { balances, closePeriod, entriesBetween, listEntries, periodClosed, post, reverse } from './store.ts';
;
