import type { Bilingual, FuseLevel, FuseSettings, Verdicts } from '@roundtrip/kernel';

export type TrustSettings = FuseSettings & { readonly version: number };
export const DEFAULT_TRUST: TrustSettings = { version: 0, allowedError: 1 / 2000, sampleRate: 0.05 };

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
