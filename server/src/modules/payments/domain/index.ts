import type { Id, Instant, Money, PaymentFacts } from '@roundtrip/kernel';

export type PaymentId = Id<'payment'>;

export type StoredPayment = {
  readonly id: PaymentId;
  readonly source: string;
  readonly payerId: string | null;
  readonly receivedAt: Instant;
  readonly facts: PaymentFacts;
};

/**
 * The account that a payment belongs to, whichever way the news of it came: the same WeChat payment by API and in the
 * employee's bill is one payment, so a wallet's source is its owner and not the file.
 */
export function sourceOf(facts: PaymentFacts, payerNumber: string | null, fallback: string): string {
  if ((facts.channel === 'wechatpay' || facts.channel === 'alipay') && payerNumber !== null) return `${facts.channel}:${payerNumber}`;
  return facts.account ? `${facts.channel}:${facts.account}` : fallback;
}

/** What a payment cost its payer: the settled amount where the purchase was in another currency. */
export const costOf = (facts: PaymentFacts): Money => facts.settled ?? facts.amount;

/** The part the company paid by itself, in the currency of {@link costOf}. It is never reimbursed. */
export function companyPart(facts: PaymentFacts): Money {
  const cost = costOf(facts);
  if (!facts.companyPaid) return { minor: 0n, currency: cost.currency };
  if (facts.companyPaid.currency === cost.currency) return facts.companyPaid;
  // A company part in the purchase's currency: all of it, or in proportion.
  return { minor: (cost.minor * facts.companyPaid.minor) / facts.amount.minor, currency: cost.currency };
}

/** May `arrived` replace `kept`? A pending payment becomes posted or reversed, a posted one may be reversed; nothing goes back. */
export function supersedes(kept: PaymentFacts['status'], arrived: PaymentFacts['status']): boolean {
  return (kept === 'pending' && arrived !== 'pending') || (kept === 'posted' && arrived === 'reversed');
}

/**
 * A source that gives an id out again: both are final, on other days and of other money. The later one to come is another payment
 * and no correction, and has this id from then on; corrections come under their own day and are for a person.
 */
export function reusedId(kept: PaymentFacts, arrived: PaymentFacts): string | null {
  const final = kept.status !== 'pending' && arrived.status === 'posted';
  const [day, before] = [dayOf(arrived), dayOf(kept)];
  return final && day !== before && !sameMoney(kept, arrived) ? `${arrived.externalId}@${day}` : null;
}

const dayOf = (facts: PaymentFacts): string => facts.bookedOn ?? facts.paidAt.slice(0, 10);

/** The same sum the same way: of the purchase, or of what the account was charged where one source tells only that. */
export function sameMoney(a: PaymentFacts, b: PaymentFacts): boolean {
  const same = (x: Money, y: Money): boolean => x.minor === y.minor && x.currency === y.currency;
  return a.direction === b.direction && (same(a.amount, b.amount) || same(costOf(a), costOf(b)));
}

export { meetEntries } from './entries.ts';
export type { Told } from './entries.ts';
export { chainBreaks, describeBreak } from './chain.ts';
export type { ChainLink, DaySums } from './chain.ts';
