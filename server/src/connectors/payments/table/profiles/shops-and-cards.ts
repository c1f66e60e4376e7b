import type { Meaning, Row, TableProfile } from '../profile.ts';

function shop(row: Row): Meaning {
  const state = row('status');
  const status = /关闭|失败|取消/.test(state) ? 'reversed' : /成功|完成|^$/.test(state) ? 'posted' : 'pending';
  const givesBack = /退款/.test(row('type'));
  if (givesBack || row('direction') === '收入') return { direction: 'in', status, type: givesBack ? 'refund' : 'income' };
  return { direction: 'out', status, type: /还款|转账|充值|提现|理财|小金库/.test(`${row('type')} ${row('description')}`) ? 'transfer' : 'purchase' };
}

const base = { money: 'word', channel: 'other', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.', meaning: shop } as const;

export const jd: TableProfile = {
  ...base,
  id: 'jd-bill',
  title: { zh: '京东交易流水', en: 'JD bill' },
  signature: ['交易时间', '商户名称', '交易说明', '金额', '收/支', '交易订单号'],
  columns: {
    id: ['交易订单号'], date: ['交易时间'], merchant: ['商户名称'], description: ['交易说明'], amount: ['金额'], status: ['交易状态'], direction: ['收/支'],
    type: ['交易分类'], orderNo: ['商家订单号'],
  },
  account: /京东账号名[:：]\s*([^\s,]+)/,
};

export const meituan: TableProfile = {
  ...base,
  id: 'meituan-bill',
  title: { zh: '美团账单', en: 'Meituan bill' },
  signature: ['交易成功时间', '交易类型', '订单标题', '收/支', '实付金额', '交易单号'],
  columns: {
    id: ['交易单号'], date: ['交易成功时间'], bookedOn: ['交易创建时间'], type: ['交易类型'], merchant: ['订单标题'], description: ['备注'], direction: ['收/支'],
    amount: ['实付金额'], orderNo: ['商家单号'],
  },
  account: /美团(?:用户名|账号)[:：]\s*\[?([^\]\s,]+)/,
};

export const happay: TableProfile = {
  id: 'happay',
  title: { zh: 'Happay 商务卡', en: 'Happay corporate card' },
  signature: ['account_number', 'transaction_date', 'amount', 'transaction_type', 'currency', 'vendor', 'external_id'],
  columns: {
    id: ['external_id'], date: ['transaction_date'], amount: ['amount'], direction: ['transaction_type'], currency: ['currency'], merchant: ['vendor'], description: ['description'],
    payer: ['account_number'], originalAmount: ['foreign_amount'], originalCurrency: ['foreign_currency'],
  },
  money: 'word', channel: 'corporate_card', companyPaid: true, zone: 'Asia/Kolkata', currency: 'INR', order: 'ymd', decimal: '.',
};
