import type { TableProfile } from '../profile.ts';

const base = { zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.' } as const;

/** 招商银行 credit card: days without a year, a blank day for repayments, refunds and repayments negative. */
export const cmbCredit: TableProfile = {
  ...base,
  id: 'cmb-credit',
  title: { zh: '招商银行信用卡', en: 'CMB credit card' },
  signature: ['交易日', '记账日', '交易摘要', '人民币金额', '卡号末四位'],
  columns: {
    date: ['交易日'], bookedOn: ['记账日'], merchant: ['交易摘要'], amount: ['人民币金额'], payer: ['卡号末四位'], description: ['交易地金额'],
  },
  money: 'charged', channel: 'card', yearMonth: /(\d{4})年(\d{1,2})月/,
};

/** 招商银行 debit card, 交易流水. */
export const cmbDebit: TableProfile = {
  ...base,
  id: 'cmb-debit',
  title: { zh: '招商银行借记卡交易流水', en: 'CMB debit card flow' },
  signature: ['记账日期', '交易金额', '联机余额', '交易摘要'],
  columns: {
    date: ['记账日期'], currency: ['货币'], amount: ['交易金额'], balance: ['联机余额'], type: ['交易摘要'], merchant: ['对手信息', '客户摘要'], description: ['客户摘要'],
  },
  money: 'signed', channel: 'bank', account: /账号[:：]\s*([\d*]{8,})/, holder: /户\s*名[:：]\s*([^\s,]+)/,
};

/** 招商银行 debit card from the web bank: income and spending apart. */
export const cmbDebitWeb: TableProfile = {
  ...base,
  id: 'cmb-debit-web',
  title: { zh: '招商银行交易记录', en: 'CMB transaction records' },
  signature: ['交易日期', '交易时间', '收入', '支出', '余额', '交易类型', '交易备注'],
  columns: {
    date: ['交易日期'], time: ['交易时间'], credit: ['收入'], debit: ['支出'], balance: ['余额'], type: ['交易类型'], merchant: ['交易备注'], description: ['交易备注'],
  },
  money: 'split', channel: 'bank', account: /账\s*户[:：]\s*\[[^\]\d*]*([\d*]{8,})/,
};
