import type { CivilDate, Id, Instant, Result } from '@roundtrip/kernel';
import { daysBetween, err, ok } from '@roundtrip/kernel';

export type AdvanceId = Id<'advance'>;

/** `paid`: the bank has booked it and some of it is outstanding. `cleared`: all of it was spent or is back. */
const ADVANCE_MOVES = {
  asked: ['approved', 'rejected', 'withdrawn'], approved: ['paid'], paid: ['cleared', 'approved'], cleared: ['approved'], rejected: [], withdrawn: [],
} as const satisfies Record<string, readonly string[]>;
export type AdvanceState = keyof typeof ADVANCE_MOVES;

export type Advance = {
  readonly id: AdvanceId;
  readonly number: string;
  readonly employeeId: string;
  readonly purpose: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly dueOn: CivilDate;
  readonly state: AdvanceState;
  readonly offsetMinor: bigint;
  readonly returnedMinor: bigint;
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly paidAt: Instant | null;
  readonly remindedAt: Instant | null;
  readonly updatedAt: Instant;
};

export type AdvanceError = { readonly kind: 'advance.wrong-state'; readonly from: AdvanceState; readonly to: AdvanceState };

/** `approved` after `paid`: the bank gave the money back, so it is owed to the person again. */
export function moveAdvance(advance: Advance, to: AdvanceState, at: Instant): Result<Advance, AdvanceError> {
  if (!(ADVANCE_MOVES[advance.state] as readonly string[]).includes(to)) return err({ kind: 'advance.wrong-state', from: advance.state, to });
  return ok({
    ...advance, state: to, updatedAt: at, decidedAt: to === 'approved' && advance.decidedAt === null || to === 'rejected' ? at : advance.decidedAt,
    paidAt: to === 'paid' ? at : to === 'approved' ? null : advance.paidAt,
  });
}

/** What the person still has of it. Before the bank has paid it, nothing. */
export const outstanding = (advance: Pick<Advance, 'state' | 'amountMinor' | 'offsetMinor' | 'returnedMinor'>): bigint =>
  (advance.state === 'paid' ? advance.amountMinor - advance.offsetMinor - advance.returnedMinor : 0n);

/** Takes a sum off an advance; the last of it clears it. */
export function payOff(advance: Advance, minor: bigint, { by, at }: { readonly by: 'offset' | 'return'; readonly at: Instant }): Advance {
  const after = { ...advance, offsetMinor: advance.offsetMinor + (by === 'offset' ? minor : 0n), returnedMinor: advance.returnedMinor + (by === 'return' ? minor : 0n), updatedAt: at };
  return outstanding(after) === 0n ? { ...after, state: 'cleared' } : after;
}

export type Offset = { readonly advance: Advance; readonly minor: bigint };

/** Oldest first, until what is owed to the person or what they still have is used up. In the same currency only. */
export function offsetOldest(advances: readonly Advance[], owed: { readonly minor: bigint; readonly currency: string }): Offset[] {
  let left = owed.minor;
  const byAge = [...advances].sort((a, b) => ((a.paidAt ?? '') < (b.paidAt ?? '') ? -1 : (a.paidAt ?? '') > (b.paidAt ?? '') ? 1 : a.id < b.id ? -1 : 1));
  return byAge.flatMap((advance) => {
    const open = outstanding(advance);
    const minor = advance.currency !== owed.currency ? 0n : open < left ? open : left;
    left -= minor;
    return minor > 0n ? [{ advance, minor }] : [];
  });
}

/** Buckets of the age report, by days since it was paid. */
export type Age = '0-30' | '31-60' | '61-90' | '90+';

export function ageOf(paidOn: CivilDate, today: CivilDate): { readonly days: number; readonly age: Age } {
  const days = Math.max(0, daysBetween(paidOn, today));
  return { days, age: days <= 30 ? '0-30' : days <= 60 ? '31-60' : days <= 90 ? '61-90' : '90+' };
}
