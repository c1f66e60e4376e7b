import { isCurrency, negate, type CivilDate, type Finding, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { NO_CURRENCY, amountOf, plainDecimal, requireCurrency } from '../shared/amounts.ts';
import { dayOf, noonOf, shortDay, type Day } from '../shared/dates.ts';
import { Refusal, finding } from '../shared/errors.ts';
import { idFrom, linesOf, present, statementOf } from '../shared/statement.ts';
import { readDetails, type Details, type Field } from './fields.ts';

type Balance = { readonly amount: Money | null; readonly currency: string; readonly on: CivilDate | null };

function balanceIn(fields: readonly Field[], ...tags: readonly string[]): Balance | null {
  const field = tags.map((tag) => fields.find((f) => f.tag === tag)).find((f) => f !== undefined);
  const match = /^(D|C)(\d{6})([A-Z]{3})([\d,.]+)/.exec(field?.text.replace(/\s/g, '') ?? '');
  if (!match) return null;
  const currency = requireCurrency(match[3] ?? '', `:${field?.tag}:`);
  const amount = amountOf(plainDecimal(match[4] ?? '', ',') ?? '', currency, `:${field?.tag}:`);
  return { amount: amount && match[1] === 'D' ? negate(amount) : amount, currency, on: shortDay(match[2] ?? '')?.on ?? null };
}

/** The currency that the balances name; else the one that some banks hang on the account or on the floor limit. */
function currencyOf(fields: readonly Field[], opening: Balance | null, closing: Balance | null): string {
  if (opening || closing) return (opening ?? closing)?.currency ?? NO_CURRENCY;
  const candidates = [/([A-Z]{3})$/.exec(textOf(fields, '25'))?.[1], /^([A-Z]{3})/.exec(textOf(fields, '34F'))?.[1], balanceIn(fields, '64', '65')?.currency];
  return candidates.find((code) => code !== undefined && isCurrency(code)) ?? NO_CURRENCY;
}

const textOf = (fields: readonly Field[], tag: string): string => fields.find((f) => f.tag === tag)?.text.trim() ?? '';

type Context = { readonly account: string; readonly currency: string; readonly fallback: CivilDate | null; readonly findings: Finding[] };

export function readStatement(fields: readonly Field[]): StatementRecord {
  const findings: Finding[] = [];
  const opening = balanceIn(fields, '60F', '60M');
  const closing = balanceIn(fields, '62F', '62M');
  const currency = currencyOf(fields, opening, closing);
  const account = textOf(fields, '25').split('\n')[0]?.replace(/\s/g, '') ?? '';
  const interim = fields.some((f) => f.tag === '34F' || f.tag === '13D') && !opening;
  const context: Context = { account, currency, fallback: closing?.on ?? opening?.on ?? null, findings };
  const entries: PaymentFacts[] = [];
  fields.forEach((field, index) => {
    if (field.tag !== '61') return;
    const next = fields[index + 1];
    const entry = readLine(field.text, readDetails(next?.tag === '86' ? next.text : ''), context, entries.length);
    if (entry) entries.push(entry);
  });
  if (currency === NO_CURRENCY && entries.length > 0) findings.push(finding('error', 'CURRENCY_MISSING', '对账单没有注明币种', 'The statement names no currency'));
  return statementOf({
    format: interim ? 'mt942' : 'mt940', account, currency, entries, findings, lines: linesOf(entries),
    statementId: [textOf(fields, '20'), textOf(fields, '28C') || textOf(fields, '28')].filter(Boolean).join(' '),
    opening: opening?.amount ?? null, closing: closing?.amount ?? null,
    from: opening?.on ?? undefined, to: closing?.on ?? undefined,
    doubted: findings.some((f) => f.severity === 'error'),
  });
}

const LINE = /^(\d{6})(\d{4}| {4})?(R?[CD]|E[CD])([A-Z])?([\d,.]*\d[\d,.]*)([A-Z][A-Z0-9]{3})?([^\n]*)/;

/** One field 61. RC gives back a credit, so money goes out; RD gives back a debit, so it comes in. */
function readLine(text: string, details: Details, context: Context, index: number): PaymentFacts | null {
  const match = LINE.exec(text) ?? LINE.exec(text.replace('\n', ''));
  const amount = match ? amountOf(plainDecimal(match[5] ?? '', ',') ?? '', context.currency, ':61:') : null;
  if (!match || !amount) {
    context.findings.push(finding('error', 'ENTRY_AMOUNT', `第 ${index + 1} 笔 :61: 无法识别`, `Line :61: number ${index + 1} cannot be read`));
    return null;
  }
  const mark = match[3] ?? '';
  const direction = mark === 'C' || mark === 'RD' || mark === 'EC' ? 'in' : 'out';
  const [customer = '', bank = ''] = (match[7] ?? '').trim().split('//');
  const supplement = text.slice(match[0].length).replace(/\s+/g, ' ').trim();
  const day = dayIn(match[1] ?? '', match[2]?.trim() ?? '', context, index);
  const gaveBack = mark.startsWith('R') || match[6] === 'NRTI' || details.returnReason !== undefined;
  const bankReference = bank.split('\n')[0]?.trim() ?? '';
  return {
    externalId: bankReference || idFrom(match[1], mark, amount.minor.toString(), customer, details.text, supplement),
    channel: 'bank',
    type: direction === 'in' ? (gaveBack ? 'refund' : 'income') : /^[NFS](?:CHG|COM|INT)$/.test(match[6] ?? '') ? 'fee' : 'transfer',
    direction,
    status: mark.startsWith('E') ? 'pending' : 'posted',
    paidAt: noonOf(day),
    bookedOn: day,
    amount,
    merchant: details.name || details.text.slice(0, 120) || supplement,
    ...present({
      description: [details.text, supplement].filter(Boolean).join(' ').slice(0, 500),
      orderNo: customer === 'NONREF' ? '' : customer.trim(),
      account: context.account,
      counterpartyAccount: details.account,
      endToEndId: details.endToEndId,
      returnReason: details.returnReason ?? (match[6] === 'NRTI' ? 'NARR' : undefined),
    }),
  };
}

/** The booking day: the four-digit entry date in the value date's year, or the year beside it around New Year. */
function dayIn(valueDate: string, entryDate: string, context: Context, index: number): CivilDate {
  const value = shortDay(valueDate);
  let day: Day | null = value;
  if (value && /^\d{4}$/.test(entryDate)) {
    const [month, dom] = [Number(entryDate.slice(0, 2)), Number(entryDate.slice(2))];
    const valueMonth = Number(value.on.slice(5, 7));
    const shift = month - valueMonth > 6 ? -1 : valueMonth - month > 6 ? 1 : 0;
    day = dayOf(Number(value.on.slice(0, 4)) + shift, month, dom) ?? value;
  }
  if (day?.clamped || value?.clamped) {
    context.findings.push(finding('warning', 'DATE_CLAMPED', `第 ${index + 1} 笔的日期 ${valueDate} 不存在,取当月最后一日`, `Line ${index + 1} is dated ${valueDate}, which does not exist: the month's last day stands for it`));
  }
  if (day) return day.on;
  if (!context.fallback) throw new Refusal('file.bad-date', { zh: '明细日期无法识别', en: 'The date of an entry cannot be read' }, ':61:');
  context.findings.push(finding('warning', 'DATE_MISSING', `第 ${index + 1} 笔的日期 ${valueDate} 无法识别,取余额日期`, `The date of line ${index + 1} cannot be read: the balance's stands for it`));
  return context.fallback;
}
