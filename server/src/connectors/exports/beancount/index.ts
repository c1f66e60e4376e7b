import { formatAmount } from '@roundtrip/kernel';
import type { BookExporter, ExportEntry } from '#spi';

/** Where an account stands among beancount's five roots. What is neither owned nor owed for long is cleared through assets. */
const ROOTS: Readonly<Record<string, string>> = {
  bank: 'Assets', receivable: 'Assets', payable: 'Liabilities', 'card-liability': 'Liabilities', expense: 'Expenses', rounding: 'Expenses',
};

/** Letters and digits stay; anything else becomes its code point, so that two accounts never become one. */
function component(text: string): string {
  const safe = [...text].map((c) => (/[A-Za-z0-9]/.test(c) ? c : c === '-' ? '-' : `-u${c.codePointAt(0)?.toString(16) ?? ''}-`)).join('');
  const first = safe.charAt(0).toUpperCase();
  return /[A-Z0-9]/.test(first) ? first + safe.slice(1) : `X${safe}`;
}

function accountName(account: string): string {
  const [kind = '', ...rest] = account.split(':');
  return [ROOTS[kind] ?? 'Assets:Clearing', component(kind), ...(rest.length > 0 ? [component(rest.join(':'))] : [])].join(':');
}

const quoted = (text: string): string => `"${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[\\"]/g, '\\$&')}"`;

function transaction(entry: ExportEntry): string {
  return [
    `${entry.on} * ${quoted(entry.text)}`, `  voucher: ${quoted(entry.voucher)}`, `  entry: ${quoted(entry.id)}`,
    ...entry.postings.map((one) => `  ${accountName(one.account)}  ${formatAmount(one)} ${one.currency}`),
  ].join('\n');
}

/** A beancount file that opens every account on the first day it is used and keeps our own code beside it. */
export const beancount: BookExporter = {
  id: 'beancount',
  title: { zh: 'beancount 账本', en: 'beancount ledger' },
  extension: 'beancount',
  takes: 'entries', system: 'beancount',
  render(company, entries) {
    const codes = [...new Set(entries.flatMap((entry) => entry.postings.map((one) => one.account)))].sort();
    const firstDay = entries.map((entry) => entry.on).sort()[0] ?? '';
    const opened = codes.map((code) => `${firstDay} open ${accountName(code)}\n  code: ${quoted(code)}`);
    return new TextEncoder().encode(`${[`option "title" ${quoted(company)}`, ...opened, ...entries.map(transaction)].join('\n\n')}\n`);
  },
};
