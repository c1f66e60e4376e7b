import type { Bilingual } from '@roundtrip/kernel';

/** `whole`: as promised. `lowered`: only what is ten times surer. `stopped`: everything goes to people. */
export type FuseLevel = 'whole' | 'lowered' | 'stopped';

export type TrustSettings = {
  readonly version: number;
  /** Of the groups that nobody looks at, the share that may be wrong. */
  readonly allowedError: number;
  /** Of them, the share that a person looks at without being told. Never zero. */
  readonly sampleRate: number;
};
export const DEFAULT_TRUST: TrustSettings = { version: 0, allowedError: 1 / 2000, sampleRate: 0.05 };

/** What people have said since the fuse last changed. */
export type Verdicts = {
  /** Of the evenly drawn samples: how many were judged, how many of them wrong. */
  readonly judged: number; readonly wrong: number;
  /** Of all that was decided without a person: how many there are, how many of them anybody found wrong. */
  readonly automatic: number; readonly found: number;
  /** Of all that was sure enough, held back or not: how many were judged, how many of them wrong. */
  readonly promised: number; readonly promisedWrong: number;
};

/** How often, over all time, the fuse may go without there being more errors than allowed. */
const FALSE_ALARM = 0.05;
/** One-sided, for what is shown and for recovery. */
const DOUBT = 0.05;
/** How much worse than allowed stops at once, and how near recovery must come. */
const STRICTER = 10;
const BISECTIONS = 60;

/** The chance of `k` or more among `n` at a rate of `p`: one less the sum of the terms below, each made from the one before. */
export function tail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  let log = n * Math.log1p(-p);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.max(0, 1 - below);
}

function bisect(isAbove: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Clopper–Pearson: the smallest rate at which `k` or more of `n` is not a surprise of chance `doubt`. */
export const leastRate = (k: number, n: number, doubt: number): number => (k === 0 || n === 0 ? 0 : bisect((p) => tail(k, n, p) > doubt));
/** Clopper–Pearson: the greatest rate at which `k` or fewer of `n` is not a surprise of chance `doubt`. */
export const greatestRate = (k: number, n: number, doubt: number = DOUBT): number => (n === 0 || k >= n ? 1 : bisect((p) => 1 - tail(k + 1, n, p) < doubt));

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

/** Where the fuse goes from here; null where it stays. */
export function nextLevel(level: FuseLevel, verdicts: Verdicts, { allowedError }: Pick<TrustSettings, 'allowedError'>): FuseLevel | null {
  const shown = shownError(verdicts);
  // While it is lowered, what still passes is promised to be ten times surer; it is held to what the company allows.
  if (level !== 'stopped' && shown > allowedError) return level === 'lowered' || shown > STRICTER * allowedError ? 'stopped' : 'lowered';
  if (level !== 'whole' && greatestRate(verdicts.promisedWrong, verdicts.promised) <= STRICTER * allowedError) return level === 'stopped' ? 'lowered' : 'whole';
  return null;
}

/** How many clean answers in a row recovery takes. */
export const cleanNeeded = ({ allowedError }: Pick<TrustSettings, 'allowedError'>): number => Math.ceil(Math.log(DOUBT) / Math.log1p(-STRICTER * allowedError));

/** The least `n` from 1 on for which something that stays true holds. */
function leastCount(holds: (n: number) => boolean): number {
  let high = 1;
  while (!holds(high) && high < 2 ** 40) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const BEYOND_BOUND = 0.005;
const ERRORS_MAX = 200;

/**
 * How many wrong groups pass before the fuse goes, should errors rise to `rate`: no more than this in 99 of 100 such
 * cases. By the m-th sampled error the fuse has gone, unless that error came late, which at this rate has a chance of at
 * most half a hundredth; and m sampled errors stand for no more than this many in all, with as small a chance. Null where
 * a rate this near to what is allowed cannot be told from it.
 */
export function lossBound(rate: number, { allowedError, sampleRate }: Pick<TrustSettings, 'allowedError' | 'sampleRate'>): number | null {
  for (let m = 1; m <= ERRORS_MAX; m++) {
    const inTime = leastCount((n) => tail(m, n, allowedError) > doubtOf(m)) - 1;
    if (1 - tail(m, inTime, rate) > BEYOND_BOUND) continue;
    return leastCount((n) => 1 - tail(m, n, sampleRate) <= BEYOND_BOUND);
  }
  return null;
}

/** Most groups are far surer than the least sure that passes; while lowered, that one's own chance of error may be this many times what is allowed of all. */
const LEAST_SURE_LOWERED = 2;

/** What of the matcher's own word is let through. */
export function isLet(level: FuseLevel, confidence: number, allowedError: number): boolean {
  if (level === 'stopped') return false;
  return level === 'whole' || 1 - confidence <= LEAST_SURE_LOWERED * allowedError;
}

const HEX = 16;
/** A share of one from the random part of a UUIDv7: made with the group, and the same whenever it is asked. */
const drawnFrom = (id: string, from: number, digits: number): number => Number.parseInt(id.replaceAll('-', '').slice(from, from + digits), 16) / HEX ** digits;

/** Beyond the even sample, dear groups are drawn the more often the dearer they are: a quarter from 40,000 in the company's currency on. */
const DEAR_MINOR = 4_000_000;
const DEAR_MAX = 0.25;
/** While the fuse is lowered a mistake is likelier, so more is looked at. */
const LOWERED_TIMES = 4;

export function sampleOf(id: string, at: { readonly level: FuseLevel; readonly sampleRate: number; readonly minor: bigint }): 'even' | 'risk' | null {
  const even = Math.min(1, at.level === 'lowered' ? at.sampleRate * LOWERED_TIMES : at.sampleRate);
  if (drawnFrom(id, 20, 12) < even) return 'even';
  const dear = Math.min(DEAR_MAX, (Number(at.minor) / DEAR_MINOR) * DEAR_MAX);
  return drawnFrom(id, 13, 3) < dear ? 'risk' : null;
}

/** Where a sample stands in the queue says nothing: it is dealt a place among the doubtful ones. */
export const samplePlace = (id: string): number => 0.05 + 0.35 * drawnFrom(id, 16 + 1, 3);

const share = (rate: number): string => (rate === 0 ? '0' : `${(rate * 100).toPrecision(2)}%`);

/** What happened, to be read by finance. */
export function fuseWords(from: FuseLevel, to: FuseLevel, verdicts: Verdicts, { allowedError }: Pick<TrustSettings, 'allowedError'>): Bilingual {
  const { judged, wrong, automatic, found, promised, promisedWrong } = verdicts;
  const seen = { zh: `抽查 ${judged} 组错 ${wrong} 组，自动的 ${automatic} 组里共发现 ${found} 组错，错误率已确证超过约定的 ${share(allowedError)}`, en: `${wrong} of ${judged} sampled and ${found} of all ${automatic} automatic groups were wrong: more than the ${share(allowedError)} allowed, beyond doubt` };
  if (to === 'stopped') return { zh: `自动匹配已停：${seen.zh}。此后每组都由人来定`, en: `Automatic matching has stopped: ${seen.en}. People decide every group from now on` };
  if (to === 'lowered' && from === 'whole') return { zh: `自动匹配已收紧：${seen.zh}。此后只放过把握高十倍的`, en: `Automatic matching was tightened: ${seen.en}. Only what is ten times surer passes from now on` };
  const clean = { zh: `此后人看过 ${promised} 组，错 ${promisedWrong} 组`, en: `since then people judged ${promised} groups and found ${promisedWrong} wrong` };
  return to === 'lowered' ? { zh: `自动匹配部分恢复：${clean.zh}`, en: `Automatic matching is back in part: ${clean.en}` } : { zh: `自动匹配已恢复：${clean.zh}`, en: `Automatic matching is back: ${clean.en}` };
}
