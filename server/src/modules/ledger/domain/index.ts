import * as postingRules from './rules.ts';

export { accountChart, accountClass, accountTitle, accounts } from './accounts.ts';
export type { AccountClass } from './accounts.ts';
export { balanced, ENTRY_KINDS, mergeLines, openPeriod, opposite } from './entry.ts';
export type { EntryId, EntryKind, EntryLine, NewEntry } from './entry.ts';
export type { BankBooking, ClaimBooking, ClaimLineBooking, PaymentBooking, PayoutBooking } from './rules.ts';

/** What each event does to the books. Pure: the flow that made the event posts the entry in the same transaction. */
export const rules = postingRules;
