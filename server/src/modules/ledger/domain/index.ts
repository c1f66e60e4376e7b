import * as postingRules from './rules.ts';

export { accountClass, accountTitle, accounts } from './accounts.ts';
;
export { balanced, openPeriod, opposite } from './entry.ts';
export type { EntryId, EntryKind, NewEntry } from './entry.ts';
export type { ClaimLineBooking, PaymentBooking } from './rules.ts';

/** What each event does to the books. Pure: the flow that made the event posts the entry in the same transaction. */
export const rules = postingRules;
