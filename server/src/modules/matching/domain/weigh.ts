import { categoryNumber, type Paper, type Prepared, type Spent } from './prepare.ts';
import { CATEGORIES } from './text.ts';
import type { MatchAlias } from './types.ts';

/** What each kind of evidence can show. The first level of each is the one that speaks for a pair. */
export const EVIDENCE = ['prior', 'amount', 'order', 'who', 'day', 'journey', 'name', 'goods'] as const;
export type EvidenceCode = (typeof EVIDENCE)[number];
export type Table = 'invoice' | 'booking';

/** Days from payment to paper, cut where what they say changes. */
const LAG_EDGES = [-8, -3, -1, 0, 1, 3, 7, 15, 31] as const;
const LAG_WIDTHS = [20, 5, 2, 1, 1, 2, 4, 8, 16, 30] as const;
export const LAGS = LAG_WIDTHS.length;
const lagBin = (days: number): number => {
  let bin = 0;
  while (bin < LAG_EDGES.length && days > (LAG_EDGES[bin] as number)) bin++;
  return bin;
};

export const AMOUNT = { equal: 0, gross: 1, fee: 2, fold: 3, extra: 4, other: 5, coupon: 6, converted: 7 } as const;
const WHO = { same: 0, other: 1, handedIn: 2, unknown: 3 } as const;
const AGREE = { yes: 0, no: 1, unknown: 2 } as const;
const NAME_LEVELS = 4;

/** Soft counts of merchant and seller seen together, and of the merchant at all. */
export type Sellers = { readonly together: ReadonlyMap<number, number>; readonly merchant: ReadonlyMap<number, number>; /** How many different sellers: a sign that says nothing (“scan to pay”) has many, and the next is no wonder. */ readonly variety: ReadonlyMap<number, number> };
export const sellerKey = (merchant: number, seller: number): number => merchant * 2 ** 26 + seller;
const FAMILIAR = 4;
export const TAUGHT = 5;
export type Taught = { readonly alias: MatchAlias; readonly weight: number };
const SELLER_PRIOR = 1;
const AGENT = -0.7;

/** How often true pairs show each level: the product's own figures, which a company's data then draws towards its own. */
export type Model = { readonly amount: Float64Array; readonly order: Float64Array; readonly who: Float64Array; readonly name: Float64Array; readonly goods: Float64Array; readonly day: Float64Array;
  /** How many payments of each category have a paper at all, and how many papers have no payment. */
  readonly papered: Float64Array; readonly orphans: number;
  /** Which sellers' papers a merchant's payments were seen with; null until there is enough to learn from. */
  readonly sellers: Sellers | null };

const DAY_DEFAULTS: Readonly<Record<(typeof CATEGORIES)[number], readonly number[]>> = {
  other: [0.004, 0.006, 0.02, 0.5, 0.17, 0.08, 0.1, 0.06, 0.05, 0.01], food: [0.004, 0.006, 0.02, 0.5, 0.17, 0.08, 0.1, 0.06, 0.05, 0.01], ride: [0.004, 0.006, 0.02, 0.4, 0.17, 0.1, 0.12, 0.09, 0.08, 0.02],
  rail: [0.004, 0.01, 0.02, 0.13, 0.1, 0.17, 0.25, 0.18, 0.12, 0.02], air: [0.004, 0.01, 0.02, 0.08, 0.07, 0.13, 0.25, 0.25, 0.16, 0.03], lodging: [0.01, 0.02, 0.04, 0.43, 0.1, 0.12, 0.14, 0.09, 0.04, 0.01],
};

/** A card's payment is often dated when it is posted, days after it was made. */
const postedLate = (bins: readonly number[]): number[] => bins.map((value, bin) => (bin === 1 || bin === 2 ? value + 0.03 : bin === 3 ? value + 0.01 : value * 0.93));

/** Days from booking to payment. A wallet knows the minute, and a ticket is issued when it is paid. */
const BOOKED = [0.002, 0.004, 0.01, 0.8, 0.08, 0.04, 0.04, 0.014, 0.008, 0.002];
const AT_ONCE = [0.0005, 0.001, 0.004, 0.96, 0.02, 0.006, 0.005, 0.0025, 0.0005, 0.0005];

export const defaultModel = (table: Table): Model => ({
  amount: Float64Array.from(table === 'invoice' ? [0.9, 0.01, 0.02, 0.01, 0.005, 0.01, 0.004, 0.5] : [0.82, 0.02, 0.05, 0.03, 0.03, 0.02, 0.02, 0.5]),
  order: Float64Array.from([0.5, 0.02, 0.48]), who: Float64Array.from([0.92, 0.03, 0.02, 0.03]), 
  name: Float64Array.from([0.5, 0.12, 0.08, 0.3]), goods: Float64Array.from([0.8, 0.04, 0.16]),
  papered: Float64Array.from(CATEGORIES, () => 0.6), orphans: 0.15, sellers: null,
  day: Float64Array.from(table === 'invoice' ? [0, 1].flatMap((late) => CATEGORIES.flatMap((category) => (late ? postedLate(DAY_DEFAULTS[category]) : DAY_DEFAULTS[category]))) : [0, 1].flatMap((late) => CATEGORIES.flatMap((category) => (!late && (category === 'rail' || category === 'air') ? AT_ONCE : BOOKED)))),
});

/** How common each thing is among the papers that a payment could have met. */
export type Frequencies = { readonly count: number; readonly span: number; readonly amounts: ReadonlyMap<number, number>; readonly density: ReadonlyMap<number, number>; readonly people: ReadonlyMap<number, number>; readonly names: ReadonlyMap<number, number>; readonly goods: Float64Array };

const amountKey = (currency: number, amount: number): number => amount * 512 + currency;
const roundness = (amount: number): number => (amount % 1000 === 0 ? 2 : amount % 100 === 0 ? 1 : 0);
const BIN = 0.1;
const densityKey = (currency: number, amount: number): number => (Math.floor(Math.log(Math.max(1, amount)) / BIN) * 3 + roundness(amount)) * 512 + currency;
const tally = <T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

function frequenciesOf(papers: readonly Paper[]): Frequencies {
  const goods = new Float64Array(CATEGORIES.length);
  let [first, last] = [Infinity, -Infinity];
  for (const paper of papers) {
    goods[categoryNumber(paper.category)]!++;
    [first, last] = [Math.min(first, paper.day), Math.max(last, paper.day)];
  }
  return {
    count: papers.length, span: Math.max(60, last - first), amounts: tally(papers, (p) => amountKey(p.currency, p.amount)), density: tally(papers, (p) => densityKey(p.currency, p.amount)),
    people: tally(papers, (p) => p.people[0] ?? -1), names: tally(papers, (p) => p.name), goods,
  };
}

/** A booking that may be what a payment was for. */
export type Option = { readonly booking: Paper; readonly likely: number };
const JOURNEY_DIFFERS = 0.02;
const SURE = 0.9;
const BOOKED_MIN = 0.7;
/** Nats against paying for a booking that was cancelled and getting nothing back. */
const CANCELLED = 2.5;
/** Nats against an invoice over what was paid before part of it came back. */
const GIVEN_BACK = -3;
/** Nats against getting money back for a booking that stands. */
const KEPT = 1.5;

/** A handful of unseen others keep a small company's shares from looking certain. */
const UNSEEN = 20;
/** However small a company is, two order numbers are not the same by chance. */
const ORDER_MIN = 6;

/** What was counted and learned over all of a company's records. */
export type Known = { readonly freq: Frequencies; readonly model: Model };

export class Weigher {
  readonly levels = new Uint8Array(EVIDENCE.length);
  readonly parts = new Float64Array(EVIDENCE.length);
  private readonly shares: Float64Array;
  readonly table: Table;
  private readonly prepared: Prepared;
  readonly freq: Frequencies;
  model: Model;
  bookingsOf: ((spent: Spent) => readonly Option[]) | null = null;
  /** What people said of a merchant and a seller, and its weight in nats; null where nobody has. */
  taught: ((merchant: number, seller: number) => Taught | null) | null = null;

  constructor(table: Table, prepared: Prepared, known: Known | null = null) {
    this.table = table;
    this.prepared = prepared;
    const papers = table === 'invoice' ? prepared.invoices : prepared.bookings;
    this.freq = known?.freq ?? frequenciesOf(papers);
    this.model = known?.model ?? defaultModel(table);
    this.shares = this.freq.goods.map((count) => (count + 2) / (this.freq.count + 12));
  }

  /** Nearly every paper was paid by somebody: one that nobody else can have paid speaks for this payment. */
  private priorOf(spent: Spent, paper: Paper): number {
    const papered = this.model.papered[categoryNumber(spent.category)] as number;
    return Math.log(papered / (1 - papered) / this.model.orphans) - (paper.cancelled === spent.refunded || this.table === 'invoice' ? 0 : paper.cancelled ? CANCELLED : KEPT);
  }

  /** How many papers would have this amount by chance; `others` are really there. */
  private expected(spent: Spent, paper: Paper): number {
    const key = amountKey(paper.currency, paper.amount);
    const others = Math.max(0, (this.freq.amounts.get(key) ?? 1) - 1);
    const width = (paper.amount * BIN) / [1, 100, 1000][roundness(paper.amount)]! + 1;
    return Math.max(2e-4, others + Math.min(1, ((this.freq.density.get(densityKey(paper.currency, paper.amount)) ?? 0) + 0.5) / width)) + (spent.net === paper.amount ? 0 : 0.01);
  }

  private amountOf(spent: Spent, paper: Paper): number {
    const level = amountLevel(spent, paper);
    this.levels[1] = level;
    const m = this.model.amount[level] as number;
    const share = [0, 0, 0.04, 0.01, 0.06, 1, 0.015, 0.03][level] as number;
    const kept = this.table === 'invoice' && spent.refunded && level === AMOUNT.gross ? GIVEN_BACK : 0;
    return kept + Math.log(m / (level <= AMOUNT.gross ? this.expected(spent, paper) : share * (this.freq.count + UNSEEN)));
  }

  private orderOf(spent: Spent, paper: Paper): number {
    const order = paper.order < 0 ? spent.order : this.ordersOf(spent, paper.order);
    const level = order < 0 || paper.order < 0 ? AGREE.unknown : order === paper.order ? AGREE.yes : AGREE.no;
    this.levels[2] = level;
    return [Math.max(ORDER_MIN, Math.log(0.5 * (this.freq.count + UNSEEN)) - 0.7), -1.5, 0][level] as number;
  }

  /** The order that a payment is of: its own, the bank's number for it, or that of the booking that it is for. */
  private ordersOf(spent: Spent, wanted: number): number {
    if (spent.order === wanted || spent.external === wanted) return wanted;
    if (spent.order >= 0 || this.table === 'booking') return spent.order;
    for (const { booking, likely } of this.bookingsOf?.(spent) ?? []) if (likely > BOOKED_MIN && booking.order >= 0) return booking.order;
    return spent.order;
  }

  private whoOf(spent: Spent, paper: Paper): number {
    // Who pays for a colleague's booking is given the colleague's papers.
    const booked = this.table === 'invoice' ? this.bookingsOf?.(spent)[0] : undefined;
    const travels = booked !== undefined && booked.likely > SURE && paper.people.some((person) => booked.booking.people.includes(person));
    const level = spent.person < 0 || paper.people.length === 0 ? WHO.unknown : paper.people.includes(spent.person) || travels ? WHO.same : paper.handedInBy === spent.person ? WHO.handedIn : WHO.other;
    this.levels[3] = level;
    if (level === WHO.unknown) return 0;
    const share = ((this.freq.people.get(spent.person) ?? 0) + 1) / (this.freq.count + UNSEEN);
    return Math.log((this.model.who[level] as number) / (level === WHO.other ? 1 - share * 0.5 : level === WHO.handedIn ? 0.5 * share : share));
  }

  private dayOf(spent: Spent, paper: Paper): number {
    const lag = this.table === 'booking' ? bookingLag(spent, paper) : (paper.journey ?? paper.day) - spent.day;
    const bin = lagBin(lag);
    this.levels[4] = bin;
    return Math.log((this.model.day[dayRow(spent, paper) * LAGS + bin] as number) / Math.min(1, ((LAG_WIDTHS[bin] as number) * (this.table === 'booking' ? 3 : 1)) / this.freq.span));
  }

  /** A ticket of the journey and traveler that was booked, as far as it is sure that this payment is the booking's. */
  private journeyPart(spent: Spent, paper: Paper): number {
    this.levels[5] = AGREE.unknown;
    const options = this.table === 'invoice' && paper.journey !== null ? this.bookingsOf?.(spent) ?? [] : [];
    if (options.length === 0) return 0;
    let [yes, no] = [0, 0];
    for (const { booking, likely } of options) {
      const same = booking.journey === paper.journey && (booking.people.length === 0 || paper.people.length === 0 || booking.people.some((person) => paper.people.includes(person)));
      if (same) yes += likely;
      else no += likely;
    }
    yes = Math.min(1, yes);
    no = Math.min(1 - yes, no);
    this.levels[5] = yes >= no ? AGREE.yes : AGREE.no;
    return Math.log((yes * this.freq.span) / 3 + no * JOURNEY_DIFFERS + Math.max(0, 1 - yes - no));
  }

  private nameOf(spent: Spent, paper: Paper): number {
    const { names } = this.prepared;
    const booked = this.table === 'invoice' ? this.bookingsOf?.(spent)[0]?.booking ?? null : null;
    const likeness = Math.max(
      names.likeness(spent.name, paper.name), 0.9 * names.likeness(spent.said, paper.name), paper.agent < 0 ? 0 : names.likeness(spent.name, paper.agent), booked && booked.category === 'lodging' ? names.likeness(booked.name, paper.name) : 0,
    );
    const level = likeness >= 0.8 ? 0 : likeness >= 0.5 ? 1 : likeness > 0.2 ? 2 : NAME_LEVELS - 1;
    this.levels[6] = level;
    const share = ((this.freq.names.get(paper.name) ?? 0) + 1) / (this.freq.count + UNSEEN);
    const taught = this.taught?.(spent.name, paper.name) ?? null;
    if (taught !== null && level > 0) {
      this.levels[6] = TAUGHT;
      return taught.weight;
    }
    const said = Math.log((this.model.name[level] as number) / ([Math.max(0.01, share), 0.03, 0.08, 0.88][level] as number));
    const seen = this.sellerWeight(spent, paper, share);
    // An agency sells what others provide and bill: its name says nothing against them.
    if (level === NAME_LEVELS - 1 && paper.category !== 'other' && this.prepared.agents(spent.name) && (seen === null || seen < AGENT)) return AGENT;
    if (seen === null || (level <= 1 && seen <= said)) return said;
    if (seen > said) this.levels[6] = FAMILIAR;
    return seen;
  }

  /** A brand's invoices come from a firm of another name: what the company's other pairs show of it, this pair left out. */
  private sellerWeight(spent: Spent, paper: Paper, share: number): number | null {
    const { sellers } = this.model;
    if (!sellers) return null;
    const pair = sellers.together.get(sellerKey(spent.name, paper.name)) ?? 0;
    const own = Math.min(1, pair);
    const merchant = (sellers.merchant.get(spent.name) ?? 0) - own;
    const open = SELLER_PRIOR + Math.max(0, (sellers.variety.get(spent.name) ?? 0) - (pair > 0 ? 1 : 0));
    return merchant < 1 ? null : Math.log((pair - own + open * share) / ((merchant + open) * share));
  }

  private goodsOf(spent: Spent, paper: Paper): number {
    const level = spent.category === 'other' || paper.category === 'other' ? AGREE.unknown : spent.category === paper.category ? AGREE.yes : AGREE.no;
    this.levels[7] = level;
    const share = this.shares[categoryNumber(paper.category)] as number;
    return level === AGREE.unknown ? 0 : Math.log((this.model.goods[level] as number) / (level === AGREE.yes ? share : 1 - share));
  }

  /** The log-likelihood that these two belong together, in nats; its parts stay in `parts` until the next call. */
  weigh(spent: Spent, paper: Paper): number {
    const { parts } = this;
    parts[0] = this.priorOf(spent, paper);
    parts[1] = this.amountOf(spent, paper);
    parts[2] = this.orderOf(spent, paper);
    parts[3] = this.whoOf(spent, paper);
    parts[4] = this.dayOf(spent, paper);
    parts[5] = this.journeyPart(spent, paper);
    parts[6] = this.nameOf(spent, paper);
    parts[7] = this.goodsOf(spent, paper);
    let sum = 0;
    for (let k = 0; k < parts.length; k++) sum += parts[k] as number;
    return sum;
  }
}

/** Which row of the days' table speaks of this pair. */
export const dayRow = (spent: Spent, paper: Paper): number => Number(spent.postedLate) * CATEGORIES.length + categoryNumber(paper.category);

const FEE_MAX = 6000;
/** What is taken off is a round sum; a price that is a cent less is another price. */
const COUPON_MAX = 5000;
const COUPON_STEP = 100;
const LATE_MAX = -1;

/** What speaks for a payment as part of a sum: everything but its amount. */
export function partWeight(weigher: Weigher, spent: Spent, paper: Paper): number {
  weigher.weigh(spent, paper);
  const [prior, , order, who, day, journey, name, goods] = weigher.parts as unknown as number[];
  return (prior as number) + Math.max(0, order as number) + (who as number) * 0.5 + Math.max(LATE_MAX, day as number) + (journey as number) + (name as number) + (goods as number);
}

/** How a payment's amount stands to a paper's. */
export function amountLevel(spent: Spent, paper: Paper): number {
  if (spent.currency !== paper.currency) return AMOUNT.converted;
  if (spent.net === paper.amount) return AMOUNT.equal;
  if (spent.gross === paper.amount) return AMOUNT.gross;
  const over = spent.net - paper.amount;
  if (over < 0 && over % COUPON_STEP === 0 && -over <= Math.min(COUPON_MAX, paper.amount / 12)) return AMOUNT.coupon;
  if (over > 0 && over <= Math.min(FEE_MAX, paper.amount / 5)) return AMOUNT.fee;
  if (spent.net === paper.amount * 2 || spent.net === paper.amount * 3) return AMOUNT.fold;
  return over > 0 && over < paper.amount && paper.category === 'lodging' ? AMOUNT.extra : AMOUNT.other;
}

/** Days from the nearest day on which a booking is usually paid: when it is made, or during and just after the stay. */
function bookingLag(spent: Spent, paper: Paper): number {
  const booked = spent.day - paper.day;
  // A ticket is paid when it is booked, or it is not issued.
  if (paper.category === 'rail' || paper.category === 'air') return booked;
  const stay = spent.day < paper.from ? paper.from - spent.day : Math.max(0, spent.day - paper.to);
  return Math.abs(booked) <= stay ? booked : stay;
}
