import { z } from 'zod';
import { bilingual, idText, instantText, moneyWire } from './parts.ts';
import { bookingView, documentView, matchView, paymentView, personView, reasonView } from './views.ts';

/** What a person may say of a group. `refuse` is `split` by its old name. */
export const MATCH_DECISIONS = ['confirm', 'runner-up', 'split', 'not-mine', 'private', 'refuse'] as const;
export const matchDecision = z.object({ decision: z.enum(MATCH_DECISIONS) });
export type MatchDecision = z.infer<typeof matchDecision>['decision'];

/** The answer to a decision: the group to show, and the name under which it can be taken back. */
export const decidedMatch = matchView.extend({ decisionId: idText });

/** How a paper stands to the payment beside it; null where one of the two says nothing. */
export const matchMarks = z.object({
  itemId: idText,
  /** The payment less the paper, in their currency; null where the currencies differ. */
  gap: moneyWire.nullable(),
  /** Days from the payment to the paper. */
  days: z.number().nullable(),
  name: z.enum(['same', 'alike', 'other']).nullable(),
  order: z.enum(['same', 'other']).nullable(),
  person: z.enum(['same', 'other']).nullable(),
});
export type MatchMarks = z.infer<typeof matchMarks>;

const sides = { payments: z.array(paymentView), documents: z.array(documentView), bookings: z.array(bookingView), marks: z.array(matchMarks) };

/**
 * A group that waits for a person. It does not say how sure the matcher was: some are drawn from those that it was
 * sure of, so that its promise is tried by people who do not know.
 */
export const reviewItem = z.object({
  id: idText, employee: personView.nullable(), category: z.string(), ...sides, reasons: z.array(reasonView),
  runnerUp: z.object({ ...sides, lacked: bilingual }).nullable(),
  /** What it took the place of, and why. */
  change: z.object({ text: bilingual, at: instantText }).nullable(),
  atRisk: moneyWire, at: instantText,
});
export type ReviewItem = z.infer<typeof reviewItem>;

export const decisionView = z.object({
  id: idText, kind: z.enum(MATCH_DECISIONS), at: instantText, by: personView, title: z.string(), amount: moneyWire.nullable(), groupId: idText,
  undone: z.boolean(), canUndo: z.boolean(),
});
export type DecisionView = z.infer<typeof decisionView>;

export const reviewQueue = z.object({
  items: z.array(reviewItem), left: z.number(), doneToday: z.number(),
  /** What was decided last, newest first. */
  decided: z.array(decisionView),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;
