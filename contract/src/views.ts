import { BOOKING_KINDS, BOOKING_STATUSES, PAYMENT_CHANNELS, PAYMENT_STATUSES, PAYMENT_TYPES } from '@roundtrip/kernel';
import { z } from 'zod';
import { bilingual, civilDateText, finding, idText, instantText, moneyWire, page } from './parts.ts';

/** What the screens read. Amounts are MoneyWire; moments UTC; people are named as well as identified. */

export const ROLES = ['employee', 'manager', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const personView = z.object({ id: idText, name: z.string() });

export const sessionView = z.object({
  employee: personView.extend({ email: z.string(), grade: z.string(), department: z.string(), roles: z.array(z.enum(ROLES)) }),
  company: z.object({ id: idText, name: z.string(), currency: z.string(), zone: z.string() }),
  /** True where a rehearsal world is attached: the Rehearsal page shows. */
  rehearsal: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;
export const signIn = z.object({ email: z.string().max(200), password: z.string().max(200) });
/** Offered on the sign-in page only where a rehearsal world is attached. */
export const demoSignIn = z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.enum(ROLES), title: bilingual });
export type DemoSignIn = z.infer<typeof demoSignIn>;

export const paymentView = z.object({
  id: idText, channel: z.enum(PAYMENT_CHANNELS), type: z.enum(PAYMENT_TYPES), status: z.enum(PAYMENT_STATUSES), direction: z.enum(['in', 'out']),
  paidAt: instantText, amount: moneyWire, settled: moneyWire.nullable(), companyPaid: moneyWire.nullable(),
  merchant: z.string(), city: z.string().nullable(), description: z.string().nullable(), orderNo: z.string().nullable(),
  account: z.string().nullable(), payer: personView.nullable(),
  /** Where it stands in the story. */
  stage: z.enum(['arrived', 'matched', 'claimed', 'settled', 'private', 'reversed']),
  receivedAt: instantText, source: z.string(),
});
export type PaymentView = z.infer<typeof paymentView>;

export const documentView = z.object({
  id: idText, kind: z.string(), number: z.string(), code: z.string().nullable(), issuedOn: civilDateText, total: moneyWire, tax: moneyWire.nullable(),
  seller: z.string(), buyer: z.string().nullable(), red: z.boolean(), findings: z.array(finding), submittedBy: personView.nullable(), receivedAt: instantText,
  originals: z.array(z.object({ id: idText, format: z.string(), fileName: z.string(), bytes: z.number() })), claimId: idText.nullable(),
});
export type DocumentView = z.infer<typeof documentView>;

/** Who had handed in the same invoice before, when, and which claim uses it. What the caller may not see is masked. */
export const duplicateView = z.object({ at: instantText, by: z.string(), mine: z.boolean(), claimNumber: z.string().nullable(), claimId: idText.nullable(), message: bilingual });
export type DuplicateView = z.infer<typeof duplicateView>;

/** What became of one uploaded file. */
export const uploadResult = z.object({
  fileName: z.string(),
  outcome: z.enum(['accepted', 'known', 'supporting', 'imported', 'quarantined']),
  document: documentView.nullable(),
  /** Set where the invoice was known already. */
  duplicate: duplicateView.nullable().optional(),
  /** For a statement: how many payments it held and how many were new. */
  payments: z.object({ read: z.number(), added: z.number() }).nullable(),
  /** For a statement that was taken: where it does not join on to the others of its account, and what to do. */
  notices: z.array(bilingual).optional(),
  problem: z.object({ kind: z.string(), message: bilingual, place: z.string().nullable(), remedy: bilingual }).nullable(),
});
export type UploadResult = z.infer<typeof uploadResult>;

export const bookingView = z.object({
  id: idText, kind: z.enum(BOOKING_KINDS), status: z.enum(BOOKING_STATUSES), tripId: idText.nullable(), traveler: personView, supplier: z.string(),
  orderNo: z.string().nullable(), startsOn: civilDateText, endsOn: civilDateText, origin: z.string().nullable(), destination: z.string(),
  property: z.string().nullable(), seatClass: z.string().nullable(), amount: moneyWire, companyPaid: z.boolean(),
});
export type BookingView = z.infer<typeof bookingView>;

export const tripView = z.object({
  id: idText, traveler: personView, title: z.string(), purpose: z.string().nullable(), destination: z.string(), startsOn: civilDateText, endsOn: civilDateText,
  bookings: z.array(bookingView), claimId: idText.nullable(),
});
export type TripView = z.infer<typeof tripView>;
export const tripRequest = z.object({
  title: z.string().min(1).max(200), purpose: z.string().max(1000).optional(), destination: z.string().min(1), startsOn: civilDateText, endsOn: civilDateText,
}).refine((t) => t.startsOn <= t.endsOn, { path: ['endsOn'], message: 'ends before it starts' });

export const reasonView = z.object({ code: z.string(), weight: z.number(), text: bilingual });
export const matchView = z.object({
  id: idText, employee: personView.nullable(), decision: z.enum(['auto', 'review', 'none']),
  /** What a person said of it, if anyone did. */
  answer: z.enum(['confirmed', 'refused', 'private']).nullable(),
  confidence: z.number(), reasons: z.array(reasonView), category: z.string(),
  payments: z.array(paymentView), documents: z.array(documentView), bookings: z.array(bookingView),
  runnerUp: z.object({ confidence: z.number(), lacked: bilingual, summary: z.string() }).nullable(),
  /** Evidence that still has to come, in the order in which to mend it. */
  missing: z.array(z.enum(['invoice', 'payment', 'rate', 'decision'])),
  claimId: idText.nullable(), tripId: idText.nullable(), at: instantText,
});
export type MatchView = z.infer<typeof matchView>;

export const CLAIM_STATES = ['draft', 'submitted', 'approved', 'rejected', 'paying', 'paid', 'closed'] as const;
export const verdictView = z.object({
  outcome: z.enum(['pass', 'warn', 'refuse', 'cut']), needsApproval: z.boolean(), policyVersion: z.string(),
  findings: z.array(z.object({ rule: z.string(), clause: z.string(), message: bilingual })),
  wouldPass: z.array(z.object({ message: bilingual })),
});
export const claimLineView = z.object({
  id: idText, category: z.string(), text: z.string(), spentOn: civilDateText, city: z.string().nullable(), amount: moneyWire,
  /** What policy allows of it. */
  allowed: moneyWire,
  /** Of the allowed amount, what the person gets. */
  reimbursable: moneyWire, companyPaid: moneyWire, verdict: verdictView.nullable(), confidence: z.number(),
  missing: z.array(z.string()), match: matchView.nullable(),
});
export type ClaimLineView = z.infer<typeof claimLineView>;

/** One step of the way from swipe to bank. `expected`: hollow, not reached yet. */
export const timelineStep = z.object({
  code: z.enum(['drafted', 'submitted', 'auto-approved', 'manager', 'finance', 'approver', 'transferred', 'added', 'sent-back', 'reminded', 'escalated', 'rerouted', 'comment', 'returned', 'rejected', 'withdrawn', 'payout-planned', 'payout-sent', 'payout-unknown', 'payout-failed', 'payout-returned', 'paid', 'booked']),
  state: z.enum(['done', 'current', 'expected', 'failed']), at: instantText.nullable(), by: z.string().nullable(), note: bilingual.nullable(),
});
export const claimSummary = z.object({
  id: idText, number: z.string(), employee: personView, title: z.string(), state: z.enum(CLAIM_STATES), tripId: idText.nullable(),
  total: moneyWire, reimbursable: moneyWire, companyPaid: moneyWire, lineCount: z.number(), missingCount: z.number(), warningCount: z.number(),
  /** True when no person decided it. */
  automatic: z.boolean(), createdAt: instantText, updatedAt: instantText, paidAt: instantText.nullable(),
});
export type ClaimSummary = z.infer<typeof claimSummary>;
export const claimView = claimSummary.extend({
  lines: z.array(claimLineView), timeline: z.array(timelineStep), canSubmit: z.boolean(), canWithdraw: z.boolean(),
  /** Why `submit` is greyed, when it is. */
  blocked: bilingual.nullable(),
});
export type ClaimView = z.infer<typeof claimView>;

export const PAYOUT_STATES = ['planned', 'sending', 'accepted', 'unknown', 'settled', 'failed', 'returned'] as const;
export const payoutView = z.object({
  id: idText, claimId: idText, claimNumber: z.string(), employee: personView, accountMasked: z.string(), amount: moneyWire, state: z.enum(PAYOUT_STATES),
  batchId: idText.nullable(), rail: z.string(), reason: bilingual.nullable(), plannedAt: instantText, settledAt: instantText.nullable(),
});
export type PayoutView = z.infer<typeof payoutView>;

export const ledgerEntryView = z.object({
  id: idText, voucher: z.string(), on: civilDateText, text: z.string(), kind: z.string(), at: instantText,
  lines: z.array(z.object({ account: z.string(), title: bilingual, debit: moneyWire.nullable(), credit: moneyWire.nullable() })),
});
export type LedgerEntryView = z.infer<typeof ledgerEntryView>;
export const balanceView = z.object({ account: z.string(), title: bilingual, debit: moneyWire, credit: moneyWire, balance: moneyWire });

export const differenceView = z.object({
  id: z.string(), kind: z.string(), message: bilingual, amount: moneyWire.nullable(), subject: z.object({ kind: z.string(), id: z.string() }), since: instantText,
});
export const reconciliationView = z.object({
  statements: z.array(z.object({ account: z.string(), from: civilDateText.nullable(), to: civilDateText.nullable(), opening: moneyWire.nullable(), closing: moneyWire.nullable(), entries: z.number() })),
  differences: z.array(differenceView),
  checks: z.array(z.object({ code: z.string(), title: bilingual, holds: z.boolean(), checked: z.number() })),
});
export type ReconciliationView = z.infer<typeof reconciliationView>;

export const quarantineView = z.object({
  id: idText, fileName: z.string(), bytes: z.number(), kind: z.string(), message: bilingual, place: z.string().nullable(), remedy: bilingual, at: instantText,
});

/** Every figure equals the sum of the list that it opens. */
export const overviewView = z.object({
  paymentsToday: z.object({ count: z.number(), amount: moneyWire }), unmatched: z.object({ count: z.number(), amount: moneyWire }),
  claimsOpen: z.object({ count: z.number(), amount: moneyWire }), inTransit: z.object({ count: z.number(), amount: moneyWire }),
  paidThisMonth: z.object({ count: z.number(), amount: moneyWire }),
  /** Of claims decided this month: how many no person decided. */
  touchFree: z.object({ numerator: z.number(), denominator: z.number() }),
  minutesToMoneyMedian: z.number().nullable(), quarantined: z.number(),
});
export type OverviewView = z.infer<typeof overviewView>;

/** One line of the event stream: something that the caller may see has changed. */
export const changeEvent = z.object({ id: z.string(), type: z.string(), subject: z.object({ kind: z.string(), id: z.string() }), at: instantText });
export type ChangeEvent = z.infer<typeof changeEvent>;

export const paymentPage = page(paymentView);
export const claimPage = page(claimSummary);
export const matchPage = page(matchView);
export const payoutPage = page(payoutView);
export const ledgerPage = page(ledgerEntryView);
