import type { Bilingual, CivilDate, Instant, Money, Result } from '@roundtrip/kernel';
import type { PayoutReportRecord, ReadError } from './files.ts';
import type { ConnectorContext, WebhookCall, WebhookError, WebhookReply } from './feeds.ts';

export type Payee = { readonly name: string; readonly account: string; readonly bankCode?: string };

/** `id` is our payout's id without dashes (32 characters): the end-to-end id, the same at every attempt to send. */
export type PayoutOrder = { readonly id: string; readonly payee: Payee; readonly amount: Money; readonly purpose: string };

export type PayoutBatch = {
  /** At most 35 characters; unique for ever at this bank. */
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly executeOn: CivilDate;
  readonly debtor: { readonly name: string; readonly account: string; readonly bankCode?: string };
  readonly orders: readonly PayoutOrder[];
};

/** Anything short of a clear yes or no is `unknown`: it will be asked about with the same id and never sent twice. */
export type SendAnswer =
  | { readonly kind: 'accepted'; readonly reference: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * How one order stands, from rails that pay order by order. `refused` is final: no money moved, or it is back before the
 * payee had it. `settled` is not: a payment to a bank card may still come back (`returned`).
 */
export type OrderStanding =
  | { readonly kind: 'accepted'; readonly reference: string }
  /** The payee has to confirm in the wallet; `confirmation` is what the app hands to it, where there is one. */
  | { readonly kind: 'awaiting-payee'; readonly reference: string; readonly confirmation?: string }
  | { readonly kind: 'settled'; readonly reference: string; readonly at?: Instant }
  | { readonly kind: 'returned'; readonly reference: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly how: 'refused' | 'never-received' | 'failed' | 'expired' | 'cancelled'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type OrderAnswer = { readonly orderId: string; readonly standing: OrderStanding };

/** In minor units of the currency that the rail pays. */
export type RailLimits = { readonly minMinor?: bigint; readonly transferMaxMinor?: bigint; readonly payeeDayMaxMinor?: bigint; readonly railDayMaxMinor?: bigint };

export type PayoutRail = {
  readonly id: string;
  readonly title: Bilingual;
  readonly capabilities: {
    /** `api`: send and ask answer by themselves. `file`: a person carries the file to the bank. */
    readonly transport: 'api' | 'file';
    readonly currencies: readonly string[] | 'any';
    readonly batchMax: number;
  };
  /** What the rail carries at most, by the company's own contract (its configuration) or by the vendor's rule. Absent: no limit. */
  limits?(config: Readonly<Record<string, string>>): RailLimits;
  checkConfig(config: unknown): Result<Readonly<Record<string, string>>, { readonly kind: 'config.invalid'; readonly message: Bilingual }>;
  /** The file that goes to the bank. Pure: the same batch and configuration give the same bytes. */
  render(batch: PayoutBatch, config?: Readonly<Record<string, string>>): Uint8Array;
  /** What its file's name ends with; absent: xml. */
  readonly fileExtension?: string;
  /** For banks that answer to their own sheet with a sheet: what it says of each payment. Null: it is no such sheet. */
  readResult?(bytes: Uint8Array): Result<PayoutReportRecord, ReadError> | null;
  /** Absent for `file` rails. Never throws: a broken connection is `unknown`. */
  send?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, batch: PayoutBatch): Promise<SendAnswer>;
  /**
   * For rails without batches: one answer for every order, in their order. A rail that has it pays single orders, under
   * the order's id and never the batch's; its `batchMax` is 1, so that `send` serves too. Never throws.
   */
  sendEach?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, batch: PayoutBatch): Promise<readonly OrderAnswer[]>;
  /** Asks how orders stand by their ids: after `unknown`, and until they are settled or refused. Never throws. */
  askEach?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, orderIds: readonly string[]): Promise<readonly OrderAnswer[]>;
  /** A notice about orders of ours, verified over its raw body. Notices come twice and out of order: a final standing absorbs later ones. */
  receive?(call: WebhookCall, config: Readonly<Record<string, string>>, now: Instant): Result<readonly OrderAnswer[], WebhookError>;
  /** What the vendor wants to read back; null: taken. */
  reply?(refused: WebhookError | null): WebhookReply;
  /** Asks what became of a batch that was answered `unknown`; `refused` here means the bank never got it. */
  ask?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, messageId: string): Promise<SendAnswer>;
};
