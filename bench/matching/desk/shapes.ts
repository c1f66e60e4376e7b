import { AGENCIES, AIR, RIDES } from './catalog.ts';
import { date, two, type Colleague, type Desk } from './desk.ts';

type Leg = { readonly from: string; readonly to: string; readonly day: number; readonly tripId: string };
const ahead = (d: Desk, day: number): number => Math.max(0, day - d.dice.below(11));
const late = (d: Desk): number => (d.dice.hit(0.65) ? d.dice.below(2) : d.dice.hit(0.75) ? d.dice.below(9) : d.dice.below(28));

export function rail(d: Desk, who: Colleague, { from, to, day, tripId }: Leg): void {
  const fare = two((60 + [...from, ...to].reduce((sum, c) => sum + (c.charCodeAt(0) % 97), 0) * 1.7) * d.dice.pick([1, 1, 1, 1.6]));
  const bought = ahead(d, day);
  const orderNo = `E${d.digits(9)}`;
  const mate = d.dice.hit(0.05) ? d.dice.pick(d.people) : who;
  const riders = mate === who ? [who] : [who, mate];
  const buyer = d.buyer(who);
  const cancelled = d.dice.hit(0.04);
  const bookings = riders.flatMap((rider) => (d.dice.hit(0.85) ? [d.book(rider, { kind: 'rail', tripId, supplier: '铁路12306', orderNo, bookedAt: `${date(bought)}T08:12:00+08:00`, startsOn: date(day), endsOn: date(day), origin: from, destination: to, amount: fare.toFixed(2), currency: 'CNY', ...(cancelled ? { status: 'cancelled' as const } : {}) })] : []));
  const payments = [d.pay({ by: buyer, sum: two(fare * riders.length), day: bought, at: buyer.channel === 'card' ? 'CHINA RAILWAY 12306' : '中国铁路', more: d.dice.hit(0.7) ? { orderNo } : {} })];
  if (cancelled) {
    const kept = two(fare * riders.length * d.dice.pick([0, 0.05, 0.1, 0.2]));
    payments.push(d.pay({ by: buyer, sum: two(fare * riders.length - kept), day: Math.min(day, bought + 2), at: '中国铁路', more: { type: 'refund', ...(d.fault(0.1) ? {} : { relatedPaymentId: payments[0] as string }) } }));
    return d.group('rail-cancelled', payments, kept === 0 ? [] : d.bill({ of: who, sum: kept, day: bought + 3, firm: '中国国家铁路集团有限公司', goods: '退票费', more: { kind: 'rail', passenger: who.name } }), bookings);
  }
  const invoices = riders.flatMap((rider) => d.bill({ of: rider, sum: fare, day: day + late(d), firm: '中国铁路', goods: '*运输服务*铁路客票', more: { kind: 'rail', passenger: d.spelled(rider), journey: { from: `${from}站`, to: `${to}南`, departsOn: date(day) } } }, 0.04));
  d.group(riders.length > 1 ? 'rail-two' : 'rail', payments, invoices, bookings);
}

export function fly(d: Desk, who: Colleague, { from, to, day, tripId }: Leg): void {
  const [brand, firm, latin] = d.dice.pick(AIR);
  const [agency, agencyFirm] = d.dice.pick(AGENCIES);
  const direct = d.dice.hit(0.35);
  const fare = 320 + d.dice.below(190) * 10;
  const taxes = 50 + d.dice.pick([0, 20, 40]);
  const [fee, insured] = [direct ? 0 : d.dice.pick([0, 0, 6, 15, 30]), d.dice.hit(0.1) ? d.dice.pick([20, 30]) : 0];
  const bought = ahead(d, day);
  const orderNo = d.digits(16);
  const sum = fare + taxes + fee + insured;
  const coupon = !direct && d.dice.hit(0.08) ? d.dice.pick([5, 10, 20]) : 0;
  const bookings = d.dice.hit(0.9) ? [d.book(who, { kind: 'flight', tripId, supplier: direct ? brand : agency, orderNo, bookedAt: `${date(bought)}T20:40:00+08:00`, startsOn: date(day), endsOn: date(day), origin: from, destination: to, amount: (d.dice.hit(0.5) ? sum : fare + taxes).toFixed(2), currency: 'CNY' })] : [];
  const buyer = d.buyer(who);
  const at = buyer.channel === 'card' ? (direct ? latin : `${agency === 'Trip.com' ? 'TRIP.COM' : 'ALIPAY-TRAVEL'}`).slice(0, 22) : direct ? brand : agency;
  const payments = [d.pay({ by: buyer, sum: sum - coupon, day: bought, at, more: { ...(d.dice.hit(0.75) ? { orderNo } : {}), ...(d.dice.hit(0.5) ? { mcc: '4511' } : {}) } })];
  const ticket = d.bill({ of: who, sum: fare + taxes - (fee > 0 ? 0 : coupon), day: day + d.dice.below(10), firm, goods: '航空运输电子客票行程单', more: { kind: 'air', passenger: d.spelled(who), journey: { from, to, departsOn: date(day) }, ...(d.dice.hit(0.2) ? { orderNo } : {}) } });
  const extra = fee + insured - (fee > 0 ? coupon : 0);
  const service = extra > 0 ? d.bill({ of: who, sum: extra, day: bought + d.dice.below(6), firm: agencyFirm, goods: '*旅游服务*代订服务费', more: { orderNo } }, 0.05) : [];
  d.group(coupon > 0 ? 'flight-coupon' : extra > 0 ? 'flight-fee' : 'flight', payments, [...ticket, ...service], bookings);
}

export function room(d: Desk, who: Colleague, { city, from, to, tripId }: { city: string; from: number; to: number; tripId: string }): void {
  const inn = d.place('hotel', city);
  const sum = d.dice.hit(0.5) ? inn.price * (to - from) : two(inn.price * (to - from) * (0.9 + 0.1 * d.dice.chance()));
  const [agency, agencyFirm] = d.dice.pick(AGENCIES);
  const orderNo = d.digits(16);
  const bought = ahead(d, from);
  const prepaid = d.dice.hit(0.4);
  const bookings = d.dice.hit(0.85) ? [d.book(who, { kind: 'hotel', tripId, supplier: d.dice.hit(0.5) ? agency : inn.shown[3] as string, property: inn.shown[0] as string, orderNo, bookedAt: `${date(bought)}T21:05:00+08:00`, startsOn: date(from), endsOn: date(to), destination: city, amount: sum.toFixed(2), currency: 'CNY' })] : [];
  const buyer = d.buyer(who);
  const here = d.dice.hit(0.6) ? { city } : {};
  const bill = (total: number, firm = inn.firm, goods = '*住宿服务*住宿费'): string[] => d.bill({ of: who, sum: total, day: to + (d.dice.hit(0.8) ? 0 : d.dice.below(12)), firm, goods, ...(d.dice.hit(0.15) ? { more: { orderNo } } : {}) });
  if (prepaid) return d.group('room-prepaid', [d.pay({ by: buyer, sum, day: bought, at: agency, more: { orderNo } })], bill(sum, d.dice.hit(0.5) ? agencyFirm : inn.firm), bookings);
  const pay = (amount: number, day: number, more = {}): string => d.pay({ by: buyer, sum: amount, day, at: d.sign(buyer, inn), more: { ...here, ...(d.dice.hit(0.4) ? { mcc: '7011' } : {}), ...more } });
  if (d.dice.hit(0.08)) {
    const held = d.dice.pick([100, 200, 300]);
    const first = pay(held, from, { description: '押金' });
    d.group('deposit', [first, pay(held, to, { type: 'refund', relatedPaymentId: first })], []);
  }
  if (d.dice.hit(0.05)) {
    const first = two(sum * 0.3);
    return d.group('room-two-payments', [pay(first, bought, { orderNo }), pay(two(sum - first), to)], bill(sum), bookings);
  }
  const [food, laundry] = [d.dice.hit(0.1) ? 28 + d.dice.below(160) : 0, d.dice.hit(0.03) ? 20 + d.dice.below(60) : 0];
  const payment = pay(two(sum + food + laundry), to);
  if (d.dice.hit(0.04)) {
    const [wrong] = d.bill({ of: who, sum: two(sum + food + laundry), day: to, firm: inn.firm, goods: '*住宿服务*住宿费' }, 0);
    const original = d.world.invoices.at(-1);
    const red = d.bill({ of: who, sum: two(sum + food + laundry), day: to + 1, firm: inn.firm, goods: '*住宿服务*住宿费', more: { kind: 'credit_note', red: true, originalNumber: original?.number ?? '', total: (-two(sum + food + laundry)).toFixed(2) } }, 0);
    return d.group('written-anew', [payment], [...(wrong ? [wrong] : []), ...red, ...d.bill({ of: who, sum: two(sum + food + laundry), day: to + 2, firm: inn.firm, goods: '*住宿服务*住宿费' }, 0)], bookings);
  }
  d.group(food + laundry > 0 ? 'room-and-more' : 'room', [payment], [...bill(sum), ...(food > 0 ? d.bill({ of: who, sum: food, day: to, firm: inn.firm, goods: '*餐饮服务*餐费' }, 0.04) : []), ...(laundry > 0 ? d.bill({ of: who, sum: laundry, day: to, firm: inn.firm, goods: '*生活服务*洗衣费' }, 0.04) : [])], bookings);
}

export function table(d: Desk, who: Colleague, city: string, day: number): void {
  const place = d.place('food', city);
  const sum = d.dice.hit(0.45) ? Math.round(place.price * (0.6 + 0.9 * d.dice.chance())) : two(place.price * (0.6 + 0.9 * d.dice.chance()));
  const here = d.dice.hit(0.5) ? { city } : {};
  const pay = (by: Colleague, amount: number, on = day): string => d.pay({ by, sum: amount, day: on, at: d.sign(by, place), more: { ...here, ...(d.dice.hit(0.4) ? { mcc: '5812' } : {}) } });
  const bill = (total: number, on: number, never = 0.12): string[] => d.bill({ of: who, sum: total, day: on, firm: place.firm, goods: '*餐饮服务*餐饮服务' }, never);
  if (d.dice.hit(0.03)) {
    const mate = d.dice.pick(d.people);
    const share = two(sum * 0.5);
    return d.group('table-split', [pay(who, share), pay(mate, two(sum * 2 - share))], bill(sum * 2, day));
  }
  if (d.dice.hit(0.02)) {
    for (const on of [day, day + 1]) d.group('table-twice', [pay(who, sum, on)], bill(sum, on, 0.03));
    return;
  }
  if (d.dice.hit(0.03)) return d.group('table-two-papers', [pay(who, two(sum * 2))], [...bill(sum, day, 0), ...bill(two(sum * 2 - sum), day, 0)]);
  if (d.dice.hit(0.05)) return d.group('cash', [], bill(sum, day, 0));
  d.group('table', [pay(d.buyer(who), sum)], bill(sum, day + late(d)));
}

/** Rides of a trip on one invoice, most with their trip table; or a taxi's own receipts. */
export function cabs(d: Desk, who: Colleague, { city, from, to }: { city: string; from: number; to: number }): void {
  const [brand, firm] = d.dice.pick(RIDES);
  const rides = Array.from({ length: d.dice.below(7) }, () => ({ day: from + d.dice.below(to - from + 1), sum: two(10 + d.dice.chance() * 80) })).sort((a, b) => a.day - b.day);
  if (rides.length === 0) return;
  const pay = (ride: { day: number; sum: number }): string => d.pay({ by: who, sum: ride.sum, day: ride.day, at: brand, more: { ...(d.dice.hit(0.5) ? { mcc: '4121' } : {}), ...(d.dice.hit(0.4) ? { city } : {}) } });
  if (d.dice.hit(0.3)) {
    for (const ride of rides) d.group('taxi', [pay(ride)], d.bill({ of: who, sum: ride.sum, day: ride.day + (d.dice.hit(0.8) ? 0 : 1), firm: `${city}大众出租汽车有限公司`, goods: '出租车', more: { kind: 'taxi' } }, 0.1));
    return;
  }
  const claimed = rides.filter(() => !d.fault(0.04));
  for (const ride of rides.filter((one) => !claimed.includes(one))) d.group('private-ride', [pay(ride)], []);
  if (claimed.length === 0) return;
  const [sum, day] = [two(claimed.reduce((all, ride) => all + ride.sum, 0)), to + d.dice.below(5)];
  const payments = claimed.map(pay);
  const invoices = d.bill({ of: who, sum, day, firm, goods: '*运输服务*客运服务费' });
  if (invoices.length > 0 && d.dice.hit(0.6)) invoices.push(...d.bill({ of: who, sum, day, firm, goods: '', more: { kind: 'ride_receipt', tax: null, items: claimed.map((ride) => ({ name: `快车 ${date(ride.day)} ${city}`, amount: ride.sum.toFixed(2) })) } }, 0.02));
  d.group(claimed.length > 1 ? 'rides' : 'ride', payments, invoices);
}
