import type { Meaning, Row, TableProfile } from '../profile.ts';

/** Words of 当前状态; what is in neither list is pending, since an unknown state is never a failed one. */
const POSTED = /成功|已到账|到账|已存入|已收钱|已转账|已支付|完成|已退款|已全额退款|已收款|已领取|对方已收钱|充值/;
const UNDONE = /已关闭|已撤销|失败|已退还|已过期/;

function personal(row: Row): Meaning {
  const kind = row('type');
  const neutralIn = /充值|零钱通转出|退款|转出到/.test(kind);
  const direction = row('direction') === '收入' ? 'in' : row('direction') === '支出' ? 'out' : neutralIn ? 'in' : 'out';
  const state = row('status');
  const status = UNDONE.test(state) ? 'reversed' : POSTED.test(state) ? 'posted' : 'pending';
  if (direction === 'in') return { direction, status, type: /退款/.test(kind) ? 'refund' : /转账|红包|充值|零钱|理财/.test(kind) ? 'transfer' : 'income' };
  return { direction, status, type: /转账|红包|提现|还款|零钱|理财|充值/.test(kind) ? 'transfer' : /手续费|服务费/.test(kind) ? 'fee' : 'purchase' };
}

/** 微信支付账单: what a person exports of their own payments. */
export const wechatBill: TableProfile = {
  id: 'wechat-bill',
  title: { zh: '微信支付账单(个人)', en: 'WeChat Pay personal bill' },
  signature: ['交易时间', '交易类型', '交易对方', '收/支', '金额(元)', '当前状态', '交易单号'],
  columns: {
    id: ['交易单号'], date: ['交易时间'], type: ['交易类型'], merchant: ['交易对方'], description: ['商品'], direction: ['收/支'],
    amount: ['金额(元)'], status: ['当前状态'], orderNo: ['商户单号'],
  },
  money: 'word', channel: 'wechatpay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  account: /微信(?:昵称|号)[:：]\s*\[?([^\]\n]*)/, holder: /微信昵称[:：]\s*\[?([^\]\n]*)/,
  meaning: personal,
  declared: [
    { label: { zh: '全部记录', en: 'All records' }, pattern: /共\s*(?<count>\d+)\s*笔记录/, of: () => true },
    { label: { zh: '收入', en: 'Income' }, pattern: /收入[:：]\s*(?<count>\d+)\s*笔\s*(?<sum>[\d.,]+)元/, of: (row) => row('direction') === '收入' },
    { label: { zh: '支出', en: 'Spending' }, pattern: /支出[:：]\s*(?<count>\d+)\s*笔\s*(?<sum>[\d.,]+)元/, of: (row) => row('direction') === '支出' },
    { label: { zh: '中性交易', en: 'Neutral' }, pattern: /中性交易[:：]\s*(?<count>\d+)\s*笔\s*(?<sum>[\d.,]+)元/, of: (row) => !/^(?:收入|支出)$/.test(row('direction')) },
  ],
};

/** A merchant's bill: what comes in is income, and a refund gives the payer's money back. */
function trade(row: Row): Meaning {
  const refunding = row('status') === 'REFUND';
  if (!refunding) return { direction: 'in', type: 'income', status: row('status') === 'SUCCESS' ? 'posted' : row('status') === 'REVOKED' ? 'reversed' : 'pending' };
  return { direction: 'out', type: 'refund', status: /^(?:SUCCESS)?$/.test(row('refundStatus')) ? 'posted' : 'pending', id: row('related'), related: row('id'), amount: row('refund') };
}

/** 交易账单, in the form with 27 columns and the older one with 24. */
export const wechatTradeBill: TableProfile = {
  id: 'wechat-tradebill',
  title: { zh: '微信支付交易账单(商户)', en: 'WeChat Pay merchant trade bill' },
  signature: ['交易时间', '公众账号ID', '商户号', '微信订单号', '商户订单号', '交易状态'],
  columns: {
    id: ['微信订单号'], date: ['交易时间'], account: ['商户号'], orderNo: ['商户订单号'], payer: ['用户标识'], type: ['交易类型'], status: ['交易状态'],
    currency: ['货币种类'], amount: ['订单金额', '总金额', '应结订单金额'], related: ['微信退款单号'], refund: ['申请退款金额', '退款金额'], refundStatus: ['退款状态'],
    merchant: ['商品名称'], fee: ['手续费'], description: ['商户数据包'],
  },
  money: 'word', channel: 'wechatpay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  meaning: trade,
  totals: {
    first: '总交易单数',
    columns: {
      总交易单数: '#', 应结订单总金额: '应结订单金额', 退款总金额: '退款金额', 充值券退款总金额: '充值券退款金额', 手续费总金额: '手续费',
      订单总金额: '订单金额', 申请退款总金额: '申请退款金额', 总交易额: '总金额', 总退款金额: '退款金额', 总代金券或立减优惠退款金额: '代金券或立减优惠退款金额',
    },
  },
};

function fund(row: Row): Meaning {
  const kind = `${row('type')} ${row('description')}`;
  const direction = row('direction') === '收入' ? 'in' : 'out';
  if (/手续费/.test(kind)) return { type: direction === 'in' ? 'refund' : 'fee' };
  if (/退款/.test(kind)) return { type: 'refund' };
  return { type: /提现|充值|转账|付款|红包/.test(kind) || direction === 'out' ? 'transfer' : 'income' };
}

/** 资金账单: every movement of a merchant's balance, with the balance after it. 业务凭证号 carries our own payout number. */
export const wechatFundFlow: TableProfile = {
  id: 'wechat-fundflow',
  title: { zh: '微信支付资金账单(商户)', en: 'WeChat Pay merchant fund flow' },
  signature: ['记账时间', '微信支付业务单号', '资金流水单号', '收支类型', '收支金额(元)'],
  columns: {
    id: ['资金流水单号'], date: ['记账时间'], orderNo: ['微信支付业务单号'], merchant: ['业务名称'], type: ['业务类型'], direction: ['收支类型'],
    amount: ['收支金额(元)'], balance: ['账户结余(元)'], description: ['备注'], endToEndId: ['业务凭证号'],
  },
  money: 'word', channel: 'wechatpay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  meaning: fund,
  totals: {
    first: '资金流水总笔数',
    columns: {
      资金流水总笔数: '#', 收入笔数: '收支类型=收入:#', 收入金额: '收支类型=收入:收支金额(元)', 支出笔数: '收支类型=支出:#', 支出金额: '收支类型=支出:收支金额(元)',
    },
  },
};
