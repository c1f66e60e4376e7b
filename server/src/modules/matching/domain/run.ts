import { isLet, type FuseLevel } from './fuse.ts';
import { matchAll } from './match.ts';
import { aliasWords } from './learn.ts';
import { plainName } from './text.ts';
import type { MatchAlias, MatchGroup, MatchInput } from './types.ts';

/** All that a run decides from. The same run gives the same answer, in five years as today. */
export type MatchRun = {
  readonly input: MatchInput & { readonly allowedError: number };
  /** `payment/paper` of what people have parted, sorted. */
  readonly refused: readonly string[];
  readonly fuse: FuseLevel;
};

/** `promised`: sure enough for the error that the company allows, whatever the fuse then held back. */
export type RunGroup = MatchGroup & { readonly promised: boolean };

const isRefused = (group: MatchGroup, refused: ReadonlySet<string>): boolean =>
  group.payments.some((payment) => [...group.invoices, ...group.bookings].some((item) => refused.has(`${payment}/${item}`)));

/** What a person has taken apart stays apart; each item is open for others. */
function apart(group: MatchGroup): MatchGroup[] {
  const alone = (part: Partial<Pick<MatchGroup, 'payments' | 'invoices' | 'bookings'>>): MatchGroup => ({ ...group, payments: [], invoices: [], bookings: [], confidence: 0, decision: 'none', runnerUp: null, ...part });
  return [...group.payments.map((id) => alone({ payments: [id] })), ...group.invoices.map((id) => alone({ invoices: [id] })), ...group.bookings.map((id) => alone({ bookings: [id] }))];
}

/** Names that people taught, by who stands on the payment and on the invoice. */
function aliasesIn({ payments, invoices, learned }: MatchInput): (group: MatchGroup) => MatchAlias | null {
  if (!learned || learned.aliases.length === 0) return () => null;
  const known = new Map(learned.aliases.map((alias) => [`${alias.merchant}\u0000${alias.seller}`, alias]));
  const merchants = new Map(payments.map((one) => [one.id, one.merchant]));
  const sellers = new Map(invoices.map((one) => [one.id, one.seller]));
  return (group) => {
    for (const payment of group.payments) for (const invoice of group.invoices) {
      const alias = known.get(`${plainName(merchants.get(payment) ?? '')}\u0000${plainName(sellers.get(invoice) ?? '')}`);
      if (alias) return alias;
    }
    return null;
  };
}

/** What a name weighs because people said so, in their words: who taught it can see it, and take it back. */
const inTheirWords = (group: MatchGroup, alias: MatchAlias | null): MatchGroup => (alias === null ? group : {
  ...group, reasons: group.reasons.map((reason) => (reason.code === 'name' && (reason.weight > 0) === (alias.confirmed > alias.refused) ? { ...reason, code: 'learned', text: aliasWords(alias) } : reason)),
});

/** The matcher's word, less what people have refused and what the fuse holds back. Every id stands in exactly one group. */
export function decideRun({ input, refused, fuse }: MatchRun): RunGroup[] {
  const parted = new Set(refused);
  const aliasOf = aliasesIn(input);
  return matchAll(input).map((group) => inTheirWords(group, aliasOf(group))).flatMap((group) => (isRefused(group, parted) ? apart(group) : [group])).map((group): RunGroup => {
    const promised = group.decision === 'auto';
    return { ...group, promised, decision: promised && !isLet(fuse, group.confidence, input.allowedError) ? 'review' : group.decision };
  });
}
