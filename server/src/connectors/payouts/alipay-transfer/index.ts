import { formatAmount, ok } from '@roundtrip/kernel';
import type { ConnectorContext, OrderStanding, PayoutOrder, PayoutRail } from '#spi';
import { ALIPAY_FIELDS, ALIPAY_KEYS, alipayReply, callAlipay, fromAlipayTime, verifyAlipayNotice, type AlipayAnswer } from '../../shared/alipay.ts';
import { fieldsOf, malformedCall, textIn } from '../../shared/call-errors.ts';
import { checkKeyFields } from '../../shared/rsa-keys.ts';
import { asSendAnswer, eachOrder, flawOf, holdsOne, WALLET_LIMIT_FIELDS, walletLimits } from '../shared/single-orders.ts';

type Config = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

const TRANSFER = 'alipay.fund.trans.uni.transfer';
const QUERY = 'alipay.fund.trans.common.query';
const NOTICE = 'alipay.fund.trans.order.changed';
const TO_WALLET = 'TRANS_ACCOUNT_NO_PWD';
const SCENE = 'DIRECT_TRANSFER';
const TITLE_CHARACTERS_MAX = 64;
/** The number stands for an order with other content. */
const OTHER_ORDER = 'PAYMENT_INFO_INCONSISTENCY';
const NEVER_HEARD_OF = new Set(['ORDER_NOT_EXIST', 'ORDER_NOT_EXISTS']);

/** Alipay knows people by a number, by an open id, or by the phone or mail that they log in with. */
function payeeInfo({ payee }: PayoutOrder): Record<string, string> {
  const identity = payee.account.trim();
  if (/^2088\d{12}$/.test(identity)) return { identity, identity_type: 'ALIPAY_USER_ID' };
  if (/@|^\+?[\d-]{6,20}$/.test(identity)) return { identity, identity_type: 'ALIPAY_LOGON_ID', name: payee.name.trim() };
  return { identity, identity_type: 'ALIPAY_OPEN_ID' };
}

const short = (text: string): string => [...text.replace(/\s+/g, ' ').trim()].slice(0, TITLE_CHARACTERS_MAX).join('');

function transferOf(order: PayoutOrder, config: Config): Record<string, unknown> {
  return {
    out_biz_no: order.id, trans_amount: formatAmount(order.amount), product_code: TO_WALLET, biz_scene: SCENE, order_title: short(order.purpose) || '差旅报销', payee_info: payeeInfo(order), remark: short(order.purpose),
    ...(config['sceneName'] && config['reportType'] ? { transfer_scene_name: config['sceneName'], transfer_scene_report_infos: [{ info_type: config['reportType'], info_content: short(order.purpose) }] } : {}),
  };
}

/** What an order's status means. REFUND: it had gone out and came back. A status that is not known is not decided. */
function standingOf(fields: Fields): OrderStanding {
  const [status, reference] = [textIn(fields, 'status'), textIn(fields, 'order_id') || textIn(fields, 'pay_fund_order_id')];
  const reason = textIn(fields, 'error_code') || textIn(fields, 'sub_order_error_code') || textIn(fields, 'fail_reason') || status;
  const at = fromAlipayTime(textIn(fields, 'pay_date') || textIn(fields, 'trans_date'));
  switch (status) {
    case 'SUCCESS': return { kind: 'settled', reference, ...(at ? { at } : {}) };
    case 'DEALING': case 'WAIT_PAY': return { kind: 'accepted', reference };
    case 'FAIL': return { kind: 'refused', how: 'failed', reason };
    case 'CLOSED': return { kind: 'refused', how: 'expired', reason };
    case 'REFUND': return { kind: 'returned', reference, reason };
    default: return { kind: 'unknown', reason: status === '' ? 'an answer without a status' : `status ${status}` };
  }
}

function answered(answer: Exclude<AlipayAnswer, { kind: 'refused' }>, orderId: string): OrderStanding {
  if (answer.kind === 'unknown') return answer;
  return textIn(answer.fields, 'out_biz_no') === orderId ? standingOf(answer.fields) : { kind: 'unknown', reason: 'an answer about another order' };
}

async function sendOne(ctx: ConnectorContext, config: Config, order: PayoutOrder): Promise<OrderStanding> {
  const flaw = flawOf(order);
  if (flaw) return { kind: 'refused', how: 'refused', reason: flaw };
  if (payeeInfo(order)['identity_type'] === 'ALIPAY_LOGON_ID' && order.payee.name.trim() === '') return { kind: 'refused', how: 'refused', reason: 'a payee known by phone or mail needs a name' };
  const answer = await callAlipay(ctx, config, TRANSFER, transferOf(order, config));
  if (answer.kind !== 'refused') return answered(answer, order.id);
  // The number may have been taken by an earlier call, whatever is refused now: only one that is not there is a no.
  const standing: OrderStanding = answer.at === 'gateway' ? { kind: 'refused', how: 'refused', reason: answer.code } : await askOne(ctx, config, order.id);
  if (standing.kind === 'refused') return { ...standing, how: standing.how === 'never-received' ? 'refused' : standing.how, reason: answer.code };
  return answer.code === OTHER_ORDER ? { kind: 'unknown', reason: 'the id was used for another order: a person must look' } : standing;
}

async function askOne(ctx: ConnectorContext, config: Config, orderId: string): Promise<OrderStanding> {
  const answer = await callAlipay(ctx, config, QUERY, { product_code: TO_WALLET, biz_scene: SCENE, out_biz_no: orderId });
  if (answer.kind !== 'refused') return answered(answer, orderId);
  // Any other no is about the question and not about the money.
  return NEVER_HEARD_OF.has(answer.code) ? { kind: 'refused', how: 'never-received', reason: answer.code } : { kind: 'unknown', reason: answer.code };
}

/** A transfer into an employee's Alipay: one order under the payout's own id, which Alipay pays once however often it comes. */
export const alipayTransfer: PayoutRail = {
  id: 'alipay-transfer',
  title: { zh: '支付宝转账', en: 'Alipay transfer' },
  capabilities: { transport: 'api', currencies: ['CNY'], batchMax: 1 },
  limits: walletLimits,
  checkConfig: (config) => checkKeyFields(config, [
    ...ALIPAY_FIELDS, ...WALLET_LIMIT_FIELDS,
    { name: 'sceneName', label: { zh: '转账场景', en: 'Transfer scene' }, shape: /^.{1,20}$/u, optional: true },
    { name: 'reportType', label: { zh: '场景信息类型', en: 'Kind of report that the scene asks for' }, shape: /^.{1,20}$/u, optional: true },
  ], ALIPAY_KEYS),
  render: (batch) => new TextEncoder().encode(JSON.stringify(batch.orders.map((order) => transferOf(order, {})), null, 2)),
  send: async (ctx, config, batch) => (holdsOne(batch) ? asSendAnswer(await eachOrder(batch.orders, (order) => order.id, (order) => sendOne(ctx, config, order))) : asSendAnswer([])),
  sendEach: (ctx, config, batch) => eachOrder(batch.orders, (order) => order.id, (order) => sendOne(ctx, config, order)),
  askEach: (ctx, config, orderIds) => eachOrder(orderIds, (id) => id, (id) => askOne(ctx, config, id)),
  receive(call, config, now) {
    const notice = verifyAlipayNotice(call, config, now);
    if (!notice.ok) return notice;
    if (notice.value['msg_method'] !== NOTICE) return ok([]);
    const order = fieldsOf(notice.value['biz_content'] ?? '');
    const orderId = textIn(order, 'out_biz_no');
    return orderId === '' ? malformedCall() : ok([{ orderId, standing: standingOf(order) }]);
  },
  reply: alipayReply,
};
