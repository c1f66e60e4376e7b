import type { BookingFacts, BookingKind, CivilDate, Id } from '@roundtrip/kernel';
import { addDays } from '@roundtrip/kernel';

export type TripId = Id<'trip'>;
export type BookingId = Id<'booking'>;

export type Trip = {
  readonly id: TripId;
  readonly travelerId: string;
  readonly title: string;
  readonly purpose: string | null;
  readonly destination: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly reference: string | null;
};

export type StoredBooking = { readonly id: BookingId; readonly tripId: TripId | null; readonly travelerId: string; readonly facts: BookingFacts };

const NEAR_DAYS = 1;

/** A booking without a trip reference belongs to the traveller's trip that it touches, a day either side. */
export function tripFor(booking: { readonly travelerId: string; readonly facts: BookingFacts }, trips: readonly Trip[]): Trip | null {
  const { facts } = booking;
  if (facts.tripReference) return trips.find((trip) => trip.reference === facts.tripReference && trip.travelerId === booking.travelerId) ?? null;
  return trips.find((trip) => trip.travelerId === booking.travelerId &&
    facts.startsOn <= addDays(trip.endsOn, NEAR_DAYS) && facts.endsOn >= addDays(trip.startsOn, -NEAR_DAYS)) ?? null;
}

const WEIGHT: Readonly<Record<BookingKind, number>> = { hotel: 3, flight: 2, rail: 2, car: 1 };

/** Where the trip goes: where the person sleeps, else where the first leg ends. */
export function destinationOf(bookings: readonly BookingFacts[]): string {
  const best = [...bookings].sort((a, b) => WEIGHT[b.kind] - WEIGHT[a.kind] || (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0))[0];
  return best?.destination ?? '';
}

/** The days a trip covers once it holds the booking. */
export function spanWith(trip: Pick<Trip, 'startsOn' | 'endsOn'>, facts: BookingFacts): Pick<Trip, 'startsOn' | 'endsOn'> {
  return {
    startsOn: facts.startsOn < trip.startsOn ? facts.startsOn : trip.startsOn,
    endsOn: facts.endsOn > trip.endsOn ? facts.endsOn : trip.endsOn,
  };
}
