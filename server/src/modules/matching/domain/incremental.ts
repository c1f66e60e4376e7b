import { matchWhole, type Survey } from './match.ts';
import { latinKey } from './spelling.ts';
import { plainName } from './text.ts';
import type { MatchBooking, MatchGroup, MatchInput, MatchInvoice, MatchPayment } from './types.ts';
import { byId, moneyKey } from './words.ts';

/** What is new: one record or a handful that came together. */
export type News = { readonly payments?: readonly MatchPayment[]; readonly invoices?: readonly MatchInvoice[]; readonly bookings?: readonly MatchBooking[] };
/** `groups` take the place of `withdrawn`; all others stand. `size`: how many records were looked at again. */
export type Redecision = { readonly groups: readonly MatchGroup[]; readonly withdrawn: readonly MatchGroup[]; readonly size: number };

type Kind = 'payments' | 'invoices' | 'bookings';
type Item = { readonly kind: Kind; readonly id: string; readonly day: number; readonly keys: readonly string[]; readonly amounts: readonly string[]; readonly record: MatchPayment | MatchInvoice | MatchBooking };

const WINDOW_DAYS = 75;
const CROWD = 24;
const nameOf = (kind: Kind, id: string): string => `${kind}/${id}`;
const idsOf = (group: MatchGroup): string[] => [...group.payments.map((id) => nameOf('payments', id)), ...group.invoices.map((id) => nameOf('invoices', id)), ...group.bookings.map((id) => nameOf('bookings', id))];
const membersOf = (group: MatchGroup): string => idsOf(group).sort().join(' ');
/** Less sure than this much less is the noise of adding up. */
const LESS = 1e-9;
const ORDER_LIKE = /[A-Za-z0-9-]{6,}/g;

class Index {
  private readonly lists = new Map<string, Set<Item>>();
  add(item: Item, keys: readonly string[]): void {
    for (const key of keys) {
      const list = this.lists.get(key);
      if (list) list.add(item);
      else this.lists.set(key, new Set([item]));
    }
  }
  of(key: string): ReadonlySet<Item> { return this.lists.get(key) ?? NONE; }
}
const NONE: ReadonlySet<Item> = new Set();

/**
 * All that is open, decided once as a whole and ready for more: a new record is decided together with what it could
 * touch (its people's records, its order's, and those of its amount), by the figures of the whole run. The rest stands.
 */
export class OpenMatter {
  private readonly input: MatchInput;
  private readonly survey: Survey;
  private readonly ties = new Index();
  private readonly sums = new Index();
  private readonly items = new Map<string, Item>();
  private readonly live = new Set<Item>();
  private readonly groupOf = new Map<string, MatchGroup>();

  constructor(input: MatchInput) {
    this.input = { ...input, payments: [], invoices: [], bookings: [] };
    const { groups, survey } = matchWhole(input);
    this.survey = survey;
    this.enter(this.itemsOf(input));
    for (const group of groups) this.place(group);
  }

  groups(): MatchGroup[] { return [...new Set(this.groupOf.values())]; }

  /** The figures that every decision since was weighed by. */
  figures(): Survey { return this.survey; }

  /** Decides what is new together with all that it could touch, and says what that changed. Ids that are known are refused by returning null. */
  take(news: News): Redecision | null {
    const fresh = this.itemsOf(news);
    if (fresh.some((item) => this.items.has(nameOf(item.kind, item.id)))) return null;
    this.enter(fresh);
    const part = this.touchedBy(fresh);
    const of = <T>(kind: Kind): T[] => byId([...part].filter((item) => item.kind === kind).map((item) => item.record)) as T[];
    const { groups } = matchWhole({ ...this.input, payments: of<MatchPayment>('payments'), invoices: of<MatchInvoice>('invoices'), bookings: of<MatchBooking>('bookings') }, this.survey);
    const change = this.changeOf(fresh, groups);
    for (const group of change.groups) this.place(group);
    return { ...change, size: part.size };
  }

  /**
   * Only what hangs together with the news by its groups, before or after, is decided anew; any other group stands, unless
   * the news is a rival that makes it less sure.
   */
  private changeOf(fresh: readonly Item[], groups: readonly MatchGroup[]): Pick<Redecision, 'groups' | 'withdrawn'> {
    const now = new Map(groups.flatMap((group) => idsOf(group).map((name) => [name, group] as const)));
    const reached = new Set(fresh.map((item) => nameOf(item.kind, item.id)));
    for (const name of reached) for (const group of [now.get(name), this.groupOf.get(name)]) if (group) for (const mate of idsOf(group)) reached.add(mate);
    const isSame = (group: MatchGroup, before: MatchGroup | undefined): boolean => before !== undefined && membersOf(before) === membersOf(group);
    const decided = groups.filter((group) => {
      const before = this.groupOf.get(idsOf(group)[0] as string);
      return isSame(group, before) ? group.confidence < (before as MatchGroup).confidence - LESS : idsOf(group).some((name) => reached.has(name));
    });
    const names = new Set(decided.flatMap(idsOf));
    return { groups: decided, withdrawn: [...new Set([...names].flatMap((name) => this.groupOf.get(name) ?? []))] };
  }

  /** What is left out of later decisions: a person has said where it belongs. */
  settle(group: MatchGroup): void {
    for (const name of idsOf(group)) this.groupOf.delete(name);
    for (const name of idsOf(group)) {
      const item = this.items.get(name);
      if (item) this.live.delete(item);
      this.items.delete(name);
    }
  }

  private place(group: MatchGroup): void { for (const name of idsOf(group)) this.groupOf.set(name, group); }

  private enter(items: readonly Item[]): void {
    for (const item of items) {
      this.items.set(nameOf(item.kind, item.id), item);
      this.live.add(item);
      this.ties.add(item, item.keys);
      this.sums.add(item, item.amounts);
    }
  }

  private ridersOf(passenger: string | null): readonly number[] {
    return passenger === null ? [] : this.survey.words.called.get(plainName(passenger)) ?? this.survey.words.called.get(latinKey(passenger)) ?? [];
  }

  private itemsOf({ payments = [], invoices = [], bookings = [] }: News): Item[] {
    const person = (id: string | null): string[] => (id === null ? [] : [`who/${this.survey.words.people.of(id)}`]);
    const order = (text: string | null | undefined): string[] => (text ? [`order/${text}`] : []);
    return [
      ...payments.map((one): Item => ({
        kind: 'payments', id: one.id, day: one.day, record: one, amounts: [moneyKey(one), ...(one.original ? [moneyKey(one.original)] : [])],
        keys: [...person(one.payerId), ...order(one.orderNo), ...order(one.externalId), ...(one.description.match(ORDER_LIKE) ?? []).map((word) => `order/${word}`), `pay/${one.relatedId ?? one.id}`],
      })),
      ...invoices.map((one): Item => ({ kind: 'invoices', id: one.id, day: one.day, record: one, amounts: [moneyKey(one)], keys: [...person(one.submittedBy), ...this.ridersOf(one.passenger).map((who) => `who/${who}`), ...order(one.orderNo), ...(one.number ? [`no/${one.number}`] : []), ...(one.originalNumber ? [`no/${one.originalNumber}`] : [])] })),
      ...bookings.map((one): Item => ({ kind: 'bookings', id: one.id, day: one.bookedDay ?? one.startDay, record: one, amounts: [moneyKey(one)], keys: [...person(one.travelerId), ...order(one.orderNo)] })),
    ];
  }

  /** What is open over an amount around a day; nothing where that is a crowd. */
  private fewOf(amount: string, day: number): readonly Item[] {
    const few: Item[] = [];
    for (const other of this.sums.of(amount)) {
      if (Math.abs(other.day - day) > WINDOW_DAYS || !this.live.has(other)) continue;
      if (few.length === CROWD) return [];
      few.push(other);
    }
    return few;
  }

  /** Whatever shares a person, an order or a bond with what is new; what has its amount, if that is no crowd; and the groups of all these. */
  private touchedBy(fresh: readonly Item[]): ReadonlySet<Item> {
    const part = new Set<Item>();
    const open = (item: Item): boolean => this.live.has(item);
    const add = (item: Item): void => {
      if (!open(item) || part.has(item)) return;
      part.add(item);
      for (const name of idsOf(this.groupOf.get(nameOf(item.kind, item.id)) ?? NO_GROUP)) {
        const mate = this.items.get(name);
        if (mate) part.add(mate);
      }
    };
    for (const item of fresh) {
      add(item);
      for (const key of item.keys) for (const other of this.ties.of(key)) if (Math.abs(other.day - item.day) <= WINDOW_DAYS) add(other);
      for (const amount of item.amounts) {
        for (const other of this.fewOf(amount, item.day)) add(other);
      }
    }
    return part;
  }
}

const NO_GROUP: MatchGroup = { payments: [], invoices: [], bookings: [], confidence: 0, decision: 'none', reasons: [], runnerUp: null };
