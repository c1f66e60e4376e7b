import * as postingRules from './rules.ts';

export { accountClass, accountTitle, accounts } from './accounts.ts';
export { accountFor, chartProblem, standardChart, standardRules } from './chart.ts';
export type { ChartAccount, ChartProblem, MappingRule, Standard } from './chart.ts';
export { datedIn, draftVouchers, needsVoucher, redLines, voucherBalances } from './vouchers.ts';
export type { Books, DraftVoucher, OpenReason, VoucherLine, VoucherSource } from './vouchers.ts';
export { balanced, openPeriod, opposite } from './entry.ts';
export type { EntryId, EntryKind, EntryLine, NewEntry } from './entry.ts';
export type { ClaimLineBooking, PaymentBooking } from './rules.ts';

/** What each event does to the books. Pure: the flow that made the event posts the entry in the same transaction. */
export const rules = postingRules;
