import { createHash } from 'node:crypto';
import { add, addDays, civilDateIn, money, negate, sum, type CivilDate, type Instant, type Money } from '@roundtrip/kernel';
import type { Chance } from '../../rehearsal/src/chance.ts';
import { accountOf } from '../../rehearsal/src/identities.ts';
import { readOrder, type PaymentOrder, type Transfer } from '../../rehearsal/src/bank/order.ts';
import { makeCamt053, makeCamt054, makePain002, type CamtEntry } from '../../rehearsal/src/makers/statements/index.ts';

const ZONE = 'Asia/Shanghai';
const OPENING = money(100_000_000n, 'CNY');

type Order = { readonly order: PaymentOrder; readonly hash: string; readonly reference: string; state: 'received' | 'answered' | 'executed'; readonly rejected: Set<string> };
export type HttpAnswer = { readonly status: number; readonly body: string };

/** One end-to-end id as the bank has booked it: whose account, and how much is there now. */
export type Booked = { readonly account: string; minor: bigint; outs: number; ins: number };

export type BankParts = { readonly seed: number; readonly chance: Chance; now(): Instant; notify(files: number): void; onPaid(account: string, minor: bigint): void; say(line: string): void };

/** The company's bank: takes an order once, thinks about it, books, gives back, and lays out files, late and twice if it likes. */
export class Bank {
  readonly #parts: BankParts;
  readonly #orders = new Map<string, Order>();
  readonly #entries: CamtEntry[] = [];
  readonly #files: { readonly name: string; readonly content: string }[] = [];
  #held: { readonly name: string; readonly content: string }[] = [];
  readonly booked = new Map<string, Booked>();
  #closing: Money = OPENING;
  #closedUpTo = 0;
  #openDay: CivilDate;
  #serial = 0;
  /** What strangers paid in and the bank took for itself: nothing of ours explains it. */
  strangers = 0n;
  calm = false;

  /** The number of the company's own account. */
  readonly account: string;

  constructor(parts: BankParts) {
    this.#parts = parts;
    this.account = accountOf(`company ${parts.seed}`);
    this.#openDay = civilDateIn(ZONE, parts.now());
  }

  /** The day that the bank books on: never one that it has closed. */
  #today(): CivilDate {
    const day = civilDateIn(ZONE, this.#parts.now());
    return this.#openDay > day ? this.#openDay : day;
  }
  #next(prefix: string): string { this.#serial += 1; return `${prefix}${String(this.#serial).padStart(6, '0')}`; }
  #luck(p: number): boolean { return !this.calm && this.#parts.chance.next() < p; }

  get movement(): bigint { return this.#entries.reduce((total, entry) => total + (entry.direction === 'in' ? entry.amount.minor : -entry.amount.minor), 0n); }
  get idle(): boolean { return [...this.#orders.values()].every((order) => order.state === 'executed') && this.#held.length === 0 && this.#closedUpTo === this.#entries.length; }

  accept(xml: string): HttpAnswer {
    const read = readOrder(xml, { account: this.account, currency: 'CNY' });
    if (!read.ok) return { status: 422, body: JSON.stringify({ reason: read.error.message.en }) };
    const { messageId } = read.value;
    const hash = createHash('sha256').update(xml).digest('hex');
    const known = this.#orders.get(messageId);
    if (known && known.hash !== hash) return { status: 409, body: JSON.stringify({ reason: 'the message id was used for another message' }) };
    const order: Order = known ?? { order: read.value, hash, reference: this.#next('P'), state: 'received', rejected: new Set() };
    this.#orders.set(messageId, order);
    return { status: 202, body: JSON.stringify({ reference: order.reference }) };
  }

  ask(messageId: string): HttpAnswer {
    const known = this.#orders.get(messageId);
    return known ? { status: 200, body: JSON.stringify({ state: known.state, reference: known.reference }) } : { status: 404, body: '{}' };
  }

  files(after: string): HttpAnswer {
    const from = Number(after || '0');
    const files = this.#files.slice(from, from + 3);
    return { status: 200, body: JSON.stringify({ files, cursor: String(from + files.length), more: from + files.length < this.#files.length }) };
  }

  /** The last statement, for whoever wants to carry it by hand. */
  lastFile(): Uint8Array | null {
    const file = this.#files.findLast((one) => one.name.startsWith('camt053'));
    return file ? new TextEncoder().encode(file.content) : null;
  }

  /** What happens at the bank between two looks at it. */
  work(): void {
    for (const file of this.#held) this.#lay(file.name, file.content, true);
    this.#held = [];
    for (const [messageId, order] of this.#orders) {
      if (order.state === 'received') this.#answer(messageId, order);
      else if (order.state === 'answered') this.#execute(messageId, order);
    }
    if (this.#luck(0.12)) this.#giveBack();
    if (this.#luck(0.1)) this.#strange();
    this.#closeDay();
  }

  #answer(messageId: string, order: Order): void {
    order.state = 'answered';
    const payments = transfersOf(order.order).map(({ endToEndId }) => {
      const rejected = this.#luck(0.12);
      if (rejected) order.rejected.add(endToEndId);
      return { endToEndId, status: rejected ? 'RJCT' : 'ACSP', ...(rejected ? { reason: { code: 'AC01', text: 'Incorrect account number' } } : {}) };
    });
    const groupStatus = order.rejected.size === 0 ? 'ACSP' : order.rejected.size === payments.length ? 'RJCT' : 'PART';
    this.#parts.say(`bank answers ${messageId} ${groupStatus}`);
    this.#lay('pain002', decode(makePain002({ messageId: this.#next('S'), createdAt: this.#parts.now(), originalMessageId: messageId, groupStatus, payments })));
  }

  #execute(messageId: string, order: Order): void {
    order.state = 'executed';
    const paid = transfersOf(order.order).filter((transfer) => !order.rejected.has(transfer.endToEndId));
    const asOne = paid.length > 1 && this.#luck(0.4);
    const entries = (asOne ? [paid] : paid.map((transfer) => [transfer])).filter((group) => group.length > 0).map((group): CamtEntry => {
      const reference = this.#next('E');
      return {
        reference, direction: 'out', amount: sum(group.map((one) => one.amount), 'CNY'), bookedOn: this.#today(), batchId: messageId,
        details: group.map((one, i) => ({ reference: `${reference}-${i}`, endToEndId: one.endToEndId, amount: one.amount, counterparty: one.payee, counterpartyAccount: one.account })),
      };
    });
    this.#parts.say(`bank pays ${messageId} ${paid.length}`);
    for (const one of paid) this.#count(one.endToEndId, one.account, one.amount.minor);
    this.#book(entries);
  }

  #count(endToEndId: string, account: string, minor: bigint): void {
    const one = this.booked.get(endToEndId) ?? { account, minor: 0n, outs: 0, ins: 0 };
    one.minor += minor;
    if (minor > 0n) one.outs += 1;
    else one.ins += 1;
    this.booked.set(endToEndId, one);
    this.#parts.onPaid(account, minor);
  }

  /** A movement that a wallet books by itself: the company's account there is told by the same kind of statement. */
  book(endToEndId: string, account: string, minor: bigint, returnReason?: string): void {
    this.#count(endToEndId, account, minor);
    const [direction, amount] = minor > 0n ? (['out', money(minor, 'CNY')] as const) : (['in', money(-minor, 'CNY')] as const);
    const reference = this.#next('E');
    this.#book([{ reference, direction, amount, bookedOn: this.#today(), details: [{ reference, endToEndId, amount, counterparty: '员工', counterpartyAccount: account, ...(returnReason ? { returnReason } : {}) }] }]);
  }

  /** Days or weeks later a payment comes back. */
  #giveBack(): void {
    const [id, one] = [...this.booked].find(([, each]) => each.minor > 0n) ?? [];
    if (!id || !one) return;
    this.#parts.say(`bank gives back ${one.minor}`);
    this.book(id, one.account, -one.minor, 'AC04');
  }

  #strange(): void {
    const minor = BigInt(this.#parts.chance.int(100, 9_999));
    const direction = this.#parts.chance.next() < 0.5 ? 'in' : 'out';
    this.strangers += direction === 'in' ? minor : -minor;
    this.#book([{ reference: this.#next('E'), direction, amount: money(minor, 'CNY'), bookedOn: this.#today(), details: [{ counterparty: direction === 'in' ? '陌生人' : '账户管理费' }] }]);
  }

  #book(entries: readonly CamtEntry[]): void {
    if (entries.length === 0) return;
    this.#entries.push(...entries);
    const id = this.#next('N');
    this.#lay('camt054', decode(makeCamt054({ messageId: id, createdAt: this.#parts.now(), statementId: id, account: this.#account(), entries })));
  }

  #account() { return { number: this.account, currency: 'CNY', owner: '模拟公司' }; }

  #closeDay(): void {
    const entries = this.#entries.slice(this.#closedUpTo);
    const today = civilDateIn(ZONE, this.#parts.now());
    // A day is closed once; what is booked after that stands in the next statement.
    if (entries.length === 0 || today < this.#openDay || this.#luck(0.4)) return;
    const opening = this.#closing;
    const closing = add(opening, sum(entries.map((entry) => (entry.direction === 'in' ? entry.amount : negate(entry.amount))), 'CNY'));
    const id = this.#next('D');
    this.#lay('camt053', decode(makeCamt053({ messageId: id, createdAt: this.#parts.now(), statementId: id, account: this.#account(), entries, from: this.#openDay, to: today, opening, closing })));
    this.#closing = closing;
    this.#closedUpTo = this.#entries.length;
    this.#openDay = addDays(today, 1);
  }

  /** Lays a file out, or keeps it back for a while, or lays it out twice under two names. */
  #lay(kind: string, content: string, now = false): void {
    const name = `${kind}-${this.#next('F')}.xml`;
    if (!now && this.#luck(0.2)) {
      this.#held.push({ name: kind, content });
      this.#parts.say(`bank keeps ${name} back`);
      return;
    }
    this.#files.push({ name, content });
    if (this.#luck(0.1)) this.#files.push({ name: `${kind}-${this.#next('F')}-again.xml`, content });
    this.#parts.notify(this.#files.length);
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const transfersOf = (order: PaymentOrder): readonly Transfer[] => order.instructions.flatMap((instruction) => instruction.transfers);
