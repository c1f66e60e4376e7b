import { createHash } from 'node:crypto';
import { add, civilDateIn, err, money, negate, ok, sum, type Bilingual, type CivilDate, type Result } from '@roundtrip/kernel';
import type { Clock } from '../clock.ts';
import type { RehearsalOptions } from '../config.ts';
import type { Faults } from '../faults.ts';
import type { Say } from '../log.ts';
import { makeCamt053, makeCamt054, makePain002 } from '../makers/index.ts';
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
  const { options, clock, faults, say, outbox } = parts;
  const books = openBooks(parts.path);
  const calendarDay = (): CivilDate => civilDateIn(options.zone, clock.now());
  if (!books.opened()) books.add({ kind: 'opened', day: calendarDay(), balance: money(OPENING_MINOR, CURRENCY) });
  const today = (): CivilDate => { const [day, open] = [calendarDay(), books.openDay()]; return open && open > day ? open : day; };
  const account = { number: options.company.bankAccount, currency: CURRENCY, owner: options.company.name };
  const serial = (): string => String(books.files.length + 1).padStart(6, '0');
  const file = (name: string, bytes: Uint8Array): BankFile => ({ name: `${name}-${serial()}.xml`, content: new TextDecoder().decode(bytes) });
  const notify = (): void => {
    const id = `bank-files-${books.files.length}`;
    outbox.put({ id, from: 'bank', kind: 'webhook', body: JSON.stringify({ id, waiting: books.files.length }) });
  };
  const notice = (entries: Parameters<typeof makeCamt054>[0]['entries']): BankFile =>
    file(`camt054-${today()}`, makeCamt054({ messageId: `N${serial()}`, createdAt: clock.now(), statementId: `N${serial()}`, account, entries }));

  function answer(messageId: string): void {
    const record = books.orders.get(messageId);
    if (record?.state !== 'received') return;
    const outcomes = judgeTransfers(books, record.order);
    const refused = outcomes.filter((outcome) => outcome.status === 'RJCT');
    const groupStatus = refused.length === 0 ? 'ACSP' : refused.length === outcomes.length ? 'RJCT' : 'PART';
    const report = makePain002({ messageId: `S${serial()}`, createdAt: clock.now(), originalMessageId: messageId, groupStatus, payments: outcomes });
    books.add({ kind: 'answered', messageId, outcomes, file: file(`pain002-${today()}`, report) });
    say('银行 Bank', { zh: `受理付款 ${messageId}：${outcomes.length - refused.length} 笔通过，${refused.length} 笔拒绝`, en: `Order ${messageId}: ${outcomes.length - refused.length} taken, ${refused.length} refused` });
    notify();
    clock.after(EXECUTE_SECONDS - ANSWER_SECONDS, () => execute(messageId));
  }

  function execute(messageId: string): void {
    const record = books.orders.get(messageId);
    if (record?.state !== 'answered') return;
    const entries = entriesOf(record, { day: today(), serial: books.entries.length });
    books.add({ kind: 'executed', messageId, entries, file: notice(entries) });
    const count = entries.reduce((all, entry) => all + entry.details.length, 0);
    say('银行 Bank', { zh: `已付款 ${count} 笔（${messageId}）`, en: `${count} payments made (${messageId})` });
    notify();
    if (!faults.has('return-payment')) return;
    books.add({ kind: 'return-planned', messageId, code: RETURN_CODE });
    clock.after(RETURN_SECONDS, () => giveBack(messageId));
  }

  function giveBack(messageId: string): void {
    const record = books.orders.get(messageId);
    if (!record?.plannedReturn) return;
    const entries = returnEntries(record, record.plannedReturn, { day: today(), serial: books.entries.length });
    books.add({ kind: 'returned', messageId, entries, file: notice(entries) });
    say('银行 Bank', { zh: `退票 ${entries.length} 笔（${messageId}，${RETURN_CODE}）`, en: `${entries.length} payments came back (${messageId}, ${RETURN_CODE})` });
    notify();
  }

  function closeDays(): void {
    for (let day = books.openDay(); day && day < calendarDay(); day = books.openDay()) {
      const booked = books.entries.filter((entry) => entry.bookedOn === day);
      const opening = openingOf(books);
      const closing = add(opening, sum(booked.map((entry) => (entry.direction === 'in' ? entry.amount : negate(entry.amount))), CURRENCY));
      const statement = makeCamt053({ messageId: `D${serial()}`, createdAt: clock.now(), statementId: `D${day}`, account, entries: booked, from: day, to: day, opening, closing });
      books.add({ kind: 'closed', day, opening, closing, file: file(`camt053-${day}`, statement) });
      say('银行 Bank', { zh: `${day} 日终，对账单已生成`, en: `${day} is closed, its statement is laid out` });
      notify();
    }
  }

  for (const [messageId, record] of books.orders) {
    if (record.state === 'received') clock.after(ANSWER_SECONDS, () => answer(messageId));
    if (record.state === 'answered') clock.after(EXECUTE_SECONDS - ANSWER_SECONDS, () => execute(messageId));
    if (record.plannedReturn) clock.after(RETURN_SECONDS, () => giveBack(messageId));
  }
  // A notice that was not put before a crash is put now; the outbox knows those that were.
  if (books.files.length > 0) notify();

  return {
    books, today, closeDays,
    returnDue() { for (const [messageId, record] of books.orders) if (record.plannedReturn) giveBack(messageId); },
    accept(xml) {
      const read = readOrder(xml, { account: options.company.bankAccount, currency: CURRENCY });
      if (!read.ok) return read;
      const order = read.value;
      const hash = createHash('sha256').update(xml).digest('hex');
      const known = books.orders.get(order.messageId);
      if (known && known.hash !== hash) return err({ kind: 'order.id-reused', message: { zh: '报文标识已用于其他报文', en: 'The message id was used for another message' } });
      if (known) return ok({ reference: known.reference });
      closeDays();
      const reference = `P${today().replaceAll('-', '')}${String(books.orders.size + 1).padStart(5, '0')}`;
      books.add({ kind: 'accepted', order, hash, reference, receivedAt: clock.now() });
      say('银行 Bank', { zh: `收到付款指令 ${order.messageId}（${transfersOf(order).length} 笔）`, en: `Got order ${order.messageId} (${transfersOf(order).length} payments)` });
      clock.after(ANSWER_SECONDS, () => answer(order.messageId));
      return ok({ reference });
    },
  };
}
