import { formatAmount, type Bilingual, type FuseLevel, type FuseSettings, type Verdicts } from '@roundtrip/kernel';
import { sampled } from './sampled.ts';

/** What a company risks without a person. Money in minor units of its currency. */
export type AutomationSettings = FuseSettings & {
  readonly version: number;
  readonly amountMaxMinor: bigint;
  /** Money that may go through by itself in a day: in all, for one person, under one rule. */
  readonly dayMaxMinor: bigint;
  readonly personDayMaxMinor: bigint;
  readonly ruleDayMaxMinor: bigint;
};

/** Never zero: without a sample nobody knows what automation gets wrong. */
const SAMPLE_LEAST = 0.001;
const DAY_TIMES = 200n;
const PERSON_TIMES = 5n;
const RULE_TIMES = 100n;

/** Where a company has set nothing: its limit for one claim, and days that follow from it. */
export const defaultAutomation = ({ amountMaxMinor, sampleRate }: Pick<AutomationSettings, 'amountMaxMinor' | 'sampleRate'>): AutomationSettings => ({
  version: 0, amountMaxMinor, dayMaxMinor: amountMaxMinor * DAY_TIMES, personDayMaxMinor: amountMaxMinor * PERSON_TIMES, ruleDayMaxMinor: amountMaxMinor * RULE_TIMES,
  allowedError: 0.005, sampleRate: Math.min(1, Math.max(SAMPLE_LEAST, sampleRate)),
});

/** Automation comes back only where people's answers leave open no more than what is allowed. */
export const RECOVERS_AT_ALLOWED = 1;

/** What tells against automation is looked for in this many days: a long good time must not hide a bad week. */
export const EVIDENCE_DAYS = 30;

export const EVERYTHING = 'all';
/** What errors and money are counted under: everything, the person, and what the claim is for. */
export type Scope = string;

export function scopesOf({ personId, categories, rules, merchants }: { readonly personId: string; readonly categories: readonly string[]; readonly rules: readonly string[]; readonly merchants: readonly string[] }): Scope[] {
  const named = (kind: string, names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== ''))].sort().map((name) => `${kind}:${name}`);
  return [EVERYTHING, `person:${personId}`, ...named('category', categories), ...named('rule', rules), ...named('merchant', merchants)];
}

/** Money is limited for all, for a person and for what policy knows; a merchant has a fuse, but no limit of its own. */
const dayMaxOf = (scope: Scope, settings: AutomationSettings): bigint | null => {
  if (scope === EVERYTHING) return settings.dayMaxMinor;
  if (scope.startsWith('person:')) return settings.personDayMaxMinor;
  return scope.startsWith('merchant:') ? null : settings.ruleDayMaxMinor;
};

/** While a fuse is lowered, limits are a tenth. */
const LOWERED_PART = 10n;

export type ScopeState = { readonly scope: Scope; readonly level: FuseLevel; /** Gone through by itself today. */ readonly riskMinor: bigint };

const KINDS: Readonly<Record<string, Bilingual>> = {
  person: { zh: '此人', en: 'this person' }, category: { zh: '类别', en: 'category' }, rule: { zh: '规则', en: 'rule' }, merchant: { zh: '商户', en: 'merchant' },
};
export function scopeWords(scope: Scope): Bilingual {
  if (scope === EVERYTHING) return { zh: '全公司', en: 'the company' };
  const [kind = '', ...name] = scope.split(':');
  const words = KINDS[kind] ?? { zh: kind, en: kind };
  return kind === 'person' ? words : { zh: `${words.zh}“${name.join(':')}”`, en: `${words.en} “${name.join(':')}”` };
}

/**
 * Why a claim that policy, evidence and matching let through asks a person all the same; empty where it does not.
 * Every limit and fuse that it meets must let it through.
 */
export function holdsOf({ minor, currency }: { readonly minor: bigint; readonly currency: string }, settings: AutomationSettings, states: readonly ScopeState[]): Bilingual[] {
  const money = (amount: bigint): string => formatAmount({ minor: amount, currency });
  return states.flatMap(({ scope, level, riskMinor }): Bilingual[] => {
    if (level === 'whole' && minor <= settings.amountMaxMinor && riskMinor + minor <= (dayMaxOf(scope, settings) ?? riskMinor + minor)) return [];
    const { zh, en } = scopeWords(scope);
    if (level === 'stopped') return [{ zh: `${zh}的自动审批已停用`, en: `Automatic approval is stopped for ${en}` }];
    const part = level === 'lowered' ? LOWERED_PART : 1n;
    const [amountMax, dayMax] = [settings.amountMaxMinor / part, dayMaxOf(scope, settings)];
    if (minor > amountMax) return [{ zh: `${zh}的自动审批单笔上限现为 ${money(amountMax)}`, en: `Automatic approval for ${en} now takes up to ${money(amountMax)}` }];
    if (dayMax !== null && riskMinor + minor > dayMax / part) return [{ zh: `${zh}今天自动审批已达 ${money(riskMinor)}，加上这一笔会超过每日上限 ${money(dayMax / part)}`, en: `${money(riskMinor)} went through by itself for ${en} today; with this claim it would exceed the day’s ${money(dayMax / part)}` }];
    return [];
  });
}

/** Beyond the even sample, dear claims are drawn the more often the dearer they are, up to a quarter at the limit for one claim. */
const DEAR_MAX = 0.25;
/** Where a fuse is not whole a mistake is likelier, so more is looked at. */
const WATCHED_TIMES = 4;

export type Drawn = 'even' | 'risk';

/** Whether a claim is looked at afterwards: the even sample says how often automation errs, the rest goes where a mistake would cost most. */
export function drawOf(requestId: string, salt: string, at: { readonly settings: Pick<AutomationSettings, 'sampleRate' | 'amountMaxMinor'>; readonly minor: bigint; readonly isWatched: boolean }): Drawn | null {
  const { sampleRate, amountMaxMinor } = at.settings;
  const even = Math.max(SAMPLE_LEAST, sampleRate);
  if (sampled(requestId, even, salt)) return 'even';
  const share = amountMaxMinor > 0n ? Math.min(1, Number(at.minor) / Number(amountMaxMinor)) : 1;
  return sampled(requestId, Math.max(DEAR_MAX * share, at.isWatched ? even * WATCHED_TIMES : 0), salt) ? 'risk' : null;
}

const percent = (rate: number): string => `${(rate * 100).toPrecision(2)}%`;

/** What happened to a fuse, to be read by finance. */
export function automationWords({ scope, from, to }: { readonly scope: Scope; readonly from: FuseLevel; readonly to: FuseLevel }, { judged, wrong, automatic, found, promised, promisedWrong }: Verdicts, allowedError: number): Bilingual {
  const { zh, en } = scopeWords(scope);
  const seen = {
    zh: `抽查 ${judged} 笔错 ${wrong} 笔，自动审批 ${automatic} 笔中共发现 ${found} 笔错，已确证超过约定的 ${percent(allowedError)}`,
    en: `${wrong} of ${judged} sampled and ${found} of all ${automatic} automatic claims were wrong, more than the ${percent(allowedError)} allowed, beyond doubt`,
  };
  if (to === 'stopped') return { zh: `${zh}的自动审批已停：${seen.zh}`, en: `Automatic approval has stopped for ${en}: ${seen.en}` };
  if (from === 'whole') return { zh: `${zh}的自动审批已收紧到限额的十分之一：${seen.zh}`, en: `Automatic approval was cut to a tenth of its limits for ${en}: ${seen.en}` };
  const part = to === 'lowered' ? { zh: '部分恢复', en: 'is back in part' } : { zh: '已恢复', en: 'is back' };
  return { zh: `${zh}的自动审批${part.zh}：此后人看过 ${promised} 笔，错 ${promisedWrong} 笔`, en: `Automatic approval ${part.en} for ${en}: since then people judged ${promised} claims and found ${promisedWrong} wrong` };
}
