import type { Accepted, Bundle, Free } from './bundle.ts';
import { Gatherer, groupBy, type Room } from './gather.ts';
import { fits, type Paper, type Spent } from './prepare.ts';
import { runSums, subsetSums, type Sums } from './subset.ts';
import { partWeight, type Weigher } from './weigh.ts';

/** How many papers are sums at all: rides often, others seldom. */
const RIDES_PRIOR = Math.log(0.3);
const FEW_PRIOR = Math.log(0.04);
const SHOPS_DIFFER = -3;
/** A ticket is sold at one counter. */
const COUNTERS_DIFFER = -8;
/** Where every person's payments are looked at, only short lists are. */
const LOTS_MAX = 8;
const FEW_MAX = 14;
const RIDES_MAX = 18;
const RIDES_PICK = 8;
const FEW_PICK = 4;

const stepOf = (amounts: readonly number[]): number => (amounts.every((amount) => amount % 1000 === 0) ? 1000 : amounts.every((amount) => amount % 100 === 0) ? 100 : 1);

/** Nats for sums that come out to the cent: how unlikely it is that one of so many would do so by chance. */
const luck = (sums: Sums, amounts: readonly number[], target: number): number => -Math.log((sums.tried * stepOf(amounts)) / Math.max(1, target * 0.7) + 1e-4);

/** Payments of one person at one place (or of several at one table) that add up to a paper. */
export function severalPayments(room: Room, free: Free): Bundle[] {
  const { prepared: { spent, names }, papers, weigher } = room;
  const gatherer = new Gatherer(room, free);
  const at = (i: number): Spent => spent[i] as Spent;
  return free.papers.flatMap((j): Bundle[] => {
    const paper = papers[j] as Paper;
    const { lots, named } = gatherer.of(paper, j);
    const bundles = lots.flatMap(({ members, chances }): Bundle[] => {
      if (members.length < 2) return [];
      const trial: Trial = { group: members, amounts: members.map((i) => at(i).net), paper, j, chances };
      const rides = paper.category === 'ride';
      const few = members.length > (chances > 1 ? LOTS_MAX : rides ? RIDES_MAX : FEW_MAX) ? [] : bundlesOf(trial, (amounts, target) => subsetSums(amounts, target, rides ? RIDES_PICK : FEW_PICK));
      return [...(rides ? bundlesOf(trial, runSums) : []), ...few];
    });
    return distinct([...named, ...bundles]).map((bundle) => {
      const evidence = bundle.payments.map((i) => partWeight(weigher, at(i), paper)).sort((a, b) => a - b);
      // One paper is of one shop; only rides of several brands stand on one at times.
      const shops = paper.category === 'ride' || bundle.payments.every((i) => names.likeness(at(i).name, at(bundle.payments[0] as number).name) >= 0.5 || names.likeness(at(i).name, paper.name) >= 0.5) ? 0 : paper.journey === null ? SHOPS_DIFFER : COUNTERS_DIFFER;
      // The weakest member speaks for all: one stranger spoils a sum.
      return { ...bundle, weight: bundle.weight + shops + (paper.category === 'ride' ? RIDES_PRIOR : FEW_PRIOR) + ((evidence[0] as number) + (evidence.at(-1) as number)) / 2 };
    });
  });
}

type Trial = { readonly group: readonly number[]; readonly amounts: readonly number[]; readonly paper: Paper; readonly j: number; readonly chances: number };

function bundlesOf({ group, amounts, paper, j, chances }: Trial, search: (amounts: readonly number[], target: number) => Sums): Bundle[] {
  const sums = search(amounts, paper.amount);
  return sums.found.map((subset) => ({ payments: subset.map((k) => group[k] as number).sort((a, b) => a - b), papers: [j], weight: luck({ ...sums, tried: sums.tried * chances }, amounts, paper.amount), ways: sums.found.length }));
}

const keyOf = (bundle: Bundle): string => `${bundle.payments.join(',')}/${bundle.papers.join(',')}`;
/** The same members found in two ways count once, at the better weight. */
function distinct(bundles: readonly Bundle[]): Bundle[] {
  const best = new Map<string, Bundle>();
  for (const bundle of bundles) if ((best.get(keyOf(bundle))?.weight ?? -Infinity) < bundle.weight) best.set(keyOf(bundle), bundle);
  return [...best.values()];
}

const AFTER = 40;
const PAPERS_MAX = 16;
/** Tickets of two trains are two orders. */
const APART = -5;

/** Papers that one payment covers: ticket and service fee, room and food, two travelers on one order. */
export function severalPapers({ prepared: { spent, names }, papers, weigher }: Room, free: Free, bookingsOf: (payment: number) => readonly Paper[]): Bundle[] {
  const at = (j: number): Paper => papers[j] as Paper;
  const byPerson = groupBy(free.papers, (j) => [...new Set([...at(j).people, ...(at(j).handedInBy < 0 ? [] : [at(j).handedInBy])])]);
  const byOrder = groupBy(free.papers, (j) => (at(j).order < 0 ? [] : [at(j).order]));
  const byFare = groupBy(free.papers.filter((j) => at(j).category === 'rail' || at(j).category === 'air'), (j) => [`${at(j).amount}/${at(j).currency}`]);
  return free.payments.flatMap((i): Bundle[] => {
    const one = spent[i] as Spent;
    if (one.net <= 0) return [];
    const booked = bookingsOf(i);
    const people = new Set([one.person, ...booked.flatMap((booking) => booking.people)]);
    const timely = (j: number): boolean => at(j).currency === one.currency && at(j).amount < one.net && at(j).amount > 0 && at(j).day >= one.day - 2 && Math.min(at(j).day, at(j).from) <= one.day + AFTER && related(one, at(j));
    const own = [...people].flatMap((person) => byPerson.get(person) ?? []);
    // A fellow traveler's ticket is on the same train.
    const rides = new Set(own.map((j) => `${at(j).amount}/${at(j).journey}`));
    const twins = one.category === 'rail' || one.category === 'air' ? [2, 3].flatMap((n) => byFare.get(`${one.net / n}/${one.currency}`) ?? []).filter((j) => rides.has(`${at(j).amount}/${at(j).journey}`)) : [];
    const candidates = [...new Set([...own, ...(byOrder.get(one.order) ?? []), ...twins])].filter(timely).sort((a, b) => a - b).slice(0, PAPERS_MAX);
    if (candidates.length < 2) return [];
    const amounts = candidates.map((j) => at(j).amount);
    const sums = subsetSums(amounts, one.net, weigher.table === 'booking' ? 3 : FEW_PICK);
    return sums.found.map((subset) => {
      const members = subset.map((k) => candidates[k] as number);
      const journeys = new Set(members.flatMap((j) => at(j).journey ?? []));
      const apart = journeys.size > 1 && (one.category === 'rail' || one.category === 'air') ? APART : 0;
      const together = journeys.size === 1 || members.every((j) => at(j).day === at(members[0] as number).day);
      const orders = members.map((j) => (one.order < 0 || at(j).order < 0 ? 0 : at(j).order === one.order ? 1 : -1));
      const order = Math.max(...orders) * 4 + Math.min(0, ...orders) * 4;
      const share = members.filter((j) => at(j).people.some((person) => people.has(person))).length / members.length;
      const named = members.some((j) => names.likeness(one.name, at(j).name) >= 0.5 || (one.category !== 'other' && one.category === at(j).category) || booked.some((booking) => names.likeness(booking.name, at(j).name) >= 0.5));
      return { payments: [i], papers: members, weight: FEW_PRIOR - Math.log(weigher.model.orphans) + luck(sums, amounts, one.net) + (together ? 2.5 : -0.5) + order + apart + (named ? 2 : -1.5) + Math.min(0, ...members.map((j) => feeName(weigher, one, at(j)))) + (members.some((j) => booked.some((booking) => isBooked(at(j), booking))) ? BOOKED : 0) + 3 * (share - 0.6), ways: sums.found.length };
    });
  });
}

/** A fee is billed by who charged it: a firm that the payment does not name speaks against it. */
function feeName(weigher: Weigher, spent: Spent, paper: Paper): number {
  if (paper.category !== 'other' || (spent.order >= 0 && spent.order === paper.order)) return 0;
  weigher.weigh(spent, paper);
  return weigher.parts[6] as number;
}

/** One of its papers is the very ticket or room that was booked. */
const BOOKED = 3;
const isBooked = (paper: Paper, booking: Paper): boolean => paper.amount === booking.amount && paper.category === booking.category && (booking.category === 'lodging' || paper.journey === booking.journey);

/** A fee or a meal may stand beside a ticket or a room; a ride does not. */
const related = (spent: Spent, paper: Paper): boolean => fits(spent, paper) || (spent.category === 'lodging' && paper.category === 'food') || spent.category === 'other';

const WEIGHT_MIN = 1;

/** Takes the best bundle first, where it outweighs the single pairs that held its members; one that shares members with a rival of like weight is as likely as its share. */
export function acceptBundles(bundles: readonly Bundle[], held: (bundle: Bundle) => number): Accepted[] {
  const sorted = [...bundles].filter((bundle) => bundle.weight >= WEIGHT_MIN + held(bundle)).sort((a, b) => b.weight - a.weight || (keyOf(a) < keyOf(b) ? -1 : 1));
  const byMember = new Map<string, Bundle[]>();
  const members = (bundle: Bundle): string[] => [...bundle.payments.map((i) => `p${i}`), ...bundle.papers.map((j) => `j${j}`)];
  for (const bundle of sorted) {
    for (const member of members(bundle)) {
      const known = byMember.get(member);
      if (known) known.push(bundle);
      else byMember.set(member, [bundle]);
    }
  }
  const taken = new Set<string>();
  return sorted.flatMap((bundle): Accepted[] => {
    const own = members(bundle);
    if (own.some((member) => taken.has(member))) return [];
    const rivals = [...new Set(own.flatMap((member) => byMember.get(member) ?? []))].filter((rival) => rival !== bundle).sort((a, b) => b.weight - a.weight || (keyOf(a) < keyOf(b) ? -1 : 1));
    for (const member of own) taken.add(member);
    const total = Math.exp(held(bundle)) + Math.exp(bundle.weight) + rivals.reduce((sum, rival) => sum + Math.exp(rival.weight), 0);
    return [{ ...bundle, likely: Math.exp(bundle.weight) / total, rival: rivals[0] ?? null }];
  });
}
