import { bookingRecord, tripRequest, tripView, type BookingRecord } from '@roundtrip/contract';
import type { BookingFacts, CivilDate } from '@roundtrip/kernel';
import { parseInstant, parseMoney } from '@roundtrip/kernel';
import { z } from 'zod';
import { listTrips, saveTrips } from '#modules/trips';
import { takeBookings } from '../../flows/take-bookings.ts';
import type { House } from '../../flows/house.ts';
import { claimsOfTrips } from '#modules/claims';
import { actorOf, callerOf, personOf, scopeOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { tripViews } from '../present/facts.ts';
import { orRefuse } from '../problem.ts';
import type { App } from '../app.ts';

const BATCH_MAX = 10_000;
const TRIPS_MAX = 100;

function factsOf(record: BookingRecord): BookingFacts {
  const optional = {
    travelerName: record.travelerName, tripReference: record.tripId, orderNo: record.orderNo, bookedAt: record.bookedAt ? parseInstant(record.bookedAt) ?? undefined : undefined,
    origin: record.origin, property: record.property, seatClass: record.seatClass, companyPaid: record.companyPaid,
  };
  return {
    externalId: record.id, kind: record.kind, status: record.status ?? 'confirmed', traveler: record.travelerId, supplier: record.supplier, startsOn: record.startsOn as CivilDate,
    endsOn: record.endsOn as CivilDate, destination: record.destination, amount: orRefuse(parseMoney(record.amount, record.currency)),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

const taken = z.object({ items: z.array(z.object({ id: z.string(), bookingId: z.uuid().nullable(), outcome: z.enum(['added', 'changed', 'known', 'unknown-traveler']) })) });

export function bookingRoutes(app: App, house: House): void {
  app.post('/v1/bookings', {
    schema: { body: z.union([bookingRecord, z.array(bookingRecord).min(1).max(BATCH_MAX)]), response: { 200: taken } }, config: { action: 'booking.add' },
  }, (request) => onceFor(house, request, async () => {
    const caller = callerOf(request);
    const records = Array.isArray(request.body) ? request.body : [request.body];
    const outcomes = await takeBookings(house, caller.companyId, {
      actor: actorOf(caller), source: 'api', bookings: records.map((record) => ({ reference: record.id, body: JSON.stringify(record), facts: factsOf(record) })),
    });
    return { items: outcomes.map(({ reference, id, outcome }) => ({ id: reference, bookingId: id, outcome })) };
  }));

  app.get('/v1/trips', {
    schema: { querystring: z.object({ scope: z.enum(['mine', 'company']).default('mine') }), response: { 200: z.object({ items: z.array(tripView), next: z.null() }) } }, config: { action: 'own.read' },
  }, (request) => {
    const caller = callerOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const trips = await listTrips(tx, { travelerId: scopeOf(caller, request.query.scope), limit: TRIPS_MAX });
      return { items: await tripViews(tx, trips, await claimsOfTrips(tx, trips.map((trip) => trip.id))), next: null };
    });
  });

  app.post('/v1/trips', { schema: { body: tripRequest, response: { 200: tripView } }, config: { action: 'claim.act' } }, (request) => onceFor(house, request, () => {
    const caller = personOf(request);
    const { title, purpose, destination, startsOn, endsOn } = request.body;
    const trip = { id: house.clock.newId<'trip'>(), travelerId: caller.employeeId, title, purpose: purpose ?? null, destination, startsOn: startsOn as CivilDate, endsOn: endsOn as CivilDate, reference: null };
    return house.db.transact(caller.companyId, async (tx) => {
      await saveTrips(tx, [trip], house.clock.now());
      const [view] = await tripViews(tx, [trip], new Map());
      return view as z.infer<typeof tripView>;
    });
  }));
}
