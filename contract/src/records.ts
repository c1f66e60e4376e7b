import { BOOKING_KINDS, BOOKING_STATUSES, INVOICE_KINDS, PAYMENT_CHANNELS, PAYMENT_TYPES } from '@roundtrip/kernel';
import { z } from 'zod';
import { amountText, civilDateText, currencyCode, fitsCurrency, instantText } from './parts.ts';

/** The records that files and the API share. Unknown keys are ignored on reading. */

export const employeeRecord = z.object({
  id: z.string(), name: z.string(), aliases: z.array(z.string()).optional(), departmentId: z.string().optional(),
  grade: z.string().optional(), homeCity: z.string().optional(),
});
export type EmployeeRecord = z.infer<typeof employeeRecord>;

export const paymentRecord = z.object({
  id: z.string().max(128), channel: z.enum(PAYMENT_CHANNELS), type: z.enum(PAYMENT_TYPES), paidAt: instantText,
  amount: amountText, currency: currencyCode, payerId: z.string().optional(), merchant: z.string().max(300),
  mcc: z.string().optional(), city: z.string().optional(), description: z.string().max(1000).optional(), orderNo: z.string().optional(),
  relatedPaymentId: z.string().optional(), settledAmount: amountText.optional(), settledCurrency: currencyCode.optional(),
  companyPaid: z.union([z.boolean(), amountText]).optional(), account: z.string().optional(), externalId: z.string().optional(),
}).refine(fitsCurrency, { path: ['amount'], message: 'more digits than the currency has' })
  .refine((p) => !p.amount.startsWith('-'), { path: ['amount'], message: 'positive: the type gives the direction' });
export type PaymentRecord = z.infer<typeof paymentRecord>;

export const invoiceItemRecord = z.object({
  name: z.string(), quantity: z.string().optional(), unitPrice: z.string().optional(), amount: z.string().optional(),
  taxRate: z.string().optional(), tax: z.string().optional(),
});
export const journeyRecord = z.object({
  from: z.string(), to: z.string(), departsOn: z.string(), service: z.string().optional(), seat: z.string().optional(),
});
export const invoiceRecord = z.object({
  id: z.string().optional(), kind: z.enum(INVOICE_KINDS), number: z.string(), code: z.string().optional(), issuedOn: civilDateText,
  total: amountText, tax: amountText.nullable(), pretax: amountText.optional(), currency: currencyCode, seller: z.string(),
  sellerTaxId: z.string().optional(), buyer: z.string().optional(), buyerTaxId: z.string().optional(), checkCode: z.string().optional(),
  red: z.boolean().optional(), originalNumber: z.string().optional(), items: z.array(invoiceItemRecord), passenger: z.string().optional(),
  journey: journeyRecord.optional(), orderNo: z.string().optional(), submittedBy: z.string().optional(),
});
export type InvoiceRecordWire = z.infer<typeof invoiceRecord>;

export const bookingRecord = z.object({
  id: z.string().max(128), kind: z.enum(BOOKING_KINDS), tripId: z.string().optional(), travelerId: z.string(), travelerName: z.string().optional(),
  supplier: z.string(), orderNo: z.string().optional(), bookedAt: instantText.optional(), startsOn: civilDateText, endsOn: civilDateText,
  origin: z.string().optional(), destination: z.string(), property: z.string().optional(), seatClass: z.string().optional(),
  amount: amountText, currency: currencyCode, status: z.enum(BOOKING_STATUSES).optional(), companyPaid: z.boolean().optional(),
}).refine(fitsCurrency, { path: ['amount'], message: 'more digits than the currency has' })
  .refine((b) => b.startsOn <= b.endsOn, { path: ['endsOn'], message: 'ends before it starts' });
export type BookingRecord = z.infer<typeof bookingRecord>;

/** How a company describes a table of its own: header names by what they hold, and the table's habits. */
export const tableMapping = z.object({
  columns: z.record(z.string(), z.string().max(200)), sign: z.enum(['signed', 'charged']).optional(), channel: z.enum(PAYMENT_CHANNELS).optional(), currency: currencyCode.optional(),
  zone: z.string().max(60).optional(), dateOrder: z.enum(['ymd', 'dmy', 'mdy']).optional(), decimal: z.enum([',', '.']).optional(), account: z.string().max(100).optional(),
});

export const expenseRecord = z.object({
  id: z.string(), employeeId: z.string(), category: z.string(), amount: amountText, currency: currencyCode, spentOn: civilDateText,
  city: z.string().optional(), nights: z.number().int().positive().optional(), seatClass: z.string().optional(), distanceKm: z.number().optional(),
  attendees: z.array(z.string()).optional(), invoiceNumbers: z.array(z.string()).optional(), tripId: z.string().optional(),
  channel: z.enum(PAYMENT_CHANNELS).optional(), merchant: z.string().optional(),
});
export type ExpenseRecord = z.infer<typeof expenseRecord>;
