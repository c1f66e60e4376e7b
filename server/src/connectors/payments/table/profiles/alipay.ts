import type { Meaning, Row, TableProfile } from '../profile.ts';

const POSTED = /成功|等待确认收货|等待对方发货|已收入|已支出|完成|已退款|交易结束/;
const UNDONE = /关闭|失败|撤销|取消/;

function personal(row: Row): Meaning {
  const words = `${row('type')} ${row('description')}`;
  const state = row('status');
  const status = UNDONE.test(state) ? 'reversed' : POSTED.test(state) ? 'posted' : 'pending';
  const givesBack = /退款/.test(`${words} ${state}`) && row('direction') !== '支出';
  if (row('direction') === '收入' || givesBack) return { direction: 'in', status, type: givesBack ? 'refund' : /转账|红包|转入/.test(words) ? 'transfer' : 'income' };
  if (row('direction') === '支出') return { direction: 'out', status, type: /转账|红包|信用借还|还款|理财/.test(words) ? 'transfer' : /手续费|服务费/.test(words) ? 'fee' : 'purchase' };
  return { direction: /收益|转出到|卖出|赎回|提取|充值/.test(words) ? 'in' : 'out', status, type: /收益/.test(words) ? 'income' : 'transfer' };
}

const counted = (word: string): RegExp => new RegExp(`(?:^|\\s|已)${word}[:：]\\s*(?<count>\\d+)\\s*笔[,，\\s]*(?<sum>[\\d.,]+)\\s*元`, 'm');

/** 支付宝交易明细: what a person exports of their own payments. */
export const alipayBill: TableProfile = {
  id: 'alipay-bill',
  title: { zh: '支付宝交易明细(个人)', en: 'Alipay personal bill' },
  signature: ['交易时间', '交易分类', '交易对方', '商品说明', '收/支', '金额', '交易状态', '交易订单号'],
  columns: {
    id: ['交易订单号'], date: ['交易时间'], type: ['交易分类'], merchant: ['交易对方'], counterpartyAccount: ['对方账号'], description: ['商品说明'],
    direction: ['收/支'], amount: ['金额'], status: ['交易状态'], orderNo: ['商家订单号'],
  },
  money: 'word', channel: 'alipay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  account: /支付宝账[户号][:：]\s*\[?([^\]\s]+)/, holder: /姓名[:：]\s*([^\s]+)/,
  meaning: personal,
  sumsMayDiffer: /明细金额直接累加后.{0,6}可能会和.{0,4}统计金额不一致/,
  declared: [
    { label: { zh: '全部记录', en: 'All records' }, pattern: /共\s*(?<count>\d+)\s*笔记录/, of: () => true },
    { label: { zh: '收入', en: 'Income' }, pattern: counted('收入'), of: (row) => row('direction') === '收入' },
    { label: { zh: '支出', en: 'Spending' }, pattern: counted('支出'), of: (row) => row('direction') === '支出' },
    { label: { zh: '不计收支', en: 'Not counted' }, pattern: counted('不计收支'), of: (row) => row('direction') === '不计收支' },
  ],
};

/** The export of the desktop site before 2021. */
export const alipayBillOld: TableProfile = {
  ...alipayBill,
  id: 'alipay-bill-old',
  signature: ['交易号', '商家订单号', '交易创建时间', '付款时间', '交易对方', '收/支', '交易状态'],
  columns: {
    id: ['交易号'], date: ['付款时间'], bookedOn: ['交易创建时间'], type: ['类型'], merchant: ['交易对方'], description: ['商品名称'], direction: ['收/支'],
    amount: ['金额(元)'], fee: ['服务费(元)'], status: ['交易状态'], orderNo: ['商家订单号'],
  },
  account: /账号[:：]\s*\[?([^\]\s]+)/,
  declared: [{ label: { zh: '全部记录', en: 'All records' }, pattern: /共\s*(?<count>\d+)\s*笔记录/, of: () => true }],
};

function ledgerLine(row: Row): Meaning {
  const kind = `${row('type')} ${row('description')}`;
  const spends = !/^-?0*(?:\.0*)?$/.test(row('debit'));
  if (/收费|服务费|手续费/.test(kind)) return { type: spends ? 'fee' : 'refund' };
  if (/退款/.test(kind)) return { type: 'refund' };
  return { type: spends || /转账|提现|充值/.test(kind) ? 'transfer' : 'income' };
}

/** 账务明细 (signcustomer): every movement of a company's Alipay balance. */
export const alipayLedger: TableProfile = {
  id: 'alipay-signcustomer',
  title: { zh: '支付宝账务明细(企业)', en: 'Alipay account ledger' },
  signature: ['账务流水号', '业务流水号', '商户订单号', '发生时间', '收入金额(+元)', '支出金额(-元)'],
  columns: {
    id: ['账务流水号'], date: ['发生时间'], credit: ['收入金额(+元)'], debit: ['支出金额(-元)'], balance: ['账户余额(元)'], type: ['业务类型'],
    merchant: ['商品名称', '对方账号'], counterpartyAccount: ['对方账号'], description: ['备注'], orderNo: ['商户订单号'], endToEndId: ['商户订单号'],
  },
  money: 'split', channel: 'alipay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  account: /账号[:：]\s*\[([^\]]+)\]/,
  meaning: ledgerLine,
  declared: [
    { label: { zh: '支出合计', en: 'Spending' }, pattern: /支出合计[:：]\s*(?<count>\d+)笔[,，]共(?<sum>-?[\d.,]+)元/, of: (row) => !/^-?0*(?:\.0*)?$/.test(row('debit')) },
    { label: { zh: '收入合计', en: 'Income' }, pattern: /收入合计[:：]\s*(?<count>\d+)笔[,，]共(?<sum>[\d.,]+)元/, of: (row) => !/^-?0*(?:\.0*)?$/.test(row('credit')) },
  ],
};

function business(row: Row): Meaning {
  if (!/退款/.test(row('type'))) return { direction: 'in', type: 'income' };
  return { direction: 'out', type: 'refund', id: [row('id'), row('related')].filter(Boolean).join('/'), related: row('id') };
}

/** 业务明细 (trade): what a company sold and gave back. */
export const alipayTrade: TableProfile = {
  id: 'alipay-trade',
  title: { zh: '支付宝业务明细(企业)', en: 'Alipay trade details' },
  signature: ['支付宝交易号', '商户订单号', '业务类型', '完成时间', '订单金额(元)', '商家实收(元)'],
  columns: {
    id: ['支付宝交易号'], date: ['完成时间'], type: ['业务类型'], merchant: ['商品名称'], amount: ['订单金额(元)'], fee: ['服务费(元)'], orderNo: ['商户订单号'],
    related: ['退款批次号/请求号', '退款批次号'], counterpartyAccount: ['对方账户'], description: ['备注'],
  },
  money: 'word', channel: 'alipay', zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.',
  account: /账号[:：]\s*\[([^\]]+)\]/,
  meaning: business,
};
