import type { Bundle, Free } from './bundle.ts';
import { partBundles } from './parts.ts';
import { fits, type Paper, type Prepared, type Spent } from './prepare.ts';
import { sellerKey, type Weigher } from './weigh.ts';

export type Room = { readonly prepared: Prepared; readonly papers: readonly Paper[]; readonly weigher: Weigher };
/** Payments among which the parts of a paper are looked for. `chances`: how many such lots there were to choose from. */
export type Lot = { readonly members: readonly number[]; readonly chances: number };
export type Gathered = { readonly lots: readonly Lot[]; readonly named: readonly Bundle[] };

const BEFORE = 38;
const LATE = 2;
/** A card's payment is dated when the bank books it, some days later. */
const POSTED_LATE = 2;
const UNNAMED_MAX = 4;
const UNNAMED_DAYS = 4;
const isTravel = (paper: Paper): boolean => paper.category === 'rail' || paper.category === 'air';
const isLatin = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);
const pairKey = (a: number, b: number): number => a * 2 ** 20 + b;

export const groupBy = (items: readonly number[], keysOf: (item: number) => readonly (number | string)[]): Map<number | string, number[]> => {
  const groups = new Map<number | string, number[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
};

/** Finds for one paper after another the payments that may be its parts: of its people, of their table, of nobody who is named. */
export class Gatherer {
  private readonly room: Room;
  private readonly byPerson: ReadonlyMap<number | string, readonly number[]>;
  private readonly byTable: ReadonlyMap<number | string, readonly number[]>;
  private readonly byAmount: ReadonlyMap<number | string, readonly number[]>;
  private readonly byName: ReadonlyMap<number | string, readonly number[]>;
  private readonly perDay: ReadonlyMap<number | string, readonly number[]>;
  private readonly unnamed: ReadonlyMap<number | string, readonly number[]>;
  private readonly billing = new Map<number, readonly number[]>();

  constructor(room: Room, free: Free) {
    this.room = room;
    const byDay = [...free.payments].filter((i) => this.at(i).net > 0).sort((a, b) => this.at(a).day - this.at(b).day || a - b);
    const forInvoices = room.weigher.table === 'booking' ? [] : byDay;
    this.byPerson = groupBy(byDay, (i) => (this.at(i).person < 0 ? [] : [this.at(i).person]));
    this.byTable = groupBy(forInvoices, (i) => [pairKey(this.at(i).name, this.at(i).day)]);
    this.byAmount = groupBy(forInvoices, (i) => [this.at(i).net]);
    this.byName = groupBy(forInvoices, (i) => [this.at(i).name]);
    this.perDay = groupBy(forInvoices, (i) => [this.at(i).day]);
    this.unnamed = groupBy(forInvoices, (i) => (this.at(i).person < 0 ? [this.at(i).name] : []));
  }

  private at(i: number): Spent { return this.room.prepared.spent[i] as Spent; }

  private isTimely(i: number, paper: Paper): boolean {
    const one = this.at(i);
    return one.currency === paper.currency && one.net < paper.amount && one.day >= paper.day - BEFORE && one.day <= Math.max(paper.day, paper.to) + LATE + (one.postedLate ? POSTED_LATE : 0) && fits(one, paper);
  }

  private isOf(name: number, paper: Paper): boolean {
    return this.room.prepared.names.likeness(name, paper.name) >= 0.5 || (this.room.weigher.model.sellers?.together.get(sellerKey(name, paper.name)) ?? 0) >= 1;
  }

  of(paper: Paper, j: number): Gathered {
    const people = [...new Set([...paper.people, ...(paper.handedInBy < 0 ? [] : [paper.handedInBy])])];
    const timely = (i: number): boolean => this.isTimely(i, paper);
    const own = people.flatMap((person) => this.within(this.byPerson.get(person) ?? [], paper.day - BEFORE, Math.max(paper.day, paper.to) + LATE + POSTED_LATE)).filter(timely);
    const alone = (groups: Iterable<readonly number[]>): Lot[] => [...groups].map((members) => ({ members, chances: 1 }));
    if (this.room.weigher.table === 'booking') return { lots: alone([own, ...this.shopsOf(own)]), named: [] };
    const tables = own.map((i) => [-1, 0, 1].flatMap((off) => this.byTable.get(pairKey(this.at(i).name, this.at(i).day + off)) ?? []).filter(timely)).filter((group) => group.some((i) => !people.includes(this.at(i).person)));
    const shared = paper.category === 'ride' || isTravel(paper) ? [] : own.flatMap((i) => this.partnersOf(i, paper, people));
    const named = partBundles(paper, j, { spent: this.room.prepared.spent, candidatesOf: (amount) => (this.byAmount.get(amount) ?? []).filter((i) => (this.at(i).person < 0 || people.includes(this.at(i).person)) && (timely(i) || (this.at(i).day > paper.day && fits(this.at(i), paper)))) });
    return { lots: [...alone([own, ...this.shopsOf(own), ...tables]), ...shared, ...(people.length === 0 ? this.everybodys(paper) : this.withUnnamed(own, paper))], named };
  }

  private shopsOf(own: readonly number[]): number[][] { return [...groupBy(own, (i) => [this.at(i).name]).values()]; }

  /** Who paid the rest of a bill: the amount says it, and the day; where the signs are in two scripts, only as far as few others could have paid that sum. */
  private partnersOf(i: number, paper: Paper, people: readonly number[]): Lot[] {
    const { names } = this.room.prepared;
    return (this.byAmount.get(paper.amount - this.at(i).net) ?? []).flatMap((k): Lot[] => {
      const [one, other] = [this.at(i), this.at(k)];
      const apart = Math.abs(other.day - one.day);
      if (k === i || people.includes(other.person) || !this.isTimely(k, paper) || apart > 1 + (one.postedLate || other.postedLate ? POSTED_LATE : 0)) return [];
      const agrees = names.likeness(other.name, one.name) >= 0.5 || names.likeness(other.name, paper.name) >= 0.5;
      let others = 0;
      for (let day = one.day - apart; day <= one.day + apart; day++) others += this.perDay.get(day)?.length ?? 0;
      return agrees || (one.category === other.category && isLatin(one.source.merchant) !== isLatin(other.source.merchant)) ? [{ members: [i, k], chances: agrees ? 1 : Math.max(1, others) }] : [];
    });
  }

  /** Payments that name nobody, of the same shop and the same days as those of the paper's own people. */
  private withUnnamed(own: readonly number[], paper: Paper): Lot[] {
    if (own.length === 0 || this.unnamed.size === 0) return [];
    const [first, last] = [this.at(own[0] as number).day - UNNAMED_DAYS, Math.max(...own.map((i) => this.at(i).day)) + UNNAMED_DAYS];
    return this.shopsOf(own).flatMap((shop): Lot[] => {
      const name = this.at(shop[0] as number).name;
      const more = this.within(this.unnamed.get(name) ?? [], first, last).filter((i) => this.isTimely(i, paper));
      return more.length === 0 || more.length > UNNAMED_MAX ? [] : [{ members: [...shop, ...more].sort((a, b) => this.at(a).day - this.at(b).day || a - b), chances: 1 }];
    });
  }

  private shopsBilling(paper: Paper): readonly number[] {
    const known = this.billing.get(paper.name) ?? [...this.byName.keys()].filter((name) => this.isOf(name as number, paper)) as number[];
    this.billing.set(paper.name, known);
    return known;
  }

  /** Those of some payments, which are sorted by day, that lie in a time. */
  private within(sorted: readonly number[], from: number, to: number): number[] {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(sorted[middle] as number).day < from) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let k = low; k < sorted.length && this.at(sorted[k] as number).day <= to; k++) found.push(sorted[k] as number);
    return found;
  }

  /** A paper that nobody handed in: every person's payments at shops that bill under its name. */
  private everybodys(paper: Paper): Lot[] {
    const shops = this.shopsBilling(paper).flatMap((name) => this.within(this.byName.get(name) ?? [], paper.day - BEFORE, Math.max(paper.day, paper.to) + LATE + POSTED_LATE)).filter((i) => this.isTimely(i, paper));
    if (paper.category === 'ride') {
      const lots = [...groupBy(shops, (i) => (this.at(i).person < 0 ? [] : [this.at(i).person])).values()].filter((members) => members.length > 1);
      return lots.map((members) => ({ members: members.sort((a, b) => this.at(a).day - this.at(b).day || a - b), chances: lots.length }));
    }
    const lots = [...groupBy(shops, (i) => [pairKey(this.at(i).name, this.at(i).day)]).values()].filter((members) => members.length > 1);
    return lots.map((members) => ({ members, chances: lots.length }));
  }
}
