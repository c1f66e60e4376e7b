import type { FuseLevel } from '@roundtrip/kernel';
import { isLet } from './fuse.ts';
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

type Members = Pick<MatchGroup, 'payments' | 'invoices' | 'bookings'>;
const idsOf = ({ payments, invoices, bookings }: Members): string[] => [...payments, ...invoices, ...bookings];
/** What people have parted is looked at again one by one; beyond this many it waits for them to decide. */
const PARTED_MAX = 50;

/**
 * For what people have parted, the next best among all that stands alone: the payments without the papers that they were
 * parted from, then the papers without those payments. It was weighed beside few others, so a person sees it first.
 */
function nextBest(input: MatchInput, groups: readonly MatchGroup[], parted: ReadonlySet<string>): MatchGroup[] {
  const split = groups.filter((group) => isRefused(group, parted)).slice(0, PARTED_MAX);
  if (split.length === 0) return [];
  const free = new Set([...groups.filter((group) => group.confidence === 0), ...split].flatMap(idsOf));
  const found: MatchGroup[] = [];
  const look = (wanted: Partial<Members>): void => {
    const own = new Set([...(wanted.payments ?? []), ...(wanted.invoices ?? []), ...(wanted.bookings ?? [])]);
    const may = (payment: string, paper: string): boolean => !parted.has(`${payment}/${paper}`);
    const isOpen = (id: string, byPayment: boolean): boolean => free.has(id) && (own.has(id) || (byPayment === (wanted.payments === undefined) && [...own].every((mine) => (byPayment ? may(id, mine) : may(mine, id)))));
    const answer = matchAll({
      ...input, payments: input.payments.filter(({ id }) => isOpen(id, true)), invoices: input.invoices.filter(({ id }) => isOpen(id, false)), bookings: input.bookings.filter(({ id }) => isOpen(id, false)),
    });
    for (const group of answer) {
      if (group.payments.length === 0 || group.invoices.length + group.bookings.length === 0 || !idsOf(group).some((id) => own.has(id)) || isRefused(group, parted)) continue;
      found.push({ ...group, decision: 'review' });
      for (const id of idsOf(group)) free.delete(id);
    }
  };
  for (const group of split) {
    if (group.payments.some((id) => free.has(id))) look({ payments: group.payments });
    if ([...group.invoices, ...group.bookings].some((id) => free.has(id))) look({ invoices: group.invoices, bookings: group.bookings });
  }
  return found;
}

/** The next best stands in the place of what stood alone. */
function withNextBest(input: MatchInput, groups: readonly MatchGroup[], parted: ReadonlySet<string>): MatchGroup[] {
  const found = nextBest(input, groups, parted);
  const taken = new Set(found.flatMap(idsOf));
  const isTaken = (group: MatchGroup): boolean => idsOf(group).some((id) => taken.has(id));
  return [...found, ...groups.flatMap((group) => (isRefused(group, parted) ? apart(group) : [group])).filter((group) => !isTaken(group))];
}

/** The matcher's word, less what people have refused and what the fuse holds back. Every id stands in exactly one group. */
export function decideRun({ input, refused, fuse }: MatchRun): RunGroup[] {
  const parted = new Set(refused);
  return withNextBest(input, matchAll(input), parted).map((group): RunGroup => {
    const promised = group.decision === 'auto';
    return { ...group, promised, decision: promised && !isLet(fuse, group.confidence, input.allowedError) ? 'review' : group.decision };
  });
}
