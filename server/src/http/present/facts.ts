import type { BookingView, DocumentView, PaymentView, TripView } from '@roundtrip/contract';
import { claimsById } from '#modules/claims';
import { originalsOf, usesOf, type StoredDocument } from '#modules/documents';
import { groupsById, groupsOfItems } from '#modules/matching';
import { companyPart, type StoredPayment } from '#modules/payments';
import { listEmployees } from '#modules/people';
import { bookingsOfTrips, type StoredBooking, type Trip } from '#modules/trips';
import type { Tx } from '#platform/db';
import { toWire } from './wire.ts';

export type People = ReadonlyMap<string, { readonly id: string; readonly name: string }>;

export async function peopleOf(tx: Tx): Promise<People> {
  return new Map((await listEmployees(tx)).map(({ id, name }) => [id, { id, name }]));
}

const nobody = (id: string): { id: string; name: string } => ({ id, name: '—' });
export const personIn = (people: People, id: string): { id: string; name: string } => people.get(id) ?? nobody(id);

type Stage = PaymentView['stage'];

/** Where each payment stands in the story: its group, that group's claim, that claim's state. */
async function stagesOf(tx: Tx, payments: readonly StoredPayment[]): Promise<Map<string, Stage>> {
  const groupIds = await groupsOfItems(tx, payments.map((payment) => payment.id));
  const groups = new Map((await groupsById(tx, [...new Set(groupIds.values())])).map((group) => [group.id, group]));
  const claims = new Map((await claimsById(tx, [...groups.values()].flatMap((group) => (group.claimId ? [group.claimId] : [])))).map((claim) => [claim.id as string, claim]));
  return new Map(payments.map((payment) => {
    const group = groups.get(groupIds.get(payment.id) as never);
    const claim = group?.claimId ? claims.get(group.claimId) : undefined;
    const stage: Stage = payment.facts.status === 'reversed' ? 'reversed'
      : group?.answer === 'private' ? 'private'
        : claim?.state === 'paid' || claim?.state === 'closed' ? 'settled'
          : claim && claim.state !== 'draft' ? 'claimed'
            : group && group.documents.length + group.bookings.length > 0 ? 'matched' : 'arrived';
    return [payment.id, stage];
  }));
}

export async function paymentViews(tx: Tx, payments: readonly StoredPayment[], people: People): Promise<PaymentView[]> {
  const stages = await stagesOf(tx, payments);
  return payments.map(({ id, facts, payerId, receivedAt, source }) => {
    const part = companyPart(facts);
    return {
      id, channel: facts.channel, type: facts.type, status: facts.status, direction: facts.direction, paidAt: facts.paidAt, amount: toWire(facts.amount),
      settled: facts.settled ? toWire(facts.settled) : null, companyPaid: part.minor > 0n ? toWire(part) : null, merchant: facts.merchant, city: facts.city ?? null,
      description: facts.description ?? null, orderNo: facts.orderNo ?? null, account: facts.account ?? null, payer: payerId ? personIn(people, payerId) : null,
      stage: stages.get(id) ?? 'arrived', receivedAt, source,
    };
  });
}

export async function documentViews(tx: Tx, documents: readonly StoredDocument[], people: People): Promise<DocumentView[]> {
  const ids = documents.map((document) => document.id);
  const originals = await originalsOf(tx, ids);
  const uses = await usesOf(tx, ids);
  return documents.map(({ id, facts, findings, submittedBy, receivedAt }) => ({
    id, kind: facts.kind, number: facts.number, code: facts.code ?? null, issuedOn: facts.issuedOn, total: toWire(facts.total), tax: facts.tax ? toWire(facts.tax) : null,
    seller: facts.seller, buyer: facts.buyer ?? null, red: facts.red ?? false, findings: findings.map((finding) => ({ ...finding })), submittedBy: submittedBy ? personIn(people, submittedBy) : null, receivedAt,
    originals: originals.filter((original) => original.documentId === id).map((original) => ({ id: original.id, format: original.format, fileName: original.fileName, bytes: Number(original.bytes) })),
    claimId: uses.get(id) ?? null,
  }));
}

export function bookingViews(bookings: readonly StoredBooking[], people: People): BookingView[] {
  return bookings.map(({ id, tripId, travelerId, facts }) => ({
    id, kind: facts.kind, status: facts.status, tripId, traveler: personIn(people, travelerId), supplier: facts.supplier, orderNo: facts.orderNo ?? null,
    startsOn: facts.startsOn, endsOn: facts.endsOn, origin: facts.origin ?? null, destination: facts.destination, property: facts.property ?? null, seatClass: facts.seatClass ?? null,
    amount: toWire(facts.amount), companyPaid: facts.companyPaid ?? false,
  }));
}

export async function tripViews(tx: Tx, trips: readonly Trip[], claimOf: ReadonlyMap<string, string>): Promise<TripView[]> {
  const people = await peopleOf(tx);
  const bookings = bookingViews(await bookingsOfTrips(tx, trips.map((trip) => trip.id)), people);
  return trips.map((trip) => ({
    id: trip.id, traveler: personIn(people, trip.travelerId), title: trip.title, purpose: trip.purpose, destination: trip.destination, startsOn: trip.startsOn, endsOn: trip.endsOn,
    bookings: bookings.filter((booking) => booking.tripId === trip.id), claimId: claimOf.get(trip.id) ?? null,
  }));
}
