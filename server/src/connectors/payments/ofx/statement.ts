import { isCurrency } from '@roundtrip/kernel';
import { NO_CURRENCY, requireCurrency } from '../shared/amounts.ts';
import { maskedCard } from '../shared/card.ts';
import { finding } from '../shared/errors.ts';
import { OpenStatement, type PartSink } from '../shared/statement.ts';
import { at, textAt, within, type Element } from '../shared/xml.ts';
import { exact, momentOf, readTransaction, type TransactionContext } from './transaction.ts';
import { readMarkup } from './markup.ts';

/** One statement. Its head stands before its transactions, its balances after them. */
export class OfxStatement {
  readonly #open: OpenStatement;
  #context: TransactionContext | null = null;
  #frame = '';

  constructor(sink: PartSink, number: number) {
    this.#open = new OpenStatement(sink, number);
  }

  /** The inner elements of a transaction; `head` is the text of the statement so far. */
  take(transaction: Element, head: string): void {
    this.#context ??= contextOf(elementIn(head), this.#open, transaction);
    readTransaction(transaction, this.#context);
  }

  /** The statement's text without its transactions. */
  frame(text: string): void {
    this.#frame = text;
  }

  close({ whole, lost }: { readonly whole: boolean; readonly lost: number }): void {
    const element = elementIn(this.#frame);
    const { account, currency, count } = this.#context ?? contextOf(element, this.#open, undefined);
    if (!whole) this.#open.find(finding('error', 'FILE_CUT', '文件没有结束标记,可能不完整,请重新下载', 'The file has no end: it may be incomplete, download it again'));
    if (lost !== 0) this.#open.find(finding('error', 'ENTRY_LOST', `有 ${lost} 笔交易没有结束或不属于任何账户`, `${lost} transactions have no end or belong to no account`));
    if (currency === NO_CURRENCY && count > 0) this.#open.find(finding('error', 'CURRENCY_MISSING', '对账单没有注明币种', 'The statement names no currency'));
    if (element?.name === 'INVSTMTRS') this.#open.find(finding('info', 'INVESTMENT_CASH_ONLY', '投资账户只读取现金收支', 'Of an investment account only the cash movements are read'));
    const balance = textAt(element, 'LEDGERBAL', 'BALAMT');
    const closing = balance ? exact(balance, currency) : null;
    if (balance && !closing) this.#open.find(finding('warning', 'BALANCE_AMOUNT', '账面余额无法识别', 'The ledger balance cannot be read'));
    this.#open.close({ format: 'ofx', account, currency, opening: null, closing, from: momentOf(textAt(listIn(element), 'DTSTART'))?.on, to: endOf(element)?.on });
  }
}

const elementIn = (frame: string): Element | undefined => readMarkup(frame).children[0];
const listIn = (statement: Element | undefined): Element | undefined => at(statement, 'BANKTRANLIST') ?? at(statement, 'INVTRANLIST');
const endOf = (statement: Element | undefined): ReturnType<typeof momentOf> =>
  momentOf(textAt(listIn(statement), 'DTEND')) ?? momentOf(textAt(statement, 'LEDGERBAL', 'DTASOF')) ?? momentOf(textAt(statement, 'DTASOF'));

/** What holds for every transaction. A file without a currency of its own may name it in the first one. */
function contextOf(statement: Element | undefined, open: OpenStatement, first: Element | undefined): TransactionContext {
  const from = at(statement, 'CCACCTFROM') ?? at(statement, 'BANKACCTFROM') ?? at(statement, 'INVACCTFROM');
  const card = statement?.name === 'CCSTMTRS';
  const own = textAt(statement, 'CURDEF');
  const named = within(first, 'CURSYM').map((symbol) => symbol.text.trim()).find(isCurrency);
  return {
    card, account: card ? maskedCard(textAt(from, 'ACCTID')) : textAt(from, 'ACCTID'), currency: own ? requireCurrency(own, 'CURDEF') : named ?? NO_CURRENCY,
    fallback: endOf(statement), statement: open, count: 0,
  };
}
