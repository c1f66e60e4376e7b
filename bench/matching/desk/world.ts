import type { World, WorldOptions } from '../world.ts';
import { abroad } from './abroad.ts';
import { AT_HOME, CITIES } from './catalog.ts';
import { DAYS, Desk, two, type Colleague } from './desk.ts';
import { cabs, fly, rail, room, table } from './shapes.ts';

/**
 * A third kind of company-quarter, made from the record shapes alone: order numbers stand on some papers and not on
 * others, rides come with their trip table, bills with tips and coupons, cards in another currency, invoices that are
 * taken back and written anew. Its tuning seeds were looked at while the
 * matcher was made; it is judged on the others.
 */

function trip(d: Desk, who: Colleague): void {
  const from = 2 + d.dice.below(DAYS - 12);
  if (d.dice.hit(0.08)) return abroad(d, who, from);
  const to = from + 1 + d.dice.below(4);
  const city = d.dice.pick(CITIES.filter(([name]) => name !== who.home))[0];
  const tripId = d.tripId();
  const go = d.dice.hit(0.6) ? rail : fly;
  go(d, who, { from: who.home, to: city, day: from, tripId });
  go(d, who, { from: city, to: who.home, day: to, tripId });
  if (d.dice.hit(0.92)) room(d, who, { city, from, to, tripId });
  for (let day = from; day <= to; day++) if (d.dice.hit(0.65)) table(d, who, city, day);
  cabs(d, who, { city, from, to });
}

/** A company's quarter of the third kind, the same for the same seed. */
export function makeDeskWorld(options: WorldOptions): World {
  const d = new Desk(options);
  for (const who of d.people) {
    for (let n = d.dice.below(4); n > 0; n--) trip(d, who);
    for (let n = d.dice.below(4); n > 0; n--) table(d, who, who.home, d.dice.below(DAYS));
    for (let n = d.dice.below(3); n > 0; n--) {
      const place = d.place(d.dice.pick(['goods', 'parking'] as const), who.home);
      const [sum, day] = [two(place.price * (0.5 + d.dice.chance())), d.dice.below(DAYS)];
      d.group(place.kind, [d.pay({ by: who, sum, day, at: d.sign(who, place) })], d.bill({ of: who, sum, day: day + d.dice.below(3), firm: place.firm, goods: place.kind === 'goods' ? '*文具*办公用品' : '*经营租赁*停车费' }));
    }
    for (let n = d.dice.below(10); n > 0; n--) d.group('private', [d.pay({ by: who, sum: d.dice.hit(0.5) ? 6 + d.dice.below(180) : two(5 + d.dice.chance() * 400), day: d.dice.below(DAYS), at: d.dice.pick(AT_HOME) })], []);
  }
  return d.world;
}
