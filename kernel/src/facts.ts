import type { CivilDate, Instant } from './time.ts';
import type { Money } from './money.ts';
import type { Bilingual } from './text.ts';

/**
 * What outside papers and feeds say, in the trade's words. Connectors produce these, rooms keep them.
 * A fact that its source does not carry is absent, never guessed.
 */

export const PAYMENT_CHANNELS = ['alipay', 'wechatpay', 'card', 'corporate_card', 'bank', 'cash', 'other'] as const;
export type PaymentChannel = (typeof PAYMENT_CHANNELS)[number];

export const PAYMENT_TYPES = ['purchase', 'refund', 'fee', 'transfer', 'income'] as const;
export type PaymentType = (typeof PAYMENT_TYPES)[number];

/** `pending` also stands for every state that we do not know: unknown is never failed. */
export const PAYMENT_STATUSES = ['pending', 'posted', 'reversed'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export type PaymentFacts = {
  /** The source's own id: unique within one account of one connector, the key against duplicates. */
  readonly externalId: string;
  readonly channel: PaymentChannel;
  readonly type: PaymentType;
  /** `out`: money left the payer. Purchases and fees are out, refunds and income in; a transfer may be either. */
  readonly direction: 'in' | 'out';
  readonly status: PaymentStatus;
  readonly paidAt: Instant;
  /** The day the bank books it on, where the source tells it apart. */
  readonly bookedOn?: CivilDate;
  /** Always positive, gross: fees stand apart. */
  readonly amount: Money;
  /** What the payer's account was charged, where the purchase was in another currency. */
  readonly settled?: Money;
  /** The part that the company paid by itself; the whole amount for a corporate card. Absent: nothing. */
  readonly companyPaid?: Money;
  readonly fee?: Money;
  readonly merchant: string;
  readonly mcc?: string;
  readonly city?: string;
  readonly country?: string;
  readonly description?: string;
  readonly orderNo?: string;
  /** The external id of the purchase that a refund, fee or reversal belongs to. */
  readonly relatedExternalId?: string;
  /** Whose money, as the source names them: employee number, card number's tail, account holder. */
  readonly payer?: string;
  /** The account or card programme that the source reports on. */
  readonly account?: string;
  readonly counterpartyAccount?: string;
  /** ISO 20022 end-to-end id: for our own payouts, the payout's id. */
  readonly endToEndId?: string;
  /** ISO 20022 payment information id: the batch that one booked debit stands for. */
  readonly batchId?: string;
  /** Set when the entry gives back an earlier payment of ours: the return reason code (ISO 20022 external code set). */
  readonly returnReason?: string;
  /** The booked entry that it stands for, and how many payments that was told in: a batch told whole (1) and part by part is the same money. */
  readonly entry?: { readonly id: string; readonly parts: number };
};

export const INVOICE_KINDS = ['fapiao', 'rail', 'air', 'taxi', 'toll', 'ride_receipt', 'receipt', 'einvoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export type InvoiceItem = {
  readonly name: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  readonly amount?: Money;
  /** As printed, normalised to a fraction (`0.06`) where it is a number: `免税` stays `免税`. */
  readonly taxRate?: string;
  readonly tax?: Money;
};

export type Journey = {
  readonly from: string;
  readonly to: string;
  readonly departsOn: CivilDate;
  readonly service?: string;
  readonly seat?: string;
};

export type InvoiceFacts = {
  readonly kind: InvoiceKind;
  readonly number: string;
  /** The 10 or 12 digit code of invoices before 数电票; absent since. */
  readonly code?: string;
  readonly issuedOn: CivilDate;
  /** Tax included. Negative for a red-letter invoice and for a credit note. */
  readonly total: Money;
  /** Null: printed as `***` or not at all. */
  readonly tax: Money | null;
  readonly pretax?: Money;
  readonly seller: string;
  readonly sellerTaxId?: string;
  readonly buyer?: string;
  readonly buyerTaxId?: string;
  readonly checkCode?: string;
  readonly red?: boolean;
  readonly originalNumber?: string;
  readonly special?: boolean;
  readonly items: readonly InvoiceItem[];
  readonly passenger?: string;
  readonly journey?: Journey;
  readonly orderNo?: string;
};

export const BOOKING_KINDS = ['flight', 'rail', 'hotel', 'car'] as const;
export type BookingKind = (typeof BOOKING_KINDS)[number];

export const BOOKING_STATUSES = ['pending', 'held', 'confirmed', 'changed', 'cancelled', 'refunded', 'used'] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

export type BookingFacts = {
  readonly externalId: string;
  readonly kind: BookingKind;
  readonly status: BookingStatus;
  /** The traveller as the supplier names them: our employee number where it was passed on, else a name. */
  readonly traveler: string;
  readonly travelerName?: string;
  readonly tripReference?: string;
  readonly supplier: string;
  readonly orderNo?: string;
  readonly bookedAt?: Instant;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly origin?: string;
  readonly destination: string;
  readonly property?: string;
  readonly seatClass?: string;
  readonly amount: Money;
  /** True where the company pays the supplier by itself (monthly settlement, corporate card). */
  readonly companyPaid?: boolean;
};

export type Severity = 'info' | 'warning' | 'error';

/** Something a reader or check noticed. `code` is stable (`AMOUNT_SUM`, `USCC_CHECKSUM`); the message is for people. */
export type Finding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Bilingual;
};
