import { createHash } from 'node:crypto';
import { add, civilDateIn, err, money, negate, ok, sum, type Bilingual, type CivilDate, type Result } from '@roundtrip/kernel';
import type { Clock } from '../clock.ts';
import type { RehearsalOptions } from '../config.ts';
import type { Faults } from '../faults.ts';
import type { Say } from '../log.ts';
import { makeCamt053, makeCamt054, makePain002, type CamtAccount, type CamtEntry } from '../makers/index.ts';
import type { Outbox } from '../wire/outbox.ts';
import { openBooks, openingOf, transfersOf, type BankFile, type Books } from './books.ts';
import { entriesOf, judgeTransfers, returnEntries } from './booking.ts';
import { readOrder, type OrderError } from './order.ts';

/** Simulated seconds until the bank says what it thinks of an order, until it executes it, until a payment comes back. */
const ANSWER_SECONDS = 600;
const EXECUTE_SECONDS = 1_800;
const RETURN_SECONDS = 21_600;
const OPENING_MINOR = 500_000_000n;
const CURRENCY = 'CNY';
const RETURN_CODE = 'AC04';

export type AcceptError = OrderError | { readonly kind: 'order.id-reused'; readonly message: Bilingual };

export type Bank = {
  /** Takes an order for good, or says why not. The same message again gets the same answer, another under its id is refused. */
  accept(xml: string): Result<{ readonly reference: string }, AcceptError>;
  readonly books: Books;
  /** The day that the bank books on: never one that it has closed. */
  today(): CivilDate;
  /** Gives back what is planned to come back, without waiting for its hour. */
  returnDue(): void;
  /** Closes every day before today and lays out its statement. */
  closeDays(): void;
};

export type BankParts = { readonly path: string; readonly options: RehearsalOptions; readonly clock: Clock; readonly faults: Faults; readonly say: Say; readonly outbox: Outbox };

/** The company's bank. Everything it does is one line in its journal, so a restart goes on where it was. */
export function openBank(parts: BankParts): Bank {
  const bank = new CompanyBank(parts);
  bank.goOn();
  return bank;
}

class CompanyBank implements Bank {
  readonly books: Books;
  readonly #parts: BankParts;
  readonly #account: CamtAccount;

  constructor(parts: BankParts) {
    this.#parts = parts;
    this.books = openBooks(parts.path);
    this.#account = { number: parts.options.company.bankAccount, currency: CURRENCY, owner: parts.options.company.name };
    if (!this.books.opened()) this.books.add({ kind: 'opened', day: this.#calendarDay(), balance: money(OPENING_MINOR, CURRENCY) });
  }

  #calendarDay(): CivilDate {
    return civilDateIn(this.#parts.options.zone, this.#parts.clock.now());
  }

  today(): CivilDate {
    const [day, open] = [this.#calendarDay(), this.books.openDay()];
    return open && open > day ? open : day;
  }

  /** Takes up what was under way when the process ended. */
  goOn(): void {
    const { clock } = this.#parts;
    for (const [messageId, record] of this.books.orders) {
      if (record.state === 'received') clock.after(ANSWER_SECONDS, () => this.#answer(messageId));
      if (record.state === 'answered') clock.after(EXECUTE_SECONDS - ANSWER_SECONDS, () => this.#execute(messageId));
      if (record.plannedReturn) clock.after(RETURN_SECONDS, () => this.#giveBack(messageId));
    }
    // A notice that was not put before a crash is put now; the outbox knows those that were.
    if (this.books.files.length > 0) this.#notify();
    this.closeDays();
  }

  accept(xml: string): Result<{ readonly reference: string }, AcceptError> {
    const read = readOrder(xml, { account: this.#account.number, currency: CURRENCY });
    if (!read.ok) return read;
    const order = read.value;
    const hash = createHash('sha256').update(xml).digest('hex');
    const known = this.books.orders.get(order.messageId);
    if (known && known.hash !== hash) return err({ kind: 'order.id-reused', message: { zh: '报文标识已用于其他报文', en: 'The message id was used for another message' } });
    if (known) return ok({ reference: known.reference });
    this.closeDays();
    const reference = `P${this.today().replaceAll('-', '')}${String(this.books.orders.size + 1).padStart(5, '0')}`;
    this.books.add({ kind: 'accepted', order, hash, reference, receivedAt: this.#parts.clock.now() });
    const count = transfersOf(order).length;
    this.#say(`收到付款指令 ${order.messageId}（${count} 笔）`, `Got order ${order.messageId} (${count} payments)`);
    this.#parts.clock.after(ANSWER_SECONDS, () => this.#answer(order.messageId));
    return ok({ reference });
  }

  returnDue(): void {
    for (const [messageId, record] of this.books.orders) if (record.plannedReturn) this.#giveBack(messageId);
  }

  /** Lays out the statement of each day that is over; a bank that lags does so with the next one. */
  closeDays(): void {
    const { books } = this;
    if (this.#parts.faults.has('lagged', 'bank')) return;
    for (let day = books.openDay(); day && day < this.#calendarDay(); day = books.openDay()) {
      const entries = books.entries.filter((entry) => entry.bookedOn === day);
      const opening = openingOf(books);
      const closing = add(opening, sum(entries.map((entry) => (entry.direction === 'in' ? entry.amount : negate(entry.amount))), CURRENCY));
      const id = `D${this.#serial()}`;
      const statement = makeCamt053({ messageId: id, createdAt: this.#parts.clock.now(), statementId: id, account: this.#account, entries, from: day, to: day, opening, closing });
      books.add({ kind: 'closed', day, opening, closing, file: this.#file(`camt053-${day}`, statement) });
      this.#say(`${day} 日终，对账单已生成`, `${day} is closed, its statement is laid out`);
      this.#notify();
    }
  }

  #answer(messageId: string): void {
    const record = this.books.orders.get(messageId);
    if (record?.state !== 'received') return;
    const outcomes = judgeTransfers(this.books, record.order);
    const refused = outcomes.filter((outcome) => outcome.status === 'RJCT').length;
    const groupStatus = refused === 0 ? 'ACSP' : refused === outcomes.length ? 'RJCT' : 'PART';
    const report = makePain002({ messageId: `S${this.#serial()}`, createdAt: this.#parts.clock.now(), originalMessageId: messageId, groupStatus, payments: outcomes });
    this.books.add({ kind: 'answered', messageId, outcomes, file: this.#file(`pain002-${this.today()}`, report) });
    this.#say(`受理付款 ${messageId}：${outcomes.length - refused} 笔通过，${refused} 笔拒绝`, `Order ${messageId}: ${outcomes.length - refused} taken, ${refused} refused`);
    this.#notify();
    this.#parts.clock.after(EXECUTE_SECONDS - ANSWER_SECONDS, () => this.#execute(messageId));
  }

  #execute(messageId: string): void {
    const record = this.books.orders.get(messageId);
    if (record?.state !== 'answered') return;
    const entries = entriesOf(record, { day: this.today(), serial: this.books.entries.length });
    this.books.add({ kind: 'executed', messageId, entries, file: this.#notice(entries) });
    const count = entries.reduce((all, entry) => all + entry.details.length, 0);
    this.#say(`已付款 ${count} 笔（${messageId}）`, `${count} payments made (${messageId})`);
    this.#notify();
    if (!this.#parts.faults.has('return-payment', 'bank')) return;
    this.books.add({ kind: 'return-planned', messageId, code: RETURN_CODE });
    this.#parts.clock.after(RETURN_SECONDS, () => this.#giveBack(messageId));
  }

  #giveBack(messageId: string): void {
    const record = this.books.orders.get(messageId);
    if (!record?.plannedReturn) return;
    const entries = returnEntries(record, record.plannedReturn, { day: this.today(), serial: this.books.entries.length });
    this.books.add({ kind: 'returned', messageId, entries, file: this.#notice(entries) });
    this.#say(`退票 ${entries.length} 笔（${messageId}，${RETURN_CODE}）`, `${entries.length} payments came back (${messageId}, ${RETURN_CODE})`);
    this.#notify();
  }

  #say(zh: string, en: string): void {
    this.#parts.say('银行 Bank', { zh, en });
  }

  #serial(): string {
    return String(this.books.files.length + 1).padStart(6, '0');
  }

  #file(name: string, bytes: Uint8Array): BankFile {
    return { name: `${name}-${this.#serial()}.xml`, content: new TextDecoder().decode(bytes) };
  }

  #notice(entries: readonly CamtEntry[]): BankFile {
    const id = `N${this.#serial()}`;
    return this.#file(`camt054-${this.today()}`, makeCamt054({ messageId: id, createdAt: this.#parts.clock.now(), statementId: id, account: this.#account, entries }));
  }

  #notify(): void {
    const id = `bank-files-${this.books.files.length}`;
    this.#parts.outbox.put({ id, from: 'bank', kind: 'webhook', body: JSON.stringify({ id, waiting: this.books.files.length }) });
  }
}
