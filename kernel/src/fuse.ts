import { greatestRate, leastCount, leastRate, tail } from './statistics.ts';

/**
 * The fuse of anything that is decided without a person: the errors that people find are held against what is allowed,
 * and more of them, beyond doubt, narrow or stop the automation by itself.
 */

/** `whole`: as promised. `lowered`: only what is much surer. `stopped`: everything goes to people. */
export type FuseLevel = 'whole' | 'lowered' | 'stopped';

/** What people have said since the fuse last changed. */
export type Verdicts = {
  /** Of the evenly drawn samples: how many were judged, how many of them wrong. */
  readonly judged: number; readonly wrong: number;
  /** Of all that was decided without a person: how many there are, how many of them anybody found wrong. */
  readonly automatic: number; readonly found: number;
  /** Of all that was sure enough, held back or not: how many were judged, how many of them wrong. */
  readonly promised: number; readonly promisedWrong: number;
};

export type FuseSettings = {
  /** Of what nobody looks at, the share that may be wrong. */
  readonly allowedError: number;
  /** Of it, the share that a person looks at without being told. Never zero. */
  readonly sampleRate: number;
};

/** How many times what is allowed people's answers may leave open for it to be let out a step. */
const RECOVERS_AT = 10;
/** How often, over all time, the fuse may go without there being more errors than allowed. */
const FALSE_ALARM = 0.05;
/** One-sided, for recovery. */
const DOUBT = 0.05;
/** How much worse than allowed stops at once. */
const STOPS_AT = 10;

/**
 * The doubt that the `k`-th error is judged by. Evidence is at its worst when an error has just been found, so it is
 * looked at once an error; the doubts of all errors together come to `FALSE_ALARM`, however long it goes on.
 */
const doubtOf = (k: number): number => (FALSE_ALARM * 6) / (Math.PI * k) ** 2;

/** The rate of error that is shown beyond doubt: by the even sample, and by all that was found, whichever shows more. */
export function shownError({ judged, wrong, automatic, found }: Verdicts): number {
  const sample = wrong === 0 ? 0 : leastRate(wrong, judged, doubtOf(wrong));
  const all = found === 0 ? 0 : leastRate(found, Math.max(automatic, found), doubtOf(found));
  return Math.max(sample, all);
}

type Allowed = Pick<FuseSettings, 'allowedError'>;

/** Where the fuse goes from here; null where it stays. */
export function nextLevel(level: FuseLevel, verdicts: Verdicts, { allowedError }: Allowed, recoversAt = RECOVERS_AT): FuseLevel | null {
  const shown = shownError(verdicts);
  // While it is lowered, what still passes is promised to be surer; it is held to what the company allows.
  if (level !== 'stopped' && shown > allowedError) return level === 'lowered' || shown > STOPS_AT * allowedError ? 'stopped' : 'lowered';
  if (level !== 'whole' && greatestRate(verdicts.promisedWrong, verdicts.promised) <= recoversAt * allowedError) return level === 'stopped' ? 'lowered' : 'whole';
  return null;
}

/** How many clean answers in a row recovery takes. */
export const cleanNeeded = ({ allowedError }: Allowed, recoversAt = RECOVERS_AT): number => Math.ceil(Math.log(DOUBT) / Math.log1p(-Math.min(1 - 1e-9, recoversAt * allowedError)));

const BEYOND_BOUND = 0.01;
const ERRORS_MAX = 200;

/**
 * How many wrong ones pass before the fuse goes, should errors rise to `rate`: more than this only with a chance of
 * `beyond`. By the m-th sampled error the fuse has gone, unless that error came late, which at this rate has a chance of
 * at most half of it; and m sampled errors stand for no more than this many in all, with as small a chance. Null where a
 * rate this near to what is allowed cannot be told from it. `clean`: right answers that stand in the evidence already and
 * speak for it still.
 */
export function lossBound(rate: number, { allowedError, sampleRate }: FuseSettings, { beyond = BEYOND_BOUND, clean = 0 }: { readonly beyond?: number; readonly clean?: number } = {}): number | null {
  for (let m = 1; m <= ERRORS_MAX; m++) {
    const inTime = leastCount((n) => tail(m, n, allowedError) > doubtOf(m)) - 1 - clean;
    if (inTime < m || 1 - tail(m, inTime, rate) > beyond / 2) continue;
    return leastCount((n) => 1 - tail(m, n, sampleRate) <= beyond / 2);
  }
  return null;
}
