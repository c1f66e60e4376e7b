import type { TableProfile } from '../profile.ts';

const account = /(?:卡号|账号|帐号)[:：]\s*([\d*]{8,})/;
const base = { zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.', account } as const;

/** 中国工商银行 debit card, 明细查询文件下载. */
export const icbcDebit: TableProfile = {
  ...base,
  id: 'icbc-debit',
  title: { zh: '工商银行借记卡', en: 'ICBC debit card' },
  signature: ['交易日期', '摘要', '记账金额(收入)', '记账金额(支出)', '余额'],
  columns: {
    date: ['交易日期'], bookedOn: ['记账日期'], type: ['摘要'], merchant: ['交易场所', '对方户名'], description: ['交易详情', '对方户名'], country: ['交易国家或地区简称'],
    credit: ['记账金额(收入)'], debit: ['记账金额(支出)'], currency: ['记账币种'],
    originalCredit: ['交易金额(收入)'], originalDebit: ['交易金额(支出)'], originalCurrency: ['交易币种'], balance: ['余额'], counterpartyAccount: ['对方账户', '对方账号'],
  },
  money: 'split', channel: 'bank',
};

/** 中国工商银行 credit card: the same columns, told by the booking day's own. */
export const icbcCredit: TableProfile = {
  ...icbcDebit,
  id: 'icbc-credit',
  title: { zh: '工商银行信用卡', en: 'ICBC credit card' },
  signature: ['交易日期', '记账日期', '摘要', '交易场所', '记账金额(收入)', '记账金额(支出)', '余额'],
  channel: 'card',
};

/** The mobile bank's history, one signed column. */
export const icbcHistory: TableProfile = {
  ...base,
  id: 'icbc-history',
  title: { zh: '工商银行历史明细', en: 'ICBC account history' },
  signature: ['交易日期', '币种', '摘要', '收入/支出金额', '余额'],
  columns: {
    date: ['交易日期'], account: ['账号'], currency: ['币种'], type: ['摘要'], amount: ['收入/支出金额'], balance: ['余额'],
    merchant: ['对方户名'], counterpartyAccount: ['对方账号', '对方帐号'], description: ['渠道'],
  },
  money: 'signed', channel: 'bank',
};
