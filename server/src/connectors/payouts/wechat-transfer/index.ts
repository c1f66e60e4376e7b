import { ok, parseInstant } from '@roundtrip/kernel';
import type { ConnectorContext, OrderStanding, PayoutOrder, PayoutRail } from '#spi';
import { foreignCall, malformedCall, textIn } from '../../shared/call-errors.ts';
import { checkKeyFields } from '../../shared/rsa-keys.ts';
import { callWechat, sealForWechat, verifyWechatNotice, WECHATPAY_CALLER_FIELDS, WECHATPAY_FIELDS, WECHATPAY_KEYS, wechatpayReply, type WechatAnswer } from '../../shared/wechatpay.ts';
import { asSendAnswer, eachOrder, flawOf, forgotten, holdsOne, WALLET_LIMIT_FIELDS, walletLimits } from '../shared/single-orders.ts';

type Config = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

const BILLS = '/v3/fund-app/mch-transfer/transfer-bills';
const NOTICE = 'MCHTRANSFER.BILL.FINISHED';
/** 企业报销. A merchant may have been given another scene. */
const SCENE = '1006';
/** From here on WeChat compares the name, which goes encrypted. */
const NAMED_FROM_FEN = 200_000n;
const REMARK_CHARACTERS_MAX = 32;
/** WeChat answers for a bill this long; later only the bill of funds knows. */
const MEMORY_DAYS = 30;

const remark = (text: string): string => [...text.replace(/\s+/g, ' ').trim()].slice(0, REMARK_CHARACTERS_MAX).join('') || '差旅报销';

/** The bill without its name, the same whenever the same order is asked for. */
function billOf(order: PayoutOrder, config: Config): Record<string, unknown> {
  return {
    appid: config['appid'], out_bill_no: order.id, transfer_scene_id: config['sceneId'] ?? SCENE, openid: order.payee.account.trim(), transfer_amount: Number(order.amount.minor), transfer_remark: remark(order.purpose),
    transfer_scene_report_infos: [{ info_type: config['reportType'], info_content: remark(order.purpose) }],
    ...(config['notifyUrl'] ? { notify_url: config['notifyUrl'] } : {}),
  };
}

/** What a bill's state means. FAIL is final, and the money back; a state that is not known is not decided. */
function standingOf(bill: Fields): OrderStanding {
  const [state, reference, reason] = [textIn(bill, 'state'), textIn(bill, 'transfer_bill_no'), textIn(bill, 'fail_reason')];
  const at = parseInstant(textIn(bill, 'update_time'));
  const confirmation = textIn(bill, 'package_info');
  switch (state) {
    // CANCELING may still end in either way.
    case 'ACCEPTED': case 'PROCESSING': case 'TRANSFERING': case 'CANCELING': return { kind: 'accepted', reference };
    case 'WAIT_USER_CONFIRM': return { kind: 'awaiting-payee', reference, ...(confirmation ? { confirmation } : {}) };
    case 'SUCCESS': return { kind: 'settled', reference, ...(at ? { at } : {}) };
    case 'FAIL': return { kind: 'refused', how: reason === 'OVERDUE_CLOSE' ? 'expired' : 'failed', reason: reason || 'FAIL' };
    case 'CANCELLED': return { kind: 'refused', how: 'cancelled', reason: 'CANCELLED' };
    default: return { kind: 'unknown', reason: state === '' ? 'an answer without a state' : `state ${state}` };
  }
}

const unclear = (answer: WechatAnswer): OrderStanding => ({ kind: 'unknown', reason: answer.kind === 'unknown' ? answer.reason : `HTTP ${answer.status} ${answer.code}`.trim() });

type Asked = { readonly kind: 'bill'; readonly bill: Fields } | { readonly kind: 'none' } | { readonly kind: 'unclear'; readonly standing: OrderStanding };

async function lookUp(ctx: ConnectorContext, config: Config, orderId: string): Promise<Asked> {
  const answer = await callWechat(ctx, config, { method: 'GET', path: `${BILLS}/out-bill-no/${encodeURIComponent(orderId)}` });
  if (answer.kind === 'answered' && answer.status === 200 && textIn(answer.fields, 'out_bill_no') === orderId) return { kind: 'bill', bill: answer.fields };
  if (answer.kind === 'answered' && answer.status === 404 && answer.code === 'NOT_FOUND') return { kind: 'none' };
  return { kind: 'unclear', standing: unclear(answer) };
}

/**
 * Sends one bill. An error is about the request and not about the money, so every refusal is followed by a look at the
 * bill: only a bill that is not there is a no.
 */
async function sendOne(ctx: ConnectorContext, config: Config, order: PayoutOrder): Promise<OrderStanding> {
  const flaw = flawOf(order);
  if (flaw) return { kind: 'refused', how: 'refused', reason: flaw };
  const named = order.amount.minor >= NAMED_FROM_FEN ? sealForWechat(config, order.payee.name.trim()) : null;
  if (order.amount.minor >= NAMED_FROM_FEN && (!named || order.payee.name.trim() === '')) return { kind: 'refused', how: 'refused', reason: 'from 2000 yuan on the payee needs a name' };
  const answer = await callWechat(ctx, config, { method: 'POST', path: BILLS, body: JSON.stringify({ ...billOf(order, config), ...(named ? { user_name: named.sealed } : {}) }) });
  if (answer.kind === 'answered' && answer.status === 200) {
    return textIn(answer.fields, 'out_bill_no') === order.id ? standingOf(answer.fields) : { kind: 'unknown', reason: 'an answer about another order' };
  }
  if (answer.kind === 'unknown' || answer.status < 400 || answer.status >= 500 || answer.status === 429) return unclear(answer);
  const asked = await lookUp(ctx, config, order.id);
  if (asked.kind === 'none') return { kind: 'refused', how: 'refused', reason: answer.code || `HTTP ${answer.status}` };
  if (asked.kind === 'unclear') return asked.standing;
  const same = asked.bill['transfer_amount'] === Number(order.amount.minor) && asked.bill['openid'] === order.payee.account.trim();
  return same ? standingOf(asked.bill) : { kind: 'unknown', reason: 'the id was used for another order: a person must look' };
}

async function askOne(ctx: ConnectorContext, config: Config, orderId: string): Promise<OrderStanding> {
  const asked = await lookUp(ctx, config, orderId);
  if (asked.kind === 'bill') return standingOf(asked.bill);
  if (asked.kind === 'unclear') return asked.standing;
  if (forgotten(orderId, ctx.now, MEMORY_DAYS)) return { kind: 'unknown', reason: `older than ${MEMORY_DAYS} days: the bill of funds tells` };
  return { kind: 'refused', how: 'never-received', reason: 'WeChat never got it' };
}

/** 商家转账 into an employee's WeChat wallet: one bill an order, under the payout's own id for ever. The payee confirms it in WeChat. */
export const wechatTransfer: PayoutRail = {
  id: 'wechat-transfer',
  title: { zh: '微信商家转账', en: 'WeChat transfer' },
  capabilities: { transport: 'api', currencies: ['CNY'], batchMax: 1 },
  limits: walletLimits,
  checkConfig: (config) => checkKeyFields(config, [
    ...WECHATPAY_FIELDS, ...WECHATPAY_CALLER_FIELDS, ...WALLET_LIMIT_FIELDS,
    { name: 'sceneId', label: { zh: '转账场景 ID', en: 'Transfer scene' }, shape: /^\d{4}$/, optional: true },
    { name: 'reportType', label: { zh: '场景报备信息类型', en: 'Kind of report that the scene asks for' }, shape: /^.{1,15}$/u },
    { name: 'notifyUrl', label: { zh: '通知地址', en: 'Address for notices' }, shape: /^https:\/\/[^\s?#]+$/, optional: true },
  ], WECHATPAY_KEYS),
  render: (batch) => new TextEncoder().encode(JSON.stringify(batch.orders.map((order) => ({ ...billOf(order, {}), payee: order.payee.name })), null, 2)),
  send: async (ctx, config, batch) => (holdsOne(batch) ? asSendAnswer(await eachOrder(batch.orders, (order) => order.id, (order) => sendOne(ctx, config, order))) : asSendAnswer([])),
  sendEach: (ctx, config, batch) => eachOrder(batch.orders, (order) => order.id, (order) => sendOne(ctx, config, order)),
  askEach: (ctx, config, orderIds) => eachOrder(orderIds, (id) => id, (id) => askOne(ctx, config, id)),
  receive(call, config, now) {
    const notice = verifyWechatNotice(call, config, now);
    if (!notice.ok) return notice;
    const { type, resource } = notice.value;
    if (type !== NOTICE) return ok([]);
    if (resource['mch_id'] !== config['mchid'] && resource['mchid'] !== config['mchid']) return foreignCall();
    const orderId = textIn(resource, 'out_bill_no');
    return orderId === '' ? malformedCall() : ok([{ orderId, standing: standingOf(resource) }]);
  },
  reply: wechatpayReply,
};
