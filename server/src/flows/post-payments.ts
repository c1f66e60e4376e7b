import { civilDateIn } from '@roundtrip/kernel';
import { post, rules } from '#modules/ledger';
import { companyPart, costOf, type PaymentOutcome, type StoredPayment } from '#modules/payments';
import { listEmployees, loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

type Booking = Parameters<typeof rules.paymentArrived>[0];

/** Payments as the books see them: what their accounts were charged, whose money it was, on the company's day. */
async function asBookings(tx: Tx, payments: readonly StoredPayment[]): Promise<Booking[]> {
  const { zone } = await loadCompany(tx);
  const numbers = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee.number]));
  return payments.map(({ id, source, payerId, facts }) => ({
    paymentId: id, on: civilDateIn(zone, facts.paidAt), merchant: facts.merchant, direction: facts.direction, amount: costOf(facts), companyPaid: companyPart(facts),
    employeeNumber: payerId === null ? null : numbers.get(payerId) ?? null, program: facts.account ?? source,
  }));
}

/** Books payments as they become final: a pending one moves nothing, one that its source took back is as if it had not been. */
export async function postPayments(tx: Tx, house: House, outcomes: readonly PaymentOutcome[]): Promise<void> {
  const final = outcomes.filter((outcome) => outcome.payment.facts.status === 'posted' && outcome.before !== 'posted');
  const taken = outcomes.filter((outcome) => outcome.payment.facts.status === 'reversed' && outcome.before === 'posted');
  const arrived = await asBookings(tx, final.map((outcome) => outcome.payment));
  const reversed = await asBookings(tx, taken.map((outcome) => outcome.payment));
  await post(tx, house.clock, [...arrived.flatMap(rules.paymentArrived), ...reversed.flatMap(rules.paymentReversed)]);
}

/** Private spending leaves the clearing accounts; what the company paid of it is owed back. */
export async function postPrivate(tx: Tx, house: House, payments: readonly StoredPayment[]): Promise<void> {
  const booked = await asBookings(tx, payments.filter((payment) => payment.facts.status === 'posted'));
  await post(tx, house.clock, booked.flatMap(rules.paymentPrivate));
}
