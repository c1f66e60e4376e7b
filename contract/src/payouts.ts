import { z } from 'zod';
import { bilingual, civilDateText, currencyCode, idText, instantText, moneyWire, page, pageQuery } from './parts.ts';
import { PAYOUT_STATES } from './views.ts';

const who = z.object({ id: idText, name: z.string() });

export const PAYOUT_FINDINGS = [
  'held', 'invoice.waiting', 'account.none', 'account.cooling', 'account.swapped', 'account.same-as-failed', 'rail.none', 'rail.currency', 'rail.too-little', 'rail.over-limit',
  'account.name', 'account.changed', 'account.closed-earlier', 'account.shared', 'amount.twice', 'rail.fallback', 'period.closed',
] as const;
export type PayoutFinding = (typeof PAYOUT_FINDINGS)[number];

/** One sum of a run: how many payouts, and what they come to in one currency. */
const share = z.object({ id: z.string(), name: bilingual, count: z.number(), sum: moneyWire });
export type PayoutShare = z.infer<typeof share>;

export const PAYOUT_RUN_STATES = ['draft', 'submitted', 'released', 'done', 'cancelled'] as const;
export const payoutRunSummary = z.object({
  id: idText, number: z.string(), state: z.enum(PAYOUT_RUN_STATES),
  /** Released by the company's limits, with no person. */
  byRule: z.boolean(), ruleDay: civilDateText.nullable(),
  madeBy: z.string(), submittedBy: z.string().nullable(), submittedAt: instantText.nullable(), releasedBy: z.string().nullable(), releasedAt: instantText.nullable(), createdAt: instantText,
  people: z.number(), sums: z.array(moneyWire), held: z.number(),
  /** How many payouts stand in each state. */
  states: z.partialRecord(z.enum(PAYOUT_STATES), z.number()),
});
export type PayoutRunSummary = z.infer<typeof payoutRunSummary>;
export const payoutRunPage = page(payoutRunSummary).extend({
  /** What waits for a run. */
  pool: z.object({ people: z.number(), held: z.number(), sums: z.array(moneyWire) }),
  /** Accounts that wait for a second look. */
  accountsWaiting: z.number(),
});

export const payoutRunView = payoutRunSummary.extend({
  rails: z.array(share), banks: z.array(share), entities: z.array(share),
  checks: z.array(z.object({ code: z.enum(PAYOUT_FINDINGS), blocks: z.boolean(), count: z.number(), minor: z.string() })), blocked: z.number(),
  /** What this person may do now, and why not. */
  may: z.object({ submit: z.boolean(), release: z.boolean(), why: bilingual.nullable() }), twoPersons: z.boolean(),
  batches: z.array(z.object({ id: idText, rail: bilingual, count: z.number(), sum: moneyWire, state: z.enum(['waiting', 'calling', 'sent', 'asked', 'file', 'carried']), sentAt: instantText, askedAt: instantText.nullable(), reference: z.string().nullable(), late: z.boolean() })),
  history: z.array(z.object({ action: z.string(), by: z.string(), at: instantText, note: z.string().nullable() })),
});
export type PayoutRunView = z.infer<typeof payoutRunView>;

export const payoutRow = z.object({
  id: idText, claimId: idText, claimNumber: z.string(), employee: who, department: z.string(), accountMasked: z.string(), bank: bilingual, rail: bilingual.nullable(), amount: moneyWire,
  state: z.enum(PAYOUT_STATES), held: z.boolean(), findings: z.array(z.enum(PAYOUT_FINDINGS)), reason: bilingual.nullable(), plannedAt: instantText, sentAt: instantText.nullable(), settledAt: instantText.nullable(), askedAt: instantText.nullable(), batchId: idText.nullable(),
});
export type PayoutRow = z.infer<typeof payoutRow>;
export const payoutRowPage = page(payoutRow);
export const payoutRowQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  view: z.enum(['all', 'blocked', 'noticed', 'held', 'trouble', 'moving', 'settled']).default('all'), finding: z.enum(PAYOUT_FINDINGS).optional(),
});

export const payoutHold = z.object({ reason: z.string().trim().min(2).max(200), ids: z.array(idText).min(1).max(10_000).optional(), finding: z.enum(PAYOUT_FINDINGS).optional() });
export const payoutPutBack = z.object({ ids: z.array(idText).min(1).max(10_000) });

const minorText = z.string().regex(/^\d{1,18}$/);
/** In minor units of the company's currency. */
export const payoutLimitsView = z.object({ autoSingleMaxMinor: minorText, autoDayMaxMinor: minorText, twoPersonFromMinor: minorText, coolingHours: z.number().int().min(0).max(720), currency: currencyCode });
export const payoutLimitsChange = payoutLimitsView.omit({ currency: true });

export const PAYEE_KINDS = ['bank', 'wechat', 'alipay'] as const;
/** An account to be paid to, never in the clear. */
export const payeeView = z.object({
  id: idText, employee: who, kind: z.enum(PAYEE_KINDS), holder: z.string(), accountMasked: z.string(), bankName: z.string().nullable(), chosen: z.boolean(), usableFrom: instantText, waiting: z.boolean(), confirmedBy: z.string().nullable(), createdAt: instantText,
});
export type PayeeView = z.infer<typeof payeeView>;
export const payeeList = z.object({
  items: z.array(payeeView),
  /** The account that the company's list names, which is paid to until another one is chosen. */
  listed: z.string().nullable(),
  /** Payments that wait for another account. */
  waiting: z.array(z.object({ claimNumber: z.string(), amount: moneyWire, reason: bilingual })),
});
export const payeeChoice = z.object({ kind: z.enum(PAYEE_KINDS), holder: z.string().trim().min(1).max(70), account: z.string().trim().min(4).max(64), bankCode: z.string().trim().max(35).optional(), bankName: z.string().trim().max(60).optional() });
