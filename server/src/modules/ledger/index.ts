export { checkLedger, movesBySource } from './checks.ts';
export type { LedgerCheck } from './checks.ts';
export { accountChart, accountTitle, accounts, balanced, rules } from './domain/index.ts';
export type { BankBooking, ClaimBooking, ClaimLineBooking, EntryId, EntryKind, EntryLine, NewEntry, PaymentBooking, PayoutBooking } from './domain/index.ts';
export { balances, closePeriod, entriesBetween, listEntries, post, reverse } from './store.ts';
export type { Balance, EntryFilter, PostedEntry, StoredEntry, StoredLine } from './store.ts';
