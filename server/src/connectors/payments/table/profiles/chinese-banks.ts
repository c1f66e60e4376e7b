import type { TableProfile } from '../profile.ts';

const base = { zone: 'Asia/Shanghai', currency: 'CNY', order: 'ymd', decimal: '.' } as const;

export const bocDebit: TableProfile = {
  ...base,
  id: 'boc-debit',
  title: { zh: '中国银行借记卡', en: 'Bank of China debit card' },
  signature: ['记账日期', '记账时间', '币别', '金额', '余额', '交易名称'],
  columns: {
    date: ['记账日期'], time: ['记账时间'], currency: ['币别'], amount: ['金额'], balance: ['余额'], type: ['交易名称'], merchant: ['对方账户名'],
    description: ['附言'], counterpartyAccount: ['对方卡号/账号'], payer: ['借记卡号'],
  },
  money: 'signed', channel: 'bank', account: /(?:卡号|账号)[:：]\s*([\d*]{8,})/,
};

export const bocCredit: TableProfile = {
  ...base,
  id: 'boc-credit',
  title: { zh: '中国银行信用卡', en: 'Bank of China credit card' },
  signature: ['交易日', '银行记账日', '卡号后四位', '交易描述', '存入', '支出'],
  columns: { date: ['交易日'], bookedOn: ['银行记账日'], payer: ['卡号后四位'], merchant: ['交易描述'], credit: ['存入'], debit: ['支出'] },
  money: 'split', channel: 'card',
};

export const abcDebit: TableProfile = {
  ...base,
  id: 'abc-debit',
  title: { zh: '农业银行借记卡', en: 'Agricultural Bank of China debit card' },
  signature: ['交易日期', '交易时间', '交易金额', '本次余额', '对手信息'],
  columns: {
    date: ['交易日期'], time: ['交易时间'], amount: ['交易金额'], balance: ['本次余额'], merchant: ['对手信息'], type: ['交易摘要'], description: ['交易附言', '交易渠道'], orderNo: ['日志号'],
  },
  money: 'signed', channel: 'bank', account: /(?:卡号|账户|账号)[:：]\s*([\d*]{8,})/,
};

export const bocomDebit: TableProfile = {
  ...base,
  id: 'bocom-debit',
  title: { zh: '交通银行借记卡', en: 'Bank of Communications debit card' },
  signature: ['交易日期', '交易时间', '交易类型', '借贷', '交易金额', '余额'],
  columns: {
    date: ['交易日期'], time: ['交易时间'], type: ['交易类型'], direction: ['借贷'], amount: ['交易金额'], balance: ['余额'],
    merchant: ['对方户名', '交易地点'], counterpartyAccount: ['对方账号'], description: ['摘要'],
  },
  money: 'word', channel: 'bank', account: /(?:卡号|账号)[:：]\s*([\d*]{8,})/,
};

/** Amounts stand in one cell with their currency: `CNY 123.18`. */
export const bocomCredit: TableProfile = {
  ...base,
  id: 'bocom-credit',
  title: { zh: '交通银行信用卡', en: 'Bank of Communications credit card' },
  signature: ['交易日期', '记账日期', '交易说明'],
  columns: {
    date: ['交易日期'], bookedOn: ['记账日期'], merchant: ['交易说明'], payer: ['卡末四位', '卡号末四位'],
    amount: ['清算币种/金额', '入账币种/金额', '清算币种金额', '入账币种金额', '入账金额'], originalAmount: ['交易币种/金额', '交易币种金额', '交易金额'],
  },
  money: 'charged', channel: 'card',
};

export const ccbDebit: TableProfile = {
  ...base,
  id: 'ccb-debit',
  title: { zh: '建设银行活期账户', en: 'China Construction Bank account' },
  signature: ['摘要', '币别', '交易日期', '交易金额', '账户余额'],
  columns: {
    date: ['交易日期'], currency: ['币别'], amount: ['交易金额'], balance: ['账户余额'], type: ['摘要'], description: ['交易地点/附言'],
    merchant: ['对方账号与户名', '交易地点/附言'],
  },
  money: 'signed', channel: 'bank', account: /(?:卡号\/账号|账号|卡号|账\s*户)[:：]\s*([\d*]{8,})/,
};

/** Amounts stand in one cell with their currency. */
export const ccbCredit: TableProfile = {
  ...base,
  id: 'ccb-credit',
  title: { zh: '建设银行信用卡', en: 'China Construction Bank credit card' },
  signature: ['交易日', '银行记账日', '卡号后四位', '交易描述', '结算币/金额'],
  columns: { date: ['交易日'], bookedOn: ['银行记账日'], payer: ['卡号后四位'], merchant: ['交易描述'], amount: ['结算币/金额'], originalAmount: ['交易币/金额'] },
  money: 'charged', channel: 'card',
};

/** The web bank's spreadsheet: income and spending apart. */
export const ccbDebitWeb: TableProfile = {
  ...base,
  id: 'ccb-debit-web',
  title: { zh: '建设银行账户明细', en: 'China Construction Bank account details' },
  signature: ['交易日期', '支出', '收入', '账户余额', '币种', '摘要'],
  columns: {
    date: ['交易日期'], time: ['交易时间'], bookedOn: ['记账日'], debit: ['支出'], credit: ['收入'], balance: ['账户余额'], currency: ['币种'], type: ['摘要'],
    counterpartyAccount: ['对方账号'], merchant: ['对方户名'], description: ['交易地点'],
  },
  money: 'split', channel: 'bank', account: /(?:账号|卡号|账\s*户)[:：]\s*([\d*]{8,})/,
};

export const citicCredit: TableProfile = {
  ...base,
  id: 'citic-credit',
  title: { zh: '中信银行信用卡', en: 'China CITIC Bank credit card' },
  signature: ['交易日期', '入账日期', '交易描述', '卡末四位'],
  columns: {
    date: ['交易日期'], bookedOn: ['入账日期'], merchant: ['交易描述'], payer: ['卡末四位'], currency: ['结算币种', '入账币种'],
    amount: ['结算金额', '入账金额', '交易金额'], originalAmount: ['交易金额'], originalCurrency: ['交易币种'],
  },
  money: 'charged', channel: 'card',
};

export const spdbDebit: TableProfile = {
  ...base,
  id: 'spdb-debit',
  title: { zh: '浦发银行借记卡', en: 'SPD Bank debit card' },
  signature: ['交易日期', '交易类型', '存入金额', '取出金额', '余额'],
  columns: {
    date: ['交易日期'], time: ['交易时间'], type: ['交易类型', '交易摘要'], credit: ['存入金额'], debit: ['取出金额'], balance: ['余额'],
    merchant: ['交易对手名称', '对方户名'], counterpartyAccount: ['交易对手账号', '对方账号'], description: ['附言', '备注'],
  },
  money: 'split', channel: 'bank', account: /账号\s*[:：]?\s*([\d*]{8,})/,
};

export const cgbCredit: TableProfile = {
  ...base,
  id: 'cgb-credit',
  title: { zh: '广发银行信用卡', en: 'China Guangfa Bank credit card' },
  signature: ['交易日期', '入账日期', '交易摘要', '入账金额'],
  columns: {
    date: ['交易日期', '交易日'], bookedOn: ['入账日期', '入账日'], merchant: ['交易摘要'], amount: ['入账金额'], currency: ['入账货币', '入账币种'],
    originalAmount: ['交易金额'], originalCurrency: ['交易货币', '交易币种'],
  },
  money: 'charged', channel: 'card',
};

/** The same bank with shorter names. */
export const cgbCreditShort: TableProfile = { ...cgbCredit, id: 'cgb-credit-short', signature: ['交易日', '入账日', '交易摘要', '入账金额'] };
