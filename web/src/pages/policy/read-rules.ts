import type { Bilingual } from '@roundtrip/kernel';
import { say, t } from '../../i18n/index.ts';
import { digitsOf, plainMoney } from '../../parts/format.ts';
import { categoryName } from '../../parts/words.ts';

/** What this page reads of a `roundtrip-policy/1` document; the server has checked it before publishing. */
type Range = { readonly from?: string | number; readonly to?: string | number };
export type When = Readonly<Partial<Record<'category' | 'grade' | 'city' | 'seatClass' | 'channel' | 'department' | 'merchant' | 'goods', readonly string[]>>>
  & { readonly atHome?: boolean; readonly onTrip?: boolean } & Readonly<Partial<Record<'season' | 'spentOn' | 'nights' | 'attendees' | 'distanceKm' | 'amount', Range>>>;
export type Value = string | readonly string[];
export type Row = { readonly id?: string; readonly label?: Bilingual; readonly when?: When; readonly then: Value | { readonly byGrade: Readonly<Record<string, Value>> } };
export type Rule = {
  readonly id: string; readonly clause: string; readonly title: Bilingual; readonly when?: When; readonly onBreach: Handling; readonly kind: string;
  readonly per?: 'expense' | 'night' | 'day' | 'attendee' | 'km'; readonly table?: { readonly hit?: string; readonly rows: readonly Row[] }; readonly reason?: Bilingual;
  readonly above?: string; readonly daysMax?: number; readonly atLeast?: number;
};
type Named = { readonly code: string; readonly title: Bilingual };
export type Document = {
  readonly format: string; readonly currency: string; readonly grades: readonly Named[]; readonly categories?: readonly Named[];
  readonly cityLists?: Readonly<Record<string, readonly string[]>>; readonly rules: readonly Rule[];
};
export type Handling = 'refuse' | 'warn' | 'cut' | 'approve';

export type RuleText = {
  readonly id: string; readonly clause: string; readonly title: string; readonly breach: Handling;
  /** When it applies and what it asks, a sentence each. */
  readonly says: readonly string[];
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
};

const CITIES_SHOWN_MAX = 8;
const join = (words: readonly string[]): string => words.join(t('policy.and'));
const range = ({ from, to }: Range): string => (from === undefined ? `≤ ${to}` : to === undefined ? `≥ ${from}` : from === to ? String(from) : `${from}–${to}`);

/** Whether a document is of the form that this page knows by heart. */
export const isRules = (document: unknown): document is Document => typeof document === 'object' && document !== null && (document as { format?: unknown }).format === 'roundtrip-policy/1';

function citiesText(document: Document, cities: readonly string[]): string {
  const names = cities.flatMap((city) => (city.startsWith('@') ? (document.cityLists?.[city.slice(1)] ?? [city]) : [city]));
  const shown = names.slice(0, CITIES_SHOWN_MAX).map((name) => (name === '*' ? t('policy.elsewhere') : name.replace(/\*$/, '')));
  return names.length > shown.length ? t('policy.cities-more', { cities: join(shown), count: names.length }) : join(shown);
}

const nameIn = (list: readonly Named[] | undefined, code: string): string | undefined => { const found = list?.find((each) => each.code === code); return found && say(found.title); };
export const gradeName = (document: Document, code: string): string => (code === '*' ? t('policy.others') : nameIn(document.grades, code) ?? code);

export const SEATS = ['standing', 'hard_seat', 'soft_seat', 'second', 'third', 'hard_sleeper', 'soft_sleeper', 'economy', 'premium_economy', 'first_seat', 'business_seat', 'deluxe_sleeper', 'business', 'first'] as const;
/** The standard classes in the reader's language; any other word as the company wrote it. */
export const seatName = (word: string): string => { const seat = SEATS.find((each) => each === word); return seat ? t(`policy.seat.${seat}`) : word; };

/** A condition as short words, one for each thing that must hold. */
export function whenText(document: Document, when: When | undefined): string[] {
  if (!when) return [];
  const words: (string | false | undefined)[] = [
    when.category && join(when.category.map((code) => nameIn(document.categories, code) ?? categoryName(code))), when.grade && join(when.grade.map((code) => gradeName(document, code))),
    when.city && citiesText(document, when.city), when.onTrip !== undefined && t(when.onTrip ? 'policy.on-trip' : 'policy.off-trip'), when.atHome !== undefined && t(when.atHome ? 'policy.at-home' : 'policy.away'),
    when.season && `${when.season.from} – ${when.season.to}`, when.spentOn && range(when.spentOn), when.nights && t('policy.nights', { range: range(when.nights) }), when.attendees && t('policy.attendees', { range: range(when.attendees) }),
    when.distanceKm && `${range(when.distanceKm)} km`, when.amount && `${range(when.amount)} ${document.currency}`, when.seatClass && join(when.seatClass.map(seatName)), when.channel && join(when.channel), when.department && join(when.department),
    when.merchant && t('policy.merchant', { words: join(when.merchant) }), when.goods && t('policy.goods', { words: join(when.goods) }),
  ];
  return words.filter((word): word is string => typeof word === 'string' && word !== '');
}

function tableOf(document: Document, rule: Rule): RuleText['table'] {
  const rows = rule.table?.rows;
  if (!rows) return null;
  const grades = [...new Set(rows.flatMap(({ then }) => (typeof then === 'object' && 'byGrade' in then ? Object.keys(then.byGrade) : [])))];
  const cell = (value: Value | undefined): string => (value === undefined ? '—' : typeof value === 'string' ? digitsOf(value) : join(value.map(seatName)));
  const whole = rows.some(({ then }) => !(typeof then === 'object' && 'byGrade' in then));
  const unit = rule.per ? t(`policy.per.${rule.per}`, { currency: document.currency }) : t('policy.allowed');
  return {
    columns: [whole || !rule.per ? t('policy.case') : `${t('policy.case')} · ${unit}`, ...(whole ? [unit] : []), ...grades.map((code) => gradeName(document, code))],
    rows: rows.map(({ label, when, then }) => {
      const graded = typeof then === 'object' && 'byGrade' in then ? then.byGrade : null;
      const name = label ? say(label) : whenText(document, when).join(' · ') || t(rows.length === 1 ? 'policy.always' : 'policy.elsewhere');
      return [name, ...(whole ? [graded ? '' : cell(then as Value)] : []), ...grades.map((code) => (graded ? cell(graded[code]) : ''))];
    }),
  };
}

function asksOf(document: Document, rule: Rule): string[] {
  if (rule.reason) return [say(rule.reason)];
  if (rule.kind === 'invoice' && rule.above !== undefined) return [t('policy.asks.invoice', { amount: plainMoney({ amount: rule.above, currency: document.currency }) })];
  if (rule.kind === 'age' && rule.daysMax !== undefined) return [t('policy.asks.age', { days: rule.daysMax })];
  if (rule.kind === 'guests' && rule.atLeast !== undefined) return [t('policy.asks.guests', { count: rule.atLeast })];
  if (rule.kind === 'confidence' && rule.atLeast !== undefined) return [t('policy.asks.confidence', { share: Math.round(rule.atLeast * 100) })];
  return [];
}

/** The rules of a policy in the order in which they stand in it, in the reader's language. */
export function readRules(document: Document): RuleText[] {
  return document.rules.map((rule) => {
    const when = whenText(document, rule.when);
    return { id: rule.id, clause: rule.clause, title: say(rule.title), breach: rule.onBreach, says: [...(when.length > 0 ? [t('policy.applies', { when: when.join(' · ') })] : []), ...asksOf(document, rule)], table: tableOf(document, rule) };
  });
}
