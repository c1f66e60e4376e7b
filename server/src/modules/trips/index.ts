export { destinationOf, spanWith, tripFor } from './domain/index.ts';
export type { BookingId, StoredBooking, Trip, TripId } from './domain/index.ts';
export { bookingsById, bookingsOfTrips, listTrips, openBookings, saveBookings, saveTrips, tripsById, tripsOfTravelers } from './store.ts';
export type { NewBooking } from './store.ts';
