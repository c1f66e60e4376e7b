import { doubtReason, lackedOf, reasonsOfBundle, reasonsOfSingle } from './explain.ts';
import { link } from './link.ts';
import { asBooked, prepare, type Paper, type Prepared, type Spent } from './prepare.ts';
import { complete } from './complete.ts';
import { Doubts, raiseDoubts } from './doubts.ts';
import { leftover } from './leftover.ts';
import { paymentsOf, papersOf, likelyOf, linksOf, type Link } from './links.ts';
import { AMOUNT, amountLevel, sellerKey, type Known, type Option } from './weigh.ts';
import type { MatchGroup, MatchInput, MatchReason } from './types.ts';
import { wordsOf, type Words } from './words.ts';

/** Part of every stored group: the same input and version give the same answer. */
export const MATCHER_VERSION = '3';

/** Of how many groups that nobody looks at one may be wrong, unless the caller says otherwise. */
const ALLOWED_ERROR = 1 / 2000;
/** Most groups are far surer than the least sure that is let through: the error of all is about a twentieth of that one's. */
const LEAST_SURE = 20;

type Cluster = { readonly payments: number[]; readonly invoices: number[]; readonly bookings: number[]; readonly links: Link[] };

/** Everything that hangs together by what was found, with the links that hold it. */
function clustersOf(prepared: Prepared, links: readonly Link[]): Cluster[] {
  const { spent, invoices, bookings } = prepared;
  const offsets = { invoice: spent.length, booking: spent.length + invoices.length };
  const parent = Int32Array.from({ length: spent.length + invoices.length + bookings.length }, (_, i) => i);
  const root = (at: number): number => {
    let node = at;
    while (parent[node] !== node) node = parent[node] = parent[parent[node] as number] as number;
    return node;
  };
  for (const one of links) {
    const nodes = [...paymentsOf(one), ...papersOf(one).map((j) => offsets[one.found.table] + j)];
    for (const node of nodes) {
      const [a, b] = [root(nodes[0] as number), root(node)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const clusters = new Map<number, Cluster>();
  for (let node = 0; node < parent.length; node++) {
    const key = root(node);
    const cluster = clusters.get(key) ?? { payments: [], invoices: [], bookings: [], links: [] };
    clusters.set(key, cluster);
    if (node < offsets.invoice) cluster.payments.push(node);
    else if (node < offsets.booking) cluster.invoices.push(node - offsets.invoice);
    else cluster.bookings.push(node - offsets.booking);
  }
  for (const one of links) clusters.get(root(paymentsOf(one)[0] as number))?.links.push(one);
  return [...clusters.values()];
}

/** Tips are left by tables of hundredths that everybody knows; to the cent, up to what card houses round. */
const TIPS = [10, 12.5, 15, 18, 20, 22, 25];
const isUsualTip = (spent: Spent, paper: Paper): boolean => TIPS.some((share) => Math.abs(spent.net - paper.amount * (1 + share / 100)) <= 1);

/** A bill of no ride whose parts were paid by several, or at several signs, that say nothing of who billed it: the sum alone holds it. */
const UNSIGNED = 0.985;
function isUnsigned({ spent, names }: Prepared, { table, papers, weigher }: Link['found'], { payments, papers: members }: NonNullable<Link['bundle']>): boolean {
  const paper = papers[members[0] as number] as Paper;
  const [first] = payments.map((i) => spent[i] as Spent);
  if (table === 'booking' || paper.category === 'ride' || payments.every((i) => spent[i]?.person === first?.person && spent[i]?.name === first?.name)) return false;
  return !payments.some((i) => names.likeness((spent[i] as Spent).name, paper.name) >= 0.5 || (weigher.model.sellers?.together.get(sellerKey((spent[i] as Spent).name, paper.name)) ?? 0) >= 1);
}

/** A pair whose amounts differ is seldom the whole story: something that explains the rest may be missing. */
function wholeness(prepared: Prepared, { single, bundle, found, added }: Link, settled: boolean): number {
  if (bundle && bundle.payments.reduce((sum, i) => sum + (prepared.spent[i] as Spent).net, 0) !== bundle.papers.reduce((sum, j) => sum + (found.papers[j] as Paper).amount, 0)) return 0.9;
  if (bundle && bundle.payments.length > 1 && isUnsigned(prepared, found, bundle)) return UNSIGNED;
  if (!single || added || (settled && found.table === 'booking')) return 1;
  const level = amountLevel(prepared.spent[single.payment] as Spent, found.papers[single.paper] as Paper);
  if (level <= AMOUNT.gross) return 1;
  if (level === AMOUNT.converted) return 0.995;
  if (level === AMOUNT.fee && found.table === 'invoice' && (prepared.spent[single.payment] as Spent).category === 'food') return isUsualTip(prepared.spent[single.payment] as Spent, found.papers[single.paper] as Paper) ? 0.996 : 0.98;
  return found.table === 'invoice' ? 0.9 : level === AMOUNT.other ? 0.8 : level === AMOUNT.fold ? 0.97 : 1;
}

/** A doubt this small is not worth a reader's time. */
const DOUBT_TOLD = 0.995;
const ALONE: MatchReason = { code: 'alone', weight: 0, text: { zh: '还没有找到与它相配的单据', en: 'Nothing was found that belongs to it yet' } };

/** A ticket of a day that was not booked beside a booking of another day: one of the two is somebody else's. */
const AT_ODDS = 0.8;
const isJourney = (paper: Paper): boolean => paper.journey !== null && (paper.category === 'rail' || paper.category === 'air');
function isAtOdds({ invoices, bookings }: Prepared, cluster: Cluster): boolean {
  const booked = new Set(cluster.bookings.map((j) => bookings[j] as Paper).filter(isJourney).map((paper) => paper.journey));
  return booked.size > 0 && cluster.invoices.some((j) => isJourney(invoices[j] as Paper) && !booked.has((invoices[j] as Paper).journey));
}

/** Every payment is explained by invoices to the cent: what a booking leaves open is known. */
const isSettled = ({ spent, invoices }: Prepared, cluster: Cluster): boolean => cluster.invoices.length > 0 && cluster.payments.reduce((sum, i) => sum + (spent[i] as Spent).net, 0) === cluster.invoices.reduce((sum, j) => sum + (invoices[j] as Paper).amount, 0);

/** A booking whose ticket or room bill stands in the group is as sure as that one: it is not doubted twice. */
const TWIN_DOUBT = 0.02;
const STAY_AFTER = 31;
const isTwin = (booking: Paper, paper: Paper): boolean => booking.amount === paper.amount && booking.currency === paper.currency && booking.category === paper.category && booking.people.some((person) => paper.people.includes(person)) &&
  (isJourney(booking) ? booking.journey === paper.journey : booking.category === 'lodging' && paper.day >= booking.from && paper.day <= booking.to + STAY_AFTER);

function jointly({ spent, invoices, bookings }: Prepared, cluster: Cluster, one: Link): number {
  const likely = likelyOf(one);
  if (one.found.table === 'invoice' || !one.single) return likely;
  const booking = bookings[one.single.paper] as Paper;
  // Where the amounts agree its doubts are about other payments, and those would take the ticket as well.
  return amountLevel(spent[one.single.payment] as Spent, booking) > AMOUNT.gross && cluster.invoices.some((j) => isTwin(booking, invoices[j] as Paper)) ? 1 - (1 - likely) * TWIN_DOUBT : likely;
}

function groupOf(prepared: Prepared, cluster: Cluster, { doubts, autoMin }: { readonly doubts: Doubts; readonly autoMin: number }): MatchGroup {
  const payments = cluster.payments.flatMap((i) => {
    const one = prepared.spent[i] as Spent;
    return [one.source.id, ...one.attached];
  }).sort();
  const members = { payments, invoices: cluster.invoices.flatMap((j) => [(prepared.invoices[j] as Paper).id, ...(prepared.invoices[j] as Paper).beside]), bookings: cluster.bookings.map((j) => (prepared.bookings[j] as Paper).id) };
  if (cluster.links.length === 0) return { ...members, confidence: 0, decision: 'none', reasons: [ALONE], runnerUp: null };
  const settled = isSettled(prepared, cluster);
  const confidence = (isAtOdds(prepared, cluster) ? AT_ODDS : 1) * cluster.links.reduce((all, one) => all * jointly(prepared, cluster, one) * wholeness(prepared, one, settled), 1) * cluster.payments.reduce((all, i) => all * (1 - doubts.of(i)), 1);
  const evidence = cluster.links.flatMap((one) => (one.bundle ? reasonsOfBundle(one.bundle) : one.single ? reasonsOfSingle(one.found, one.found.prepared, one.single) : []));
  const sound = cluster.payments.reduce((all, i) => all * (1 - doubts.of(i)), 1);
  const reasons = sound < DOUBT_TOLD ? [...evidence, doubtReason(sound)] : evidence;
  return { ...members, confidence, decision: confidence >= autoMin ? 'auto' : 'review', reasons, runnerUp: runnerUpOf(prepared, cluster.links) };
}

/** The other use of the least sure link, and what it lacked. */
function runnerUpOf(prepared: Prepared, links: readonly Link[]): MatchGroup['runnerUp'] {
  const [weakest] = links.filter((one) => one.single?.rival ?? one.bundle?.rival).sort((a, b) => likelyOf(a) - likelyOf(b));
  if (!weakest) return null;
  const ids = (payments: readonly number[], papers: readonly number[]): Pick<MatchGroup, 'payments' | 'invoices' | 'bookings'> => {
    const found = papers.map((j) => (weakest.found.papers[j] as Paper).id);
    return { payments: payments.map((i) => (prepared.spent[i] as Spent).source.id), invoices: weakest.found.table === 'invoice' ? found : [], bookings: weakest.found.table === 'booking' ? found : [] };
  };
  const { single, bundle } = weakest;
  if (single?.rival) return { ...ids([single.rival.payment], [single.rival.paper]), confidence: single.rival.likely, lacked: lackedOf(weakest.found, weakest.found.prepared, single) };
  if (!bundle?.rival) return null;
  return { ...ids(bundle.rival.payments, bundle.rival.papers), confidence: Math.min(1 - bundle.likely, bundle.likely * Math.exp(bundle.rival.weight - bundle.weight)), lacked: { zh: '另一种组合也对得上，但证据较弱', en: 'This combination adds up too, on weaker evidence' } };
}

/**
 * Matches payments with invoices and bookings: what could belong together is found by amount, order number and person;
 * each pair is weighed by how much more likely its likeness is in true pairs than by chance; every part is solved as a
 * whole. `auto` only where the chance of error is small; every id stands in exactly one group; the order of the input
 * is no matter.
 */
export function matchAll(input: MatchInput): MatchGroup[] {
  return matchWhole(input).groups;
}

/** What a whole run counted and learned: one more record is weighed by it without counting everything anew. */
export type Survey = { readonly words: Words; readonly invoice: Known; readonly booking: Known };

/** The groups, and the survey that they were decided by; with a survey given, they are decided by that one. */
export function matchWhole(input: MatchInput, given: Survey | null = null): { readonly groups: MatchGroup[]; readonly survey: Survey } {
  const words = given?.words ?? wordsOf(input);
  const prepared = prepare(input, words);
  const autoMin = 1 - LEAST_SURE * (input.allowedError ?? ALLOWED_ERROR);
  const bookings = link('booking', asBooked(prepared), () => [], { known: given?.booking ?? null });
  const none: readonly Option[] = [];
  const invoices = link('invoice', prepared, (i) => bookings.options.get(i) ?? none, { known: given?.invoice ?? null, learned: input.learned });
  const whole = complete(prepared, { found: invoices, links: linksOf(invoices) }, { found: bookings, links: linksOf(bookings) });
  const doubts = new Doubts();
  const links = [...whole, ...leftover(prepared, { invoices, links: whole }, doubts)];
  raiseDoubts(prepared, { invoices, links }, doubts);
  const groups = clustersOf(prepared, links).map((cluster) => groupOf(prepared, cluster, { doubts, autoMin }));
  const strays = prepared.strays.map((stray): MatchGroup => ({ payments: [stray.id], invoices: [], bookings: [], confidence: 0, decision: 'none', reasons: [ALONE], runnerUp: null }));
  return { groups: [...groups, ...strays], survey: given ?? { words, invoice: { freq: invoices.weigher.freq, model: invoices.weigher.model }, booking: { freq: bookings.weigher.freq, model: bookings.weigher.model } } };
}
