import { add, addDays, money, negate, sum, type CivilDate, type Instant, type Money } from '@roundtrip/kernel';
import type { CamtEntry } from '../makers/index.ts';
import { openJournal } from '../store/journal.ts';
import type { PaymentOrder, Transfer } from './order.ts';

export type BankFile = { readonly name: string; readonly content: string };
export type Outcome = { readonly endToEndId: string; readonly status: 'ACSP' | 'RJCT'; readonly reason?: { readonly code: string; readonly text: string } };
export type KeptOrder = { readonly order: PaymentOrder; readonly hash: string; readonly reference: string; readonly receivedAt: Instant };

/** Everything that ever happened at the bank. The books are what these lines add up to: nothing else is kept. */
export type BankLine =
  | { readonly kind: 'opened'; readonly day: CivilDate; readonly balance: Money }
  | ({ readonly kind: 'accepted' } & KeptOrder)
  | { readonly kind: 'answered'; readonly messageId: string; readonly outcomes: readonly Outcome[]; readonly file: BankFile }
  | { readonly kind: 'executed'; readonly messageId: string; readonly entries: readonly CamtEntry[]; readonly file: BankFile }
  | { readonly kind: 'return-planned'; readonly messageId: string; readonly code: string }
  | { readonly kind: 'returned'; readonly messageId: string; readonly entries: readonly CamtEntry[]; readonly file: BankFile }
  | { readonly kind: 'closed'; readonly day: CivilDate; readonly opening: Money; readonly closing: Money; readonly file: BankFile };

export type OrderState = 'received' | 'answered' | 'executed' | 'rejected';

export type OrderRecord = KeptOrder & { readonly state: OrderState; readonly outcomes: readonly Outcome[]; readonly plannedReturn: string | null; readonly returned: ReadonlySet<string> };

export type Closing = { readonly day: CivilDate; readonly opening: Money; readonly closing: Money };

export type Books = {
  add(line: BankLine): void;
  readonly orders: ReadonlyMap<string, OrderRecord>;
  readonly entries: readonly CamtEntry[];
  readonly files: readonly BankFile[];
  readonly closings: readonly Closing[];
  opened(): { readonly day: CivilDate; readonly balance: Money } | null;
  balance(): Money;
  /** The first day that is not closed yet. */
  openDay(): CivilDate | null;
  /** The order that this payment came in with and was not refused of, where there is one. */
  orderOf(endToEndId: string): OrderRecord | null;
};

export const transfersOf = (order: PaymentOrder): readonly Transfer[] => order.instructions.flatMap((instruction) => instruction.transfers);
export const taken = (record: OrderRecord): readonly Transfer[] => {
  const refused = new Set(record.outcomes.filter((outcome) => outcome.status === 'RJCT').map((outcome) => outcome.endToEndId));
  return transfersOf(record.order).filter((transfer) => !refused.has(transfer.endToEndId));
};

const signed = (entry: CamtEntry): Money => (entry.direction === 'in' ? entry.amount : negate(entry.amount));

/** Opens the bank's books from their journal. */
export function openBooks(path: string): Books {
  const journal = openJournal<BankLine>(path);
  const orders = new Map<string, OrderRecord>();
  const byPayment = new Map<string, string>();
  const entries: CamtEntry[] = [];
  const files: BankFile[] = [];
  const closings: Closing[] = [];
  let opened: { day: CivilDate; balance: Money } | null = null;

  function change(messageId: string, with_: Partial<OrderRecord>): void {
    const record = orders.get(messageId);
    if (record) orders.set(messageId, { ...record, ...with_ });
  }

  function apply(line: BankLine): void {
    if ('file' in line) files.push(line.file);
    if ('entries' in line) entries.push(...line.entries);
    switch (line.kind) {
      case 'opened': opened = line; return;
      case 'accepted': {
        const { order, hash, reference, receivedAt } = line;
        orders.set(order.messageId, { order, hash, reference, receivedAt, state: 'received', outcomes: [], plannedReturn: null, returned: new Set() });
        return;
      }
      case 'answered': {
        const all = line.outcomes.every((outcome) => outcome.status === 'RJCT');
        change(line.messageId, { state: all ? 'rejected' : 'answered', outcomes: line.outcomes });
        for (const outcome of line.outcomes) if (outcome.status === 'ACSP') byPayment.set(outcome.endToEndId, line.messageId);
        return;
      }
      case 'executed': change(line.messageId, { state: 'executed' }); return;
      case 'return-planned': change(line.messageId, { plannedReturn: line.code }); return;
      case 'returned': {
        const back = line.entries.flatMap((entry) => entry.details.flatMap((detail) => detail.endToEndId ?? []));
        change(line.messageId, { plannedReturn: null, returned: new Set([...(orders.get(line.messageId)?.returned ?? []), ...back]) });
        for (const id of back) byPayment.delete(id);
        return;
      }
      case 'closed': closings.push({ day: line.day, opening: line.opening, closing: line.closing });
    }
  }

  for (const line of journal.past) apply(line);
  return {
    // Written before it is believed: what was answered to the outside is in the journal already.
    add(line) { journal.add(line); apply(line); },
    orders, entries, files, closings,
    opened: () => opened,
    balance: () => (opened ? add(opened.balance, sum(entries.map(signed), opened.balance.currency)) : money(0n, 'CNY')),
    openDay: () => (closings.length > 0 ? addDays(closings[closings.length - 1]?.day as CivilDate, 1) : opened?.day ?? null),
    orderOf: (endToEndId) => orders.get(byPayment.get(endToEndId) ?? '') ?? null,
  };
}

/** What an account stood at when a day began: the closing before, or the sum it was opened with. */
export function openingOf(books: Books): Money {
  return books.closings.at(-1)?.closing ?? books.opened()?.balance ?? money(0n, 'CNY');
}
