import type { PaymentFacts } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { keepRaw } from '#modules/ingest';
import { groupsById, groupsOfItems } from '#modules/matching';
import { addPayments, sourceOf, type NewPayment, type PaymentOutcome } from '#modules/payments';
import { findEmployees, listEmployees, type EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { postPayments } from './post-payments.ts';
import { bookPrivate } from './private-spending.ts';

/** One record of a feed with the facts that its connector read in it. `payer` overrides who the source says paid. */
export type ArrivedPayments = { readonly reference: string; readonly body: string; readonly facts: readonly PaymentFacts[]; readonly payer?: EmployeeId };

export type PaymentCall = { readonly actor: Actor; readonly source: string; readonly records: readonly ArrivedPayments[] };

/**
 * The one road of every payment, a webhook's single one or a file's hundred thousand: kept verbatim, recorded once,
 * posted, audited and told in one transaction.
 */
export function takePayments(house: House, companyId: string, call: PaymentCall): Promise<PaymentOutcome[]> {
  return house.db.transact(companyId, (tx) => takePaymentsIn(tx, house, call));
}

export async function takePaymentsIn(tx: Tx, house: House, call: PaymentCall): Promise<PaymentOutcome[]> {
  const now = house.clock.now();
  const raw = await keepRaw(tx, call.records.map(({ reference, body }) => ({ id: house.clock.newId<'raw'>(), source: call.source, reference, body })), now);
  const payments = await withPayers(tx, house, call, raw.map((kept) => kept.id));
  const outcomes = await addPayments(tx, payments, now);
  const news = outcomes.filter((outcome) => outcome.outcome !== 'known');
  await postPayments(tx, house, news.filter((outcome) => outcome.outcome !== 'conflict'));
  await keepPrivate(tx, house, news.filter((outcome) => outcome.outcome !== 'conflict'));
  await record(tx, call.actor, news.map((outcome) => ({
    action: `payment.${outcome.outcome}`, subject: { kind: 'payment', id: outcome.id },
    body: { source: outcome.payment.source, externalId: outcome.payment.facts.externalId, status: outcome.payment.facts.status },
  })));
  await tell(tx, news.map(({ id, outcome, payment }) => ({
    type: outcome === 'conflict' ? 'payment.conflict' : 'payment.arrived', subject: { kind: 'payment', id }, ...(payment.payerId ? { employeeId: payment.payerId } : {}),
  })));
  return outcomes;
}

/** What a person called private while it was pending is booked as private the moment it is posted, and let go with it. */
async function keepPrivate(tx: Tx, house: House, outcomes: readonly PaymentOutcome[]): Promise<void> {
  const moved = outcomes.filter((outcome) => outcome.outcome === 'changed');
  if (moved.length === 0) return;
  const groupOf = await groupsOfItems(tx, moved.map((outcome) => outcome.id));
  const isPrivate = new Set((await groupsById(tx, [...new Set(groupOf.values())])).filter((group) => group.answer === 'private').map((group) => group.id));
  const own = moved.filter((outcome) => {
    const group = groupOf.get(outcome.id);
    return group !== undefined && isPrivate.has(group);
  });
  const became = (status: string): string[] => own.filter((outcome) => outcome.payment.facts.status === status).map((outcome) => outcome.id);
  await bookPrivate(tx, house, became('posted'), true);
  await bookPrivate(tx, house, became('reversed'), false);
}

async function withPayers(tx: Tx, house: House, call: PaymentCall, rawIds: readonly NewPayment['rawId'][]): Promise<NewPayment[]> {
  const named = call.records.flatMap((arrived) => arrived.facts.flatMap((facts) => (facts.payer ? [facts.payer] : [])));
  const people = await findEmployees(tx, named);
  const numbers = new Map((await listEmployees(tx)).map((employee) => [employee.id, employee.number]));
  return call.records.flatMap((arrived, i) => arrived.facts.map((facts): NewPayment => {
    const payerId = arrived.payer ?? (facts.payer ? people.get(facts.payer) ?? null : null);
    const source = sourceOf(facts, payerId ? numbers.get(payerId) ?? null : null, call.source);
    return { id: house.clock.newId<'payment'>(), source, payerId, rawId: rawIds[i] as NewPayment['rawId'], facts };
  }));
}
