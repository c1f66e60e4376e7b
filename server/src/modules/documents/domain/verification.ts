import type { CivilDate, Instant } from '@roundtrip/kernel';
import { addDays, civilDateIn, epochMs, instantAt, instantOf, invariant } from '@roundtrip/kernel';

export type VerificationState = 'unverified' | 'verified' | 'mismatch' | 'not-found' | 'red' | 'void';
export type AskWhy = 'arrival' | 'payment' | 'sample';

/** What of a verifier's habits decides when it is asked. */
export type AskLimits = { readonly dailyMax: number; readonly zone: string; readonly knownAfterDays: number; readonly yearsBack: number };

/** The bureau's counters open at nine; before, yesterday's invoices are not all there. */
const OPENS = '09:00:00';
const HOUR_MS = 3_600_000;
const FIRST_PAUSE_MS = HOUR_MS / 4;
/** An invoice that is not found is asked for on so many days after its issue: some issuers report late. */
const LATE_DAYS = 5;
/** For how long an answer still counts. */
const FRESH_HOURS: Readonly<Record<AskWhy, number>> = { arrival: Number.POSITIVE_INFINITY, payment: 24, sample: 24 };

const later = (at: Instant, ms: number): Instant => instantOf(epochMs(at) + ms);
function opening(zone: string, day: CivilDate): Instant {
  const at = instantAt(zone, `${day}T${OPENS}`);
  invariant(at, 'nine in the morning exists on every day');
  return at;
}
const tomorrow = (limits: AskLimits, now: Instant): Instant => opening(limits.zone, addDays(civilDateIn(limits.zone, now), 1));

/** When an invoice is first asked about; null where the bureau no longer answers for so old a one. */
export function firstAsk(issuedOn: CivilDate, limits: AskLimits, now: Instant): Instant | null {
  const today = civilDateIn(limits.zone, now);
  if (Number(today.slice(0, 4)) - Number(issuedOn.slice(0, 4)) > limits.yearsBack) return null;
  const known = opening(limits.zone, addDays(issuedOn, limits.knownAfterDays));
  return known > now ? known : now;
}

/** Whether the last answer still serves. What was taken back, or never matched, is not asked again by itself. */
export function isFresh(standing: { readonly state: VerificationState; readonly at: Instant | null }, why: AskWhy, now: Instant): boolean {
  if (standing.state === 'red' || standing.state === 'void') return true;
  if (standing.state === 'unverified' || standing.at === null) return false;
  return epochMs(now) - epochMs(standing.at) < FRESH_HOURS[why] * HOUR_MS;
}

export type AnswerKind = { readonly kind: 'answered'; readonly state: VerificationState } | { readonly kind: 'limited' } | { readonly kind: 'unclear' };

/** When it is asked again after an answer; null: not by itself. `nth` counts the questions of the bureau's day. */
export function nextAsk(answer: AnswerKind, asked: { readonly nth: number; readonly issuedOn: CivilDate }, limits: AskLimits, now: Instant): Instant | null {
  if (answer.kind === 'answered') {
    const late = answer.state === 'not-found' && civilDateIn(limits.zone, now) <= addDays(asked.issuedOn, LATE_DAYS);
    return late ? tomorrow(limits, now) : null;
  }
  if (answer.kind === 'limited' || asked.nth >= limits.dailyMax) return tomorrow(limits, now);
  return later(now, FIRST_PAUSE_MS * 2 ** (asked.nth - 1));
}

export type BookingState = '01' | '02' | '03' | '06';

/** 入账状态: not booked, booked and deducted before income tax, booked and not deducted, booking undone. A missing arrow is a forbidden move. */
export const BOOKING_MOVES = { '01': ['02', '03'], '02': ['03', '06'], '03': ['02', '06'], '06': ['02', '03'] } as const satisfies Record<BookingState, readonly BookingState[]>;

export const mayBook = (from: BookingState, to: BookingState): boolean => (BOOKING_MOVES[from] as readonly BookingState[]).includes(to);
