import type { BookingRecord, EmployeeRecord, InvoiceRecordWire, PaymentRecord } from '@roundtrip/contract';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { AGENTS, AIRLINES, CITIES, PRIVATE_PLACES, RIDE_BRANDS, makeDice, personName, railFare, shopsOf, type Dice, type Shop } from './catalog.ts';

/** What truly belongs together. */
export type TrueGroup = { readonly shape: string; readonly payments: string[]; readonly invoices: string[]; readonly bookings: string[] };
export type World = {
  readonly employees: EmployeeRecord[]; readonly payments: PaymentRecord[]; readonly invoices: InvoiceRecordWire[]; readonly bookings: BookingRecord[]; readonly truth: TrueGroup[];
};
/** `noise` 1: what a well-run company sees; 2: everything that goes wrong goes wrong twice as often. */
export type WorldOptions = { readonly seed: number; readonly people: number; readonly noise: number };

type Person = EmployeeRecord & { readonly channel: 'alipay' | 'wechatpay' | 'card'; readonly home: string };
type Pay = { readonly person: Person; readonly yuan: number; readonly day: number; readonly merchant: string; readonly description?: string; readonly orderNo?: string | undefined; readonly mcc?: string };
type Paper = { readonly person: Person; readonly yuan: number; readonly day: number; readonly seller: string; readonly goods: string; readonly more?: Partial<InvoiceRecordWire> };
type Booked = Pick<BookingRecord, 'kind' | 'supplier'> & { readonly person: Person; readonly yuan: number; readonly booked: number; readonly from: number; readonly to: number; readonly more?: Partial<BookingRecord> };

const FIRST = '2026-07-01' as CivilDate;
const DAYS = 92;
const cents = (yuan: number): number => Math.round(yuan * 100) / 100;
const dateOf = (day: number): CivilDate => addDays(FIRST, day);

/** One company's quarter while it is being made. */
class Quarter {
  readonly world: World = { employees: [], payments: [], invoices: [], bookings: [], truth: [] };
  readonly dice: Dice;
  readonly shops: Shop[];
  readonly noise: number;
  readonly people: Person[];

  constructor({ seed, people, noise }: WorldOptions) {
    this.dice = makeDice(seed * 7919 + noise);
    this.noise = noise;
    this.shops = shopsOf(this.dice);
    this.people = Array.from({ length: people }, (_, i) => {
      const name = personName(this.dice);
      return { id: `E${i}`, name, ...(this.dice.hit(0.05) ? { aliases: [`${name}(${i})`] } : {}), channel: this.dice.pick(['alipay', 'wechatpay', 'card'] as const), home: this.dice.pick(CITIES.slice(0, 4)) };
    });
    this.world.employees.push(...this.people.map(({ id, name, aliases }) => ({ id, name, ...(aliases ? { aliases } : {}) })));
  }

  /** Something that goes wrong at times: the dial turns it. */
  wrong(rate: number): boolean { return this.dice.hit(rate * this.noise); }

  shop(kind: Shop['kind'], city: string): Shop { return this.dice.pick(this.shops.filter((shop) => shop.kind === kind && shop.city === city)); }

  order(): string { return `${20260000 + this.dice.below(9999)}${String(this.dice.below(1e8)).padStart(8, '0')}`; }

  /** Ids say nothing about what belongs together. */
  id(prefix: string): string { return `${prefix}${String(this.dice.below(1e9)).padStart(9, '0')}${this.world.payments.length + this.world.invoices.length + this.world.bookings.length}`; }

  pay(facts: Pay, more: Partial<PaymentRecord> = {}): string {
    const id = this.id('p');
    const late = facts.person.channel === 'card' && this.wrong(0.1) ? 1 + this.dice.below(3) : 0;
    const garbled = this.wrong(0.06) ? this.dice.pick([`财付通-${facts.merchant}`.slice(0, 14), facts.merchant.slice(0, 4), `商户_${facts.person.id}`]) : facts.merchant;
    const payer = this.wrong(0.01) ? undefined : facts.person.id;
    const hour = String(9 + this.dice.below(12)).padStart(2, '0');
    this.world.payments.push({
      id, channel: facts.person.channel, type: 'purchase', paidAt: `${dateOf(facts.day + late)}T${hour}:${String(10 + this.dice.below(50))}:00+08:00`, amount: facts.yuan.toFixed(2), currency: 'CNY', merchant: garbled,
      ...(payer ? { payerId: payer } : {}), ...(facts.description ? { description: facts.description } : {}), ...(facts.orderNo && !this.wrong(0.25) ? { orderNo: facts.orderNo } : {}), ...(facts.mcc ? { mcc: facts.mcc } : {}), ...more,
    } as PaymentRecord);
    return id;
  }

  /** Null: nobody ever asked for it. */
  paper(facts: Paper, missing = 0.1): string[] {
    if (this.wrong(missing)) return [];
    const id = this.id('i');
    const by = this.wrong(0.01) ? undefined : this.wrong(0.01) ? this.dice.pick(this.people).id : facts.person.id;
    const { orderNo, ...more } = facts.more ?? {};
    this.world.invoices.push({
      id, kind: 'fapiao', number: `263${String(this.dice.below(1e9)).padStart(9, '0')}${String(this.dice.below(1e8)).padStart(8, '0')}`, issuedOn: dateOf(facts.day), total: facts.yuan.toFixed(2), tax: null, currency: 'CNY',
      seller: facts.seller, items: [{ name: facts.goods }], ...(by ? { submittedBy: by } : {}), ...more, ...(orderNo && !this.wrong(0.25) ? { orderNo } : {}),
    } as InvoiceRecordWire);
    return [id];
  }

  book(facts: Booked): string {
    const id = this.id('b');
    this.world.bookings.push({
      id, kind: facts.kind, travelerId: facts.person.id, travelerName: facts.person.name, supplier: facts.supplier, bookedAt: `${dateOf(facts.booked)}T10:00:00+08:00`, startsOn: dateOf(facts.from), endsOn: dateOf(facts.to),
      destination: '上海', amount: facts.yuan.toFixed(2), currency: 'CNY', status: 'confirmed', ...facts.more,
    });
    return id;
  }

  group(shape: string, payments: string[], invoices: string[], bookings: string[] = []): void {
    if (payments.length > 0) this.world.truth.push({ shape, payments, invoices, bookings });
    else for (const id of invoices) this.world.truth.push({ shape, payments: [], invoices: [id], bookings: [] });
  }

  /** Another pays at times. */
  payer(person: Person): Person { return this.wrong(0.02) ? this.dice.pick(this.people) : person; }
}

/** Days after the payment on which a shop's invoice is dated: mostly at once, sometimes weeks later. */
const lag = (dice: Dice): number => (dice.hit(0.7) ? dice.below(2) : dice.hit(0.8) ? dice.below(8) : dice.below(30));

function rail(q: Quarter, person: Person, leg: { from: string; to: string; day: number }): void {
  const fare = railFare(leg.from, leg.to);
  const bought = Math.max(0, leg.day - q.dice.below(10));
  const orderNo = `E${q.order().slice(6)}`;
  const mate = q.dice.hit(0.04) ? q.dice.pick(q.people) : null;
  const riders = mate && mate !== person ? [person, mate] : [person];
  const buyer = q.payer(person);
  const bookings = riders.flatMap((rider) => (q.dice.hit(0.7) ? [q.book({ kind: 'rail', person: rider, supplier: '铁路12306', yuan: fare, booked: bought, from: leg.day, to: leg.day, more: { origin: leg.from, destination: leg.to, orderNo } })] : []));
  const payments = [q.pay({ person: buyer, yuan: fare * riders.length, day: bought, merchant: q.dice.pick(['中国铁路网络有限公司', '12306', '铁路12306']), description: '火车票', orderNo: q.dice.hit(0.6) ? orderNo : undefined })];
  const invoices = riders.flatMap((rider) => q.paper({
    person: rider, yuan: fare, day: leg.day + (q.dice.hit(0.7) ? 0 : q.dice.below(20)), seller: '中国国家铁路集团有限公司', goods: '铁路客运服务',
    more: { kind: 'rail', passenger: rider.name, journey: { from: leg.from, to: leg.to, departsOn: dateOf(leg.day), service: `G${100 + q.dice.below(900)}` } },
  }, 0.06));
  if (q.dice.hit(0.05)) {
    payments.push(q.pay({ person: buyer, yuan: cents(fare * 0.8), day: bought + 1, merchant: '12306', description: '退票款' }, { type: 'refund', relatedPaymentId: payments[0] as string }));
    const kept = new Set([...invoices, ...bookings]);
    for (const list of [q.world.invoices, q.world.bookings] as { id?: string }[][]) list.splice(0, list.length, ...list.filter((item) => !kept.has(item.id ?? '')));
    const left = cents(fare * riders.length - cents(fare * 0.8));
    return q.group('refund-keeps-part', payments, q.paper({ person, yuan: left, day: bought + 1, seller: '中国国家铁路集团有限公司', goods: '退票费', more: { kind: 'rail', passenger: person.name } }));
  }
  q.group(riders.length > 1 ? 'two-on-one-order' : 'rail', payments, invoices, bookings);
}

function flight(q: Quarter, person: Person, leg: { from: string; to: string; day: number }): void {
  const fare = 380 + q.dice.below(160) * 10;
  const fee = q.dice.hit(0.3) ? q.dice.pick([10, 20, 38]) : 0;
  const bought = Math.max(0, leg.day - 1 - q.dice.below(12));
  const orderNo = q.order();
  const agent = q.dice.hit(0.6) ? q.dice.pick(AGENTS) : null;
  const airline = q.dice.pick(AIRLINES);
  const supplier = agent?.brand ?? airline.slice(2, 6);
  const bookings = q.dice.hit(0.85) ? [q.book({ kind: 'flight', person, supplier, yuan: fare + (q.dice.hit(0.5) ? fee : 0), booked: bought, from: leg.day, to: leg.day, more: { origin: leg.from, destination: leg.to, orderNo } })] : [];
  const payments = [q.pay({ person: q.payer(person), yuan: fare + fee, day: bought, merchant: supplier, description: '机票', orderNo: q.dice.hit(0.7) ? orderNo : undefined })];
  const ticket = q.paper({ person, yuan: fare, day: leg.day + q.dice.below(12), seller: airline, goods: '航空运输电子客票行程单', more: { kind: 'air', passenger: person.name, journey: { from: leg.from, to: leg.to, departsOn: dateOf(leg.day) } } });
  const service = fee > 0 && ticket.length > 0 ? q.paper({ person, yuan: fee, day: bought + q.dice.below(12), seller: agent?.seller ?? airline, goods: '*经纪代理服务*代订机票服务费', more: { orderNo } }, 0.02) : [];
  q.group(fee > 0 ? 'ticket-and-fee' : 'flight', payments, [...ticket, ...service], bookings);
}

function hotel(q: Quarter, person: Person, stay: { city: string; from: number; to: number }): void {
  const shop = q.shop('hotel', stay.city);
  const nights = Math.max(1, stay.to - stay.from);
  const room = cents(shop.scale * nights - (q.dice.hit(0.4) ? q.dice.below(3000) / 100 : 0));
  const agent = q.dice.hit(0.4) ? q.dice.pick(AGENTS) : null;
  const orderNo = q.order();
  const booked = Math.max(0, stay.from - q.dice.below(8));
  const abroad = q.dice.hit(0.04);
  const prepaid = q.dice.hit(agent ? 0.7 : 0.2);
  const paidOn = prepaid ? booked : stay.to;
  const more = { property: shop.brand, destination: stay.city, orderNo };
  const bookings = q.dice.hit(0.8) ? [q.book({ kind: 'hotel', person, supplier: agent?.brand ?? shop.brand, yuan: room, booked, from: stay.from, to: stay.to, more })] : [];
  const merchant = agent && prepaid ? agent.brand : shop.brand;
  const seller = agent && prepaid && q.dice.hit(0.5) ? agent.seller : shop.seller;
  const guest = { person: q.payer(person), merchant, orderNo: q.dice.hit(0.6) ? orderNo : undefined };
  const issued = stay.to + (q.dice.hit(0.75) ? 0 : q.dice.below(10));
  if (abroad) {
    const settled = { settledAmount: room.toFixed(2), settledCurrency: 'CNY', amount: cents(room / 7.13).toFixed(2), currency: 'USD' };
    return q.group('foreign', [q.pay({ ...guest, yuan: room, day: paidOn }, settled)], q.paper({ person, yuan: room, day: issued, seller, goods: shop.goods }), bookings);
  }
  if (q.dice.hit(0.06)) {
    const deposit = cents(Math.max(50, Math.round(room / 3)));
    const payments = [q.pay({ ...guest, yuan: deposit, day: booked, description: '订金' }), q.pay({ ...guest, yuan: cents(room - deposit), day: stay.to, description: '房费余款' })];
    return q.group('deposit-and-rest', payments, q.paper({ person, yuan: room, day: issued, seller, goods: shop.goods, more: { orderNo } }), bookings);
  }
  const food = q.dice.hit(0.08) && !prepaid ? cents(38 + q.dice.below(200)) : 0;
  const payments = [q.pay({ ...guest, yuan: cents(room + food), day: paidOn, mcc: '7011' })];
  if (q.dice.hit(0.03)) payments.push(q.pay({ ...guest, yuan: cents(50 + q.dice.below(90)), day: paidOn + 1 }, { type: 'refund', relatedPaymentId: payments[0] as string }));
  const back = payments.length > 1 ? Number(q.world.payments.at(-1)?.amount) : 0;
  const invoices = q.paper({ person, yuan: cents(room - back), day: issued, seller, goods: shop.goods, more: q.dice.hit(0.15) ? { orderNo } : {} });
  if (food > 0 && invoices.length > 0) invoices.push(...q.paper({ person, yuan: food, day: issued, seller, goods: '*餐饮服务*餐费' }, 0.02));
  q.group(back > 0 ? 'hotel-refund' : food > 0 ? 'room-and-food' : 'hotel', payments, invoices, bookings);
}

function meal(q: Quarter, person: Person, city: string, day: number): void {
  const shop = q.shop('meal', city);
  const yuan = q.dice.hit(0.5) ? Math.round(shop.scale * (0.6 + q.dice.chance())) : cents(shop.scale * (0.6 + q.dice.chance()));
  const paper = (total: number, by: Person): string[] => q.paper({ person: by, yuan: total, day: day + lag(q.dice), seller: shop.seller, goods: shop.goods }, 0.15);
  const pay = (payer: Person, amount: number, on: number): string => q.pay({ person: payer, yuan: amount, day: on, merchant: shop.brand, description: q.dice.pick(['', '扫码付款', '堂食']), mcc: '5812' });
  if (q.dice.hit(0.03)) {
    const part = cents(Math.max(5, Math.round(yuan / 3)));
    return q.group('split-meal', [pay(person, part, day), pay(q.dice.hit(0.5) ? person : q.dice.pick(q.people), cents(yuan * 2 - part), day)], paper(yuan * 2, person));
  }
  if (q.dice.hit(0.03)) {
    for (const on of [day, day + 1]) q.group('twins', [pay(person, yuan, on)], q.paper({ person, yuan, day: on, seller: shop.seller, goods: shop.goods }, 0.05));
    return;
  }
  if (q.dice.hit(0.05)) return q.group('cash', [], paper(yuan, person));
  q.group('meal', [pay(q.payer(person), yuan, day)], paper(yuan, person));
}

function rides(q: Quarter, person: Person, days: readonly number[]): void {
  const brand = q.dice.pick(RIDE_BRANDS);
  const price = (): number => (q.dice.hit(0.8) ? cents(11 + q.dice.chance() * 60) : 12 + q.dice.below(40));
  const all = days.map((day) => ({ day, yuan: price() }));
  const pay = (one: { day: number; yuan: number }): string => q.pay({ person, yuan: one.yuan, day: one.day, merchant: brand.brand, description: '快车', mcc: '4121' });
  const paper = (yuan: number, day: number): string[] => q.paper({ person, yuan: cents(yuan), day, seller: brand.seller, goods: '*运输服务*客运服务费', more: { kind: 'fapiao' } }, 0.08);
  if (q.dice.hit(0.5)) {
    for (const one of all) q.group('ride', [pay(one)], paper(one.yuan, one.day + lag(q.dice)));
    return;
  }
  // One invoice a week or a fortnight over all its rides.
  const span = q.dice.pick([7, 14, 31]);
  for (let from = 0; from < DAYS; from += span) {
    const some = all.filter((one) => one.day >= from && one.day < from + span);
    if (some.length > 0) q.group(some.length > 1 ? 'ride-sum' : 'ride', some.map(pay), paper(some.reduce((sum, one) => sum + one.yuan, 0), from + span + q.dice.below(3)));
  }
}

function trip(q: Quarter, person: Person): void {
  const from = 2 + q.dice.below(DAYS - 12);
  const to = from + 1 + q.dice.below(4);
  const city = q.dice.pick(CITIES.filter((one) => one !== person.home));
  const go = q.dice.hit(0.65) ? rail : flight;
  go(q, person, { from: person.home, to: city, day: from });
  hotel(q, person, { city, from, to });
  for (let day = from; day <= to; day++) if (q.dice.hit(0.7)) meal(q, person, city, day);
  go(q, person, { from: city, to: person.home, day: to });
}

/** A company's quarter, the same for the same seed. */
export function makeWorld(options: WorldOptions): World {
  const q = new Quarter(options);
  for (const person of q.people) {
    for (let n = q.dice.below(4); n > 0; n--) trip(q, person);
    for (let n = q.dice.below(8); n > 0; n--) meal(q, person, person.home, q.dice.below(DAYS));
    rides(q, person, Array.from({ length: q.dice.below(14) }, () => q.dice.below(DAYS)).sort((a, b) => a - b));
    for (let n = q.dice.below(3); n > 0; n--) {
      const shop = q.shop('shop', person.home);
      const yuan = cents(shop.scale * (0.5 + q.dice.chance()));
      const day = q.dice.below(DAYS);
      q.group('shop', [q.pay({ person, yuan, day, merchant: shop.brand })], q.paper({ person, yuan, day: day + lag(q.dice), seller: shop.seller, goods: shop.goods }));
    }
    for (let n = q.dice.below(7); n > 0; n--) q.group('private', [q.pay({ person, yuan: q.dice.hit(0.4) ? 10 + q.dice.below(200) : cents(8 + q.dice.chance() * 260), day: q.dice.below(DAYS), merchant: q.dice.pick(PRIVATE_PLACES) })], []);
  }
  const held = new Set(q.world.truth.flatMap((group) => group.bookings));
  for (const booking of q.world.bookings) if (!held.has(booking.id)) q.world.truth.push({ shape: 'unpaid', payments: [], invoices: [], bookings: [booking.id] });
  return q.world;
}
