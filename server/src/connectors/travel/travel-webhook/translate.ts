import { z } from 'zod';
import {
  BOOKING_KINDS, BOOKING_STATUSES, err, ok, parseCivilDate, parseInstant, parseMoney, type BookingFacts, type BookingStatus, type Result,
} from '@roundtrip/kernel';
import type { RawRecord, TranslateError } from '#spi';

const text = z.string().min(1);
const ORDER = z.object({
  orderId: text, kind: z.enum(BOOKING_KINDS), status: text, travelerNumber: z.string().optional(), travelerName: z.string().optional(), tripReference: z.string().optional(),
  supplier: text, orderNo: z.string().optional(), bookedAt: z.string().optional(), startsOn: text, endsOn: text, origin: z.string().optional(), destination: text,
  property: z.string().optional(), seatClass: z.string().optional(), amount: text, currency: text, companyPaid: z.boolean().optional(),
});

const KNOWN: ReadonlySet<string> = new Set(BOOKING_STATUSES);
/** What suppliers say where our word differs. Every other word is `pending`: unknown is never cancelled. */
const SYNONYMS: Readonly<Record<string, BookingStatus>> = {
  booked: 'confirmed', issued: 'confirmed', ticketed: 'confirmed', canceled: 'cancelled', completed: 'used', checked_out: 'used', reissued: 'changed', on_hold: 'held',
};

function statusOf(word: string): BookingStatus {
  const lower = word.toLowerCase();
  if (KNOWN.has(lower)) return lower as BookingStatus;
  return Object.hasOwn(SYNONYMS, lower) ? SYNONYMS[lower] ?? 'pending' : 'pending';
}

function failed(place: string, en: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `预订通知无法识别：${place}`, en: `The booking cannot be understood at ${place}: ${en}` } });
}

export function parseJson(written: string): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return undefined;
  }
}

/** One order as the supplier sent it, as booking facts. Pure and total: whatever the text, facts or a named refusal. */
export function translateOrder(raw: RawRecord): Result<readonly BookingFacts[], TranslateError> {
  const parsed = ORDER.safeParse(parseJson(raw.body));
  if (!parsed.success) return failed(parsed.error.issues[0]?.path.join('.') || 'body', parsed.error.issues[0]?.message ?? 'not JSON');
  const order = parsed.data;
  const traveler = order.travelerNumber || order.travelerName;
  if (!traveler) return failed('travelerNumber', 'nobody travels');
  const amount = parseMoney(order.amount, order.currency);
  if (!amount.ok || amount.value.minor < 0n) return failed('amount', `${order.amount} ${order.currency} is not an amount`);
  const [startsOn, endsOn] = [parseCivilDate(order.startsOn), parseCivilDate(order.endsOn)];
  if (!startsOn) return failed('startsOn', 'not a day');
  if (!endsOn || endsOn < startsOn) return failed('endsOn', 'not a day on or after the start');
  const bookedAt = order.bookedAt === undefined ? null : parseInstant(order.bookedAt);
  if (order.bookedAt !== undefined && bookedAt === null) return failed('bookedAt', 'not a moment with an offset');
  const { travelerName, tripReference, orderNo, origin, property, seatClass, companyPaid } = order;
  return ok([{
    externalId: order.orderId, kind: order.kind, status: statusOf(order.status), traveler, supplier: order.supplier, startsOn, endsOn, destination: order.destination, amount: amount.value,
    ...(bookedAt ? { bookedAt } : {}), ...(companyPaid === undefined ? {} : { companyPaid }),
    ...(travelerName ? { travelerName } : {}), ...(tripReference ? { tripReference } : {}), ...(orderNo ? { orderNo } : {}),
    ...(origin ? { origin } : {}), ...(property ? { property } : {}), ...(seatClass ? { seatClass } : {}),
  }]);
}
