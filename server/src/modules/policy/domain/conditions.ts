import { parseMoney } from '@roundtrip/kernel';
import type { ConditionDocument } from './document.ts';
import { foldWords, type FactName, type Facts } from './facts.ts';
import type { Policy } from './policy.ts';

/** Three values: it fits, it does not, or the named fact would have to be known. */
export type Fit = true | false | FactName;
export type Test = (facts: Facts) => Fit;

/** One thing that is known not to fit settles it, whatever else is unknown. */
function all(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (!first) return () => true;
  if (!second) return first;
  return (facts) => {
    let fit: Fit = true;
    for (const test of tests) {
      const one = test(facts);
      if (one === false) return false;
      if (one !== true && fit === true) fit = one;
    }
    return fit;
  };
}

const within = <T extends string | number | bigint>(value: T, from: T | undefined, to: T | undefined): boolean => (from === undefined || value >= from) && (to === undefined || value <= to);

export const minorOf = (amount: string, currency: string): bigint => {
  const money = parseMoney(amount, currency);
  return money.ok ? money.value.minor : 0n;
};

type Field = keyof Wanted;
type Wanted = Required<ConditionDocument>;
type Makers = { readonly [K in Field]: (wanted: Wanted[K], policy: Policy) => Test };

const countTest = (read: (facts: Facts) => number | null, name: FactName) => (wanted: { readonly from?: number; readonly to?: number }): Test => (facts) => {
  const value = read(facts);
  return value === null ? name : within(value, wanted.from, wanted.to);
};

const wordTest = (read: (facts: Facts) => string) => (wanted: readonly string[]): Test => {
  const folded = wanted.map(foldWords);
  return (facts) => {
    const text = read(facts);
    return text !== '' && folded.some((word) => text.includes(word));
  };
};

/** Every field that a condition may name, with how it is tested. A new field does not compile until it stands here. */
const MAKERS: Makers = {
  category: (wanted) => {
    const set = new Set(wanted);
    return (facts) => set.has(facts.category);
  },
  grade: (wanted) => {
    const set = new Set(wanted);
    return (facts) => (facts.grade === null ? 'grade' : set.has(facts.grade));
  },
  city: (wanted, policy) => {
    const keys = new Set(policy.placeKeys(wanted));
    return (facts) => (facts.place === null ? 'city' : facts.place.chain.some((key) => keys.has(key)));
  },
  atHome: (wanted, policy) => (facts) => {
    if (facts.place === null) return 'city';
    const home = facts.question.employee.homeCity === undefined ? null : policy.places.find(facts.question.employee.homeCity);
    return home === null ? 'homeCity' : (home.chain[0] === facts.place.chain[0]) === wanted;
  },
  onTrip: (wanted) => (facts) => (facts.question.expense.tripId !== undefined) === wanted,
  season: ({ from, to }) => (facts) => (from <= to ? within(facts.monthDay, from, to) : facts.monthDay >= from || facts.monthDay <= to),
  spentOn: ({ from, to }) => (facts) => within(facts.spentOn, from, to),
  nights: countTest((facts) => facts.nights, 'nights'),
  attendees: countTest((facts) => facts.guests, 'attendees'),
  distanceKm: countTest((facts) => facts.km, 'distanceKm'),
  amount: (wanted, policy) => {
    const from = wanted.from === undefined ? undefined : minorOf(wanted.from, policy.currency);
    const to = wanted.to === undefined ? undefined : minorOf(wanted.to, policy.currency);
    return (facts) => (facts.amount === null ? 'rate' : within(facts.amount, from, to));
  },
  seatClass: (wanted) => {
    const set = new Set<string>(wanted);
    return (facts) => (facts.seat === null ? 'seatClass' : set.has(facts.seat));
  },
  channel: (wanted) => {
    const set = new Set<string>(wanted);
    return (facts) => facts.question.expense.channel !== undefined && set.has(facts.question.expense.channel);
  },
  department: (wanted) => {
    const set = new Set(wanted);
    return (facts) => (facts.question.employee.departmentId === undefined ? 'department' : set.has(facts.question.employee.departmentId));
  },
  merchant: wordTest((facts) => facts.merchant),
  goods: wordTest((facts) => facts.goods),
};

export const CONDITION_FIELDS = Object.keys(MAKERS) as readonly Field[];

/** Compiles a condition, leaving out the fields that the caller has dealt with by an index. */
export function compileCondition(condition: ConditionDocument | undefined, policy: Policy, without: readonly Field[] = []): Test {
  if (!condition) return () => true;
  const tests: Test[] = [];
  const make = <K extends Field>(field: K): void => {
    const wanted = (condition as Partial<Wanted>)[field];
    if (wanted !== undefined && !without.includes(field)) tests.push(MAKERS[field](wanted as Wanted[K], policy));
  };
  CONDITION_FIELDS.forEach((field) => make(field));
  return all(tests);
}
