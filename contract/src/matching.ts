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

export const FUSE_LEVELS = ['whole', 'lowered', 'stopped'] as const;
export const fuseView = z.object({ level: z.enum(FUSE_LEVELS), text: bilingual, at: instantText.nullable(), by: personView.nullable() });
export type FuseView = z.infer<typeof fuseView>;

export const reviewQueue = z.object({
  items: z.array(reviewItem), left: z.number(), doneToday: z.number(), atRisk: moneyWire,
  /** How far automatic matching is let; null for who may not see the company. */
  fuse: fuseView.nullable(),
  /** What was decided last, newest first. */
  decided: z.array(decisionView),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;

/** What the company allows of automatic matching. */
export const trustSettings = z.object({ allowedError: z.number().min(1e-5).max(0.05), sampleRate: z.number().min(0.001).max(1) });
export const fuseTurn = z.object({ level: z.enum(FUSE_LEVELS), reason: z.string().trim().min(1).max(500) });
/** An alias by its keys. */
export const aliasRef = z.object({ merchant: z.string().min(1).max(300), seller: z.string().min(1).max(300) });

export const trustView = trustSettings.extend({
  fuse: fuseView, history: z.array(fuseView),
  /** Of blind samples since the fuse last changed; `atMost` is the rate of error that they leave open, at 95 %. */
  judged: z.number(), wrong: z.number(), atMost: z.number(),
  automatic: z.number(), found: z.number(),
  /** Should errors rise to `rate`: how many wrong groups pass before the fuse goes, at most, in 99 of 100 cases. */
  loss: z.array(z.object({ rate: z.number(), groups: z.number().nullable() })),
  /** Clean answers that recovery takes, and how many there are. */
  cleanNeeded: z.number(), cleanSoFar: z.number(),
  learned: z.object({ version: z.number(), aliases: z.array(aliasRef.extend({ merchantShown: z.string(), sellerShown: z.string(), confirmed: z.number(), refused: z.number(), words: bilingual, by: personView.nullable(), at: instantText.nullable() })) }),
});
export type TrustView = z.infer<typeof trustView>;
export const matchReplay = z.object({ replayed: z.number(), other: z.number(), groups: z.number(), differing: z.array(z.string()) });
