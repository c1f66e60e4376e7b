import { subtract, sum, type Instant, type Money } from '@roundtrip/kernel';
import type { Wallet } from '../../wallets/index.ts';
import { fapiao, ticket } from '../invoices.ts';
import { book, dayOf, handOver, later, momentOf, payByCard, payByPhone, refundToCard, tellOrder, yuan, type Scene } from '../scene.ts';

const RAILWAY = '云铁客运服务有限公司';
const AIRLINE = '云翼航空股份有限公司';
const RIDES = '顺行出行科技有限公司';
const AGENCY = '云程商旅机票服务有限公司';

type Leg = { readonly trip: string; readonly from: string; readonly to: string; readonly day: number; readonly wall: string; readonly fare: Money; readonly booked: Instant; readonly seller?: string; readonly wallet?: Wallet };

/** A second-class seat, on the corporate card unless the traveller pays by phone; the e-ticket comes after the ride. */
function goByRail(scene: Scene, { trip, from, to, day, wall, fare, booked, wallet }: Leg): void {
  const on = dayOf(scene, day);
  const order = book(scene, trip, { kind: 'rail', bookedAt: booked, startsOn: on, endsOn: on, origin: from, destination: to, seatClass: '二等座', amount: fare, companyPaid: wallet === undefined });
  const purchase = { amount: fare, merchant: RAILWAY, at: later(scene, booked, 2), city: scene.person.homeCity, mcc: '4112', orderNo: order.orderNo };
  if (wallet) payByPhone(scene, wallet, purchase); else payByCard(scene, purchase);
  const departs = momentOf(scene, day, wall);
  const issued = later(scene, departs, 240);
  handOver(scene, issued, [{ form: 'xml', invoice: ticket(scene, 'rail', { total: fare, issued, leg: { from, to, at: departs, service: `G${scene.chance.int(1000, 7999)}`, seat: '二等座' }, seller: RAILWAY }) }]);
}

/** An economy seat on the corporate card. Where an agency sold it, the invoice is the agency's. */
function goByAir(scene: Scene, { trip, from, to, day, wall, fare, booked, seller = AIRLINE }: Leg): void {
  const on = dayOf(scene, day);
  const order = book(scene, trip, { kind: 'flight', bookedAt: booked, startsOn: on, endsOn: on, origin: from, destination: to, seatClass: '经济舱', amount: fare, companyPaid: true });
  payByCard(scene, { amount: fare, merchant: AIRLINE, at: later(scene, booked, 2), city: scene.person.homeCity, mcc: '4511', orderNo: order.orderNo });
  const departs = momentOf(scene, day, wall);
  const issued = later(scene, departs, 300);
  handOver(scene, issued, [{ form: 'xml', invoice: ticket(scene, 'air', { total: fare, issued, leg: { from, to, at: departs, service: `YY${scene.chance.int(1000, 9999)}`, seat: '经济舱' }, seller }) }]);
}

type Stay = { readonly trip: string; readonly hotel: string; readonly city: string; readonly from: number; readonly nights: number; readonly rate: Money; readonly booked: Instant; readonly wallet: Wallet; readonly form: 'ofd' | 'pdf' | 'xml' };

/** A stay, paid by phone at the desk on the last morning; the invoice comes within the hour. */
function stay(scene: Scene, { trip, hotel, city, from, nights, rate, booked, wallet, form }: Stay): void {
  const total = yuan(Number(rate.minor / 100n) * nights);
  const order = book(scene, trip, { kind: 'hotel', bookedAt: booked, startsOn: dayOf(scene, from), endsOn: dayOf(scene, from + nights), destination: city, property: hotel, amount: total, companyPaid: false });
  const left = momentOf(scene, from + nights, '08:40');
  tellOrder(scene, left, { ...order, status: 'used' }, { zh: '已入住', en: 'has stayed:' });
  payByPhone(scene, wallet, { amount: total, merchant: hotel, at: left, city, mcc: '7011', description: `住宿费 ${nights}晚`, orderNo: order.orderNo });
  const issued = later(scene, left, scene.chance.int(15, 50));
  handOver(scene, issued, [{ form, invoice: fapiao(scene, { seller: hotel, total, at: issued, goods: { name: '*住宿服务*住宿费', quantity: String(nights), ratePercent: 6n } }) }]);
}

type Meal = { readonly day: number; readonly wall: string; readonly place: string; readonly city: string; readonly amount: Money; readonly wallet: Wallet; readonly form: 'xml' | 'pdf' | 'photo' };

export function eat(scene: Scene, { day, wall, place, city, amount, wallet, form }: Meal): void {
  const at = momentOf(scene, day, wall);
  payByPhone(scene, wallet, { amount, merchant: place, at, city, mcc: '5812', description: '餐饮' });
  const issued = later(scene, at, scene.chance.int(5, 40));
  handOver(scene, issued, [{ form, invoice: fapiao(scene, { seller: place, total: amount, at: issued, goods: { name: '*餐饮服务*餐费', ratePercent: 6n } }) }]);
}

type Trip = { readonly day: number; readonly wall: string; readonly from: string; readonly to: string; readonly city: string; readonly amount: Money; readonly kilometres: string };

function ride(scene: Scene, wallet: Wallet, trip: Trip): Trip & { readonly at: Instant } {
  const at = momentOf(scene, trip.day, trip.wall);
  payByPhone(scene, wallet, { amount: trip.amount, merchant: RIDES, at, city: trip.city, mcc: '4121', description: `网约车 ${trip.from}→${trip.to}` });
  return { ...trip, at };
}

/** One invoice for several rides, and the table that names each of them. */
function invoiceRides(scene: Scene, rides: readonly (Trip & { readonly at: Instant })[], issued: Instant): void {
  const total = sum(rides.map((one) => one.amount), 'CNY');
  const invoice = fapiao(scene, { seller: RIDES, total, at: issued, goods: { name: '*运输服务*客运服务费', ratePercent: 3n } });
  handOver(scene, issued, [{ form: 'pdf', invoice }, { form: 'ride-table', passenger: scene.person.name, issuedOn: invoice.issuedOn, total, rides }]);
}

/** Shanghai by rail, two nights within the standard, two rides on one invoice, all from the traveller's own pocket: complete. */
export function salesTrip(scene: Scene): void {
  const { chance } = scene;
  const booked = momentOf(scene, -6, '10:20');
  goByRail(scene, { trip: 'SH', from: '杭州东', to: '上海虹桥', day: -3, wall: '08:10', fare: yuan(73), booked, wallet: 'alipay' });
  goByRail(scene, { trip: 'SH', from: '上海虹桥', to: '杭州东', day: -1, wall: '17:30', fare: yuan(73), booked: later(scene, booked, 6), wallet: 'alipay' });
  stay(scene, { trip: 'SH', hotel: '云栖雅居酒店(上海静安店)', city: '上海', from: -3, nights: 2, rate: yuan(chance.int(398, 468)), booked: later(scene, booked, 12), wallet: 'wechatpay', form: 'ofd' });
  const first = ride(scene, 'wechatpay', { day: -3, wall: '09:35', from: '上海虹桥站', to: '静安寺', city: '上海', amount: yuan(chance.int(42, 58), chance.int(1, 99)), kilometres: '15.2' });
  const second = ride(scene, 'wechatpay', { day: -2, wall: '09:05', from: '静安寺', to: '张江高科', city: '上海', amount: yuan(chance.int(60, 78), chance.int(1, 99)), kilometres: '21.7' });
  eat(scene, { day: -3, wall: '18:40', place: '弄堂小馆餐厅', city: '上海', amount: yuan(chance.int(48, 76)), wallet: 'wechatpay', form: 'xml' });
  eat(scene, { day: -2, wall: '12:15', place: '江畔面馆', city: '上海', amount: yuan(chance.int(28, 46)), wallet: 'alipay', form: 'pdf' });
  invoiceRides(scene, [first, second], momentOf(scene, -1, '20:30'));
}

/** Beijing by air within the standard; every paper stands alone. */
export function engineerTrip(scene: Scene): void {
  const { chance } = scene;
  const booked = momentOf(scene, -8, '14:05');
  goByAir(scene, { trip: 'BJ', from: '杭州', to: '北京', day: -4, wall: '08:30', fare: yuan(chance.int(76, 98) * 10), booked });
  goByAir(scene, { trip: 'BJ', from: '北京', to: '杭州', day: -2, wall: '18:20', fare: yuan(chance.int(70, 92) * 10), booked: later(scene, booked, 5) });
  stay(scene, { trip: 'BJ', hotel: '云栖雅居酒店(北京中关村店)', city: '北京', from: -4, nights: 2, rate: yuan(chance.int(418, 488)), booked: later(scene, booked, 9), wallet: 'alipay', form: 'xml' });
  const at = ride(scene, 'alipay', { day: -4, wall: '11:10', from: '首都机场', to: '中关村', city: '北京', amount: yuan(chance.int(86, 108), chance.int(1, 99)), kilometres: '31.4' });
  invoiceRides(scene, [at], momentOf(scene, -4, '21:10'));
  eat(scene, { day: -3, wall: '12:05', place: '胡同食堂餐厅', city: '北京', amount: yuan(chance.int(36, 62)), wallet: 'alipay', form: 'pdf' });
}

/** Chengdu, two nights above the standard. */
export function consultantTrip(scene: Scene): void {
  const { chance } = scene;
  const booked = momentOf(scene, -9, '16:40');
  goByAir(scene, { trip: 'CD', from: '杭州', to: '成都', day: -5, wall: '09:20', fare: yuan(chance.int(98, 126) * 10), booked });
  goByAir(scene, { trip: 'CD', from: '成都', to: '杭州', day: -3, wall: '16:10', fare: yuan(chance.int(98, 126) * 10), booked: later(scene, booked, 4), seller: AGENCY });
  stay(scene, { trip: 'CD', hotel: '锦江云庭大酒店', city: '成都', from: -5, nights: 2, rate: yuan(chance.int(760, 880)), booked: later(scene, booked, 8), wallet: 'wechatpay', form: 'pdf' });
  eat(scene, { day: -4, wall: '19:05', place: '巷子里火锅', city: '成都', amount: yuan(chance.int(78, 98)), wallet: 'wechatpay', form: 'photo' });
}

/** A ticket given back for a fee, and another one used. */
export function changedTrip(scene: Scene): void {
  const booked = momentOf(scene, -5, '09:50');
  const fare = yuan(117);
  const on = dayOf(scene, -2);
  const order = book(scene, 'NJ', { kind: 'rail', bookedAt: booked, startsOn: on, endsOn: on, origin: '杭州东', destination: '南京南', seatClass: '二等座', amount: fare, companyPaid: true });
  const paid = payByCard(scene, { amount: fare, merchant: RAILWAY, at: later(scene, booked, 2), city: scene.person.homeCity, mcc: '4112', orderNo: order.orderNo });
  const cancelled = momentOf(scene, -4, '11:15');
  tellOrder(scene, cancelled, { ...order, status: 'cancelled' }, { zh: '退订', en: 'cancels' });
  // Five percent are kept, in steps of half a yuan.
  const refund = subtract(fare, yuan(6));
  refundToCard(scene, paid, { at: later(scene, cancelled, 30), amount: refund });
  tellOrder(scene, later(scene, cancelled, 31), { ...order, status: 'refunded' }, { zh: '退款完成', en: 'has been refunded:' });
  goByRail(scene, { trip: 'NJ', from: '杭州东', to: '南京南', day: -1, wall: '07:50', fare, booked: later(scene, cancelled, 45) });
}
