import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { payoutIdOf, PAYOUT_MOVES, TRANSIT_STATES, type Payout, type PayoutId, type PayoutState } from '#domain/payouts';

/** `replaced`: the parts of the same booked entry stand in its place. */
export type LineState = 'open' | 'explained' | 'differs' | 'unexplained' | 'replaced';

/** A booked line of one of the company's own accounts. */
export type BankLine = {
  readonly id: Id<'bank-line'>;
  readonly account: string;
  readonly reference: string;
  readonly direction: 'in' | 'out';
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bookedOn: CivilDate;
  readonly text: string;
  readonly endToEndId: string | null;
  readonly batchRef: string | null;
  readonly returnReason: string | null;
  /** The booked entry that it stands for, and how many lines that was told in; null where the bank does not name it. */
  readonly entryId: string | null;
  readonly entryParts: number | null;
  readonly state: LineState;
  readonly why: LineDifference | null;
  readonly payoutIds: readonly string[];
  readonly receivedAt: Instant;
};

export type LineDifference =
  /** Another amount or currency than was ordered. */
  | 'amount'
  /** A batch booked as one sum that is not what its payouts come to. */
  | 'batch-sum'
  /** The payout cannot have been booked now: never sent, booked before, or come back already. */
  | 'state';

/** What a line says about our payouts. `waits`: it gives back what has not been seen leaving yet. */
export type Explanation =
  | { readonly kind: 'settles'; readonly payoutIds: readonly PayoutId[] }
  | { readonly kind: 'returns'; readonly payoutId: PayoutId }
  | { readonly kind: 'waits' }
  | { readonly kind: 'differs'; readonly why: LineDifference; readonly payoutIds: readonly PayoutId[] }
  | { readonly kind: 'unexplained' };

export type Candidates = {
  readonly byId: ReadonlyMap<string, Payout>;
  /** By the message id that the batch went out with. */
  readonly byBatch: ReadonlyMap<string, readonly Payout[]>;
  /** Payouts whose leaving was booked, but not so that it could settle them: what comes back of them waits for nothing more. */
  readonly disputed: ReadonlySet<string>;
};

const may = (from: PayoutState, to: PayoutState): boolean => (PAYOUT_MOVES[from] as readonly PayoutState[]).includes(to);
const inTransit = (payout: Payout): boolean => TRANSIT_STATES.includes(payout.state);

/** Reads one line. An amount that is not exactly the payout's never settles anything. */
export function explainLine(line: BankLine, { byId, byBatch, disputed }: Candidates): Explanation {
  const payout = line.endToEndId ? byId.get(payoutIdOf(line.endToEndId) ?? '') : undefined;
  if (payout) return ofPayout(line, payout, disputed.has(payout.id));
  const batch = line.direction === 'out' && line.batchRef ? byBatch.get(line.batchRef) : undefined;
  return batch ? ofBatch(line, batch) : { kind: 'unexplained' };
}

function ofPayout(line: BankLine, payout: Payout, isDisputed: boolean): Explanation {
  const payoutIds = [payout.id];
  if (payout.amountMinor !== line.amountMinor || payout.currency !== line.currency) return { kind: 'differs', why: 'amount', payoutIds };
  if (line.direction === 'out') return may(payout.state, 'settled') ? { kind: 'settles', payoutIds } : { kind: 'differs', why: 'state', payoutIds };
  if (may(payout.state, 'returned')) return { kind: 'returns', payoutId: payout.id };
  // An order that failed may have left all the same: until its booking is told, what it gives back waits too.
  return !isDisputed && may(payout.state, 'settled') ? { kind: 'waits' } : { kind: 'differs', why: 'state', payoutIds };
}

function ofBatch(line: BankLine, batch: readonly Payout[]): Explanation {
  const open = batch.filter(inTransit);
  const payoutIds = open.map((payout) => payout.id);
  const sum = open.reduce((total, payout) => total + payout.amountMinor, 0n);
  const same = open.length > 0 && sum === line.amountMinor && open.every((payout) => payout.currency === line.currency);
  return same ? { kind: 'settles', payoutIds } : { kind: 'differs', why: 'batch-sum', payoutIds };
}
