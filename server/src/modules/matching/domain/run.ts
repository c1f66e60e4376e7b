import { isLet, type FuseLevel } from './fuse.ts';
import { matchAll } from './match.ts';
import type { MatchGroup, MatchInput } from './types.ts';

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

/** The matcher's word, less what people have refused and what the fuse holds back. Every id stands in exactly one group. */
export function decideRun({ input, refused, fuse }: MatchRun): RunGroup[] {
  const parted = new Set(refused);
  return matchAll(input).flatMap((group) => (isRefused(group, parted) ? apart(group) : [group])).map((group): RunGroup => {
    const promised = group.decision === 'auto';
    return { ...group, promised, decision: promised && !isLet(fuse, group.confidence, input.allowedError) ? 'review' : group.decision };
  });
}
