import { z } from 'zod';
import { err, ok, parseMoney, type Money, type PaymentFacts, type PaymentStatus, type PaymentType, type Result } from '@roundtrip/kernel';
import type { RawRecord, TranslateError } from '#spi';
import { fromAlipayTime } from '../../shared/alipay.ts';
import { fieldsOf, parseJson } from '../../shared/call-errors.ts';
import { present } from '../shared/statement.ts';

const text = z.string().min(1);
const some = z.string().optional();
/** EcConsumeInfo. Amounts are yuan in text: a JSON number has been through a float already and is refused. */
const BILL = z.object({
  pay_no: text, consume_type: text, consume_amount: text, peer_pay_amount: some, gmt_biz_create: some, gmt_receive_pay: some, order_complete_label: some, related_pay_no: some, employee_id: some,
  enterprise_id: some, merchant_name: some, category_name: some, consume_memo: some, biz_out_no: some,
});
type Bill = z.infer<typeof BILL>;

const TYPES: Readonly<Record<string, PaymentType>> = { CONSUME: 'purchase', REFUND: 'refund', TRANSFER: 'transfer' };

/** A notice may name a bill without saying what is in it. */
export const isPointer = (fields: Readonly<Record<string, unknown>>): boolean => !('consume_amount' in fields) && typeof fields['pay_no'] === 'string';

function failed(place: string, why: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `企业码账单无法识别：${place}`, en: `The enterprise bill cannot be understood at ${place}: ${why}` } });
}

/** Paid is posted. An order state that is not known, or a purchase without its time of payment, is not decided yet. */
function statusOf(bill: Bill, type: PaymentType): PaymentStatus {
  if (!['', '0', '1'].includes(bill.order_complete_label ?? '')) return 'pending';
  return type === 'purchase' && !bill.gmt_receive_pay ? 'pending' : 'posted';
}

function companyPartOf(bill: Bill, amount: Money): Money | null {
  const part = parseMoney(bill.peer_pay_amount ?? '0', 'CNY');
  return part.ok && part.value.minor >= 0n && part.value.minor <= amount.minor ? part.value : null;
}

/** A bill as facts. What the company paid by itself is never owed to the employee: it stands in `companyPaid`. */
export function translate(raw: RawRecord): Result<readonly PaymentFacts[], TranslateError> {
  if (isPointer(fieldsOf(raw.body))) return ok([]);
  const parsed = BILL.safeParse(parseJson(raw.body));
  if (!parsed.success) return failed(parsed.error.issues[0]?.path.join('.') || 'body', parsed.error.issues[0]?.message ?? 'not JSON');
  const bill = parsed.data;
  const type = TYPES[bill.consume_type];
  if (!type) return failed('consume_type', `${bill.consume_type} is not known`);
  const amount = parseMoney(bill.consume_amount, 'CNY');
  if (!amount.ok || amount.value.minor <= 0n) return failed('consume_amount', `${bill.consume_amount} is not a positive amount in yuan`);
  const companyPaid = companyPartOf(bill, amount.value);
  if (!companyPaid) return failed('peer_pay_amount', `${bill.peer_pay_amount ?? ''} is not a part of ${bill.consume_amount}`);
  const paidAt = fromAlipayTime(bill.gmt_receive_pay || bill.gmt_biz_create || '');
  if (!paidAt) return failed('gmt_receive_pay', 'not a time in China');
  return ok([{
    externalId: bill.pay_no, channel: 'alipay', type, direction: type === 'refund' ? 'in' : 'out', status: statusOf(bill, type), paidAt, amount: amount.value, merchant: bill.merchant_name ?? '',
    ...(companyPaid.minor > 0n ? { companyPaid } : {}),
    ...present({
      description: [bill.category_name, bill.consume_memo].filter(Boolean).join(' · '), orderNo: bill.biz_out_no, relatedExternalId: bill.related_pay_no, payer: bill.employee_id, account: bill.enterprise_id,
    }),
  }]);
}
