import type { StoredGroup } from '#modules/matching';
import type { StoredPayment } from '#modules/payments';

export type Members = { readonly payments: readonly string[]; readonly documents: readonly string[]; readonly bookings: readonly string[] };

type Choice = { readonly group: StoredGroup; readonly runnerUp: NonNullable<StoredGroup['runnerUp']>; readonly others: readonly StoredGroup[]; readonly facts: readonly StoredPayment[] };

/** Refunds and fees stay beside the purchase that they belong to. */
const FOLLOWS: ReadonlySet<string> = new Set(['refund', 'fee']);

/**
 * The group as it would have been, had the runner-up won: its payments with what follows them, its papers in the place
 * of those of the same kind, and of the other kind whatever already belonged to these payments.
 */
export function withRunnerUp({ group, runnerUp, others, facts }: Choice): Members {
  const typeOf = new Map(facts.map((payment) => [payment.id as string, payment.facts.type as string]));
  const holders = [group, ...others].filter((one) => one.payments.some((id) => runnerUp.payments.includes(id)));
  const payments = [...new Set([...runnerUp.payments, ...holders.flatMap((one) => one.payments.filter((id) => FOLLOWS.has(typeOf.get(id) ?? '')))])];
  const documents = runnerUp.invoices.length > 0 ? runnerUp.invoices : holders.flatMap((one) => one.documents);
  const bookings = runnerUp.bookings.length > 0 ? runnerUp.bookings : holders.flatMap((one) => one.bookings);
  return { payments, documents, bookings };
}

/** The pairs of the old group that the new one has parted. */
export function pairsApart(group: StoredGroup, members: Members): { paymentId: string; itemId: string }[] {
  const papers = new Set([...members.documents, ...members.bookings]);
  const payments = new Set(members.payments);
  return group.payments.flatMap((paymentId) => [...group.documents, ...group.bookings]
    .filter((itemId) => payments.has(paymentId) !== papers.has(itemId)).map((itemId) => ({ paymentId, itemId })));
}
