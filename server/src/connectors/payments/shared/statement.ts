import { hash } from 'node:crypto';
import { formatAmount, negate, type CivilDate, type Finding, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { StatementPart, StatementRecord, StatementSummary } from '#spi';
import { addDecimals } from './amounts.ts';
import { finding } from './errors.ts';
import { IdCounter } from './id-counter.ts';

/** One line as the source booked it; several payments may hang on it. `pending` lines do not move the booked balance. */
export type BookedLine = {
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly pending?: boolean;
  /** The size as the source wrote it, where it has more digits than the currency and `amount` had to be rounded. */
  readonly decimal?: string;
};

/** What is known of a statement when all of it has been read. */
export type StatementDraft = {
  readonly format: string;
  readonly statementId?: string | undefined;
  readonly account: string;
  readonly holder?: string | undefined;
  readonly currency: string;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly opening: Money | null;
  readonly closing: Money | null;
};

export type PartSink = (part: StatementPart) => void;

const BATCH_ENTRIES = 2000;
const FINDINGS_MAX = 500;

/**
 * A statement while it is read, one for every format: it counts and adds as it goes and hands entries on in batches, so
 * that of a file of any size only the last ones are held; at the end it judges the balance.
 */
export class OpenStatement {
  readonly #sink: PartSink;
  readonly #statement: number;
  /** The last word on a batch before it is handed on. */
  readonly #polish: (batch: readonly PaymentFacts[]) => readonly PaymentFacts[];
  readonly #ids = new IdCounter();
  readonly #sides = { in: new Side(), out: new Side() };
  readonly #booked = new Map<string, bigint>();
  readonly #findings: Finding[] = [];
  #unsaid = 0;
  #doubted = false;
  #batch: PaymentFacts[] = [];
  /** How many payments and lines came so far. */
  payments = 0;

  constructor(sink: PartSink, statement: number, polish: (batch: readonly PaymentFacts[]) => readonly PaymentFacts[] = (batch) => batch) {
    this.#sink = sink;
    this.#statement = statement;
    this.#polish = polish;
  }

  /** A payment that is its own booking: what the account was charged, else the amount. */
  add(payment: PaymentFacts): void {
    this.book({ direction: payment.direction, amount: payment.settled ?? payment.amount, pending: payment.status === 'pending' });
    this.give(payment);
  }

  /** A booked line; its payments are given apart. */
  book(line: BookedLine): void {
    this.#sides[line.direction].add(line);
    if (line.pending) return;
    const { minor, currency } = line.direction === 'in' ? line.amount : negate(line.amount);
    this.#booked.set(currency, (this.#booked.get(currency) ?? 0n) + minor);
  }

  /** Same-day identical entries are legal: the second one with an id gets `#2`, so that no payment swallows another. */
  give(payment: PaymentFacts): void {
    const count = this.#ids.count(payment.externalId);
    this.#batch.push(count === 1 ? payment : { ...payment, externalId: `${payment.externalId}#${count}` });
    this.payments += 1;
    if (this.#batch.length >= BATCH_ENTRIES) this.#flush();
  }

  /** An error means that the statement vouches for nothing. */
  find(...findings: readonly Finding[]): void {
    for (const one of findings) {
      this.#doubted ||= one.severity === 'error';
      if (this.#findings.length < FINDINGS_MAX) this.#findings.push(one);
      else this.#unsaid += 1;
    }
  }

  close(draft: StatementDraft): void {
    this.#flush();
    const balanced = this.#judge(draft);
    if (this.#unsaid > 0) this.#findings.push(finding('info', 'MORE_FINDINGS', `另有 ${this.#unsaid} 条提示未列出`, `${this.#unsaid} more findings are not listed`));
    this.#sink({ part: 'end', statement: this.#statement, summary: { ...summaryOf(draft), balanced, totals: { credits: this.#sides.in.total(), debits: this.#sides.out.total() }, findings: this.#findings } });
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#sink({ part: 'entries', statement: this.#statement, entries: this.#polish(this.#batch) });
    this.#batch = [];
  }

  /** opening + credits − debits = closing over what is booked; null where the source does not carry both balances. */
  #judge({ opening, closing }: StatementDraft): boolean | null {
    if (!opening || !closing) return this.#doubted ? false : null;
    const { currency } = opening;
    if (closing.currency !== currency || [...this.#booked.keys()].some((booked) => booked !== currency)) {
      this.find(finding('error', 'BALANCE_CURRENCY', '期初、期末与明细币种不一致,无法核对余额', 'Opening, closing and entries are in different currencies: the balance cannot be checked'));
      return false;
    }
    const gap = closing.minor - opening.minor - (this.#booked.get(currency) ?? 0n);
    if (gap === 0n) return !this.#doubted;
    const shown = `${formatAmount({ minor: gap, currency })} ${currency}`;
    this.find(finding('error', 'BALANCE_EQUATION', `期初加收减支与期末相差 ${shown}`, `Opening plus credits minus debits misses the closing balance by ${shown}`));
    return false;
  }
}

/** One side's count and sum. A mixed side's sum adds up what each line says, whatever its currency. */
class Side {
  #count = 0;
  #surplus = '0';
  readonly #minor = new Map<string, bigint>();

  add({ amount, decimal }: BookedLine): void {
    this.#count += 1;
    if (decimal === undefined) this.#minor.set(amount.currency, (this.#minor.get(amount.currency) ?? 0n) + amount.minor);
    else this.#surplus = addDecimals([this.#surplus, decimal]);
  }

  total(): { count: number; sum: string } {
    const sums = [...this.#minor].map(([currency, minor]) => formatAmount({ minor, currency }));
    return { count: this.#count, sum: sums.length === 1 && this.#surplus === '0' ? (sums[0] ?? '0') : addDecimals([...sums, this.#surplus]) };
  }
}

function summaryOf({ format, statementId, account, holder, currency, from, to, opening, closing }: StatementDraft): Omit<StatementSummary, 'balanced' | 'totals' | 'findings'> {
  return {
    kind: 'statement', format, ...(statementId ? { statementId } : {}), account, ...(holder ? { holder } : {}), currency, ...(from ? { from } : {}), ...(to ? { to } : {}), opening, closing,
  };
}

/** A statement of a file that is small enough to be held. */
export function statementOf(draft: StatementDraft, entries: readonly PaymentFacts[], findings: readonly Finding[]): StatementRecord {
  const parts: StatementPart[] = [];
  const open = new OpenStatement((part) => parts.push(part), 0);
  open.find(...findings);
  for (const entry of entries) open.add(entry);
  open.close(draft);
  return recordsFrom(parts)[0] as StatementRecord;
}

/** Puts the parts of a file together again, statement by statement. */
export function recordsFrom(parts: readonly StatementPart[]): StatementRecord[] {
  const entries = new Map<number, PaymentFacts[]>();
  for (const part of parts) {
    if (part.part !== 'entries') continue;
    const mine = entries.get(part.statement) ?? [];
    entries.set(part.statement, mine);
    for (const entry of part.entries) mine.push(entry);
  }
  return parts.flatMap((part) => (part.part === 'end' ? [{ ...part.summary, entries: entries.get(part.statement) ?? [] }] : []));
}

/** A stable id for a record whose source gives none: the same line read again has the same id. */
export function idFrom(...parts: readonly (string | undefined)[]): string {
  return hash('sha256', parts.map((part) => part ?? '').join('\u001f'), 'hex').slice(0, 32);
}

/** Leaves out keys that have nothing to say, as exact optional properties want it. */
export function present<T extends Record<string, unknown>>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined | ''> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== '' && value !== null)) as never;
}

type Said = { readonly [K in keyof PaymentFacts]?: PaymentFacts[K] | '' | undefined };

/** A payment of what every source says and of what this one happens to say, as {@link present} would leave it, with nothing copied: readers make millions. */
export function paymentWith(sure: PaymentFacts, said: Said): PaymentFacts {
  const facts: Record<string, unknown> = sure;
  for (const key in said) {
    const value = said[key as keyof PaymentFacts];
    if (value !== undefined && value !== '') facts[key] = value;
  }
  return sure;
}
