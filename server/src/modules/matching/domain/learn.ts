import type { Bilingual } from '@roundtrip/kernel';
import { prepare, type Paper, type Spent } from './prepare.ts';
import { Names, plainName } from './text.ts';
import { LAGS, Weigher, dayRow } from './weigh.ts';
import type { MatchInput } from './types.ts';

/** How alike two names read, 0 to 1: the share of the shorter one that stands in the longer. */
export function namesAlike(a: string, b: string): number {
  const names = new Names();
  return names.likeness(names.numberOf(a), names.numberOf(b));
}

/** What people's decisions can shift: how often true pairs show each level of these. */
export const LEARNED_CODES = ['who', 'day', 'name', 'goods'] as const;
export type LearnedCode = (typeof LEARNED_CODES)[number];
export type LevelCount = { readonly code: LearnedCode; readonly level: number; readonly confirmed: number; readonly refused: number };

/** What one decision taught of one merchant and one seller. Counts are negative where a decision was taken back. */
export type Lesson = {
  /** Empty where the two names are alike anyway: there is no alias to learn. */
  readonly merchant: string; readonly seller: string;
  readonly merchantShown: string; readonly sellerShown: string;
  readonly confirmed: number; readonly refused: number;
  readonly levels: readonly LevelCount[];
};

export type LearnedAlias = { readonly merchant: string; readonly seller: string; readonly merchantShown: string; readonly sellerShown: string; readonly confirmed: number; readonly refused: number };
/** All lessons up to a version, summed: the same lessons give the same learning, whatever their order. */
export type Learned = { readonly version: number; readonly aliases: readonly LearnedAlias[]; readonly levels: readonly LevelCount[] };
export const NOTHING_LEARNED: Learned = { version: 0, aliases: [], levels: [] };

export type DecidedPair = { readonly paymentId: string; readonly invoiceId: string; readonly right: boolean };

/** Names as alike as this need no alias. */
const ALIKE = 0.8;
const PLACE: Readonly<Record<LearnedCode, number>> = { who: 3, day: 4, name: 6, goods: 7 };

function levelsOf(weigher: Weigher, spent: Spent, paper: Paper, right: boolean): LevelCount[] {
  weigher.weigh(spent, paper);
  return LEARNED_CODES.map((code) => {
    const level = weigher.levels[PLACE[code]] as number;
    return { code, level: code === 'day' ? dayRow(spent, paper) * LAGS + level : level, confirmed: Number(right), refused: Number(!right) };
  });
}

/**
 * What a person's decision says about the pairs of payment and invoice that it joined or parted. A pair that was parted
 * says nothing against an alias that the same decision confirms: it was the other payment of the same shop.
 */
export function lessonsOf(input: MatchInput, pairs: readonly DecidedPair[]): Lesson[] {
  const prepared = prepare(input);
  const weigher = new Weigher('invoice', prepared);
  const spent = new Map(prepared.spent.map((one) => [one.source.id, one]));
  const papers = new Map(prepared.invoices.map((one) => [one.id, one]));
  const sellers = new Map(input.invoices.map((one) => [one.id, one.seller]));
  const known = pairs.flatMap((pair) => {
    const [payment, paper, seller] = [spent.get(pair.paymentId), papers.get(pair.invoiceId), sellers.get(pair.invoiceId)];
    return payment && paper && seller !== undefined ? [{ payment, paper, right: pair.right, merchantShown: payment.source.merchant, sellerShown: seller }] : [];
  });
  const aliasOf = (one: (typeof known)[number]): string => `${plainName(one.merchantShown)}\u0000${plainName(one.sellerShown)}`;
  const joined = new Set(known.filter((one) => one.right).map(aliasOf));
  return known.filter((one) => one.right || !joined.has(aliasOf(one))).map((one): Lesson => {
    const alike = one.merchantShown === '' || one.sellerShown === '' || namesAlike(one.merchantShown, one.sellerShown) >= ALIKE;
    return {
      merchant: alike ? '' : plainName(one.merchantShown), seller: alike ? '' : plainName(one.sellerShown), merchantShown: alike ? '' : one.merchantShown, sellerShown: alike ? '' : one.sellerShown,
      confirmed: alike ? 0 : Number(one.right), refused: alike ? 0 : Number(!one.right), levels: levelsOf(weigher, one.payment, one.paper, one.right),
    };
  });
}

/** The same lessons with the other sign: what is left after a decision was taken back. */
export const takenBack = (lesson: Lesson): Lesson => ({
  ...lesson, confirmed: -lesson.confirmed, refused: -lesson.refused, levels: lesson.levels.map((one) => ({ ...one, confirmed: -one.confirmed, refused: -one.refused })),
});

/** Sums lessons into what is known at a version. What has come to nothing is left out. */
export function learnedFrom(lessons: readonly Lesson[], version: number): Learned {
  const aliases = new Map<string, LearnedAlias>();
  const levels = new Map<string, LevelCount>();
  for (const lesson of lessons) {
    for (const one of lesson.levels) {
      const key = `${one.code}/${one.level}`;
      const before = levels.get(key);
      levels.set(key, { ...one, confirmed: (before?.confirmed ?? 0) + one.confirmed, refused: (before?.refused ?? 0) + one.refused });
    }
    if (lesson.merchant === '') continue;
    const { merchant, seller, merchantShown, sellerShown } = lesson;
    const before = aliases.get(`${merchant}\u0000${seller}`);
    aliases.set(`${merchant}\u0000${seller}`, {
      merchant, seller, merchantShown: before && before.merchantShown < merchantShown ? before.merchantShown : merchantShown, sellerShown: before && before.sellerShown < sellerShown ? before.sellerShown : sellerShown,
      confirmed: (before?.confirmed ?? 0) + lesson.confirmed, refused: (before?.refused ?? 0) + lesson.refused,
    });
  }
  const speaks = (one: { readonly confirmed: number; readonly refused: number }): boolean => one.confirmed > 0 || one.refused > 0;
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return {
    version, aliases: [...aliases].sort(([a], [b]) => order(a, b)).map(([, one]) => one).filter(speaks),
    levels: [...levels].sort(([a], [b]) => order(a, b)).map(([, one]) => one).filter(speaks),
  };
}

const times = (count: number): Bilingual => (count === 1 ? { zh: '1 次', en: 'once' } : count === 2 ? { zh: '2 次', en: 'twice' } : { zh: `${count} 次`, en: `${count} times` });

/** The reason that a learned alias gives, in the words of who taught it. */
export const aliasWords = (alias: LearnedAlias): Bilingual => ({
  zh: `你们确认过“${alias.merchantShown}”就是“${alias.sellerShown}”${times(alias.confirmed).zh}${alias.refused > 0 ? `，否定过 ${times(alias.refused).zh}` : ''}`,
  en: `You confirmed that “${alias.merchantShown}” is “${alias.sellerShown}” ${times(alias.confirmed).en}${alias.refused > 0 ? ` and refused it ${times(alias.refused).en}` : ''}`,
});
