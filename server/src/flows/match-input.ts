import { civilDateIn, daysBetween, type CivilDate } from '@roundtrip/kernel';
import type { StoredDocument } from '#modules/documents';
import type { MatchInput, MatchItem, StoredGroup } from '#modules/matching';
import { costOf, type StoredPayment } from '#modules/payments';
import type { Company, Employee } from '#modules/people';
import type { StoredBooking } from '#modules/trips';

/** What a match could still be found for. */
export type OpenFacts = { readonly payments: readonly StoredPayment[]; readonly documents: readonly StoredDocument[]; readonly bookings: readonly StoredBooking[] };

/** What a run looks at: open facts, the live groups that it may change, and what stands near the news. Null: everything. */
export type Scene = { readonly open: OpenFacts; readonly groups: readonly StoredGroup[]; readonly near: ReadonlySet<string> | null };

/** Money older than this that nobody has explained is finance's matter, not the matcher's. */
export const WINDOW_DAYS = 180;

const EPOCH = '1970-01-01' as CivilDate;
const dayOf = (day: CivilDate): number => daysBetween(EPOCH, day);

export type InputContext = { readonly employees: readonly Employee[]; readonly company: Company; /** `item/person` of what people have said is not theirs. */ readonly excluded: ReadonlySet<string> };

/** What is open in the company, in the matcher's own terms: days on the company's wall, amounts as they were charged. */
export function toMatchInput(open: OpenFacts, { employees, company, excluded }: InputContext): MatchInput {
  // "Not mine" stands against what the source says of the person.
  const unless = <P extends string | null>(id: string, person: P): P | null => (person !== null && excluded.has(`${id}/${person}`) ? null : person);
  const byExternal = new Map(open.payments.map((payment) => [`${payment.source} ${payment.facts.externalId}`, payment.id]));
  return {
    employees: employees.map((employee) => ({ id: employee.id, names: [employee.name, ...employee.aliases] })),
    payments: open.payments.map(({ id, payerId, source, facts }) => ({
      id, payerId: unless(id, payerId), minor: costOf(facts).minor, currency: costOf(facts).currency, ...(facts.settled ? { original: facts.amount } : {}), direction: facts.direction, type: facts.type, channel: facts.channel, day: dayOf(civilDateIn(company.zone, facts.paidAt)),
      merchant: facts.merchant, description: facts.description ?? '', city: facts.city ?? null, mcc: facts.mcc ?? null, orderNo: facts.orderNo ?? null,
      externalId: facts.externalId, relatedId: facts.relatedExternalId ? byExternal.get(`${source} ${facts.relatedExternalId}`) ?? null : null,
    })),
    invoices: open.documents.map(({ id, submittedBy, facts }) => ({
      id, submittedBy: unless(id, submittedBy), minor: facts.total.minor, currency: facts.total.currency, day: dayOf(facts.issuedOn), kind: facts.kind, seller: facts.seller,
      goods: facts.items.map((item) => item.name).join(' '), passenger: facts.passenger ?? null, journeyDay: facts.journey ? dayOf(facts.journey.departsOn) : null, orderNo: facts.orderNo ?? null,
      number: facts.number, ...(facts.red === true || facts.kind === 'credit_note' ? { red: true } : {}), ...(facts.originalNumber ? { originalNumber: facts.originalNumber } : {}), ...partsOf(facts),
    })),
    bookings: open.bookings.map(({ id, travelerId, facts }) => ({
      id, travelerId: unless(id, travelerId), kind: facts.kind, minor: facts.amount.minor, currency: facts.amount.currency, bookedDay: facts.bookedAt ? dayOf(civilDateIn(company.zone, facts.bookedAt)) : null,
      startDay: dayOf(facts.startsOn), endDay: dayOf(facts.endsOn), supplier: facts.supplier, property: facts.property ?? '', orderNo: facts.orderNo ?? null, city: facts.destination, cancelled: facts.status === 'cancelled' || facts.status === 'refunded',
    })),
  };
}

/** What each line of an invoice comes to, where all lines say so and they add up to it, before tax or with it. */
function partsOf({ items, total }: StoredDocument['facts']): { parts?: bigint[] } {
  if (items.length < 2) return {};
  const plain = items.map((item) => item.amount?.minor ?? 0n);
  const taxed = plain.map((minor, at) => minor + (items[at]?.tax?.minor ?? 0n));
  const parts = [plain, taxed].find((list) => list.every((minor) => minor > 0n) && list.reduce((sum, minor) => sum + minor, 0n) === total.minor);
  return parts ? { parts } : {};
}

/** The same facts by what may relate them to others: who, how much, which order, when. */
export function itemsOf(open: OpenFacts, company: Company): MatchItem[] {
  return [
    ...open.payments.map(({ id, payerId, facts }) => ({ kind: 'payment' as const, itemId: id, personId: payerId, ...costOf(facts), orderNo: facts.orderNo ?? null, day: dayOf(civilDateIn(company.zone, facts.paidAt)) })),
    ...open.documents.map(({ id, submittedBy, facts }) => ({ kind: 'document' as const, itemId: id, personId: submittedBy, ...facts.total, orderNo: facts.orderNo ?? null, day: dayOf(facts.issuedOn) })),
    ...open.bookings.map(({ id, travelerId, facts }) => ({ kind: 'booking' as const, itemId: id, personId: travelerId, ...facts.amount, orderNo: facts.orderNo ?? null, day: dayOf(facts.startsOn) })),
  ];
}
