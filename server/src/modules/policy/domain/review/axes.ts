import { addDays, daysBetween, formatAmount, PAYMENT_CHANNELS, type Bilingual, type CivilDate } from '@roundtrip/kernel';
import { minorOf } from '../conditions.ts';
import type { ConditionDocument } from '../document.ts';
import type { Policy } from '../policy.ts';
import { SEAT_CLASSES } from '../seats.ts';
import { everything, type Box } from './space.ts';

/** One field of the conditions, cut into the smallest parts that the conditions at hand tell apart. */
type Axis = {
  readonly title: Bilingual;
  readonly atoms: readonly Bilingual[];
  /** The atoms that the condition takes in. */
  readonly bits: (condition: ConditionDocument) => bigint;
};

const plain = (text: string): Bilingual => ({ zh: text, en: text });
const bit = (index: number): bigint => 1n << BigInt(index);
const bitsWhere = <T>(atoms: readonly T[], fits: (atom: T) => boolean): bigint => atoms.reduce((bits, atom, index) => (fits(atom) ? bits | bit(index) : bits), 0n);

/** A field that names values: those named anywhere, and all the others as one. */
function words(title: Bilingual, read: (condition: ConditionDocument) => readonly string[] | undefined, known: readonly { readonly code: string; readonly title: Bilingual }[], others: Bilingual | null): Axis {
  const named = [...known.map((one) => one.title), ...(others ? [others] : [])];
  const all = everything(named.length);
  return {
    title, atoms: named,
    bits: (condition) => {
      const wanted = read(condition);
      return wanted ? bitsWhere(known, (one) => wanted.includes(one.code)) : all;
    },
  };
}

function cities(policy: Policy, conditions: readonly ConditionDocument[]): Axis {
  const keys = [...new Set(conditions.flatMap((condition) => policy.placeKeys(condition.city ?? [])))];
  const places = keys.map((key) => ({ key, chain: policy.places.find(key)?.chain ?? [key] }));
  const elsewhere: Bilingual = { zh: '表中未列的地方', en: 'places that the table does not name' };
  const all = everything(places.length + 1);
  return {
    title: { zh: '城市', en: 'city' },
    atoms: [...places.map(({ key }) => (key.endsWith('*') ? { zh: `${key.slice(0, -1)}其他地方`, en: `the rest of ${key.slice(0, -1)}` } : plain(key))), elsewhere],
    bits: (condition) => {
      if (!condition.city) return all;
      const wanted = new Set(policy.placeKeys(condition.city));
      return bitsWhere(places, ({ chain }) => chain.some((key) => wanted.has(key)));
    },
  };
}

const DAYS_BEFORE = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366] as const;
/** The day of a leap year that `MM-DD` is, from 0. */
const dayOfYear = (monthDay: string): number => (DAYS_BEFORE[Number(monthDay.slice(0, 2)) - 1] ?? 0) + Number(monthDay.slice(3)) - 1;

function monthDayOf(day: number): string {
  const month = DAYS_BEFORE.findLastIndex((before) => before <= day);
  return `${String(month + 1).padStart(2, '0')}-${String(day - (DAYS_BEFORE[month] ?? 0) + 1).padStart(2, '0')}`;
}

function seasons(conditions: readonly ConditionDocument[]): Axis {
  const cuts = conditions.flatMap(({ season }) => (season ? [dayOfYear(season.from), (dayOfYear(season.to) + 1) % 366] : []));
  const starts = [...new Set([0, ...cuts])].sort((a, b) => a - b);
  const all = everything(starts.length);
  return {
    title: { zh: '季节', en: 'season' },
    atoms: starts.map((start, index) => plain(`${monthDayOf(start)}–${monthDayOf((starts[index + 1] ?? 366) - 1)}`)),
    bits: ({ season }) => {
      if (!season) return all;
      const [from, to] = [dayOfYear(season.from), dayOfYear(season.to)];
      return bitsWhere(starts, (day) => (from <= to ? day >= from && day <= to : day >= from || day <= to));
    },
  };
}

type Range = { readonly from?: bigint | undefined; readonly to?: bigint | undefined };
type Span = { readonly from: bigint | null; readonly to: bigint | null };

/** A field that counts: cut where any condition begins or ends. Whole numbers, so that between 3 and 4 there is nothing. */
function counted(title: Bilingual, conditions: readonly ConditionDocument[], read: (condition: ConditionDocument) => Range | null, { least, show }: { readonly least: bigint | null; readonly show: (value: bigint) => string }): Axis {
  const cuts = conditions.flatMap((condition) => {
    const range = read(condition);
    return range ? [...(range.from === undefined ? [] : [range.from]), ...(range.to === undefined ? [] : [range.to + 1n])] : [];
  });
  const inner = [...new Set(cuts)].filter((cut) => least === null || cut > least).sort((a, b) => (a < b ? -1 : 1));
  const spans = [least, ...inner].map((from, index): Span => ({ from, to: inner[index] === undefined ? null : inner[index] - 1n }));
  const all = everything(spans.length);
  return {
    title,
    atoms: spans.map(({ from, to }) => plain(from !== null && from === to ? show(from) : `${from === null ? '…' : show(from)}–${to === null ? '…' : show(to)}`)),
    bits: (condition) => {
      const range = read(condition);
      if (!range) return all;
      return bitsWhere(spans, (span) => (range.from === undefined || (span.from !== null && span.from >= range.from)) && (range.to === undefined || (span.to !== null && span.to <= range.to)));
    },
  };
}

/** A range as it is written, in whole numbers. */
const rangeOf = <T>(range: { readonly from?: T; readonly to?: T } | undefined, whole: (value: T) => bigint): Range | null =>
  (range ? { from: range.from === undefined ? undefined : whole(range.from), to: range.to === undefined ? undefined : whole(range.to) } : null);

const EPOCH = '2000-01-01' as CivilDate;
const daysOf = (day: string): bigint => BigInt(daysBetween(EPOCH, day as CivilDate));
const dayText = (day: bigint): string => addDays(EPOCH, Number(day));
const THOUSANDTHS = 1000;

function flags(title: Bilingual, read: (condition: ConditionDocument) => boolean | undefined): Axis {
  return { title, atoms: [{ zh: '是', en: 'yes' }, { zh: '否', en: 'no' }], bits: (condition) => (read(condition) === undefined ? 3n : read(condition) ? 1n : 2n) };
}

/** Words in a text have no end of combinations: each list of words is one question that is answered yes or no. */
function wordLists(title: Bilingual, conditions: readonly ConditionDocument[], read: (condition: ConditionDocument) => readonly string[] | undefined): Axis[] {
  const lists = new Map(conditions.flatMap((condition) => (read(condition) ? [[JSON.stringify(read(condition)), read(condition) ?? []] as const] : [])));
  return [...lists].map(([key, list]): Axis => ({
    title: { zh: `${title.zh}含“${list.slice(0, 2).join('”“')}”`, en: `${title.en} with “${list.slice(0, 2).join('”, “')}”` },
    atoms: [{ zh: '是', en: 'yes' }, { zh: '否', en: 'no' }], bits: (condition) => (JSON.stringify(read(condition)) === key ? 1n : 3n),
  }));
}

const OTHERS: Bilingual = { zh: '其他', en: 'others' };

/** The axes that these conditions need; a field that none names is left out. */
function axesOf(policy: Policy, conditions: readonly ConditionDocument[]): Axis[] {
  const named = (field: keyof ConditionDocument): boolean => conditions.some((condition) => condition[field] !== undefined);
  const codes = (list: readonly string[]) => list.map((code) => ({ code, title: plain(code) }));
  const departments = [...new Set(conditions.flatMap((condition) => condition.department ?? []))];
  const money = (minor: bigint): string => formatAmount({ minor, currency: policy.currency });
  const axes: readonly (readonly [keyof ConditionDocument, () => readonly Axis[]])[] = [
    ['category', () => [words({ zh: '类型', en: 'category' }, (one) => one.category, [...policy.categories.values()], null)]],
    ['grade', () => [words({ zh: '职级', en: 'grade' }, (one) => one.grade, policy.document.grades, null)]],
    ['city', () => [cities(policy, conditions)]],
    ['atHome', () => [flags({ zh: '在常驻地', en: 'at home' }, (one) => one.atHome)]],
    ['onTrip', () => [flags({ zh: '出差中', en: 'on a trip' }, (one) => one.onTrip)]],
    ['season', () => [seasons(conditions)]],
    ['spentOn', () => [counted({ zh: '日期', en: 'day' }, conditions, (one) => rangeOf(one.spentOn, daysOf), { least: null, show: dayText })]],
    ['nights', () => [counted({ zh: '晚数', en: 'nights' }, conditions, (one) => rangeOf(one.nights, BigInt), { least: 1n, show: String })]],
    ['attendees', () => [counted({ zh: '人数', en: 'guests' }, conditions, (one) => rangeOf(one.attendees, BigInt), { least: 0n, show: String })]],
    ['distanceKm', () => [counted({ zh: '里程', en: 'km' }, conditions, (one) => rangeOf(one.distanceKm, (km) => BigInt(Math.round(km * THOUSANDTHS))), { least: 0n, show: (value) => String(Number(value) / THOUSANDTHS) })]],
    ['amount', () => [counted({ zh: '金额', en: 'amount' }, conditions, (one) => rangeOf(one.amount, (text) => minorOf(text, policy.currency)), { least: 0n, show: money })]],
    ['seatClass', () => [words({ zh: '席别', en: 'class' }, (one) => one.seatClass, codes(SEAT_CLASSES), null)]],
    ['channel', () => [words({ zh: '支付渠道', en: 'channel' }, (one) => one.channel, codes(PAYMENT_CHANNELS), OTHERS)]],
    ['department', () => [words({ zh: '部门', en: 'department' }, (one) => one.department, codes(departments), OTHERS)]],
    ['merchant', () => wordLists({ zh: '商户', en: 'merchant' }, conditions, (one) => one.merchant)],
    ['goods', () => wordLists({ zh: '商品', en: 'goods' }, conditions, (one) => one.goods)],
  ];
  return axes.flatMap(([field, make]) => (named(field) ? make() : []));
}

/** All questions that these conditions can tell apart. */
export type Space = {
  readonly boxOf: (condition: ConditionDocument | undefined) => Box;
  /** Where a box lies inside another, in words: only what narrows it. */
  readonly describe: (box: Box, within: Box) => Bilingual;
};

const NAMED_MAX = 4;

function atomsText(axis: Axis, bits: bigint): Bilingual {
  const atoms = axis.atoms.filter((_, index) => (bits & bit(index)) !== 0n);
  const more = atoms.length > NAMED_MAX ? { zh: ` 等 ${atoms.length} 项`, en: ` and ${atoms.length - NAMED_MAX} more` } : { zh: '', en: '' };
  const shown = atoms.slice(0, NAMED_MAX);
  return { zh: shown.map((atom) => atom.zh).join('、') + more.zh, en: shown.map((atom) => atom.en).join(', ') + more.en };
}

export function spaceOf(policy: Policy, conditions: readonly ConditionDocument[]): Space {
  const axes = axesOf(policy, conditions);
  return {
    boxOf: (condition) => axes.map((axis) => axis.bits(condition ?? {})),
    describe: (box, within) => {
      const parts = axes.flatMap((axis, index) => {
        const [bits, outer] = [box[index] ?? 0n, within[index] ?? 0n];
        return bits === outer ? [] : [{ title: axis.title, text: atomsText(axis, bits) }];
      });
      return { zh: parts.map(({ title, text }) => `${title.zh} ${text.zh}`).join(';'), en: parts.map(({ title, text }) => `${title.en} ${text.en}`).join('; ') };
    },
  };
}
