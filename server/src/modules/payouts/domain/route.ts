import type { FindingCode } from './findings.ts';

export type PayeeKind = 'bank' | 'wechat' | 'alipay';

/** The limits of a rail, in minor units of the payout's currency; absent where there is none. */
type RailLimits = { readonly minMinor?: bigint; readonly transferMaxMinor?: bigint; readonly payeeDayMaxMinor?: bigint; readonly railDayMaxMinor?: bigint };
export type RailFacts = { readonly id: string; readonly currencies: readonly string[] | 'any'; readonly limits: RailLimits };

export type RouteQuestion<A extends { readonly kind: PayeeKind }> = {
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The chosen account first; a bank account behind it is where a wallet's limit sends what is too much for it. */
  readonly accounts: readonly A[];
  readonly railOf: (kind: PayeeKind) => RailFacts | null;
  /** Already on its way today: to this person, and over this rail. */
  readonly today: (rail: string) => { readonly payeeMinor: bigint; readonly railMinor: bigint };
};

type Route<A> = { readonly rail: string; readonly account: A; readonly findings: readonly FindingCode[] } | { readonly rail: null; readonly account: A | null; readonly findings: readonly FindingCode[] };

function troubleOf<A extends { readonly kind: PayeeKind }>(question: RouteQuestion<A>, rail: RailFacts | null): FindingCode | null {
  if (!rail) return 'rail.none';
  const { amountMinor: amount, currency } = question;
  if (rail.currencies !== 'any' && !rail.currencies.includes(currency)) return 'rail.currency';
  const { minMinor, transferMaxMinor, payeeDayMaxMinor, railDayMaxMinor } = rail.limits;
  if (minMinor !== undefined && amount < minMinor) return 'rail.too-little';
  const today = question.today(rail.id);
  const over = (transferMaxMinor !== undefined && amount > transferMaxMinor) || (payeeDayMaxMinor !== undefined && today.payeeMinor + amount > payeeDayMaxMinor)
    || (railDayMaxMinor !== undefined && today.railMinor + amount > railDayMaxMinor);
  return over ? 'rail.over-limit' : null;
}

/** The way that a payout takes: over the rail of the chosen account, or over the bank where that rail cannot carry it. */
export function routeOf<A extends { readonly kind: PayeeKind }>(question: RouteQuestion<A>): Route<A> {
  const [chosen, ...others] = question.accounts;
  if (!chosen) return { rail: null, account: null, findings: [] };
  const rail = question.railOf(chosen.kind);
  const trouble = troubleOf(question, rail);
  if (rail && !trouble) return { rail: rail.id, account: chosen, findings: [] };
  const bank = chosen.kind === 'bank' ? undefined : others.find((account) => account.kind === 'bank');
  const bankRail = bank && question.railOf('bank');
  if (bank && bankRail && !troubleOf(question, bankRail)) return { rail: bankRail.id, account: bank, findings: ['rail.fallback'] };
  return { rail: null, account: chosen, findings: trouble ? [trouble] : [] };
}
