import type { BookingRecord, InvoiceRecordWire, PaymentRecord } from '@roundtrip/contract';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { makeDice, type Dice } from '../catalog.ts';
import type { World, WorldOptions } from '../world.ts';
import { abroadOf, CABS, CARRIERS, CLASSES, DESKS, HOME_SHOPS, innsOf, kitchensOf, nameOf, TOWNS, type Venue } from './places.ts';

/**
 * A second kind of company-quarter, made on other assumptions than the first: everything goes through a travel desk,
 * order numbers are common, deposits come back, shops abroad charge in their own money. Its tuning seeds were looked at while
 * the matcher was made; it is judged on the others.
 */

const START = '2026-04-01' as CivilDate;
const DAYS = 91;
const two = (n: number): number => Math.round(n * 100) / 100;
const on = (day: number): CivilDate => addDays(START, day);
const digits = (currency: string): number => (currency === 'JPY' ? 0 : 2);

type Worker = { readonly id: string; readonly name: string; readonly latin: string; readonly home: string; readonly channel: PaymentRecord['channel'] };
type Spend = { readonly who: Worker; readonly sum: number; readonly day: number; readonly shop: string; readonly more?: Partial<PaymentRecord> | undefined };
type Slip = { readonly who: Worker; readonly sum: number; readonly day: number; readonly issuer: string; readonly goods: string; readonly more?: Partial<InvoiceRecordWire> | undefined };

class Books {
  readonly world: World = { employees: [], payments: [], invoices: [], bookings: [], truth: [] };
  readonly dice: Dice;
  readonly noise: number;
  readonly workers: Worker[];
  readonly inns: Venue[];
  readonly abroad: Venue[];
  readonly kitchens: Venue[];
  private made = 0;

  constructor({ seed, people, noise }: WorldOptions) {
    this.dice = makeDice(seed * 104_729 + noise * 31 + 7);
    this.noise = noise;
    [this.inns, this.abroad, this.kitchens] = [innsOf(this.dice), abroadOf(this.dice), kitchensOf(this.dice)];
    this.workers = Array.from({ length: people }, (_, i) => ({ id: `w-${i}`, ...nameOf(this.dice), home: this.dice.pick(TOWNS.slice(0, 5)), channel: this.dice.pick(['alipay', 'wechatpay', 'corporate_card'] as const) }));
    this.world.employees.push(...this.workers.map(({ id, name, latin, home }) => ({ id, name, homeCity: home, ...(this.dice.hit(0.5) ? { aliases: [latin] } : {}) })));
  }

  fault(rate: number): boolean { return this.dice.hit(rate * this.noise); }
  number(length: number): string { return Array.from({ length }, () => this.dice.below(10)).join(''); }
  id(): string { return `${this.number(6)}-${this.made++}`; }

  pay({ who, sum, day, shop, more = {} }: Spend): string {
    const id = this.id();
    const { orderNo, ...rest } = more;
    const posted = day + (who.channel === 'corporate_card' && this.fault(0.12) ? 1 + this.dice.below(2) : 0);
    const shown = this.fault(0.05) ? this.dice.pick([`支付宝-${shop}`, shop.slice(0, 3), `${shop}*消费`, '扫二维码付款']) : shop;
    // Some feeds keep the order number, some only mention it.
    const order = orderNo === undefined || this.fault(0.12) ? {} : this.fault(0.08) ? { description: `订单${orderNo}` } : { orderNo };
    const currency = more.currency ?? 'CNY';
    this.world.payments.push({ id, channel: who.channel, type: 'purchase', paidAt: `${on(posted)}T${String(8 + this.dice.below(14)).padStart(2, '0')}:00:00+08:00`, amount: sum.toFixed(digits(currency)), currency, merchant: shown, ...(this.fault(0.015) ? {} : { payerId: who.id }), ...order, ...rest });
    return id;
  }

  slip({ who, sum, day, issuer, goods, more = {} }: Slip, never = 0.06): string[] {
    if (this.fault(never) || sum <= 0) return [];
    const id = this.id();
    const { orderNo, ...rest } = more;
    const currency = more.currency ?? 'CNY';
    const by = this.fault(0.02) ? undefined : this.fault(0.01) ? this.dice.pick(this.workers) : who;
    this.world.invoices.push({ id, kind: 'fapiao', number: this.number(20), issuedOn: on(day), total: sum.toFixed(digits(currency)), tax: null, currency, seller: issuer, items: [{ name: goods }], ...(by ? { submittedBy: by.id } : {}), ...(orderNo && !this.fault(0.2) ? { orderNo } : {}), ...rest });
    return [id];
  }

  book(facts: Omit<BookingRecord, 'id' | 'travelerName'> & { readonly who: Worker }): string {
    const id = this.id();
    const { who, ...record } = facts;
    this.world.bookings.push({ id, travelerName: who.name, status: 'confirmed', ...record });
    return id;
  }

  group(shape: string, payments: string[], invoices: string[], bookings: string[] = []): void {
    if (payments.length > 0) this.world.truth.push({ shape, payments, invoices, bookings });
    else for (const id of invoices) this.world.truth.push({ shape, payments: [], invoices: [id], bookings: [] });
  }

  buyer(who: Worker): Worker { return this.fault(0.015) ? this.dice.pick(this.workers) : who; }
  spelled(who: Worker): string { return this.fault(0.07) ? who.latin : who.name; }
  kitchen(town: string): Venue { return this.dice.pick(this.kitchens.filter((one) => one.town === town)); }
}

const travelDay = (b: Books, day: number): number => Math.max(0, day - 1 - b.dice.below(9));
const soon = (b: Books): number => (b.dice.hit(0.6) ? 0 : b.dice.hit(0.7) ? 1 + b.dice.below(5) : 5 + b.dice.below(20));

function ride(b: Books, who: Worker, leg: { from: string; to: string; day: number }): void {
  const [seat, factor] = b.dice.pick([CLASSES[0], CLASSES[0], CLASSES[0], CLASSES[1], CLASSES[2]]);
  const far = Math.abs(TOWNS.indexOf(leg.from as never) - TOWNS.indexOf(leg.to as never));
  const fare = Math.round(far * 97 * factor * (0.9 + 0.05 * b.dice.below(5)) + 12);
  const bought = travelDay(b, leg.day);
  const orderNo = `EK${b.number(8)}`;
  const mate = b.dice.hit(0.06) ? b.dice.pick(b.workers) : who;
  const riders = mate === who ? [who] : [who, mate];
  const buyer = b.buyer(who);
  const more = { orderNo, description: `${leg.from}-${leg.to}` };
  const bookings = riders.map((rider) => b.book({ who: rider, kind: 'rail', travelerId: rider.id, supplier: '12306', orderNo, bookedAt: `${on(bought)}T09:00:00+08:00`, startsOn: on(leg.day), endsOn: on(leg.day), origin: leg.from, destination: leg.to, amount: fare.toFixed(2), currency: 'CNY' }));
  const payments = [b.pay({ who: buyer, sum: fare * riders.length, day: bought, shop: b.dice.pick(['铁路12306', '中国铁路网络有限公司', '12306消费']), more })];
  if (b.dice.hit(0.06)) {
    const back = two(fare * riders.length * 0.9);
    payments.push(b.pay({ who: buyer, sum: back, day: Math.min(leg.day, bought + 1 + b.dice.below(3)), shop: '铁路12306', more: { type: 'refund', relatedPaymentId: payments[0] as string } }));
    return b.group('rail-given-back', payments, b.slip({ who, sum: two(fare * riders.length - back), day: leg.day, issuer: '中国国家铁路集团有限公司', goods: '退票手续费', more: { kind: 'rail', passenger: b.spelled(who) } }), bookings);
  }
  const invoices = riders.flatMap((rider) => b.slip({ who: rider, sum: fare, day: leg.day + (b.dice.hit(0.6) ? 0 : b.dice.below(25)), issuer: '中国国家铁路集团有限公司', goods: `*运输服务*铁路旅客运输 ${seat}`, more: { kind: 'rail', passenger: b.spelled(rider), journey: { from: leg.from, to: leg.to, departsOn: on(leg.day) } } }, 0.04));
  b.group(riders.length > 1 ? 'rail-for-two' : 'rail', payments, invoices, bookings);
}

function fly(b: Books, who: Worker, leg: { from: string; to: string; day: number }): void {
  const [brand, issuer] = b.dice.pick(CARRIERS);
  const [desk, deskFirm] = b.dice.pick(DESKS);
  const direct = b.dice.hit(0.25);
  const fare = 50 + 10 * (28 + b.dice.below(190));
  const fee = direct || b.dice.hit(0.5) ? 0 : b.dice.pick([8, 15, 25]);
  const bought = travelDay(b, leg.day);
  const orderNo = b.number(12);
  const bookings = b.dice.hit(0.95) ? [b.book({ who, kind: 'flight', travelerId: who.id, supplier: direct ? brand : desk, orderNo, bookedAt: `${on(bought)}T11:00:00+08:00`, startsOn: on(leg.day), endsOn: on(leg.day), origin: leg.from, destination: leg.to, amount: (fare + fee).toFixed(2), currency: 'CNY' })] : [];
  const payments = [b.pay({ who: b.buyer(who), sum: fare + fee, day: bought, shop: direct ? brand : desk, more: { orderNo, mcc: '4511' } })];
  const ticket = b.slip({ who, sum: fare, day: leg.day + b.dice.below(9), issuer, goods: '*运输服务*国内航空旅客运输', more: { kind: 'air', passenger: b.spelled(who), journey: { from: leg.from, to: leg.to, departsOn: on(leg.day) } } });
  const service = fee > 0 ? b.slip({ who, sum: fee, day: bought + b.dice.below(4), issuer: deskFirm, goods: '*经纪代理服务*机票代订服务费', more: { orderNo } }, 0.03) : [];
  b.group(fee > 0 ? 'flight-and-fee' : 'flight', payments, [...ticket, ...service], bookings);
}

type Stay = { readonly town: string; readonly from: number; readonly to: number };

function sleep(b: Books, who: Worker, { town, from, to }: Stay): void {
  const inn = b.dice.pick(b.inns.filter((one) => one.town === town));
  const sum = two(inn.price * (to - from) * (0.9 + 0.2 * b.dice.chance()));
  const [desk, deskFirm] = b.dice.pick(DESKS);
  const prepaid = b.dice.hit(0.45);
  const bought = Math.max(0, from - 1 - b.dice.below(6));
  const orderNo = b.number(12);
  const bookings = b.dice.hit(0.9) ? [b.book({ who, kind: 'hotel', travelerId: who.id, supplier: desk, property: inn.label, orderNo, bookedAt: `${on(bought)}T15:00:00+08:00`, startsOn: on(from), endsOn: on(to), destination: town, amount: sum.toFixed(2), currency: 'CNY' })] : [];
  const issued = to + (b.dice.hit(0.85) ? 0 : b.dice.below(8));
  const buyer = b.buyer(who);
  const more = { city: town, mcc: '7011' };
  const room = (issuer: string): string[] => b.slip({ who, sum, day: issued, issuer, goods: '*住宿服务*住宿费' });
  if (prepaid) return b.group('hotel-prepaid', [b.pay({ who: buyer, sum, day: bought, shop: desk, more: { orderNo } })], room(b.dice.hit(0.6) ? deskFirm : inn.issuer), bookings);
  if (b.dice.hit(0.1)) {
    const held = b.pay({ who: buyer, sum: b.dice.pick([200, 300, 500]), day: from, shop: inn.label, more: { ...more, description: '押金' } });
    const back = b.pay({ who: buyer, sum: Number(b.world.payments.at(-1)?.amount), day: to, shop: inn.label, more: { type: 'refund', relatedPaymentId: held, description: '押金退还' } });
    b.group('deposit-back', [held, back], []);
  }
  if (b.dice.hit(0.06)) {
    const first = two(sum / 2);
    return b.group('paid-in-two', [b.pay({ who: buyer, sum: first, day: from, shop: inn.label, more }), b.pay({ who: buyer, sum: two(sum - first), day: to, shop: inn.label, more })], room(inn.issuer), bookings);
  }
  const dinner = b.dice.hit(0.1) ? 30 + b.dice.below(150) : 0;
  const payment = b.pay({ who: buyer, sum: two(sum + dinner), day: to, shop: inn.label, more });
  b.group(dinner > 0 ? 'room-and-dinner' : 'hotel', [payment], [...room(inn.issuer), ...(dinner > 0 ? b.slip({ who, sum: dinner, day: issued, issuer: inn.issuer, goods: '*餐饮服务*餐饮' }, 0.03) : [])], bookings);
}

function abroad(b: Books, who: Worker, day: number): void {
  const place = b.dice.pick(b.abroad);
  const nights = 1 + b.dice.below(4);
  const sum = place.currency === 'JPY' ? place.price * nights : two(place.price * nights + b.dice.below(100) / 100);
  const rate = { JPY: 0.0482, SGD: 5.31, EUR: 7.74, USD: 7.16 }[place.currency] ?? 1;
  const settled = { settledAmount: two(sum * rate * (0.99 + 0.02 * b.dice.chance())).toFixed(2), settledCurrency: 'CNY', currency: place.currency, mcc: '7011' };
  b.group('abroad', [b.pay({ who, sum, day: day + nights, shop: place.label, more: settled })], b.slip({ who, sum, day: day + nights, issuer: place.issuer, goods: 'Accommodation', more: { kind: 'receipt', currency: place.currency } }));
}

function eat(b: Books, who: Worker, town: string, day: number): void {
  const place = b.kitchen(town);
  const sum = b.dice.hit(0.4) ? Math.round(place.price * (0.7 + 0.8 * b.dice.chance())) : two(place.price * (0.7 + 0.8 * b.dice.chance()));
  const more = { mcc: '5812', ...(b.dice.hit(0.5) ? { city: town } : {}) };
  const slip = (total: number, when = day + soon(b), never = 0.12): string[] => b.slip({ who, sum: total, day: when, issuer: place.issuer, goods: '*餐饮服务*餐费' }, never);
  if (b.dice.hit(0.03)) {
    const mate = b.dice.pick(b.workers);
    const share = two(sum * (0.3 + 0.3 * b.dice.chance()));
    return b.group('shared-bill', [b.pay({ who, sum: share, day, shop: place.label, more }), b.pay({ who: mate, sum: two(sum * 2 - share), day, shop: place.label, more })], slip(sum * 2));
  }
  if (b.dice.hit(0.02)) {
    for (const when of [day, day + 1]) b.group('same-again', [b.pay({ who, sum, day: when, shop: place.label, more })], slip(sum, when, 0.03));
    return;
  }
  if (b.dice.hit(0.04)) return b.group('cash', [], slip(sum, day, 0));
  b.group('meal', [b.pay({ who: b.buyer(who), sum, day, shop: place.label, more })], slip(sum));
}

/** Rides of a trip: one invoice over all of them, or one each. */
function cabs(b: Books, who: Worker, days: readonly number[]): void {
  const [brand, issuers] = b.dice.pick(CABS);
  const rides = days.map((day) => ({ day, sum: two(9 + b.dice.chance() * 75) }));
  if (rides.length === 0) return;
  const issuer = b.dice.pick(issuers);
  const pay = (one: { day: number; sum: number }): string => b.pay({ who, sum: one.sum, day: one.day, shop: brand, more: { mcc: '4121', description: '打车' } });
  const slip = (sum: number, day: number): string[] => b.slip({ who, sum: two(sum), day, issuer, goods: '*运输服务*客运服务费' });
  if (b.dice.hit(0.6)) return b.group(rides.length > 1 ? 'rides-as-one' : 'ride', rides.map(pay), slip(rides.reduce((all, one) => all + one.sum, 0), Math.max(...days) + b.dice.below(6)));
  for (const one of rides) b.group('ride', [pay(one)], slip(one.sum, one.day + soon(b)));
}

function journey(b: Books, who: Worker): void {
  const from = 3 + b.dice.below(DAYS - 14);
  const to = from + 1 + b.dice.below(5);
  if (b.dice.hit(0.05)) return abroad(b, who, from);
  const town = b.dice.pick(TOWNS.filter((one) => one !== who.home));
  const go = b.dice.hit(0.55) ? ride : fly;
  go(b, who, { from: who.home, to: town, day: from });
  go(b, who, { from: town, to: who.home, day: to });
  sleep(b, who, { town, from, to });
  for (let day = from; day <= to; day++) if (b.dice.hit(0.6)) eat(b, who, town, day);
  cabs(b, who, Array.from({ length: b.dice.below(6) }, () => from + b.dice.below(to - from + 1)).sort((x, y) => x - y));
}

/** A company's quarter of the second kind, the same for the same seed. */
export function makeOtherWorld(options: WorldOptions): World {
  const b = new Books(options);
  for (const who of b.workers) {
    for (let n = b.dice.below(5); n > 0; n--) journey(b, who);
    for (let n = b.dice.below(5); n > 0; n--) eat(b, who, who.home, b.dice.below(DAYS));
    for (let n = b.dice.below(9); n > 0; n--) b.group('private', [b.pay({ who, sum: b.dice.hit(0.5) ? 5 + b.dice.below(150) : two(4 + b.dice.chance() * 320), day: b.dice.below(DAYS), shop: b.dice.pick(HOME_SHOPS) })], []);
  }
  return b.world;
}
