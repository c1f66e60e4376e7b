import type { BookingFacts, Id, Instant } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { keepRaw } from '#modules/ingest';
import { findEmployees } from '#modules/people';
import { bookingsOfTrips, destinationOf, saveBookings, saveTrips, spanWith, tripFor, tripsOfTravelers, type BookingId, type NewBooking, type Trip, type TripId } from '#modules/trips';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type ArrivedBooking = { readonly reference: string; readonly body: string; readonly facts: BookingFacts };
export type TakenBooking = { readonly reference: string; readonly id: BookingId | null; readonly outcome: 'added' | 'changed' | 'known' | 'unknown-traveler' };

/** The trips that these bookings belong to: found, widened, or begun. */
function placeInTrips(house: House, bookings: readonly { travelerId: string; facts: BookingFacts }[], known: readonly Trip[]): { trips: Trip[]; tripIds: (TripId | null)[] } {
  const trips = new Map(known.map((trip) => [trip.id, trip]));
  const touched = new Set<TripId>();
  const tripIds = bookings.map((booking) => {
    const found = tripFor(booking, [...trips.values()]);
    // A ride on an ordinary day is no journey: it waits for a trip, or belongs to none.
    if (!found && booking.facts.kind === 'car') return null;
    const { facts } = booking;
    const trip: Trip = found
      ? { ...found, ...spanWith(found, facts) }
      : {
          id: house.clock.newId<'trip'>(), travelerId: booking.travelerId, title: facts.destination, purpose: null, destination: facts.destination,
          startsOn: facts.startsOn, endsOn: facts.endsOn, reference: facts.tripReference ?? null,
        };
    trips.set(trip.id, trip);
    touched.add(trip.id);
    return trip.id;
  });
  return { trips: [...trips.values()].filter((trip) => touched.has(trip.id)), tripIds };
}

async function renameTrips(tx: Tx, trips: readonly Trip[], now: Instant): Promise<void> {
  const bookings = await bookingsOfTrips(tx, trips.map((trip) => trip.id));
  const renamed = trips.map((trip) => {
    const destination = destinationOf(bookings.filter((b) => b.tripId === trip.id).map((b) => b.facts)) || trip.destination;
    // A title that a person gave stays.
    return { ...trip, destination, title: trip.title === trip.destination ? destination : trip.title };
  });
  await saveTrips(tx, renamed, now);
}

/** Keeps a batch of bookings as they arrive, finds or begins their trips, and tells the house. */
export function takeBookings(house: House, companyId: string, call: { readonly actor: Actor; readonly source: string; readonly bookings: readonly ArrivedBooking[] }): Promise<TakenBooking[]> {
  const now = house.clock.now();
  return house.db.transact(companyId, async (tx) => {
    const people = await findEmployees(tx, call.bookings.map((booking) => booking.facts.traveler));
    const known = call.bookings.filter((booking) => people.has(booking.facts.traveler));
    const raw = await keepRaw(tx, call.bookings.map(({ reference, body }) => ({ id: house.clock.newId<'raw'>(), source: call.source, reference, body })), now);
    const rawOf = new Map(raw.map((kept) => [kept.reference, kept.id]));
    const own = known.map((booking) => ({ travelerId: people.get(booking.facts.traveler) as string, facts: booking.facts }));
    const { trips, tripIds } = placeInTrips(house, own, await tripsOfTravelers(tx, own.map((booking) => booking.travelerId)));
    await saveTrips(tx, trips, now);
    const rows: NewBooking[] = known.map((booking, i) => ({
      id: house.clock.newId<'booking'>(), source: call.source, travelerId: own[i]?.travelerId ?? '', tripId: tripIds[i] ?? null,
      rawId: rawOf.get(booking.reference) as Id<'raw'>, facts: booking.facts,
    }));
    const outcomes = await saveBookings(tx, rows, now);
    await renameTrips(tx, trips, now);
    const changed = outcomes.filter((outcome) => outcome.outcome !== 'known');
    const travelerOf = new Map(rows.map((row) => [row.id, row.travelerId]));
    await record(tx, call.actor, changed.map((outcome) => ({ action: `booking.${outcome.outcome}`, subject: { kind: 'booking', id: outcome.id }, body: {} })));
    await tell(tx, changed.map((outcome) => {
      const employeeId = travelerOf.get(outcome.id);
      return { type: 'booking.arrived', subject: { kind: 'booking', id: outcome.id }, ...(employeeId ? { employeeId } : {}) };
    }));
    const byOrder = new Map(outcomes.map((outcome) => [outcome.externalId, outcome]));
    return call.bookings.map(({ reference, facts }): TakenBooking => {
      const outcome = byOrder.get(facts.externalId);
      return outcome ? { reference, id: outcome.id, outcome: outcome.outcome } : { reference, id: null, outcome: 'unknown-traveler' };
    });
  });
}
