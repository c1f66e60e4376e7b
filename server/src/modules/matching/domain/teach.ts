import type { Names } from './text.ts';
import type { MatchAlias, MatchLearned } from './types.ts';
import { LAGS, type Model, type Weigher } from './weigh.ts';

/** A first confirmation speaks clearly, more speak louder, none deafens all other evidence. */
const YES = 2;
const YES_MORE = 1.2;
const YES_MAX = 5.5;
const NO = 2;
const NO_MAX = 6;

function weightOf({ confirmed, refused }: MatchAlias): number {
  const more = confirmed - refused;
  return more > 0 ? Math.min(YES_MAX, YES + YES_MORE * Math.log2(more)) : more < 0 ? -Math.min(NO_MAX, NO * -more) : 0;
}

const aliasKey = (merchant: string, seller: string): string => `${merchant}\u0000${seller}`;

/** How many of the product's own observations one confirmation weighs. */
const SAYS = 2;
const WIDTHS = { who: 4, name: 4, goods: 3, day: LAGS } as const;

function drawnBy(model: Model, { levels }: MatchLearned): Model {
  const drawn = { who: Float64Array.from(model.who), name: Float64Array.from(model.name), goods: Float64Array.from(model.goods), day: Float64Array.from(model.day) };
  for (const { code, level, confirmed } of levels) {
    const row = drawn[code];
    const width = WIDTHS[code];
    if (level >= row.length || confirmed <= 0) continue;
    const from = Math.floor(level / width) * width;
    const share = (SAYS * confirmed) / (SAYS * confirmed + 150);
    for (let at = from; at < from + width; at++) row[at] = (row[at] as number) * (1 - share) + (at === level ? share : 0);
  }
  return { ...model, ...drawn };
}

/** Lets a weigher know what people taught; `again`: its model has been drawn by it before. */
export function teach(weigher: Weigher, names: Names, learned: MatchLearned, again = false): void {
  if (!again) weigher.model = drawnBy(weigher.model, learned);
  if (learned.aliases.length === 0) return;
  const weights = new Map(learned.aliases.map((alias) => [aliasKey(alias.merchant, alias.seller), { alias, weight: weightOf(alias) }]));
  weigher.taught = (merchant, seller) => weights.get(aliasKey(names.plainOf(merchant), names.plainOf(seller))) ?? null;
}
