import fc from 'fast-check';
import type { MatchGroup, MatchInput } from '../types.ts';

const PEOPLE = ['wang', 'li', 'zhao'] as const;
const employees: MatchInput['employees'] = [{ id: 'wang', names: ['王伟'] }, { id: 'li', names: ['李娜'] }, { id: 'zhao', names: ['赵敏'] }];
const anyPerson = fc.option(fc.constantFrom(...PEOPLE), { nil: null, freq: 6 });
/** Few amounts, days and orders, so that records collide and every shape comes up. */
const anyMinor = fc.oneof(fc.constantFrom(2340n, 4170n, 6510n, 55_300n, 110_600n), fc.bigInt({ min: 0n, max: 200_000n }));
const anyDay = fc.integer({ min: 20_000, max: 20_040 });
const anyOrder = fc.option(fc.constantFrom('A1', 'A2', 'B7'), { nil: null, freq: 2 });
const anyCurrency = fc.constantFrom('CNY', 'CNY', 'CNY', 'USD');
const anyName = fc.oneof(fc.constantFrom('滴滴出行', '铁路12306', '全季酒店(上海虹桥店)', '外婆家', '携程旅行网', ''), fc.string({ maxLength: 12 }));

const anyPayment = fc.record({
  payerId: anyPerson, minor: anyMinor, currency: anyCurrency, direction: fc.constantFrom('out' as const, 'out' as const, 'out' as const, 'in' as const), type: fc.constantFrom('purchase', 'refund', 'fee'), day: anyDay,
  merchant: anyName, description: anyName, city: fc.constant(null), mcc: fc.constantFrom(null, '4121', '7011', '5812'), orderNo: anyOrder, related: fc.option(fc.nat(11), { nil: null, freq: 1 }),
});
const anyInvoice = fc.record({
  submittedBy: anyPerson, minor: anyMinor, currency: anyCurrency, day: anyDay, kind: fc.constantFrom('fapiao' as const, 'rail' as const, 'air' as const), seller: anyName, goods: fc.constantFrom('住宿费', '餐饮', '客运服务费', ''),
  passenger: fc.option(fc.constantFrom('王伟', '李娜', '何人'), { nil: null }), journeyDay: fc.option(anyDay, { nil: null }), orderNo: anyOrder,
});
const anyBooking = fc.record({
  travelerId: anyPerson, kind: fc.constantFrom('flight' as const, 'rail' as const, 'hotel' as const, 'car' as const), minor: anyMinor, currency: anyCurrency, bookedDay: fc.option(anyDay, { nil: null }), startDay: anyDay, endDay: anyDay,
  supplier: anyName, property: anyName, orderNo: anyOrder,
});
/** Small companies in which everything collides. */
export const anyInput: fc.Arbitrary<MatchInput> = fc.record({ payments: fc.array(anyPayment, { maxLength: 12 }), invoices: fc.array(anyInvoice, { maxLength: 10 }), bookings: fc.array(anyBooking, { maxLength: 6 }) }).map(({ payments, invoices, bookings }) => ({
  employees,
  // A refund may name any payment: one that is not there, itself, or another refund.
  payments: payments.map(({ related, ...payment }, i) => ({ ...payment, id: `p${i}`, relatedId: related === null ? null : `p${related}` })),
  invoices: invoices.map((invoice, i) => ({ ...invoice, id: `i${i}` })),
  bookings: bookings.map((booking, i) => ({ ...booking, id: `b${i}`, endDay: Math.max(booking.startDay, booking.endDay) })),
}));

export const idsOf = (group: MatchGroup): string[] => [...group.payments, ...group.invoices, ...group.bookings];
