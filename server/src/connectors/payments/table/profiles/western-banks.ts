import type { TableProfile } from '../profile.ts';

export const hsbcHkDebit: TableProfile = {
  id: 'hsbc-hk-debit',
  title: { zh: '香港汇丰银行账户', en: 'HSBC Hong Kong account' },
  signature: ['Date', 'Description', 'Billing amount', 'Billing currency', 'Balance', 'Balance currency'],
  columns: { date: ['Date'], merchant: ['Description'], description: ['Description'], amount: ['Billing amount'], currency: ['Billing currency'], balance: ['Balance'] },
  money: 'signed', channel: 'bank', zone: 'Asia/Hong_Kong', currency: 'HKD', order: 'dmy', decimal: '.',
};

export const hsbcHkCredit: TableProfile = {
  id: 'hsbc-hk-credit',
  title: { zh: '香港汇丰银行信用卡', en: 'HSBC Hong Kong credit card' },
  signature: ['Transaction date', 'Post date', 'Description', 'Billing amount', 'Billing currency'],
  columns: {
    date: ['Transaction date'], bookedOn: ['Post date'], merchant: ['Merchant name', 'Description'], description: ['Description'], amount: ['Billing amount'], currency: ['Billing currency'],
    originalAmount: ['Transaction amount', 'Original amount'], originalCurrency: ['Transaction currency', 'Original currency'], city: ['Area / district'], country: ['Country / region'],
  },
  money: 'signed', channel: 'card', zone: 'Asia/Hong_Kong', currency: 'HKD', order: 'dmy', decimal: '.',
};

export const bmoCredit: TableProfile = {
  id: 'bmo-credit',
  title: { zh: 'BMO 信用卡', en: 'BMO credit card' },
  signature: ['Card #', 'Transaction Date', 'Posting Date', 'Transaction Amount', 'Description'],
  columns: { date: ['Transaction Date'], bookedOn: ['Posting Date'], amount: ['Transaction Amount'], merchant: ['Description'], payer: ['Card #'] },
  money: 'charged', channel: 'card', zone: 'America/Toronto', currency: 'CAD', order: 'ymd', decimal: '.',
};

export const bmoDebit: TableProfile = {
  id: 'bmo-debit',
  title: { zh: 'BMO 账户', en: 'BMO account' },
  signature: ['First Bank Card', 'Transaction Type', 'Date Posted', 'Transaction Amount', 'Description'],
  columns: { date: ['Date Posted'], amount: ['Transaction Amount'], type: ['Transaction Type'], merchant: ['Description'], description: ['Description'], payer: ['First Bank Card'] },
  money: 'signed', channel: 'bank', zone: 'America/Toronto', currency: 'CAD', order: 'ymd', decimal: '.',
};

/** TD prints no header: day, text, out, in, balance. */
export const tdDebit: TableProfile = {
  id: 'td-debit',
  title: { zh: 'TD 银行账户', en: 'TD Canada Trust account' },
  signature: [],
  firstRow: [/^\d{2}\/\d{2}\/\d{4}$/, /\S/, /^(?:[\d,]*\.\d{2})?$/, /^(?:[\d,]*\.\d{2})?$/, /^-?[\d,]*\.\d{2}$/],
  columns: { date: ['0'], merchant: ['1'], description: ['1'], debit: ['2'], credit: ['3'], balance: ['4'] },
  money: 'split', channel: 'bank', zone: 'America/Toronto', currency: 'CAD', order: 'mdy', decimal: '.',
};
