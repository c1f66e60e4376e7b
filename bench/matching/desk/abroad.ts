import { ABROAD_STAYS, ABROAD_TABLES, FOREIGN, type Foreign } from './catalog.ts';
import { date, two, type Colleague, type Desk } from './desk.ts';

/** Some cards keep what the shop charged, some only what the account was charged. */
function charged(d: Desk, { currency, rate }: Foreign, sum: number): { readonly sum: number; readonly more: { readonly currency: string; readonly settledAmount?: string; readonly settledCurrency?: string } } {
  const home = two(sum * rate * (0.985 + 0.03 * d.dice.chance()));
  return d.dice.hit(0.25) ? { sum: home, more: { currency: 'CNY' } } : { sum, more: { currency, settledAmount: home.toFixed(2), settledCurrency: 'CNY' } };
}

const inUnits = (place: Foreign, yuan: number): number => (place.currency === 'JPY' ? Math.round(yuan / place.rate) : two(yuan / place.rate));

/** A trip to another country: a room, meals with tips, a shop that gives the tax back. */
export function abroad(d: Desk, who: Colleague, from: number): void {
  const place = d.dice.pick(FOREIGN);
  const nights = 1 + d.dice.below(4);
  const stay = d.dice.pick(ABROAD_STAYS);
  const feed = (name: string): string => `${name} ${place.city}`.toUpperCase().slice(0, 22);
  const sum = inUnits(place, (700 + d.dice.below(900)) * nights);
  const bookings = d.dice.hit(0.7) ? [d.book(who, { kind: 'hotel', tripId: d.tripId(), supplier: 'Booking.com', property: stay, orderNo: d.digits(10), bookedAt: `${date(Math.max(0, from - 9))}T09:00:00+08:00`, startsOn: date(from), endsOn: date(from + nights), destination: place.city, amount: sum.toFixed(place.currency === 'JPY' ? 0 : 2), currency: place.currency })] : [];
  const paid = charged(d, place, sum);
  d.group('abroad-room', [d.pay({ by: who, sum: paid.sum, day: from + nights, at: feed(stay), more: { ...paid.more, mcc: '7011', city: place.city } })], d.bill({ of: who, sum, day: from + nights, firm: `${stay} ${place.currency === 'EUR' ? 'GmbH' : 'Ltd'}`, goods: 'Accommodation', more: { kind: 'receipt', currency: place.currency, tax: null } }), bookings);
  for (let day = from; day < from + nights; day++) {
    const name = d.dice.pick(ABROAD_TABLES);
    const meal = inUnits(place, 90 + d.dice.below(300));
    const tip = place.currency === 'USD' || d.dice.hit(0.1) ? d.dice.pick([0.15, 0.18, 0.2]) : 0;
    const total = charged(d, place, place.currency === 'JPY' ? Math.round(meal * (1 + tip)) : two(meal * (1 + tip)));
    d.group(tip > 0 ? 'abroad-tip' : 'abroad-table', [d.pay({ by: who, sum: total.sum, day, at: feed(name), more: { ...total.more, mcc: '5812' } })], d.bill({ of: who, sum: meal, day, firm: name, goods: 'Restaurant', more: { kind: 'receipt', currency: place.currency, tax: null } }));
  }
}
