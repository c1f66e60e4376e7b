import { z } from 'zod';
import { err, isCurrency, money, ok, parseInstant, type PaymentFacts, type PaymentStatus, type Result } from '@roundtrip/kernel';
import type { PaymentFeed, RawRecord, TranslateError } from '#spi';
import { foreignCall, parseJson } from '../../shared/call-errors.ts';
import { checkKeyFields } from '../../shared/rsa-keys.ts';
import { verifyWechatNotice, WECHATPAY_FIELDS, WECHATPAY_KEYS, wechatpayReply } from '../../shared/wechatpay.ts';
import { present } from '../shared/statement.ts';

const text = z.string().min(1);
/** Fen: a fraction means that somebody sent yuan. */
const fen = z.int().positive();
const TRANSACTION = z.object({
  transaction_id: text, out_trade_no: text, mchid: text, appid: text, trade_state: text, success_time: z.string().optional(), attach: z.string().optional(), bank_type: z.string().optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  amount: z.object({ total: fen, payer_total: z.int().nonnegative().optional(), currency: text, payer_currency: z.string().optional() }),
});
const REFUND = z.object({
  refund_id: text, out_refund_no: text, transaction_id: text, out_trade_no: text, mchid: text, refund_status: text, success_time: z.string().optional(), user_received_account: z.string().optional(),
  amount: z.object({ total: fen, refund: fen, currency: z.string().optional() }),
});

/** REFUND: paid, and given back since by a refund of its own. Whatever is not listed is not decided. */
const TRADE: Readonly<Record<string, PaymentStatus>> = { SUCCESS: 'posted', REFUND: 'posted', CLOSED: 'reversed', REVOKED: 'reversed', PAYERROR: 'reversed' };
const REFUNDED: Readonly<Record<string, PaymentStatus>> = { SUCCESS: 'posted', CLOSED: 'reversed' };

type Translated = Result<readonly PaymentFacts[], TranslateError>;

function failed(place: string, why: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `微信支付通知无法识别：${place}`, en: `The WeChat Pay notice cannot be understood at ${place}: ${why}` } });
}

const failedBy = ({ issues }: z.ZodError) => failed(issues[0]?.path.join('.') || 'body', issues[0]?.message ?? 'not JSON');

function translateTransaction(body: unknown, createdAt: string): Translated {
  const parsed = TRANSACTION.safeParse(body);
  if (!parsed.success) return failedBy(parsed.error);
  const { amount, payer, ...paid } = parsed.data;
  if (!isCurrency(amount.currency)) return failed('amount.currency', `${amount.currency} is no currency`);
  const paidAt = parseInstant(paid.success_time ?? createdAt);
  if (!paidAt) return failed('success_time', 'not a moment with an offset');
  return ok([{
    externalId: paid.transaction_id, channel: 'wechatpay', type: 'income', direction: 'in', status: TRADE[paid.trade_state] ?? 'pending', paidAt,
    amount: money(BigInt(amount.total), amount.currency), merchant: '', account: paid.mchid,
    ...present({ orderNo: paid.out_trade_no, description: paid.attach, payer: payer?.openid, counterpartyAccount: payer?.openid }),
  }]);
}

function translateRefund(body: unknown, createdAt: string): Translated {
  const parsed = REFUND.safeParse(body);
  if (!parsed.success) return failedBy(parsed.error);
  const { amount, ...refund } = parsed.data;
  const currency = amount.currency ?? 'CNY';
  if (!isCurrency(currency)) return failed('amount.currency', `${currency} is no currency`);
  if (amount.refund > amount.total) return failed('amount.refund', 'more comes back than was paid');
  const paidAt = parseInstant(refund.success_time ?? createdAt);
  if (!paidAt) return failed('success_time', 'not a moment with an offset');
  return ok([{
    externalId: refund.refund_id, channel: 'wechatpay', type: 'transfer', direction: 'out', status: REFUNDED[refund.refund_status] ?? 'pending', paidAt,
    amount: money(BigInt(amount.refund), currency), merchant: '', account: refund.mchid, orderNo: refund.out_trade_no, relatedExternalId: refund.transaction_id,
    ...present({ counterpartyAccount: refund.user_received_account }),
  }]);
}

const RECORD = z.object({ type: text, createdAt: z.string(), resource: z.unknown() });

function translate(raw: RawRecord): Translated {
  const record = RECORD.safeParse(parseJson(raw.body));
  if (!record.success) return failedBy(record.error);
  const { type, createdAt, resource } = record.data;
  if (type.startsWith('TRANSACTION.')) return translateTransaction(resource, createdAt);
  if (type.startsWith('REFUND.')) return translateRefund(resource, createdAt);
  return ok([]);
}

/**
 * What the company collects as a merchant (an employee's part of a trip) and gives back, as WeChat Pay tells it. What an
 * employee spends never comes this way: that is in the bill exports.
 */
export const wechatpay: PaymentFeed = {
  id: 'wechatpay',
  title: { zh: '微信支付收款通知', en: 'WeChat Pay collections' },
  capabilities: { webhook: true, pull: false, dedup: 'transaction or refund number and its state' },
  checkConfig: (config) => checkKeyFields(config, WECHATPAY_FIELDS, WECHATPAY_KEYS),
  receive(call, config, now) {
    const notice = verifyWechatNotice(call, config, now);
    if (!notice.ok) return notice;
    const { id, type, createdAt, resource } = notice.value;
    if (resource['mchid'] !== config['mchid'] || ('appid' in resource && resource['appid'] !== config['appid'])) return foreignCall();
    const [what, state] = [resource['refund_id'] ?? resource['transaction_id'] ?? id, resource['refund_status'] ?? resource['trade_state'] ?? ''];
    return ok([{ reference: `${String(what)}:${String(state)}`, body: JSON.stringify({ type, createdAt, resource }) }]);
  },
  reply: wechatpayReply,
  translate,
};
