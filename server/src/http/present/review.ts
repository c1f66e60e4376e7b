import type { DecisionView, MatchMarks, ReviewItem } from '@roundtrip/contract';
import { civilDateIn, daysBetween, type CivilDate, type Money } from '@roundtrip/kernel';
import { claimsById, categoryOf } from '#modules/claims';
import { documentsById, type StoredDocument } from '#modules/documents';
import { groupsById, namesAlike, type StoredDecision, type StoredGroup } from '#modules/matching';
import { costOf, paymentsById, type StoredPayment } from '#modules/payments';
import { loadCompany, type Company } from '#modules/people';
import { bookingsById, type StoredBooking } from '#modules/trips';
import type { Tx } from '#platform/db';
import { bookingViews, documentViews, paymentViews, peopleOf, personIn } from './facts.ts';
import { toWire, wireOf } from './wire.ts';

const by = <T extends { id: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]));
const pick = <T>(from: ReadonlyMap<string, T>, ids: readonly string[]): T[] => ids.flatMap((id) => { const item = from.get(id); return item === undefined ? [] : [item]; });

type Facts = { readonly payments: readonly StoredPayment[]; readonly documents: readonly StoredDocument[]; readonly bookings: readonly StoredBooking[] };
type Ids = { readonly payments: readonly string[]; readonly documents: readonly string[]; readonly bookings: readonly string[] };

/** Groups as a reviewer sees them: everything beside everything, with what differs marked. A fixed number of queries. */
export async function reviewItems(tx: Tx, groups: readonly StoredGroup[]): Promise<ReviewItem[]> {
  const people = await peopleOf(tx);
  const company = await loadCompany(tx);
  const others = (group: StoredGroup): Ids => ({ payments: group.runnerUp?.payments ?? [], documents: group.runnerUp?.invoices ?? [], bookings: group.runnerUp?.bookings ?? [] });
  const all = (kind: keyof Ids): string[] => groups.flatMap((group) => [...group[kind], ...others(group)[kind]]);
  const [payments, documents, bookings] = [await paymentsById(tx, all('payments')), await documentsById(tx, all('documents')), await bookingsById(tx, all('bookings'))];
  const shown = { payments: by(await paymentViews(tx, payments, people)), documents: by(await documentViews(tx, documents, people)), bookings: by(bookingViews(bookings, people)) };
  const facts = { payments: by(payments), documents: by(documents), bookings: by(bookings) };
  const sideOf = (ids: Ids, beside: readonly StoredPayment[]) => {
    const own: Facts = { payments: pick(facts.payments, ids.payments), documents: pick(facts.documents, ids.documents), bookings: pick(facts.bookings, ids.bookings) };
    const paid = own.payments.length > 0 ? own.payments : beside;
    return {
      payments: pick(shown.payments, ids.payments), documents: pick(shown.documents, ids.documents), bookings: pick(shown.bookings, ids.bookings),
      marks: [...own.documents.map((one) => markOfDocument(one, paid, company)), ...own.bookings.map((one) => markOfBooking(one, paid, company))],
    };
  };
  return groups.map((group): ReviewItem => {
    const own = pick(facts.payments, group.payments);
    return {
      id: group.id, employee: group.employeeId ? personIn(people, group.employeeId) : null, ...sideOf(group, own), reasons: group.reasons.map((reason) => ({ ...reason })),
      category: categoryOf({ payments: own.map((p) => p.facts), documents: pick(facts.documents, group.documents).map((d) => d.facts), bookings: pick(facts.bookings, group.bookings).map((b) => b.facts) }),
      runnerUp: group.runnerUp ? { ...sideOf(others(group), own), lacked: group.runnerUp.lacked } : null,
      change: group.change ? { text: group.change.text, at: group.at } : null, atRisk: wireOf(group.atRiskMinor, company.currency), at: group.at,
    };
  });
}

/** The purchase beside which a paper is read: the nearest in amount, where there are several. */
function paidOf(paid: readonly StoredPayment[], amount: Money): { readonly payment: StoredPayment; readonly net: Money } | null {
  const out = paid.filter((payment) => payment.facts.direction === 'out');
  const [first] = out;
  if (!first) return null;
  const charged = (payment: StoredPayment): Money => (payment.facts.amount.currency === amount.currency ? payment.facts.amount : costOf(payment.facts));
  const back = paid.filter((payment) => payment.facts.direction === 'in').reduce((sum, payment) => sum + charged(payment).minor, 0n);
  const total = out.reduce((sum, payment) => sum + charged(payment).minor, 0n) - back;
  return { payment: first, net: { minor: total, currency: charged(first).currency } };
}

type Paper = { readonly id: string; readonly amount: Money; readonly day: CivilDate; readonly names: readonly string[]; readonly orderNo: string | undefined; readonly people: readonly string[] };

function markOf(paper: Paper, paid: readonly StoredPayment[], company: Company): MatchMarks {
  const beside = paidOf(paid, paper.amount);
  if (!beside) return { itemId: paper.id, gap: null, days: null, name: null, order: null, person: null };
  const { payment, net } = beside;
  const likeness = Math.max(0, ...paper.names.map((name) => namesAlike(payment.facts.merchant, name)));
  return {
    itemId: paper.id, gap: net.currency === paper.amount.currency ? toWire({ minor: net.minor - paper.amount.minor, currency: net.currency }) : null,
    days: daysBetween(civilDateIn(company.zone, payment.facts.paidAt), paper.day), name: paper.names.length === 0 ? null : likeness >= 0.8 ? 'same' : likeness >= 0.35 ? 'alike' : 'other',
    order: paper.orderNo && payment.facts.orderNo ? (paper.orderNo === payment.facts.orderNo ? 'same' : 'other') : null,
    person: payment.payerId && paper.people.length > 0 ? (paper.people.includes(payment.payerId) ? 'same' : 'other') : null,
  };
}

const markOfDocument = ({ id, facts, submittedBy }: StoredDocument, paid: readonly StoredPayment[], company: Company): MatchMarks =>
  markOf({ id, amount: facts.total, day: facts.journey?.departsOn ?? facts.issuedOn, names: facts.seller === '' ? [] : [facts.seller], orderNo: facts.orderNo, people: submittedBy ? [submittedBy] : [] }, paid, company);
const markOfBooking = ({ id, facts, travelerId }: StoredBooking, paid: readonly StoredPayment[], company: Company): MatchMarks =>
  markOf({ id, amount: facts.amount, day: facts.bookedAt ? civilDateIn(company.zone, facts.bookedAt) : facts.startsOn, names: [facts.property ?? '', facts.supplier].filter((name) => name !== ''), orderNo: facts.orderNo, people: [travelerId] }, paid, company);

/** What was decided, in the words that stand on the group itself. */
export async function decisionViews(tx: Tx, decisions: readonly StoredDecision[]): Promise<DecisionView[]> {
  const people = await peopleOf(tx);
  const { currency } = await loadCompany(tx);
  const groups = by(await groupsById(tx, decisions.map((decision) => decision.groupId)));
  const payments = by(await paymentsById(tx, [...groups.values()].flatMap((group) => group.payments)));
  const documents = by(await documentsById(tx, [...groups.values()].flatMap((group) => group.documents)));
  const results = by(await groupsById(tx, decisions.map((decision) => decision.resultId)));
  const claims = new Map((await claimsById(tx, [...results.values()].flatMap((group) => (group.claimId ? [group.claimId] : [])))).map((claim) => [claim.id as string, claim.state]));
  return decisions.map((decision) => {
    const group = groups.get(decision.groupId);
    const [payment] = pick(payments, group?.payments ?? []);
    const [document] = pick(documents, group?.documents ?? []);
    const claimId = results.get(decision.resultId)?.claimId;
    const cost = payment ? costOf(payment.facts) : document?.facts.total;
    return {
      id: decision.id, kind: decision.kind, at: decision.at, by: personIn(people, decision.byId), groupId: decision.groupId,
      title: payment?.facts.merchant ?? document?.facts.seller ?? currency, amount: cost ? toWire(cost) : null,
      undone: decision.undoneAt !== null, canUndo: decision.undoneAt === null && (!claimId || claims.get(claimId) === 'draft'),
    };
  });
}
