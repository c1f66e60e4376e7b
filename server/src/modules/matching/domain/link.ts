import { pairsOf, type Pairs } from './block.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';
import { solve, type Edges } from './solve.ts';
import { acceptBundles, severalPapers, severalPayments, type Accepted } from './sums.ts';
import { CATEGORIES } from './text.ts';
import { AMOUNT, LAGS, Weigher, amountLevel, defaultModel, type Model, type Table } from './weigh.ts';

/** What was found for one table: single pairs and bundles, each payment and paper used once. */
export type Single = { readonly payment: number; readonly paper: number; readonly weight: number; readonly likely: number; readonly rival: { readonly payment: number; readonly paper: number; readonly likely: number } | null };
export type Found = { readonly table: Table; readonly papers: readonly Paper[]; readonly weigher: Weigher; readonly singles: readonly Single[]; readonly bundles: readonly Accepted[] };

const WINDOW = { invoice: { before: 32, after: 62 }, booking: { before: 6, after: 75 } } as const;
const FLOOR = -3;
const BEHIND_MAX = 10;
const LIKELY_MIN = 0.35;
const LEARN_ROUNDS = 2;
const LEARN_FROM = 300;
const DEFAULT_COUNTS = 150;

/** Only pairs that could still matter: near zero or better, and not hopeless on both sides. */
function edgesOf(pairs: Pairs, weights: Float64Array, keep: (k: number) => boolean, sides: { readonly lefts: number; readonly rights: number }): Edges {
  const bestLeft = new Float64Array(sides.lefts).fill(-Infinity);
  const bestRight = new Float64Array(sides.rights).fill(-Infinity);
  for (let k = 0; k < pairs.size; k++) {
    if (!keep(k)) continue;
    const [i, j, w] = [pairs.left[k] as number, pairs.right[k] as number, weights[k] as number];
    if (w > (bestLeft[i] as number)) bestLeft[i] = w;
    if (w > (bestRight[j] as number)) bestRight[j] = w;
  }
  const kept: number[] = [];
  for (let k = 0; k < pairs.size; k++) {
    const w = weights[k] as number;
    if (keep(k) && w >= FLOOR && (w >= (bestLeft[pairs.left[k] as number] as number) - BEHIND_MAX || w >= (bestRight[pairs.right[k] as number] as number) - BEHIND_MAX)) kept.push(k);
  }
  return { size: kept.length, left: Int32Array.from(kept, (k) => pairs.left[k] as number), right: Int32Array.from(kept, (k) => pairs.right[k] as number), weight: Float64Array.from(kept, (k) => weights[k] as number) };
}

const near = (spent: Spent, paper: Paper): boolean => {
  const level = amountLevel(spent, paper);
  return (level === AMOUNT.fee || level === AMOUNT.fold || level === AMOUNT.extra) && (spent.category === 'other' || spent.category === paper.category);
};

/** Draws the model towards what this company's sure pairs show; with few of them it stays the product's own. */
function learn(weigher: Weigher, prepared: Prepared, papers: readonly Paper[], sure: { readonly edges: Edges; readonly likely: Float64Array }): Model {
  const base = defaultModel(weigher.table);
  const counts = { who: new Float64Array(4), name: new Float64Array(4), goods: new Float64Array(3), day: new Float64Array(CATEGORIES.length * LAGS) };
  let total = 0;
  for (let e = 0; e < sure.edges.size; e++) {
    const p = sure.likely[e] as number;
    if (p < 0.5) continue;
    const paper = papers[sure.edges.right[e] as number] as Paper;
    weigher.weigh(prepared.spent[sure.edges.left[e] as number] as Spent, paper);
    total += p;
    counts.who[weigher.levels[2] as number]! += p;
    counts.name[weigher.levels[5] as number]! += p;
    counts.goods[weigher.levels[6] as number]! += p;
    counts.day[CATEGORIES.indexOf(paper.category) * LAGS + (weigher.levels[3] as number)]! += p;
  }
  if (total < LEARN_FROM) return base;
  const drawn = (defaults: Float64Array, seen: Float64Array, width: number): Float64Array => defaults.map((value, at) => {
    const from = Math.floor(at / width) * width;
    const all = seen.subarray(from, from + width).reduce((sum, one) => sum + one, 0);
    return ((seen[at] as number) + DEFAULT_COUNTS * value) / (all + DEFAULT_COUNTS);
  });
  return { ...base, who: drawn(base.who, counts.who, 4), name: drawn(base.name, counts.name, 4), goods: drawn(base.goods, counts.goods, 3), day: drawn(base.day, counts.day, LAGS) };
}

/** Finds what belongs together in three steps: equal amounts, sums, then what only an order number or a person and a day join. */
export function link(table: Table, prepared: Prepared, bookingsOf: (payment: number) => readonly Paper[]): Found {
  const papers = table === 'invoice' ? prepared.invoices : prepared.bookings;
  const sides = { lefts: prepared.spent.length, rights: papers.length };
  const weigher = new Weigher(table, prepared);
  const numberOf = new Map(prepared.spent.map((one, i) => [one, i]));
  weigher.journeyOf = (spent) => bookingsOf(numberOf.get(spent) ?? -1)[0] ?? null;
  const pairs = pairsOf(prepared.spent, papers, WINDOW[table], table === 'booking' ? near : null);
  const exact = new Uint8Array(pairs.size);
  for (let k = 0; k < pairs.size; k++) exact[k] = Number(amountLevel(prepared.spent[pairs.left[k] as number] as Spent, papers[pairs.right[k] as number] as Paper) <= AMOUNT.gross);
  const weights = new Float64Array(pairs.size);
  const weighAll = (): void => {
    for (let k = 0; k < pairs.size; k++) weights[k] = weigher.weigh(prepared.spent[pairs.left[k] as number] as Spent, papers[pairs.right[k] as number] as Paper);
  };
  weighAll();
  let edges = edgesOf(pairs, weights, (k) => exact[k] === 1, sides);
  let solved = solve(edges, sides.lefts, sides.rights);
  for (let round = 0; round < LEARN_ROUNDS && edges.size >= LEARN_FROM; round++) {
    weigher.model = learn(weigher, prepared, papers, { edges, likely: solved.likely });
    weighAll();
    edges = edgesOf(pairs, weights, (k) => exact[k] === 1, sides);
    solved = solve(edges, sides.lefts, sides.rights);
  }
  const used = { payments: new Set<number>(), papers: new Set<number>() };
  const take = (payments: readonly number[], taken: readonly number[]): void => {
    for (const i of payments) used.payments.add(i);
    for (const j of taken) used.papers.add(j);
  };
  const singles = singlesOf(edges, solved);
  for (const single of singles) take([single.payment], [single.paper]);
  const free = { payments: [...prepared.spent.keys()].filter((i) => !used.payments.has(i)), papers: [...papers.keys()].filter((j) => !used.papers.has(j)) };
  const room = { prepared, papers, table };
  const bundles = acceptBundles([...severalPayments(room, free), ...severalPapers(room, free, bookingsOf)]);
  for (const bundle of bundles) take(bundle.payments, bundle.papers);
  const loose = edgesOf(pairs, weights, (k) => exact[k] === 0 && !used.payments.has(pairs.left[k] as number) && !used.papers.has(pairs.right[k] as number), sides);
  return { table, papers, weigher, bundles, singles: [...singles, ...singlesOf(loose, solve(loose, sides.lefts, sides.rights))] };
}

function singlesOf(edges: Edges, { likely, chosen }: { readonly likely: Float64Array; readonly chosen: Uint8Array }): Single[] {
  const byLeft = new Map<number, number[]>();
  const byRight = new Map<number, number[]>();
  for (let e = 0; e < edges.size; e++) {
    for (const [known, id] of [[byLeft, edges.left[e] as number], [byRight, edges.right[e] as number]] as const) {
      const list = known.get(id);
      if (list) list.push(e);
      else known.set(id, [e]);
    }
  }
  const singles: Single[] = [];
  for (let e = 0; e < edges.size; e++) {
    if (!chosen[e] || (likely[e] as number) < LIKELY_MIN) continue;
    let rival = -1;
    for (const other of [...(byLeft.get(edges.left[e] as number) ?? []), ...(byRight.get(edges.right[e] as number) ?? [])]) {
      if (other !== e && (rival < 0 || (edges.weight[other] as number) > (edges.weight[rival] as number))) rival = other;
    }
    singles.push({ payment: edges.left[e] as number, paper: edges.right[e] as number, weight: edges.weight[e] as number, likely: likely[e] as number, rival: rival < 0 ? null : { payment: edges.left[rival] as number, paper: edges.right[rival] as number, likely: likely[rival] as number } });
  }
  return singles;
}
