import type { MatchView } from '@roundtrip/contract';
import { categoryOf } from '#modules/claims';
import { formatAmount } from '@roundtrip/kernel';
import { documentsById, type StoredDocument } from '#modules/documents';
import type { StoredGroup } from '#modules/matching';
import { costOf, paymentsById, type StoredPayment } from '#modules/payments';
import { bookingsById, type StoredBooking } from '#modules/trips';
import type { Tx } from '#platform/db';
import { bookingViews, documentViews, paymentViews, peopleOf, personIn } from './facts.ts';

const by = <T extends { id: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]));
const pick = <T>(from: ReadonlyMap<string, T>, ids: readonly string[]): T[] => ids.flatMap((id) => { const item = from.get(id); return item === undefined ? [] : [item]; });

/** Groups with everything that a person needs to see why: a fixed number of queries, whatever the number of groups. */
export async function matchViews(tx: Tx, groups: readonly StoredGroup[], currency: string): Promise<MatchView[]> {
  const people = await peopleOf(tx);
  const payments = await paymentsById(tx, groups.flatMap((group) => [...group.payments, ...(group.runnerUp?.payments ?? [])]));
  const documents = await documentsById(tx, groups.flatMap((group) => [...group.documents, ...(group.runnerUp?.invoices ?? [])]));
  const bookings = await bookingsById(tx, groups.flatMap((group) => [...group.bookings, ...(group.runnerUp?.bookings ?? [])]));
  const shown = {
    payments: by(await paymentViews(tx, payments, people)), documents: by(await documentViews(tx, documents, people)), bookings: by(bookingViews(bookings, people)),
  };
  const facts = { payments: by(payments), documents: by(documents), bookings: by(bookings) };
  return groups.map((group) => {
    const own = { payments: pick(facts.payments, group.payments), documents: pick(facts.documents, group.documents), bookings: pick(facts.bookings, group.bookings) };
    return {
      id: group.id, employee: group.employeeId ? personIn(people, group.employeeId) : null, decision: group.decision, answer: group.answer, confidence: group.confidence,
      reasons: group.reasons.map((reason) => ({ ...reason })),
      category: categoryOf({ payments: own.payments.map((p) => p.facts), documents: own.documents.map((d) => d.facts), bookings: own.bookings.map((b) => b.facts) }),
      payments: pick(shown.payments, group.payments), documents: pick(shown.documents, group.documents), bookings: pick(shown.bookings, group.bookings),
      runnerUp: group.runnerUp ? { confidence: group.runnerUp.confidence, lacked: group.runnerUp.lacked, summary: summaryOf(group.runnerUp, facts) } : null,
      missing: [
        ...(group.decision === 'review' && group.answer === null ? ['decision' as const] : []),
        ...(group.payments.length === 0 || own.payments.some((p) => p.facts.status === 'pending') ? ['payment' as const] : []),
        ...(group.documents.length === 0 && spent(own.payments) ? ['invoice' as const] : []),
        ...(own.payments.some((p) => costOf(p.facts).currency !== currency) ? ['rate' as const] : []),
      ],
      claimId: group.claimId, tripId: own.bookings.find((booking) => booking.tripId !== null)?.tripId ?? null, at: group.at,
    };
  });
}

/** A purchase that was given back in full wants no invoice any more. */
const spent = (payments: readonly StoredPayment[]): boolean =>
  payments.reduce((sum, { facts }) => sum + (facts.direction === 'out' ? 1n : -1n) * costOf(facts).minor, 0n) > 0n;

type Facts = { readonly payments: ReadonlyMap<string, StoredPayment>; readonly documents: ReadonlyMap<string, StoredDocument>; readonly bookings: ReadonlyMap<string, StoredBooking> };

/** The runner-up in names and amounts: what else it might have been. */
const summaryOf = (other: NonNullable<StoredGroup['runnerUp']>, facts: Facts): string => [
  ...pick(facts.payments, other.payments).map(({ facts: { merchant, amount } }) => `${merchant} ${formatAmount(amount)}`),
  ...pick(facts.documents, other.invoices).map(({ facts: { seller, number, total } }) => `${seller || number} ${formatAmount(total)}`),
  ...pick(facts.bookings, other.bookings).map(({ facts: { property, supplier, amount } }) => `${property ?? supplier} ${formatAmount(amount)}`),
].join(' + ');
