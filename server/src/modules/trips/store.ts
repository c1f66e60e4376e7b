import type { BookingFacts, Instant } from '@roundtrip/kernel';
import { insertMany, packFacts, unpackFacts, type Tx } from '#platform/db';
import type { RawId } from '#modules/ingest';
import type { BookingId, StoredBooking, Trip, TripId } from './domain/index.ts';

const TRIP_FIELDS = 't.id, t.traveler_id, t.title, t.purpose, t.destination, t.starts_on, t.ends_on, t.reference';

export async function saveTrips(tx: Tx, trips: readonly Trip[], now: Instant): Promise<void> {
  await insertMany(tx, 'trips.trips',
    { id: 'uuid', travelerId: 'uuid', title: 'text', purpose: 'text', destination: 'text', startsOn: 'date', endsOn: 'date', reference: 'text', createdAt: 'timestamptz' },
    { rows: trips.map((trip) => ({ ...trip, createdAt: now })),
      tail: 'on conflict (company_id, id) do update set title = excluded.title, destination = excluded.destination, starts_on = excluded.starts_on, ends_on = excluded.ends_on' });
}

/** Trips of these travellers, oldest first: the order in which bookings are offered to them. */
export async function tripsOfTravelers(tx: Tx, travelerIds: readonly string[]): Promise<Trip[]> {
  return (await tx.query<Trip>(`select ${TRIP_FIELDS} from trips.trips t where t.traveler_id = any($1::uuid[]) order by t.starts_on, t.id`, [travelerIds])).rows;
}

export async function tripsById(tx: Tx, ids: readonly string[]): Promise<Trip[]> {
  return (await tx.query<Trip>(`select ${TRIP_FIELDS} from trips.trips t where t.id = any($1::uuid[])`, [ids])).rows;
}

export async function listTrips(tx: Tx, filter: { readonly travelerId: string | null; readonly limit: number }): Promise<Trip[]> {
  return (await tx.query<Trip>(`select ${TRIP_FIELDS} from trips.trips t where ($1::uuid is null or t.traveler_id = $1) order by t.starts_on desc, t.id desc limit $2`, [filter.travelerId, filter.limit])).rows;
}

export type NewBooking = { readonly id: BookingId; readonly source: string; readonly travelerId: string; readonly tripId: TripId | null; readonly rawId: RawId; readonly facts: BookingFacts };
export type BookingOutcome = { readonly id: BookingId; readonly externalId: string; readonly outcome: 'added' | 'changed' | 'known' };

type BookingRow = { id: BookingId; tripId: TripId | null; travelerId: string; facts: unknown };
const BOOKING_FIELDS = 'b.id, b.trip_id, b.traveler_id, b.facts';
const stored = (row: BookingRow): StoredBooking => ({ ...row, facts: unpackFacts<BookingFacts>(row.facts) });

const COLUMNS = {
  id: 'uuid', source: 'text', externalId: 'text', kind: 'text', status: 'text', tripId: 'uuid', travelerId: 'uuid', supplier: 'text', orderNo: 'text', bookedAt: 'timestamptz',
  startsOn: 'date', endsOn: 'date', origin: 'text', destination: 'text', property: 'text', seatClass: 'text', amountMinor: 'bigint', currency: 'text', companyPaid: 'boolean',
  facts: 'jsonb', rawId: 'uuid', receivedAt: 'timestamptz',
} as const;

const toRow = ({ facts, ...booking }: NewBooking, now: Instant) => ({
  ...booking, externalId: facts.externalId, kind: facts.kind, status: facts.status, supplier: facts.supplier, orderNo: facts.orderNo ?? null, bookedAt: facts.bookedAt ?? null,
  startsOn: facts.startsOn, endsOn: facts.endsOn, origin: facts.origin ?? null, destination: facts.destination, property: facts.property ?? null, seatClass: facts.seatClass ?? null,
  amountMinor: facts.amount.minor, currency: facts.amount.currency, companyPaid: facts.companyPaid ?? false, facts, receivedAt: now,
});

/** Keeps bookings: one record an order, its newest word stands (a change or cancellation comes under the same order id). */
export async function saveBookings(tx: Tx, bookings: readonly NewBooking[], now: Instant): Promise<BookingOutcome[]> {
  const latest = [...new Map(bookings.map((booking) => [`${booking.source}\u0000${booking.facts.externalId}`, booking])).values()];
  const { rows } = await insertMany<ReturnType<typeof toRow>, { id: BookingId }>(tx, 'trips.bookings', COLUMNS,
    { rows: latest.map((booking) => toRow(booking, now)), tail: 'on conflict (company_id, source, external_id) do nothing returning id' });
  const added = new Set(rows.map((row) => row.id));
  const outcomes: BookingOutcome[] = [];
  for (const booking of latest) {
    if (added.has(booking.id)) outcomes.push({ id: booking.id, externalId: booking.facts.externalId, outcome: 'added' });
    else outcomes.push(await renew(tx, booking));
  }
  return outcomes;
}

async function renew(tx: Tx, booking: NewBooking): Promise<BookingOutcome> {
  const { facts } = booking;
  const { rows } = await tx.query<{ id: BookingId; changed: boolean }>(
    `with kept as (select id, facts from trips.bookings where source = $1 and external_id = $2)
     update trips.bookings b set status = $3, starts_on = $4, ends_on = $5, amount_minor = $6, facts = $7 from kept
      where b.id = kept.id returning b.id, kept.facts <> $7::jsonb as changed`,
    [booking.source, facts.externalId, facts.status, facts.startsOn, facts.endsOn, facts.amount.minor, packFacts(facts)]);
  return { id: rows[0]?.id ?? booking.id, externalId: facts.externalId, outcome: rows[0]?.changed ? 'changed' : 'known' };
}

export async function bookingsOfTrips(tx: Tx, tripIds: readonly string[]): Promise<StoredBooking[]> {
  return (await tx.query<BookingRow>(`select ${BOOKING_FIELDS} from trips.bookings b where b.trip_id = any($1::uuid[]) order by b.starts_on, b.id`, [tripIds])).rows.map(stored);
}

export async function bookingsById(tx: Tx, ids: readonly string[]): Promise<StoredBooking[]> {
  return (await tx.query<BookingRow>(`select ${BOOKING_FIELDS} from trips.bookings b where b.id = any($1::uuid[])`, [ids])).rows.map(stored);
}

/** Bookings that evidence may still be found for; cancelled ones too, since what was paid for them and kept must be explained. */
export async function openBookings(tx: Tx, since: string): Promise<StoredBooking[]> {
  return (await tx.query<BookingRow>(`select ${BOOKING_FIELDS} from trips.bookings b where b.ends_on >= $1 order by b.id`, [since])).rows.map(stored);
}
