import type { Id, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';

export type RunId = Id<'payout-run'>;
export const RUN_STATES = ['draft', 'submitted', 'released', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What is released is followed to its end and never called back; what is not may be given up. */
const RUN_MOVES = { draft: ['submitted', 'cancelled'], submitted: ['released', 'draft', 'cancelled'], released: [], cancelled: [] } as const satisfies Record<RunState, readonly RunState[]>;

export type Run = {
  readonly id: RunId;
  readonly number: string;
  readonly state: RunState;
  /** The day of a run that the rule released. */
  readonly ruleDay: string | null;
  readonly madeBy: string | null;
  readonly madeByName: string;
  readonly submittedBy: string | null;
  readonly submittedByName: string | null;
  readonly submittedAt: Instant | null;
  readonly releasedBy: string | null;
  readonly releasedByName: string | null;
  readonly releasedAt: Instant | null;
  readonly ruleMinor: bigint;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

export type RunError =
  | { readonly kind: 'payout-run.wrong-state'; readonly from: RunState; readonly to: RunState }
  | { readonly kind: 'payout-run.empty' }
  | { readonly kind: 'payout-run.blocked'; readonly count: number }
  | { readonly kind: 'payout-run.second-person' }
  | { readonly kind: 'payout-run.own-payout' };

export function moveRun(run: Run, to: RunState, at: Instant): Result<Run, RunError> {
  const allowed: readonly RunState[] = RUN_MOVES[run.state];
  return allowed.includes(to) ? ok({ ...run, state: to, updatedAt: at }) : err({ kind: 'payout-run.wrong-state', from: run.state, to });
}

/** The company's own limits, in minor units of its currency. */
export type PayoutLimits = {
  /** Up to here one payout, and a day's payouts together, go by rule. */
  readonly autoSingleMaxMinor: bigint;
  readonly autoDayMaxMinor: bigint;
  /** From this sum of a run on, whoever releases it is another person than those who made it. */
  readonly twoPersonFromMinor: bigint;
  /** How long a new account waits, unless a second person has looked at it. */
  readonly coolingHours: number;
};

export const LIMITS_AT_FIRST: PayoutLimits = { autoSingleMaxMinor: 5_000_000n, autoDayMaxMinor: 50_000_000n, twoPersonFromMinor: 5_000_000n, coolingHours: 24 };

export type ReleaseQuestion = {
  readonly run: Run;
  readonly releaser: string;
  readonly payees: ReadonlySet<string>;
  readonly totalMinor: bigint;
  /** Sums in other currencies have no limit to be compared with, so they take two. */
  readonly foreign: boolean;
  readonly limits: PayoutLimits;
};

/** Does it take a second person? */
export const takesTwo = ({ totalMinor, foreign, limits }: Pick<ReleaseQuestion, 'totalMinor' | 'foreign' | 'limits'>): boolean => foreign || totalMinor >= limits.twoPersonFromMinor;

/** The segregation of duties, as a law: nobody releases money to themselves, and above the limit nobody releases what they made. */
export function mayRelease(question: ReleaseQuestion): Result<null, RunError> {
  const { run, releaser, payees } = question;
  if (payees.has(releaser)) return err({ kind: 'payout-run.own-payout' });
  const makers = [run.madeBy, run.submittedBy];
  return takesTwo(question) && makers.includes(releaser) ? err({ kind: 'payout-run.second-person' }) : ok(null);
}

export type AutoQuestion = { readonly amountMinor: bigint; readonly currency: string; readonly companyCurrency: string; readonly releasedTodayMinor: bigint; readonly limits: PayoutLimits };

/** May the rule let this one go by itself? */
export const mayGoByRule = ({ amountMinor, currency, companyCurrency, releasedTodayMinor, limits }: AutoQuestion): boolean =>
  currency === companyCurrency && amountMinor <= limits.autoSingleMaxMinor && releasedTodayMinor + amountMinor <= limits.autoDayMaxMinor;
