import type { Bilingual, CivilDate, Instant, Money, Result } from '@roundtrip/kernel';
import type { ConnectorContext } from './feeds.ts';

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

export type PayoutRail = {
  readonly id: string;
  readonly title: Bilingual;
  readonly capabilities: {
    /** `api`: send and ask answer by themselves. `file`: a person carries the file to the bank. */
    readonly transport: 'api' | 'file';
    readonly currencies: readonly string[] | 'any';
    readonly batchMax: number;
  };
  checkConfig(config: unknown): Result<Readonly<Record<string, string>>, { readonly kind: 'config.invalid'; readonly message: Bilingual }>;
  /** The file that goes to the bank. Pure: the same batch gives the same bytes. */
  render(batch: PayoutBatch): Uint8Array;
  /** Absent for `file` rails. Never throws: a broken connection is `unknown`. */
  send?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, batch: PayoutBatch): Promise<SendAnswer>;
  /** Asks what became of a batch that was answered `unknown`; `refused` here means the bank never got it. */
  ask?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, messageId: string): Promise<SendAnswer>;
};
