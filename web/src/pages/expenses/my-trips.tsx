import type { BookingView, TripView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Luggage } from 'lucide-react';
import { myTripsQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { daySpan } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { BOOKING_ICONS } from '../../parts/words.ts';

const bookingText = (booking: BookingView): string =>
  booking.origin ? `${booking.origin} → ${booking.destination}` : booking.property ?? booking.destination;
const isOff = (booking: BookingView): boolean => booking.status === 'cancelled' || booking.status === 'refunded';

function Booking({ booking }: { readonly booking: BookingView }) {
  const Icon = BOOKING_ICONS[booking.kind];
  return (
    <li className="flex items-center gap-2.5 py-1">
      <Icon size={15} aria-hidden className="shrink-0 text-muted" />
      <span className={`min-w-0 flex-1 truncate ${isOff(booking) ? 'text-faint line-through' : ''}`}>{bookingText(booking)}</span>
      <span className="num text-muted">{daySpan(booking.startsOn, booking.endsOn)}</span>
      <span className="w-22 text-right text-muted">{booking.status === 'confirmed' || booking.status === 'used' ? <Amount value={booking.amount} code={false} /> : t(`booking.status.${booking.status}`)}</span>
    </li>
  );
}

function Trip({ trip }: { readonly trip: TripView }) {
  return (
    <li className="px-4 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="truncate text-base font-medium">{trip.claimId ? <Link to="/claims/$id" params={{ id: trip.claimId }} className="hover:underline">{trip.title}</Link> : trip.title}</h3>
        <span className="num shrink-0 text-muted">{daySpan(trip.startsOn, trip.endsOn)}</span>
      </div>
      {trip.purpose && <p className="truncate text-muted">{trip.purpose}</p>}
      {trip.bookings.length > 0 && <ul className="mt-1.5">{trip.bookings.map((booking) => <Booking key={booking.id} booking={booking} />)}</ul>}
    </li>
  );
}

export function MyTrips() {
  const query = useQuery(myTripsQuery);
  return (
    <Section id="my-trips" title={t('expenses.trips')}>
      <div className={CARD}>
        <Loaded query={query}>
          {({ items }) => items.length === 0 ? <Empty icon={Luggage} title={t('expenses.trips.empty')}>{t('expenses.trips.empty-text')}</Empty> : <ul className="divide-y divide-line">{items.map((trip) => <Trip key={trip.id} trip={trip} />)}</ul>}
        </Loaded>
      </div>
    </Section>
  );
}
