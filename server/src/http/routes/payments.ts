import { pageQuery, paymentPage, paymentRecord, type PaymentRecord, type PaymentView } from '@roundtrip/contract';
import type { Instant, Money, PaymentFacts } from '@roundtrip/kernel';
import { epochMs, parseInstant, parseMoney } from '@roundtrip/kernel';
import { z } from 'zod';
import { listPayments } from '#modules/payments';
import { takePayments } from '../../flows/take-payments.ts';
import type { House } from '../../flows/house.ts';
import { actorOf, callerOf, scopeOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { paymentViews, peopleOf } from '../present/facts.ts';
import { pageOf } from '../present/wire.ts';
import { orRefuse, Refusal } from '../problem.ts';
import type { App } from '../app.ts';

const BATCH_MAX = 10_000;
const LOOK_AT = 201;
/** A clock may run ahead, a payment may not lie in tomorrow. */
const AHEAD_MS_MAX = 24 * 3_600_000;

const moneyIn = (amount: string, currency: string): Money => orRefuse(parseMoney(amount, currency));

function companyPaidOf(record: PaymentRecord, cost: Money): Money | undefined {
  if (record.companyPaid === undefined) return record.channel === 'corporate_card' ? cost : undefined;
  if (typeof record.companyPaid === 'boolean') return record.companyPaid ? cost : undefined;
  return moneyIn(record.companyPaid, cost.currency);
}

/** The wire's payment as facts; direction follows from the type, as the interface says. */
function factsOf(record: PaymentRecord, now: Instant): PaymentFacts {
  const paidAt = parseInstant(record.paidAt);
  if (!paidAt || epochMs(paidAt) > epochMs(now) + AHEAD_MS_MAX) throw new Refusal({ kind: 'payment.future-date', paymentId: record.id } as { kind: string });
  const amount = moneyIn(record.amount, record.currency);
  if (amount.minor === 0n) throw new Refusal({ kind: 'request.invalid', problems: [`${record.id}: amount is zero`] } as { kind: string });
  const settled = record.settledAmount && record.settledCurrency ? moneyIn(record.settledAmount, record.settledCurrency) : undefined;
  const companyPaid = companyPaidOf(record, settled ?? amount);
  const optional = { mcc: record.mcc, city: record.city, description: record.description, orderNo: record.orderNo, relatedExternalId: record.relatedPaymentId, payer: record.payerId, account: record.account, settled, companyPaid };
  return {
    externalId: record.externalId ?? record.id, channel: record.channel, type: record.type, direction: record.type === 'refund' || record.type === 'income' ? 'in' : 'out',
    status: 'posted', paidAt, amount, merchant: record.merchant, ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

const taken = z.object({ items: z.array(z.object({ id: z.string(), paymentId: z.uuid(), outcome: z.enum(['added', 'changed', 'known', 'conflict']) })) });
const listQuery = pageQuery.extend({ scope: z.enum(['mine', 'company']).default('mine'), stage: z.string().optional(), q: z.string().max(100).optional() });

export function paymentRoutes(app: App, house: House): void {
  app.post('/v1/payments', {
    schema: { body: z.union([paymentRecord, z.array(paymentRecord).min(1).max(BATCH_MAX)]), response: { 200: taken } }, config: { action: 'payment.add' },
  }, (request) => onceFor(house, request, async () => {
    const caller = callerOf(request);
    const records = Array.isArray(request.body) ? request.body : [request.body];
    const facts = records.map((record) => factsOf(record, house.clock.now()));
    const outcomes = await takePayments(house, caller.companyId, {
      actor: actorOf(caller), source: 'api', records: records.map((record, i) => ({ reference: record.externalId ?? record.id, body: JSON.stringify(record), facts: [facts[i] as PaymentFacts] })),
    });
    const byExternal = new Map(outcomes.map((outcome) => [outcome.payment.facts.externalId, outcome]));
    return { items: records.flatMap((record) => {
      const outcome = byExternal.get(record.externalId ?? record.id);
      return outcome ? [{ id: record.id, paymentId: outcome.id, outcome: outcome.outcome }] : [];
    }) };
  }));

  app.get('/v1/payments', { schema: { querystring: listQuery, response: { 200: paymentPage } }, config: { action: 'own.read' } }, (request) => {
    const caller = callerOf(request);
    const { scope, after, limit, q, stage } = request.query;
    return house.db.read(caller.companyId, async (tx) => {
      const filter = { payerId: scopeOf(caller, scope), text: q ?? null };
      const people = await peopleOf(tx);
      const found: PaymentView[] = [];
      // The stage is told by other rooms, so it is looked for page by page, until one is full or nothing is left.
      for (let cursor = after ?? null; found.length <= limit;) {
        const payments = await listPayments(tx, { ...filter, after: cursor, limit: LOOK_AT });
        found.push(...(await paymentViews(tx, payments, people)).filter((payment) => !stage || payment.stage === stage));
        cursor = payments.at(-1)?.id ?? null;
        if (payments.length < LOOK_AT) break;
      }
      return pageOf(found, limit);
    });
  });
}
