import { z } from 'zod';
import { err, ok, parseInstant, parseMoney, type Money, type PaymentFacts, type PaymentStatus, type Result } from '@roundtrip/kernel';
import { checkFields, type PaymentFeed, type RawRecord, type TranslateError } from '#spi';
import { present } from '../shared/statement.ts';
import { verifySignature } from '../shared/signature.ts';

const text = z.string().min(1);
const EVENT = z.object({
  transactionId: text, cardTail: text, employeeNumber: z.string().optional(), amount: text, currency: text,
  billingAmount: z.string().optional(), billingCurrency: z.string().optional(), merchant: z.string(), mcc: z.string(), city: z.string().optional(), country: z.string().optional(),
  occurredAt: text, type: z.enum(['purchase', 'refund', 'fee']), status: text, relatedTransactionId: z.string().optional(), orderNo: z.string().optional(), program: text,
});
/** Only what the envelope needs: an event is kept as it came, and judged when it is translated. */
const CALL = z.object({ id: text, events: z.array(z.object({ transactionId: text, status: text }).loose()) });

const STATUSES: Readonly<Record<string, PaymentStatus>> = { authorized: 'pending', posted: 'posted', reversed: 'reversed' };

function failed(place: string, en: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `卡交易事件无法识别：${place}`, en: `The card event cannot be understood at ${place}: ${en}` } });
}

function parseJson(textual: string): unknown {
  try {
    return JSON.parse(textual) as unknown;
  } catch {
    return undefined;
  }
}

function translate(raw: RawRecord): Result<readonly PaymentFacts[], TranslateError> {
  const parsed = EVENT.safeParse(parseJson(raw.body));
  if (!parsed.success) return failed(parsed.error.issues[0]?.path.join('.') || 'body', parsed.error.issues[0]?.message ?? 'not JSON');
  const event = parsed.data;
  const amount = parseMoney(event.amount, event.currency);
  if (!amount.ok || amount.value.minor <= 0n) return failed('amount', `${event.amount} ${event.currency} is not a positive amount`);
  const paidAt = parseInstant(event.occurredAt);
  if (!paidAt) return failed('occurredAt', 'not a moment with an offset');
  let settled: Money | undefined;
  if (event.billingAmount && event.billingCurrency && event.billingCurrency !== event.currency) {
    const billed = parseMoney(event.billingAmount, event.billingCurrency);
    if (!billed.ok) return failed('billingAmount', `${event.billingAmount} ${event.billingCurrency} is not an amount`);
    settled = billed.value;
  }
  return ok([{
    externalId: event.transactionId,
    channel: 'corporate_card',
    type: event.type,
    direction: event.type === 'refund' ? 'in' : 'out',
    status: STATUSES[event.status] ?? 'pending',
    paidAt,
    amount: amount.value,
    companyPaid: amount.value,
    merchant: event.merchant,
    account: event.program,
    payer: event.employeeNumber ?? event.cardTail,
    ...present({ settled, mcc: event.mcc, city: event.city, country: event.country, orderNo: event.orderNo, relatedExternalId: event.relatedTransactionId }),
  }]);
}

/** Corporate card events as an issuer pushes them, signed. One event is one record; a status change is a new one. */
export const cardWebhook: PaymentFeed = {
  id: 'card-webhook',
  title: { zh: '商务卡实时交易', en: 'Corporate card events' },
  capabilities: { webhook: true, pull: false, dedup: 'transaction id and status' },
  checkConfig: (config) => checkFields(config, [{ name: 'secret', label: { zh: '签名密钥', en: 'Signing secret' } }]),
  receive(call, config, now) {
    const verified = verifySignature(call, config['secret'] ?? '', now);
    if (!verified.ok) return verified;
    const parsed = CALL.safeParse(parseJson(new TextDecoder().decode(call.body)));
    if (!parsed.success) return err({ kind: 'webhook.malformed', message: { zh: '通知内容格式不正确', en: 'The call does not carry card events' } });
    return ok(parsed.data.events.map((event) => ({ reference: `${event.transactionId}:${event.status}`, body: JSON.stringify(event) })));
  },
  translate,
};
