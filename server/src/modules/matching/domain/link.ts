import { pairsOf, type Pairs } from './block.ts';
import { categoryNumber, type Paper, type Prepared, type Spent } from './prepare.ts';
import { solve, type Edges, type Solved } from './solve.ts';
import { orderBundles } from './orders.ts';
import type { Accepted } from './bundle.ts';
import { acceptBundles, severalPapers, severalPayments } from './sums.ts';
import type { RateOn } from './rates.ts';
import { teach } from './teach.ts';
import { CATEGORIES } from './text.ts';
import type { MatchLearned } from './types.ts';
import { AMOUNT, LAGS, Weigher, amountLevel, dayRow, defaultModel, sellerKey, type Known, type Model, type Option, type Table } from './weigh.ts';

/** What was found for one table: single pairs and bundles, each payment and paper used once. */
export type Single = { readonly payment: number; readonly paper: number; readonly weight: number; readonly likely: number; readonly rival: { readonly payment: number; readonly paper: number; readonly likely: number } | null };
export type Found = { readonly table: Table; readonly prepared: Prepared; readonly papers: readonly Paper[]; readonly weigher: Weigher; readonly singles: readonly Single[]; readonly bundles: readonly Accepted[]; /** By payment: every paper it may belong to, likeliest first. */ readonly options: ReadonlyMap<number, readonly Option[]> };

const WINDOW = { invoice: { before: 32, after: 62 }, booking: { before: 6, after: 75 } } as const;
const FLOOR = -3;
const BEHIND_MAX = 10;
const LIKELY_MIN = 0.35;
const RIDER_MIN = 0.5;
/** A pair of at least this weight is not taken apart again for the sake of a sum. */
const FIRM = 7;
const LEARN_ROUNDS = 1;
const LEARN_FROM = 300;
const DEFAULT_COUNTS = 150;
const ORPHANS_MIN = 0.02;

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

/** What competes from the first: equal amounts, and bookings whose order number the payment bears. */
const isHard = (table: Table, spent: Spent, paper: Paper): boolean => {
  const level = amountLevel(spent, paper);
  return level <= AMOUNT.gross || (table === 'booking' && level !== AMOUNT.other && spent.order >= 0 && spent.order === paper.order);
};

/** How far a card house's rate lies from that of the days around. */
const RATE_APART = 0.03;
const FOREIGN_DAYS = 5;
function isConverted(spent: Spent, paper: Paper, rateOn: RateOn): boolean {
  if (spent.source.original || (Math.abs(paper.day - spent.day) > FOREIGN_DAYS && Math.abs(paper.to - spent.day) > FOREIGN_DAYS)) return false;
  const rate = rateOn(paper.currency, spent.currency, spent.day);
  return rate !== null && Math.abs(spent.net - paper.amount * rate) <= spent.net * RATE_APART;
}

const TIP_DAYS = 3;
/** A tip is at least a twelfth. */
const TIP_SHARE_MIN = 12;
const isTable = (spent: Spent): boolean => spent.category === 'food' || spent.category === 'ride';
/** A meal or a ride has no fee, no fellow traveler and no room beside it; a tip is paid on the day. */
const nearIn = ({ names, rateOn }: Prepared) => (spent: Spent, paper: Paper): boolean => {
  if (spent.currency !== paper.currency) return isConverted(spent, paper, rateOn);
  const level = amountLevel(spent, paper);
  if (isTable(spent)) return level === AMOUNT.fee && (spent.net - paper.amount) * TIP_SHARE_MIN >= paper.amount && Math.abs(paper.day - spent.day) <= TIP_DAYS && spent.category === paper.category && names.likeness(spent.name, paper.name) >= 0.5;
  return (level === AMOUNT.fee || level === AMOUNT.fold || level === AMOUNT.extra || level === AMOUNT.coupon) && (spent.category === 'other' || spent.category === paper.category);
};

/** Draws the model towards what this company's sure pairs show; with few of them it stays the product's own. */
function learn(weigher: Weigher, prepared: Prepared, papers: readonly Paper[], sure: { readonly edges: Edges; readonly likely: Float64Array }): Model {
  const base = defaultModel(weigher.table);
  const counts = { who: new Float64Array(4), name: new Float64Array(4), goods: new Float64Array(3), day: new Float64Array(base.day.length), papered: new Float64Array(CATEGORIES.length) };
  const sellers = { together: new Map<number, number>(), merchant: new Map<number, number>(), variety: new Map<number, number>() };
  let total = 0;
  for (let e = 0; e < sure.edges.size; e++) {
    const p = sure.likely[e] as number;
    if (p < 0.5) continue;
    const paper = papers[sure.edges.right[e] as number] as Paper;
    const spent = prepared.spent[sure.edges.left[e] as number] as Spent;
    weigher.weigh(spent, paper);
    total += p;
    const key = sellerKey(spent.name, paper.name);
    if (!sellers.together.has(key)) sellers.variety.set(spent.name, (sellers.variety.get(spent.name) ?? 0) + 1);
    sellers.together.set(key, (sellers.together.get(key) ?? 0) + p);
    sellers.merchant.set(spent.name, (sellers.merchant.get(spent.name) ?? 0) + p);
    counts.papered[categoryNumber(spent.category)]! += p;
    counts.who[weigher.levels[3] as number]! += p;
    counts.name[weigher.levels[6] as number]! += p;
    counts.goods[weigher.levels[7] as number]! += p;
    counts.day[dayRow(spent, paper) * LAGS + (weigher.levels[4] as number)]! += p;
  }
  if (total < LEARN_FROM) return base;
  const drawn = (defaults: Float64Array, seen: Float64Array, width: number): Float64Array => defaults.map((value, at) => {
    const from = Math.floor(at / width) * width;
    const all = seen.subarray(from, from + width).reduce((sum, one) => sum + one, 0);
    return ((seen[at] as number) + DEFAULT_COUNTS * value) / (all + DEFAULT_COUNTS);
  });
  const payments = new Float64Array(CATEGORIES.length);
  for (const spent of prepared.spent) payments[categoryNumber(spent.category)]!++;
  const papered = base.papered.map((value, at) => ((counts.papered[at] as number) + DEFAULT_COUNTS * value) / ((payments[at] as number) + DEFAULT_COUNTS));
  const orphans = Math.max(ORPHANS_MIN, (papers.length - total + DEFAULT_COUNTS * base.orphans) / (papers.length + DEFAULT_COUNTS));
  return { ...base, papered, orphans, sellers, who: drawn(base.who, counts.who, 4), name: drawn(base.name, counts.name, 4), goods: drawn(base.goods, counts.goods, 3), day: drawn(base.day, counts.day, LAGS) };
}

/** What is known beforehand: what a whole run has counted and learned, and what people taught. */
export type Given = { readonly known?: Known | null; readonly learned?: MatchLearned | undefined };

/** Finds what belongs together in three steps: equal amounts, sums, then what only an order number or a person and a day join. */
export function link(table: Table, prepared: Prepared, bookingsOf: (payment: number) => readonly Option[], { known = null, learned }: Given = {}): Found {
  const papers = table === 'invoice' ? prepared.invoices : prepared.bookings;
  const sides = { lefts: prepared.spent.length, rights: papers.length };
  const weigher = new Weigher(table, prepared, known);
  if (learned && table === 'invoice') teach(weigher, prepared.names, learned, known !== null);
  weigher.bookingsOf = (spent) => bookingsOf(spent.index);
  const ordersOf = (i: number): readonly number[] => {
    const { order, external } = prepared.spent[i] as Spent;
    return [order, external, ...bookingsOf(i).map((option) => option.booking.order)];
  };
  const ridersOf = (i: number): readonly number[] => bookingsOf(i).filter((option) => option.likely > RIDER_MIN).flatMap((option) => option.booking.people);
  const pairs = pairsOf(prepared.spent, papers, { window: WINDOW[table], near: nearIn(prepared), ordersOf, ridersOf, sameDay: table === 'booking' });
  const exact = new Uint8Array(pairs.size);
  const ordered = orderBundles(prepared.spent, papers, ordersOf);
  const settled = { payments: new Set(ordered.flatMap((bundle) => bundle.payments)), papers: new Set(ordered.flatMap((bundle) => bundle.papers)) };
  const open = (k: number): boolean => !settled.payments.has(pairs.left[k] as number) && !settled.papers.has(pairs.right[k] as number);
  for (let k = 0; k < pairs.size; k++) exact[k] = Number(open(k) && isHard(table, prepared.spent[pairs.left[k] as number] as Spent, papers[pairs.right[k] as number] as Paper));
  const weights = new Float64Array(pairs.size);
  const weighAll = (): void => {
    for (let k = 0; k < pairs.size; k++) weights[k] = weigher.weigh(prepared.spent[pairs.left[k] as number] as Spent, papers[pairs.right[k] as number] as Paper);
  };
  weighAll();
  let edges = edgesOf(pairs, weights, (k) => exact[k] === 1, sides);
  let solved = solve(edges, sides.lefts, sides.rights);
  for (let round = 0; round < LEARN_ROUNDS && known === null && edges.size >= LEARN_FROM; round++) {
    weigher.model = learn(weigher, prepared, papers, { edges, likely: solved.likely });
    if (learned && table === 'invoice') teach(weigher, prepared.names, learned);
    weighAll();
    edges = edgesOf(pairs, weights, (k) => exact[k] === 1, sides);
    solved = solve(edges, sides.lefts, sides.rights);
  }
  return rest({ table, prepared, papers, weigher, bookingsOf, ordered }, { edges, solved }, (used) =>
    edgesOf(pairs, weights, (k) => exact[k] === 0 && open(k) && !used.payments.has(pairs.left[k] as number) && !used.papers.has(pairs.right[k] as number), sides));
}

type Decided = { readonly edges: Edges; readonly solved: Solved };
type Used = { readonly payments: ReadonlySet<number>; readonly papers: ReadonlySet<number> };
type Scene = Pick<Found, 'table' | 'prepared' | 'papers' | 'weigher'> & { readonly bookingsOf: (payment: number) => readonly Option[]; /** What order numbers and sums settled before all else. */ readonly ordered: readonly Accepted[] };

/** What equal amounts left open: sums, which may also take over from weak pairs, then pairs whose amounts differ. */
function rest(scene: Scene, first: Decided, looseEdges: (used: Used) => Edges): Found {
  const { table, prepared, papers, weigher, bookingsOf, ordered } = scene;
  const pairs = singlesOf(first.edges, first.solved);
  const firm = pairs.filter((single) => single.weight >= FIRM);
  const soft = pairs.filter((single) => single.weight < FIRM);
  const taken = { payments: new Set([...firm.map((single) => single.payment), ...ordered.flatMap((bundle) => bundle.payments)]), papers: new Set([...firm.map((single) => single.paper), ...ordered.flatMap((bundle) => bundle.papers)]) };
  const free = { payments: prepared.spent.flatMap((one) => (taken.payments.has(one.index) ? [] : [one.index])), papers: [...papers.keys()].filter((j) => !taken.papers.has(j)) };
  const heldBy = { payments: new Map(soft.map((single) => [single.payment, single.weight])), papers: new Map(soft.map((single) => [single.paper, single.weight])) };
  const held = (bundle: { readonly payments: readonly number[]; readonly papers: readonly number[] }): number =>
    Math.max(0, ...bundle.payments.map((i) => heldBy.payments.get(i) ?? 0), ...bundle.papers.map((j) => heldBy.papers.get(j) ?? 0));
  const bundles = [...ordered, ...acceptBundles([...severalPayments({ prepared, papers, weigher }, free), ...severalPapers({ prepared, papers, weigher }, free, (i) => bookingsOf(i).filter((option) => option.likely > 0.5).map((option) => option.booking))], held)];
  const bundled = { payments: new Set(bundles.flatMap((bundle) => bundle.payments)), papers: new Set(bundles.flatMap((bundle) => bundle.papers)) };
  const kept = [...firm, ...soft.filter((single) => !bundled.payments.has(single.payment) && !bundled.papers.has(single.paper))];
  const used = { payments: new Set([...bundled.payments, ...kept.map((single) => single.payment)]), papers: new Set([...bundled.papers, ...kept.map((single) => single.paper)]) };
  const loose = looseEdges(used);
  const last = { edges: loose, solved: solve(loose, prepared.spent.length, papers.length) };
  return { table, prepared, papers, weigher, bundles, singles: [...kept, ...singlesOf(last.edges, last.solved)], options: optionsOf(papers, [first, last], bundles) };
}

const OPTION_MIN = 0.01;

function optionsOf(papers: readonly Paper[], decided: readonly Decided[], bundles: readonly Accepted[]): Map<number, Option[]> {
  const options = new Map<number, Option[]>();
  const offer = (payment: number, paper: number, likely: number): void => {
    const option = { booking: papers[paper] as Paper, likely };
    const known = options.get(payment);
    if (known) known.push(option);
    else options.set(payment, [option]);
  };
  const bundled = new Set(bundles.flatMap((bundle) => bundle.payments));
  for (const bundle of bundles) for (const i of bundle.payments) for (const j of bundle.papers) offer(i, j, bundle.likely);
  for (const { edges, solved } of decided) {
    for (let e = 0; e < edges.size; e++) if ((solved.likely[e] as number) >= OPTION_MIN && !bundled.has(edges.left[e] as number)) offer(edges.left[e] as number, edges.right[e] as number, solved.likely[e] as number);
  }
  for (const list of options.values()) list.sort((a, b) => b.likely - a.likely || (a.booking.id < b.booking.id ? -1 : 1));
  return options;
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
