import type { Bilingual, BookingKind, InvoiceKind } from '@roundtrip/kernel';

/** Days are counted from 1970-01-01 on the wall of the company's zone; amounts are minor units. */
export type MatchEmployee = { readonly id: string; readonly names: readonly string[] };

export type MatchPayment = {
  readonly id: string;
  readonly payerId: string | null;
  readonly minor: bigint;
  readonly currency: string;
  /** What the shop charged in its own money, where the account was charged in another. */
  readonly original?: { readonly minor: bigint; readonly currency: string };
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly channel?: string;
  readonly day: number;
  readonly merchant: string;
  readonly description: string;
  readonly city: string | null;
  readonly mcc: string | null;
  readonly orderNo: string | null;
  /** The payment that a refund or fee belongs to, by its id. */
  readonly relatedId: string | null;
  /** The number that the bank, wallet or card house gave it: some papers name it in place of an order. */
  readonly externalId?: string;
};

export type MatchInvoice = {
  readonly id: string;
  readonly submittedBy: string | null;
  readonly minor: bigint;
  readonly currency: string;
  readonly day: number;
  readonly kind: InvoiceKind;
  readonly seller: string;
  readonly goods: string;
  readonly passenger: string | null;
  readonly journeyDay: number | null;
  readonly orderNo: string | null;
  /** Its own number, and the number of the invoice that it takes back in whole or in part. */
  readonly number?: string;
  readonly red?: boolean;
  readonly originalNumber?: string;
  /** What its lines come to, where they add up to it: a table of rides names each ride. */
  readonly parts?: readonly bigint[];
};

export type MatchBooking = {
  readonly id: string;
  readonly travelerId: string | null;
  readonly kind: BookingKind;
  readonly minor: bigint;
  readonly currency: string;
  readonly bookedDay: number | null;
  readonly startDay: number;
  readonly endDay: number;
  readonly supplier: string;
  readonly property: string;
  readonly orderNo: string | null;
  /** Where it leads: what is paid there meanwhile belongs to the trip. */
  readonly city?: string;
  /** It was given back or never taken: money may have been paid for it all the same. */
  readonly cancelled?: boolean;
};

export type MatchInput = { readonly employees: readonly MatchEmployee[]; readonly payments: readonly MatchPayment[]; readonly invoices: readonly MatchInvoice[]; readonly bookings: readonly MatchBooking[];
  /** Of the groups marked `auto`, the share that may be wrong; 1 in 2,000 where it is not given. */
  readonly allowedError?: number;
  /** What this company's people taught: names that belong together, and how often their own pairs show each level of evidence. */
  readonly learned?: MatchLearned };

/** Names as `plainName` leaves them; counts of confirmations and refusals. */
export type MatchAlias = { readonly merchant: string; readonly seller: string; readonly merchantShown: string; readonly sellerShown: string; readonly confirmed: number; readonly refused: number };
export type MatchLearned = { readonly aliases: readonly MatchAlias[]; readonly levels: readonly { readonly code: 'who' | 'day' | 'name' | 'goods'; readonly level: number; readonly confirmed: number; readonly refused: number }[] };

export type MatchReason = { readonly code: string; readonly weight: number; readonly text: Bilingual };

export type MatchGroup = {
  readonly payments: readonly string[];
  readonly invoices: readonly string[];
  readonly bookings: readonly string[];
  readonly confidence: number;
  readonly decision: 'auto' | 'review' | 'none';
  readonly reasons: readonly MatchReason[];
  readonly runnerUp: { readonly payments: readonly string[]; readonly invoices: readonly string[]; readonly bookings: readonly string[]; readonly confidence: number; readonly lacked: Bilingual } | null;
};
