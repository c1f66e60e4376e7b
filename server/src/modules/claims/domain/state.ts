import type { Id, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';

export type ClaimId = Id<'claim'>;
export type ClaimState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'paying' | 'paid' | 'closed';

/** A life is a table: a missing arrow is a forbidden move. `closed`: decided, with nothing to pay out. A returned payment reopens what is owed. */
const CLAIM_MOVES = {
  draft: ['submitted'],
  submitted: ['approved', 'rejected', 'draft'],
  approved: ['paying', 'closed'],
  rejected: [],
  paying: ['paid'],
  paid: ['paying'],
  closed: [],
} as const satisfies Record<ClaimState, readonly ClaimState[]>;

export type Claim = {
  readonly id: ClaimId;
  readonly number: string;
  readonly employeeId: string;
  readonly tripId: string | null;
  readonly month: string | null;
  readonly title: string;
  readonly state: ClaimState;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly reimbursableMinor: bigint;
  readonly companyPaidMinor: bigint;
  readonly automatic: boolean;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly submittedAt: Instant | null;
  readonly decidedAt: Instant | null;
  readonly paidAt: Instant | null;
};

export type ClaimError =
  | { readonly kind: 'claim.wrong-state'; readonly from: ClaimState; readonly to: ClaimState }
  | { readonly kind: 'claim.empty' }
  | { readonly kind: 'claim.incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'claim.not-yours' };

/** Moves a claim along the table, stamping what the move means. */
export function moveClaim(claim: Claim, to: ClaimState, at: Instant): Result<Claim, ClaimError> {
  const allowed: readonly ClaimState[] = CLAIM_MOVES[claim.state];
  if (!allowed.includes(to)) return err({ kind: 'claim.wrong-state', from: claim.state, to });
  return ok({
    ...claim, state: to, version: claim.version + 1, updatedAt: at,
    submittedAt: to === 'submitted' ? at : to === 'draft' ? null : claim.submittedAt,
    decidedAt: to === 'approved' || to === 'rejected' ? at : to === 'draft' ? null : claim.decidedAt,
    paidAt: to === 'paid' ? at : to === 'paying' ? null : claim.paidAt,
  });
}
