import { describe, expect, test } from 'vitest';
import { matchAll, type MatchGroup, type MatchInput } from './index.ts';

type Payment = MatchInput['payments'][number];
type Invoice = MatchInput['invoices'][number];
type Booking = MatchInput['bookings'][number];

const DAY = 20_000;
const employees: MatchInput['employees'] = [{ id: 'wang', names: ['王伟', 'Wang Wei'] }, { id: 'li', names: ['李娜'] }, { id: 'zhao', names: ['赵敏'] }];
const at = (yuan: number): bigint => BigInt(Math.round(yuan * 100));

const pay = (id: string, yuan: number, day: number, more: Partial<Payment> = {}): Payment => ({
  id, payerId: 'wang', minor: at(yuan), currency: 'CNY', direction: 'out', type: 'purchase', channel: 'alipay', day: DAY + day, merchant: '外婆家(西湖店)', description: '', city: null, mcc: null, orderNo: null, relatedId: null, ...more,
});
const bill = (id: string, yuan: number, day: number, more: Partial<Invoice> = {}): Invoice => ({
  id, submittedBy: 'wang', minor: at(yuan), currency: 'CNY', day: DAY + day, kind: 'fapiao', seller: '杭州外婆家餐饮管理有限公司', goods: '*餐饮服务*餐费', passenger: null, journeyDay: null, orderNo: null, ...more,
});
const book = (id: string, yuan: number, day: number, more: Partial<Booking> = {}): Booking => ({
  id, travelerId: 'wang', kind: 'hotel', minor: at(yuan), currency: 'CNY', bookedDay: DAY + day, startDay: DAY + day + 3, endDay: DAY + day + 5, supplier: '携程旅行网', property: '全季酒店(上海虹桥店)', orderNo: null, ...more,
});
const HOTEL = { merchant: '全季酒店(上海虹桥店)', mcc: '7011' };
const ROOM = { seller: '上海全季酒店管理有限公司', goods: '*住宿服务*住宿费' };
const RAIL = { merchant: '铁路12306', description: '火车票' };
const train = (day: number, passenger = '王伟'): Partial<Invoice> => ({ kind: 'rail', seller: '中国国家铁路集团有限公司', goods: '铁路客运服务', passenger, journeyDay: DAY + day });
const seat = (day: number, more: Partial<Booking> = {}): Partial<Booking> => ({ kind: 'rail', supplier: '铁路12306', property: '', startDay: DAY + day, endDay: DAY + day, ...more });
const RIDE = { merchant: '滴滴出行', description: '快车', mcc: '4121' };
const RIDES = { seller: '滴滴出行科技有限公司', goods: '*运输服务*客运服务费' };
const FLIGHT = { merchant: '携程旅行网', description: '机票' };
const ticket = (day: number, passenger = '王伟'): Partial<Invoice> => ({ kind: 'air', seller: '中国东方航空股份有限公司', goods: '航空运输电子客票行程单', passenger, journeyDay: DAY + day });
const back = (id: string, yuan: number, day: number, of: string): Payment => pay(id, yuan, day, { direction: 'in', type: 'refund', relatedId: of });

type Case = readonly [name: string, records: { readonly p?: readonly Payment[]; readonly i?: readonly Invoice[]; readonly b?: readonly Booking[] }, groups: readonly string[]];

/** Groups are written as their ids in order; `!` behind one says that no person looks, `?` that one does. */
const CASES: readonly Case[] = [
  ['nothing at all', {}, []],
  ['one payment alone', { p: [pay('p1', 80, 0)] }, ['p1']],
  ['one invoice alone was paid in cash', { i: [bill('i1', 80, 0)] }, ['i1']],
  ['one booking alone is not paid yet', { b: [book('b1', 800, 0)] }, ['b1']],
  ['same amount, person, day and name', { p: [pay('p1', 81.5, 0)], i: [bill('i1', 81.5, 0)] }, ['p1 i1!']],
  ['the invoice comes three weeks later', { p: [pay('p1', 81.5, 0)], i: [bill('i1', 81.5, 21)] }, ['p1 i1']],
  ['a cent apart is another amount', { p: [pay('p1', 81.5, 0)], i: [bill('i1', 81.51, 0)] }, ['p1', 'i1']],
  ['half a year apart is another matter', { p: [pay('p1', 81.5, 0)], i: [bill('i1', 81.5, 180)] }, ['p1', 'i1']],
  ['another currency is another amount', { p: [pay('p1', 81.5, 0, { currency: 'USD' })], i: [bill('i1', 81.5, 0)] }, ['p1', 'i1']],
  ['abroad the amount charged in our money counts', { p: [pay('p1', 713, 0, { ...HOTEL, merchant: 'Hilton Tokyo' })], i: [bill('i1', 713, 0, { ...ROOM, seller: 'Hilton Tokyo' })] }, ['p1 i1!']],
  ['the brand is not the seller', { p: [pay('p1', 81.5, 0, { merchant: '绿茶餐厅' })], i: [bill('i1', 81.5, 0, { seller: '杭州恒盛餐饮有限公司' })] }, ['p1 i1!']],
  ['two of the same a day apart keep to their days', { p: [pay('p1', 35, 0), pay('p2', 35, 1)], i: [bill('i1', 35, 0), bill('i2', 35, 1)] }, ['p1 i1', 'p2 i2']],
  ['two of the same and one invoice', { p: [pay('p1', 35, 0), pay('p2', 35, 4)], i: [bill('i1', 35, 4)] }, ['p1', 'p2 i1']],
  ['two people, one amount: each their own', { p: [pay('p1', 35, 0), pay('p2', 35, 0, { payerId: 'li' })], i: [bill('i1', 35, 0, { submittedBy: 'li' }), bill('i2', 35, 0)] }, ['p1 i2!', 'p2 i1!']],
  ['nobody knows who paid', { p: [pay('p1', 81.5, 0, { payerId: null })], i: [bill('i1', 81.5, 0)] }, ['p1 i1!']],
  ['nobody knows who handed it in', { p: [pay('p1', 81.5, 0)], i: [bill('i1', 81.5, 0, { submittedBy: null })] }, ['p1 i1!']],
  ['a colleague paid', { p: [pay('p1', 81.5, 0, { payerId: 'li' })], i: [bill('i1', 81.5, 0)] }, ['p1 i1']],
  ['a stranger paid the same elsewhere weeks ago: a person looks', { p: [pay('p1', 80, 0, { payerId: 'li', merchant: '绿茶餐厅' })], i: [bill('i1', 80, 12)] }, ['?']],
  ['order numbers join what is named differently', { p: [pay('p1', 81.5, 0, { merchant: '商户_88', orderNo: 'A1' })], i: [bill('i1', 81.5, 9, { seller: '某某商贸有限公司', goods: '', orderNo: 'A1' })] }, ['p1 i1!']],
  ['order numbers tell two of the same apart', { p: [pay('p1', 35, 0, { orderNo: 'A1' }), pay('p2', 35, 0, { orderNo: 'A2' })], i: [bill('i1', 35, 0, { orderNo: 'A2' }), bill('i2', 35, 0, { orderNo: 'A1' })] }, ['p1 i2!', 'p2 i1!']],
  ['private spending has no invoice', { p: [pay('p1', 31, 0, { merchant: '盒马鲜生' }), pay('p2', 81.5, 0)], i: [bill('i1', 81.5, 0)] }, ['p1', 'p2 i1!']],
  ['income is no spending', { p: [pay('p1', 81.5, 0, { direction: 'in', type: 'income' })], i: [bill('i1', 81.5, 0)] }, ['p1', 'i1']],
  ['a refund stands with its payment', { p: [pay('p1', 900, 0), back('p2', 900, 3, 'p1')] }, ['p1 p2']],
  ['what was refunded wholly needs no invoice', { p: [pay('p1', 81.5, 0), back('p2', 81.5, 1, 'p1')], i: [bill('i1', 81.5, 0)] }, ['p1 p2', 'i1']],
  ['a refund that keeps a part', { p: [pay('p1', 553, 0, RAIL), back('p2', 442.4, 1, 'p1')], i: [bill('i1', 110.6, 1, { kind: 'rail', seller: '中国国家铁路集团有限公司', goods: '退票费' })] }, ['p1 p2 i1']],
  ['a refund of nothing that is here stands alone', { p: [back('p1', 20, 0, 'gone')] }, ['p1']],
  ['a ticket and its payment', { p: [pay('p1', 553, 0, RAIL)], i: [bill('i1', 553, 4, train(4))] }, ['p1 i1!']],
  ['a ticket, its payment and its booking', { p: [pay('p1', 553, 0, RAIL)], i: [bill('i1', 553, 4, train(4))], b: [book('b1', 553, 0, seat(4))] }, ['p1 i1 b1!']],
  ['there and back for the same fare: the booking tells them apart', { p: [pay('p1', 553, 0, { ...RAIL, orderNo: 'E1' }), pay('p2', 553, 0, { ...RAIL, orderNo: 'E2' })], i: [bill('i1', 553, 8, train(8)), bill('i2', 553, 5, train(5))], b: [book('b1', 553, 0, seat(5, { orderNo: 'E1' })), book('b2', 553, 0, seat(8, { orderNo: 'E2' }))] }, ['p1 i2 b1!', 'p2 i1 b2!']],
  ['the passenger counts, not who handed it in', { p: [pay('p1', 553, 0, RAIL)], i: [bill('i1', 553, 4, { ...train(4), submittedBy: 'li' })] }, ['p1 i1!']],
  ['two fares alike, two passengers', { p: [pay('p1', 553, 0, RAIL), pay('p2', 553, 0, { ...RAIL, payerId: 'li' })], i: [bill('i1', 553, 4, train(4, '李娜')), bill('i2', 553, 4, train(4, '王伟'))] }, ['p1 i2', 'p2 i1']],
  ['a name in other letters is the same passenger', { p: [pay('p1', 553, 0, RAIL)], i: [bill('i1', 553, 4, train(4, 'WANG WEI'))] }, ['p1 i1!']],
  ['two on one order', { p: [pay('p1', 1106, 0, { ...RAIL, orderNo: 'E9' })], i: [bill('i1', 553, 4, train(4)), bill('i2', 553, 4, { ...train(4, '李娜'), submittedBy: 'li' })], b: [book('b1', 553, 0, seat(4, { orderNo: 'E9' })), book('b2', 553, 0, seat(4, { orderNo: 'E9', travelerId: 'li' }))] }, ['p1 i1 i2 b1 b2!']],
  ['a hotel paid on leaving', { p: [pay('p1', 917.5, 5, HOTEL)], i: [bill('i1', 917.5, 5, ROOM)], b: [book('b1', 917.5, 0)] }, ['p1 i1 b1!']],
  ['a hotel paid through an agent', { p: [pay('p1', 917.5, 0, { merchant: '携程旅行网' })], i: [bill('i1', 917.5, 5, ROOM)], b: [book('b1', 917.5, 0)] }, ['p1 i1 b1!']],
  ['a stay that was booked and paid and has no invoice yet', { p: [pay('p1', 917.5, 5, HOTEL)], b: [book('b1', 917.5, 0)] }, ['p1 b1!']],
  ['deposit and rest', { p: [pay('p1', 300, 0, { ...HOTEL, orderNo: 'H1' }), pay('p2', 617.5, 5, { ...HOTEL, orderNo: 'H1' })], i: [bill('i1', 917.5, 5, ROOM)], b: [book('b1', 917.5, 0, { orderNo: 'H1' })] }, ['p1 p2 i1 b1']],
  ['room and food', { p: [pay('p1', 1005.5, 5, HOTEL)], i: [bill('i1', 917.5, 5, ROOM), bill('i2', 88, 5, { ...ROOM, goods: '*餐饮服务*餐费' })] }, ['p1 i1 i2']],
  ['ticket and service fee', { p: [pay('p1', 1320, 0, { ...FLIGHT, orderNo: 'C7' })], i: [bill('i1', 1300, 6, ticket(6)), bill('i2', 20, 1, { seller: '上海携程国际旅行社有限公司', goods: '*经纪代理服务*代订机票服务费', orderNo: 'C7' })], b: [book('b1', 1300, 0, { kind: 'flight', property: '', orderNo: 'C7', startDay: DAY + 6, endDay: DAY + 6 })] }, ['p1 i1 i2 b1']],
  ['rides of a week on one invoice', { p: [pay('p1', 23.41, 0, RIDE), pay('p2', 38.07, 1, RIDE), pay('p3', 17.93, 4, RIDE)], i: [bill('i1', 79.41, 7, RIDES)] }, ['p1 p2 p3 i1']],
  ['rides of which one is private', { p: [pay('p1', 23.41, 0, RIDE), pay('p2', 38.07, 1, RIDE), pay('p3', 17.93, 4, RIDE)], i: [bill('i1', 41.34, 7, RIDES)] }, ['p1 p3 i1', 'p2']],
  ['rides that add up in two ways: a person looks', { p: [pay('p1', 20, 0, RIDE), pay('p2', 30, 1, RIDE), pay('p3', 30, 2, RIDE)], i: [bill('i1', 50, 7, RIDES)] }, ['?']],
  ['rides of others do not fill an invoice', { p: [pay('p1', 23.41, 0, { ...RIDE, payerId: 'li' }), pay('p2', 38.07, 1, { ...RIDE, payerId: 'zhao' })], i: [bill('i1', 61.48, 7, RIDES)] }, ['p1', 'p2', 'i1']],
  ['each ride its own invoice', { p: [pay('p1', 23.41, 0, RIDE), pay('p2', 38.07, 1, RIDE)], i: [bill('i1', 38.07, 1, RIDES), bill('i2', 23.41, 0, RIDES)] }, ['p1 i2!', 'p2 i1!']],
  ['a meal split between two', { p: [pay('p1', 120, 0), pay('p2', 118.5, 0, { payerId: 'li' })], i: [bill('i1', 238.5, 0)] }, ['p1 p2 i1']],
  ['a card that posts two days late', { p: [pay('p1', 81.5, 2, { channel: 'card' })], i: [bill('i1', 81.5, 0)] }, ['p1 i1']],
];

const keyOf = (group: MatchGroup): string => [...group.payments, ...group.invoices, ...group.bookings].join(' ');
const markOf = (group: MatchGroup): string => ({ auto: '!', review: '?', none: '' })[group.decision];

describe('the casebook', () => {
  test.each(CASES)('%s', (_, { p = [], i = [], b = [] }, wanted) => {
    const groups = matchAll({ employees, payments: p, invoices: i, bookings: b });
    const marks = new Map(groups.map((group) => [keyOf(group), markOf(group)]));
    if (wanted[0] === '?') {
      expect([...marks.values()]).not.toContain('!');
      return;
    }
    expect([...marks.keys()].sort()).toEqual(wanted.map((key) => key.replace(/[!?]$/, '')).sort());
    for (const key of wanted) if (/[!?]$/.test(key)) expect(`${key.slice(0, -1)}${marks.get(key.slice(0, -1)) ?? ''}`).toBe(key);
  });
});
