import { formatAmount, type Instant, type Money } from '@roundtrip/kernel';
import { openJournal } from '../store/journal.ts';
import type { Outbox } from '../wire/outbox.ts';

export type CardStatus = 'authorized' | 'posted' | 'reversed';

/** A use of a corporate card as the issuer books it. */
export type CardTransaction = {
  readonly transactionId: string;
  readonly cardTail: string;
  readonly employeeNumber: string;
  readonly amount: Money;
  readonly billing?: Money;
  readonly merchant: string;
  readonly mcc: string;
  readonly city?: string;
  readonly country?: string;
  readonly occurredAt: Instant;
  readonly type: 'purchase' | 'refund' | 'fee';
  readonly relatedTransactionId?: string;
  readonly orderNo?: string;
};

type Booked = CardTransaction & { readonly status: CardStatus };

export type CardIssuer = {
  /** A new transaction, or a later state of one: each is told by a signed call. */
  book(transaction: CardTransaction, status: CardStatus): void;
  transactions(): readonly Booked[];
};

const PROGRAM = 'guicheng-corporate-cny';

/** What the card network says of one transaction. */
function eventOf({ amount, billing, ...transaction }: Booked): Record<string, unknown> {
  return {
    ...transaction, amount: formatAmount(amount), currency: amount.currency,
    ...(billing ? { billingAmount: formatAmount(billing), billingCurrency: billing.currency } : {}), program: PROGRAM,
  };
}

/** The issuer of the company's cards. */
export function openCardIssuer(path: string, outbox: Outbox): CardIssuer {
  const journal = openJournal<Booked>(path);
  const known = new Map(journal.past.map((booked) => [booked.transactionId, booked]));
  return {
    book(transaction, status) {
      const booked: Booked = { ...transaction, status };
      if (known.get(booked.transactionId)?.status !== status) journal.add(booked);
      known.set(booked.transactionId, booked);
      const id = `card-${booked.transactionId}-${status}`;
      outbox.put({ id, from: 'card', kind: 'webhook', body: JSON.stringify({ id, events: [eventOf(booked)] }) });
    },
    transactions: () => [...known.values()],
  };
}
