import { hintsOf, type Hints } from './returned.ts';
import { ratesOf, type RateOn } from './rates.ts';
import { latinKey, spellings } from './spelling.ts';
import { Names, plainName } from './text.ts';
import type { MatchBooking, MatchInput } from './types.ts';

export const NOBODY = -1;

/** Numbers for texts, so that comparing two is comparing numbers. */
export class Numbers {
  private readonly known = new Map<string, number>();
  of(text: string | null): number {
    if (text === null || text === '') return NOBODY;
    const found = this.known.get(text);
    if (found !== undefined) return found;
    this.known.set(text, this.known.size);
    return this.known.size - 1;
  }
}

/** What a company's records taken together say of single ones; kept beside them when one more comes. */
export type Words = {
  readonly people: Numbers; readonly currencies: Numbers; readonly orders: Numbers; readonly names: Names;
  /** People by every spelling of their names. */
  readonly called: ReadonlyMap<string, readonly number[]>;
  /** Amounts, currencies and order numbers that papers ask for. */
  readonly asked: ReadonlySet<string>; readonly currenciesAsked: ReadonlySet<string>; readonly orderNumbers: ReadonlySet<string>;
  readonly hints: Hints; readonly rateOn: RateOn;
  /** Whether a merchant of this name sells what others provide. */
  readonly agents: (name: number) => boolean;
};

export const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
export const moneyKey = (money: { readonly minor: bigint; readonly currency: string }): string => `${money.currency}${money.minor}`;

const AGENT_OF_MIN = 3;
const ALIKE = 0.8;

/** Agencies, as this company's bookings show them: suppliers of several houses that bear other names. */
function agentsAmong(bookings: readonly MatchBooking[], names: Names): (name: number) => boolean {
  const houses = new Map<number, Set<number>>();
  for (const booking of bookings) {
    const [agent, name] = [names.numberOf(booking.supplier), names.numberOf(booking.property || booking.supplier)];
    if (agent === name || names.likeness(agent, name) > 0.5) continue;
    const known = houses.get(agent);
    if (known) known.add(name);
    else houses.set(agent, new Set([name]));
  }
  const agents = [...houses].flatMap(([agent, of]) => (of.size >= AGENT_OF_MIN ? [agent] : []));
  const known = new Map<number, boolean>();
  return (name) => {
    const said = known.get(name) ?? agents.some((agent) => names.likeness(name, agent) >= ALIKE);
    known.set(name, said);
    return said;
  };
}

export function wordsOf(input: MatchInput): Words {
  const [people, currencies, names] = [new Numbers(), new Numbers(), new Names()];
  const called = new Map<string, number[]>();
  for (const employee of byId(input.employees)) {
    for (const name of new Set(employee.names.flatMap((one) => [plainName(one), latinKey(one), ...spellings(one)].filter((key) => key !== '')))) called.set(name, [...(called.get(name) ?? []), people.of(employee.id)]);
  }
  const papers = [...input.invoices, ...input.bookings];
  return {
    people, currencies, names, called, orders: new Numbers(), asked: new Set(papers.map(moneyKey)), currenciesAsked: new Set(papers.map((paper) => paper.currency)), orderNumbers: new Set(papers.flatMap((paper) => paper.orderNo ?? [])),
    hints: hintsOf(input.invoices, input.bookings), rateOn: ratesOf(input.payments, (currency) => currencies.of(currency)), agents: agentsAmong(byId(input.bookings), names),
  };
}
