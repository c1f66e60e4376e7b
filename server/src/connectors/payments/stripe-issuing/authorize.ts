import { epochMs, type Instant, type Money } from '@roundtrip/kernel';

export const SPEND_KINDS = ['air', 'rail', 'hotel', 'car', 'ground', 'meals', 'other'] as const;
export type SpendKind = (typeof SPEND_KINDS)[number];

/** Merchant categories by what is bought on a trip: ranges of card schemes' codes, both ends included. */
const RANGES: readonly (readonly [number, number, SpendKind])[] = [
  [3000, 3299, 'air'], [4511, 4511, 'air'], [4112, 4112, 'rail'], [3501, 3999, 'hotel'], [7011, 7011, 'hotel'], [3351, 3441, 'car'], [7512, 7512, 'car'],
  [4111, 4111, 'ground'], [4121, 4121, 'ground'], [4131, 4131, 'ground'], [5541, 5542, 'ground'], [7523, 7523, 'ground'], [5811, 5814, 'meals'],
];

export const spendKindOf = (mcc: string): SpendKind => {
  const code = /^\d{4}$/.test(mcc) ? Number(mcc) : -1;
  return RANGES.find(([from, to]) => code >= from && code <= to)?.[2] ?? 'other';
};

/** What an approved trip allows, with what has been spent of it: everything that a decision may look at. */
export type SpendSnapshot = {
  readonly tripId: string;
  readonly cardId: string;
  /** From the day before the trip to the day after it. */
  readonly from: Instant;
  readonly until: Instant;
  /** ISO 3166 alpha-2 codes of the itinerary and of the traveller's home. */
  readonly countries: readonly string[];
  /** All in one currency. A kind without a cap is not allowed. */
  readonly caps: Readonly<Partial<Record<SpendKind, Money>>>;
  readonly total: Money;
  readonly spent: Readonly<Partial<Record<SpendKind, Money>>>;
  readonly singleUse: boolean;
  readonly used: boolean;
};

export type SpendRequest = { readonly cardId: string; readonly amount: Money; readonly mcc: string; readonly country: string; readonly at: Instant };

export type SpendDecision = {
  readonly approved: boolean;
  readonly reason: 'within-trip' | 'no-trip' | 'malformed' | 'used-up' | 'outside-dates' | 'outside-countries' | 'kind-not-allowed' | 'other-currency' | 'over-kind' | 'over-total';
  readonly tripId: string | null;
  readonly kind: SpendKind;
};

const left = (cap: Money, spent: bigint): bigint => cap.minor - spent;

/**
 * May this card pay this now? Pure, so that a decision can be told again from its snapshot; closed where anything is
 * unclear. What is captured later may be more than was asked: that is for the books to take and to flag.
 */
export function authorize(snapshot: SpendSnapshot | null, request: SpendRequest): SpendDecision {
  const kind = spendKindOf(request.mcc);
  const decide = (reason: SpendDecision['reason']): SpendDecision => ({ approved: reason === 'within-trip', reason, tripId: snapshot?.tripId ?? null, kind });
  if (!snapshot || snapshot.cardId !== request.cardId) return decide('no-trip');
  if (request.amount.minor <= 0n) return decide('malformed');
  if (snapshot.singleUse && snapshot.used) return decide('used-up');
  const at = epochMs(request.at);
  if (!(at >= epochMs(snapshot.from) && at <= epochMs(snapshot.until))) return decide('outside-dates');
  if (!snapshot.countries.includes(request.country)) return decide('outside-countries');
  const cap = snapshot.caps[kind];
  if (!cap) return decide('kind-not-allowed');
  const spends = Object.values(snapshot.spent);
  if ([cap, snapshot.total, ...spends].some((amount) => amount.currency !== request.amount.currency)) return decide('other-currency');
  if (request.amount.minor > left(cap, snapshot.spent[kind]?.minor ?? 0n)) return decide('over-kind');
  return decide(request.amount.minor > left(snapshot.total, spends.reduce((sum, amount) => sum + amount.minor, 0n)) ? 'over-total' : 'within-trip');
}
