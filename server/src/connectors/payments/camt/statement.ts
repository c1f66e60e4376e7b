import { negate, type Money } from '@roundtrip/kernel';
import { NO_CURRENCY, amountOf, plainDecimal } from '../shared/amounts.ts';
import { isoMoment } from '../shared/dates.ts';
import { finding } from '../shared/errors.ts';
import { IdCounter } from '../shared/id-counter.ts';
import { OpenStatement, type PartSink, type StatementDraft } from '../shared/statement.ts';
import { all, at, textAt, type Element } from '../shared/xml.ts';
import { readEntry, type EntryContext } from './entry.ts';

/** The amount of a `Bal`, signed by its indicator. */
function balanceOf(balance: Element): Money | null {
  const currency = at(balance, 'Amt')?.attributes['Ccy'] ?? '';
  const amount = amountOf(plainDecimal(textAt(balance, 'Amt'), '.') ?? '', currency, 'Bal/Amt');
  return amount && textAt(balance, 'CdtDbtInd') === 'DBIT' ? negate(amount) : amount;
}

/** The first balance of one of the codes: OPBD is this statement's opening, PRCD the closing of the one before, which is the same money. */
function findBalance(statement: Element, codes: readonly string[], open: OpenStatement): Money | null {
  for (const code of codes) {
    const balance = all(statement, 'Bal').find((bal) => textAt(bal, 'Tp', 'CdOrPrtry', 'Cd') === code);
    if (!balance) continue;
    const amount = balanceOf(balance);
    if (!amount) open.find(finding('error', 'BALANCE_AMOUNT', `余额 ${code} 金额无法识别`, `The amount of balance ${code} cannot be read`));
    return amount;
  }
  return null;
}

function accountOf(statement: Element): string {
  const id = at(statement, 'Acct', 'Id');
  return textAt(id, 'IBAN') || textAt(id, 'Othr', 'Id') || textAt(id, 'PrtryAcct', 'Id') || textAt(id, 'BBAN');
}

/** A statement whose entries are still coming in: its head stands before them in the file. */
export class CamtStatement {
  readonly #open: OpenStatement;
  #context: EntryContext | null = null;
  #draft: Omit<StatementDraft, 'format'> | null = null;
  #count = 0;

  constructor(sink: PartSink, number: number) {
    this.#open = new OpenStatement(sink, number);
  }

  entry(element: Element, statement: Element): void {
    this.#context ??= contextOf(statement, this.#open, element);
    readEntry(element, this.#count, this.#context);
    this.#count += 1;
  }

  /** The statement's element when all of it has been read, without its entries. */
  head(statement: Element): void {
    const { account, holder, currency } = this.#context ?? contextOf(statement, this.#open, undefined);
    const opening = findBalance(statement, ['OPBD', 'PRCD'], this.#open);
    const closing = findBalance(statement, ['CLBD'], this.#open);
    const period = at(statement, 'FrToDt');
    this.#draft = {
      account, holder, opening, closing,
      currency: textAt(statement, 'Acct', 'Ccy') || opening?.currency || closing?.currency || currency,
      statementId: textAt(statement, 'Id'),
      from: isoMoment(textAt(period, 'FrDtTm') || textAt(period, 'FrDt'))?.on,
      to: isoMoment(textAt(period, 'ToDtTm') || textAt(period, 'ToDt'))?.on,
    };
  }

  close(format: string): void {
    if (this.#draft) this.#open.close({ format, ...this.#draft });
  }
}

function contextOf(statement: Element, open: OpenStatement, firstEntry: Element | undefined): EntryContext {
  const period = at(statement, 'FrToDt');
  return {
    account: accountOf(statement), holder: textAt(statement, 'Acct', 'Ownr', 'Nm'), statement: open, entries: new IdCounter(),
    currency: textAt(statement, 'Acct', 'Ccy') || at(statement, 'Bal', 'Amt')?.attributes['Ccy'] || at(firstEntry, 'Amt')?.attributes['Ccy'] || NO_CURRENCY,
    made: isoMoment(textAt(statement, 'CreDtTm')) ?? isoMoment(textAt(period, 'ToDtTm') || textAt(period, 'ToDt')),
  };
}
