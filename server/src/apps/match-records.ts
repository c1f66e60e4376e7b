import type { BookingRecord, EmployeeRecord, InvoiceRecordWire, PaymentRecord } from '@roundtrip/contract';
import { civilDateIn, daysBetween, parseInstant, parseMoney, type CivilDate, type Money } from '@roundtrip/kernel';
import type { MatchInput } from '#modules/matching';

/** Files name moments with their offset; days are those of China's wall, where the trade's papers come from. */
const ZONE = 'Asia/Shanghai';
const EPOCH = '1970-01-01' as CivilDate;
const dayOf = (day: string): number => daysBetween(EPOCH, day as CivilDate);
const dayAt = (moment: string): number => {
  const at = parseInstant(moment);
  return at ? dayOf(civilDateIn(ZONE, at)) : 0;
};

function moneyOf(amount: string, currency: string): Money {
  const parsed = parseMoney(amount, currency);
  return parsed.ok ? parsed.value : { minor: 0n, currency };
}

const toEmployee = (employee: EmployeeRecord): MatchInput['employees'][number] => ({ id: employee.id, names: [employee.name, ...(employee.aliases ?? [])] });

function toPayment(payment: PaymentRecord): MatchInput['payments'][number] {
  const cost = payment.settledAmount && payment.settledCurrency ? moneyOf(payment.settledAmount, payment.settledCurrency) : moneyOf(payment.amount, payment.currency);
  return {
    id: payment.id, payerId: payment.payerId ?? null, minor: cost.minor, currency: cost.currency, ...(payment.settledAmount && payment.settledCurrency ? { original: moneyOf(payment.amount, payment.currency) } : {}), direction: payment.type === 'refund' || payment.type === 'income' ? 'in' : 'out', type: payment.type, channel: payment.channel,
    day: dayAt(payment.paidAt), merchant: payment.merchant, description: payment.description ?? '', city: payment.city ?? null, mcc: payment.mcc ?? null, orderNo: payment.orderNo ?? null, relatedId: payment.relatedPaymentId ?? null,
    ...(payment.externalId ? { externalId: payment.externalId } : {}),
  };
}

/** What each line of an invoice comes to, where all lines say so and they add up to it, before tax or with it. */
function partsOf({ items, currency }: InvoiceRecordWire, total: Money): { parts?: bigint[] } {
  if (items.length < 2) return {};
  const plain = items.map((item) => moneyOf(item.amount ?? '', currency).minor);
  const taxed = plain.map((minor, k) => minor + moneyOf(items[k]?.tax ?? '', currency).minor);
  const parts = [plain, taxed].find((list) => list.every((minor) => minor > 0n) && list.reduce((sum, minor) => sum + minor, 0n) === total.minor);
  return parts ? { parts } : {};
}

function toInvoice(invoice: InvoiceRecordWire): MatchInput['invoices'][number] {
  const total = moneyOf(invoice.total, invoice.currency);
  return {
    id: invoice.id ?? invoice.number, submittedBy: invoice.submittedBy ?? null, minor: total.minor, currency: total.currency, day: dayOf(invoice.issuedOn), kind: invoice.kind, seller: invoice.seller,
    goods: invoice.items.map((item) => item.name).join(' '), passenger: invoice.passenger ?? null, journeyDay: invoice.journey ? dayOf(invoice.journey.departsOn) : null, orderNo: invoice.orderNo ?? null,
    number: invoice.number, ...(invoice.red === true || invoice.kind === 'credit_note' ? { red: true } : {}), ...(invoice.originalNumber ? { originalNumber: invoice.originalNumber } : {}), ...partsOf(invoice, total),
  };
}

function toBooking(booking: BookingRecord): MatchInput['bookings'][number] {
  const amount = moneyOf(booking.amount, booking.currency);
  return {
    id: booking.id, travelerId: booking.travelerId, kind: booking.kind, minor: amount.minor, currency: amount.currency, bookedDay: booking.bookedAt ? dayAt(booking.bookedAt) : null,
    startDay: dayOf(booking.startsOn), endDay: dayOf(booking.endsOn), supplier: booking.supplier, property: booking.property ?? '', orderNo: booking.orderNo ?? null, city: booking.destination, cancelled: booking.status === 'cancelled' || booking.status === 'refunded',
  };
}

export type MatchRecords = { readonly employees: readonly EmployeeRecord[]; readonly payments: readonly PaymentRecord[]; readonly invoices: readonly InvoiceRecordWire[]; readonly bookings: readonly BookingRecord[] };

/** The records of files in the matcher's own terms. */
export const matchInputOf = ({ employees, payments, invoices, bookings }: MatchRecords): MatchInput =>
  ({ employees: employees.map(toEmployee), payments: payments.map(toPayment), invoices: invoices.map(toInvoice), bookings: bookings.map(toBooking) });
