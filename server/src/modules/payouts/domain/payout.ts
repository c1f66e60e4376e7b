import type { Id, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';
import type { FindingCode } from './findings.ts';

export type PayoutId = Id<'payout'>;
export type BatchId = Id<'payout-batch'>;
export type PayoutState = 'planned' | 'sending' | 'accepted' | 'unknown' | 'settled' | 'failed' | 'returned';

/**
 * A life is a table: a missing arrow is a forbidden move. Nothing goes back to `planned`, so nothing is sent twice; what
 * failed or came back is paid by a payout of its own. Only the bank's booking settles, whatever was answered before:
 * even a payout that had been given up, since the money is gone.
 */
export const PAYOUT_MOVES = {
  planned: ['sending', 'failed'],
  sending: ['accepted', 'unknown', 'failed', 'settled'],
  unknown: ['accepted', 'failed', 'settled'],
  accepted: ['settled', 'failed'],
  settled: ['returned'],
  failed: ['settled'],
  returned: [],
} as const satisfies Record<PayoutState, readonly PayoutState[]>;

/** In these a payout may still pay, or has paid. */
export const LIVE_STATES: readonly PayoutState[] = ['planned', 'sending', 'accepted', 'unknown', 'settled'];
/** In these the money has left the company's books and not arrived at the bank's. */
export const TRANSIT_STATES: readonly PayoutState[] = ['sending', 'accepted', 'unknown'];

export type Payout = {
  readonly id: PayoutId;
  readonly claimId: string;
  readonly employeeId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: PayoutState;
  readonly batchId: BatchId | null;
  readonly reason: string | null;
  readonly heldFor: string | null;
  /** The run that it is paid in; null while it waits in the pool. */
  readonly runId: string | null;
  /** What it was last looked at with: the account by digest and last digits, the rail, and what stood out. */
  readonly accountDigest: string | null;
  readonly accountMasked: string | null;
  readonly bank: string | null;
  readonly rail: string | null;
  readonly findings: readonly FindingCode[];
  /** A person has looked at what stood out and let it go. */
  readonly cleared: boolean;
  readonly plannedAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly updatedAt: Instant;
};

export type PayoutError = { readonly kind: 'payout.wrong-state'; readonly from: PayoutState; readonly to: PayoutState };

export function movePayout(payout: Payout, to: PayoutState, at: Instant, reason: string | null = null): Result<Payout, PayoutError> {
  const allowed: readonly PayoutState[] = PAYOUT_MOVES[payout.state];
  if (!allowed.includes(to)) return err({ kind: 'payout.wrong-state', from: payout.state, to });
  return ok({
    ...payout, state: to, reason, updatedAt: at, heldFor: null,
    sentAt: to === 'sending' ? at : payout.sentAt, settledAt: to === 'settled' ? at : payout.settledAt,
  });
}

const DASHES = /-/g;

/** Our id as banks carry it: 32 characters, the same at every attempt. */
export const endToEndIdOf = (id: PayoutId): string => id.replace(DASHES, '');

/** The payout that an end-to-end id means; null for a stranger's. */
export function payoutIdOf(endToEndId: string): PayoutId | null {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(endToEndId.trim().toLowerCase());
  return match ? (match.slice(1).join('-') as PayoutId) : null;
}

/** 34 characters: banks allow 35. */
export const messageIdOf = (id: BatchId): string => `RT${id.replace(DASHES, '')}`;

/** Held until a person lets it go, whatever the account. */
export const HELD_FOR_PERSON = 'person';

/** How often the same claim is tried again by itself when the bank never got the order. */
export const RETRIES_MAX = 3;
