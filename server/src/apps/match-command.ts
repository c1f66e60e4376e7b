import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { bookingRecord, employeeRecord, invoiceRecord, paymentRecord, type BookingRecord, type EmployeeRecord, type InvoiceRecordWire, type PaymentRecord } from '@roundtrip/contract';
import { civilDateIn, daysBetween, parseInstant, parseMoney, type CivilDate, type Money } from '@roundtrip/kernel';
import type { z } from 'zod';
import { matchAll, type MatchInput } from '#modules/matching';

export type MatchOptions = {
  readonly employees: string; readonly payments: string; readonly invoices: string; readonly bookings: string;
  readonly threads: number; readonly stats: boolean; readonly lang: 'zh' | 'en'; readonly out: Writable; readonly err: Writable;
};

/** Files name moments with their offset; days are those of China's wall, where the trade's papers come from. */
const ZONE = 'Asia/Shanghai';
const EPOCH = '1970-01-01' as CivilDate;
const dayOf = (day: string): number => daysBetween(EPOCH, day as CivilDate);
const dayAt = (moment: string): number => {
  const at = parseInstant(moment);
  return at ? dayOf(civilDateIn(ZONE, at)) : 0;
};

/** What was wrong with which line of which file. */
class BadLine extends Error {}

async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      throw new BadLine(`${file}, line ${number}: this is not JSON`);
    }
    const record = schema.safeParse(parsed);
    if (!record.success) throw new BadLine(`${file}, line ${number}: ${record.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
    records.push(record.data);
  }
  return records;
}

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

/** `roundtrip match`: one group a line; every id of the input stands in exactly one. Exit code 1 names the first bad line. */
export async function runMatch(options: MatchOptions): Promise<number> {
  const from = performance.now();
  let input: MatchInput;
  try {
    input = matchInputOf({
      employees: await readLines(options.employees, employeeRecord), payments: await readLines(options.payments, paymentRecord),
      invoices: await readLines(options.invoices, invoiceRecord), bookings: await readLines(options.bookings, bookingRecord),
    });
  } catch (error) {
    if (!(error instanceof BadLine) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    options.err.write(`${(error as Error).message}\n`);
    return 1;
  }
  const read = performance.now();
  const groups = matchAll(input);
  const matched = performance.now();
  for (const { reasons, runnerUp, ...group } of groups) {
    // A slow reader is waited for, so that what is printed never piles up in memory.
    const taken = options.out.write(`${JSON.stringify({
      ...group, reasons: reasons.map(({ code, weight, text }) => ({ code, weight, text: text[options.lang] })), runnerUp: runnerUp && { ...runnerUp, lacked: runnerUp.lacked[options.lang] },
    })}\n`);
    if (!taken) await once(options.out, 'drain');
  }
  if (options.stats) {
    const count = (decision: string): number => groups.filter((group) => group.decision === decision).length;
    options.err.write(`${JSON.stringify({ payments: input.payments.length, invoices: input.invoices.length, bookings: input.bookings.length, groups: groups.length, auto: count('auto'), review: count('review'), none: count('none'), readMs: Math.round(read - from), matchMs: Math.round(matched - read) })}\n`);
  }
  return 0;
}
