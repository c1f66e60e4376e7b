import type { CivilDate, Id, Money } from '@roundtrip/kernel';
import { civilDateIn, daysBetween, invariant } from '@roundtrip/kernel';
import type { StoredDocument } from '#domain/documents';
import { companyPart, costOf, type StoredPayment } from '#domain/payments';
import type { StoredBooking, Trip } from '#domain/trips';
import { categoryOf, type Category } from './category.ts';

/** A live group of the matcher with the facts it holds, as drafting sees it. */
export type GroupFacts = {
  readonly id: string;
  readonly employeeId: string;
  readonly decision: 'auto' | 'review' | 'none';
  readonly answer: 'confirmed' | 'refused' | 'private' | null;
  readonly confidence: number;
  readonly payments: readonly StoredPayment[];
  readonly documents: readonly StoredDocument[];
  readonly bookings: readonly StoredBooking[];
};

export type Missing = 'invoice' | 'payment' | 'rate' | 'decision';

export type DraftLine = {
  readonly groupId: string;
  readonly category: Category;
  readonly text: string;
  readonly spentOn: CivilDate;
  readonly city: string | null;
  readonly nights: number | null;
  /** What was spent, net of refunds, in the company's currency. */
  readonly amount: Money;
  /** The part of it that the company paid by itself. */
  readonly companyPaid: Money;
  readonly confidence: number;
  readonly missing: readonly Missing[];
};

const sign = (payment: StoredPayment): bigint => (payment.facts.direction === 'out' ? 1n : -1n);

function amounts(group: GroupFacts, currency: string): { amount: bigint; companyPaid: bigint; foreign: boolean } {
  const counted = group.payments.filter((p) => costOf(p.facts).currency === currency);
  const foreign = counted.length < group.payments.length;
  if (group.payments.length === 0) {
    // Paid in cash, or the payment has not come yet: the paper says what was spent.
    const papers = group.documents.filter((d) => d.facts.total.currency === currency);
    return { amount: papers.reduce((sum, d) => sum + d.facts.total.minor, 0n), companyPaid: 0n, foreign: papers.length < group.documents.length };
  }
  return {
    amount: counted.reduce((sum, p) => sum + sign(p) * costOf(p.facts).minor, 0n),
    companyPaid: counted.reduce((sum, p) => sum + sign(p) * companyPart(p.facts).minor, 0n),
    foreign,
  };
}

function missingOf(group: GroupFacts, foreign: boolean): Missing[] {
  const missing: Missing[] = [];
  if (group.decision === 'review' && group.answer === null) missing.push('decision');
  if (group.payments.length === 0 || group.payments.some((p) => p.facts.status === 'pending')) missing.push('payment');
  if (group.documents.length === 0) missing.push('invoice');
  if (foreign) missing.push('rate');
  return missing;
}

function spentOn(group: GroupFacts, zone: string): CivilDate {
  const paid = group.payments.filter((p) => p.facts.direction === 'out').map((p) => civilDateIn(zone, p.facts.paidAt)).sort()[0];
  const day = paid ?? group.bookings[0]?.facts.startsOn ?? group.documents[0]?.facts.issuedOn ?? group.payments.map((p) => civilDateIn(zone, p.facts.paidAt)).sort()[0];
  invariant(day, 'a group holds at least one thing');
  return day;
}

/** A hotel is judged in the city slept in and by its nights; the rest by where it was paid. */
function place(group: GroupFacts, trip: Trip | null): { city: string | null; nights: number | null } {
  const hotel = group.bookings.find((b) => b.facts.kind === 'hotel');
  if (hotel) return { city: hotel.facts.destination, nights: Math.max(1, daysBetween(hotel.facts.startsOn, hotel.facts.endsOn)) };
  return { city: group.payments.find((p) => p.facts.city)?.facts.city ?? trip?.destination ?? null, nights: null };
}

/** One expense line from one group of evidence; null where there is nothing to claim (a booking alone, fully refunded money, private spending). */
export function lineOf(group: GroupFacts, context: { readonly currency: string; readonly zone: string; readonly trip: Trip | null }): DraftLine | null {
  if (group.answer === 'private' || (group.payments.length === 0 && group.documents.length === 0)) return null;
  const { amount, companyPaid, foreign } = amounts(group, context.currency);
  if (amount <= 0n && !foreign) return null;
  const category = categoryOf({ payments: group.payments.map((p) => p.facts), documents: group.documents.map((d) => d.facts), bookings: group.bookings.map((b) => b.facts) });
  const { city, nights } = place(group, context.trip);
  return {
    groupId: group.id, category, spentOn: spentOn(group, context.zone), city,
    nights: category === 'hotel' ? (nights ?? nightsOnPaper(group)) : null,
    text: group.payments[0]?.facts.merchant ?? group.documents[0]?.facts.seller ?? '',
    // Where more of the company's money came back than went out, the person's own part is more than the sum: it stays theirs.
    amount: { minor: amount > 0n ? amount : 0n, currency: context.currency }, companyPaid: { minor: companyPaid, currency: context.currency },
    confidence: group.confidence, missing: missingOf(group, foreign),
  };
}

/** A hotel invoice that counts nights says so in its quantity. */
function nightsOnPaper(group: GroupFacts): number | null {
  for (const document of group.documents) {
    const item = document.facts.items.find((line) => /住宿|room|lodging/i.test(line.name) && line.quantity !== undefined && /^\d{1,2}(\.0+)?$/.test(line.quantity));
    if (item) return Number(item.quantity);
  }
  return null;
}

const NEAR_DAYS = 1;

/** The trip an expense belongs to: its booking's, else the one its payer was on that day. */
export function tripOf(group: GroupFacts, zone: string, trips: readonly Trip[]): Trip | null {
  const booked = group.bookings.find((b) => b.tripId !== null);
  if (booked) return trips.find((trip) => trip.id === booked.tripId) ?? null;
  const day = group.payments.length + group.documents.length > 0 ? spentOn(group, zone) : null;
  if (day === null) return null;
  const own = trips.filter((trip) => trip.travelerId === group.employeeId);
  const within = own.find((trip) => day >= trip.startsOn && day <= trip.endsOn);
  // Tickets are bought and taxis taken a day before and after.
  return within ?? own.find((trip) => Math.abs(daysBetween(day < trip.startsOn ? trip.startsOn : trip.endsOn, day)) <= NEAR_DAYS && (day < trip.startsOn || day > trip.endsOn)) ?? null;
}

export type LineMoney = { readonly allowed: bigint; readonly reimbursable: bigint; readonly companyPaid: bigint; readonly owedBack: bigint };

/**
 * Who bears what of a judged line, in minor units. The person gets what is allowed beyond the company's own payment and
 * never more than they paid; what the company paid beyond the allowed amount is owed back by the person.
 */
export function splitLine(amount: bigint, companyPaid: bigint, allowed: bigint): LineMoney {
  const granted = allowed < 0n ? 0n : allowed > amount ? amount : allowed;
  const reimbursable = granted > companyPaid ? granted - companyPaid : 0n;
  return { allowed: granted, reimbursable, companyPaid, owedBack: companyPaid > granted ? companyPaid - granted : 0n };
}

export type LineId = Id<'claim-line'>;
