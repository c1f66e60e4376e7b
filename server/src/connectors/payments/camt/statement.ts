import { negate, type Finding, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { NO_CURRENCY, amountOf, plainDecimal } from '../shared/amounts.ts';
import { isoMoment } from '../shared/dates.ts';
import { finding } from '../shared/errors.ts';
import { statementOf, type BookedLine } from '../shared/statement.ts';
import { all, at, textAt, type Element } from '../shared/xml.ts';
import { readEntry, type EntryContext } from './entry.ts';

/** The amount of a `Bal`, signed by its indicator. */
function balanceOf(balance: Element): Money | null {
  const currency = at(balance, 'Amt')?.attributes['Ccy'] ?? '';
  const amount = amountOf(plainDecimal(textAt(balance, 'Amt'), '.') ?? '', currency, 'Bal/Amt');
  return amount && textAt(balance, 'CdtDbtInd') === 'DBIT' ? negate(amount) : amount;
}

/** The first balance of one of the codes: OPBD is this statement's opening, PRCD the closing of the one before, which is the same money. */
function findBalance(statement: Element, codes: readonly string[], findings: Finding[]): Money | null {
  for (const code of codes) {
    const balance = all(statement, 'Bal').find((bal) => textAt(bal, 'Tp', 'CdOrPrtry', 'Cd') === code);
    if (!balance) continue;
    const amount = balanceOf(balance);
    if (!amount) findings.push(finding('error', 'BALANCE_AMOUNT', `余额 ${code} 金额无法识别`, `The amount of balance ${code} cannot be read`));
    return amount;
  }
  return null;
}

function accountOf(statement: Element): string {
  const id = at(statement, 'Acct', 'Id');
  return textAt(id, 'IBAN') || textAt(id, 'Othr', 'Id') || textAt(id, 'PrtryAcct', 'Id') || textAt(id, 'BBAN');
}

/** A statement whose entries are still coming in: its head stands before them in the file. */
export type OpenStatement = { readonly context: EntryContext; readonly entries: PaymentFacts[]; readonly lines: BookedLine[]; count: number };

export function openStatement(statement: Element, firstEntry?: Element): OpenStatement {
  const period = at(statement, 'FrToDt');
  const currency = textAt(statement, 'Acct', 'Ccy') || at(statement, 'Bal', 'Amt')?.attributes['Ccy'] || at(firstEntry, 'Amt')?.attributes['Ccy'] || NO_CURRENCY;
  return {
    context: {
      account: accountOf(statement), currency, findings: [], holder: textAt(statement, 'Acct', 'Ownr', 'Nm'),
      made: isoMoment(textAt(statement, 'CreDtTm')) ?? isoMoment(textAt(period, 'ToDtTm') || textAt(period, 'ToDt')),
    },
    entries: [], lines: [], count: 0,
  };
}

export function addEntry(open: OpenStatement, element: Element): void {
  const read = readEntry(element, open.count, open.context);
  open.count += 1;
  if (!read) return;
  open.lines.push(read.line);
  for (const payment of read.payments) open.entries.push(payment);
}

export function closeStatement(statement: Element, { context, entries, lines }: OpenStatement, format: string): StatementRecord {
  const { findings, account, holder } = context;
  const opening = findBalance(statement, ['OPBD', 'PRCD'], findings);
  const closing = findBalance(statement, ['CLBD'], findings);
  const period = at(statement, 'FrToDt');
  return statementOf({
    format, account, holder, opening, closing, entries, lines, findings,
    currency: textAt(statement, 'Acct', 'Ccy') || opening?.currency || closing?.currency || context.currency,
    statementId: textAt(statement, 'Id'),
    from: isoMoment(textAt(period, 'FrDtTm') || textAt(period, 'FrDt'))?.on,
    to: isoMoment(textAt(period, 'ToDtTm') || textAt(period, 'ToDt'))?.on,
    doubted: findings.some((f) => f.severity === 'error'),
  });
}
