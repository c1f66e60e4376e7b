import type { CivilDate, Id } from '@roundtrip/kernel';

export type EntryId = Id<'entry'>;

/** What happened in the world that the entry books. With the source's id it is unique: one event is one entry. */
export const ENTRY_KINDS = [
  'payment.arrived', 'payment.reversed', 'payment.private', 'claim.approved',
  'payout.sent', 'payout.settled', 'payout.failed', 'payout.returned', 'bank.unexplained', 'bank.return', 'tax.decided', 'advance.approved', 'advance.offset', 'advance.returned', 'correction',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** A debit is positive, a credit negative, in minor units. */
export type EntryLine = { readonly account: string; readonly minor: bigint; readonly currency: string };

export type NewEntry = {
  readonly kind: EntryKind;
  /** The id of the payment, claim, payout or bank line that it books. */
  readonly sourceId: string;
  /** The day that it happened on; the voucher's period is that month, or the first open one after it. */
  readonly on: CivilDate;
  readonly text: string;
  readonly lines: readonly EntryLine[];
  readonly reversesId?: EntryId;
  /** Whose cost it is, for the auxiliary items of its voucher; and how many originals it carries. */
  readonly department?: string;
  readonly employeeNumber?: string;
  readonly attachments?: number;
};

/** Debits and credits of every currency cancel out, and there is something on both sides. */
export function balanced(entry: Pick<NewEntry, 'lines'>): boolean {
  const sums = new Map<string, bigint>();
  for (const line of entry.lines) sums.set(line.currency, (sums.get(line.currency) ?? 0n) + line.minor);
  return entry.lines.length >= 2 && entry.lines.every((line) => line.minor !== 0n) && [...sums.values()].every((sum) => sum === 0n);
}

/** One line an account and currency, nothing that is zero: what is left is what the entry says. */
export function mergeLines(lines: readonly EntryLine[]): EntryLine[] {
  const merged = new Map<string, EntryLine>();
  for (const line of lines) {
    const key = `${line.account}\u0000${line.currency}`;
    merged.set(key, { ...line, minor: (merged.get(key)?.minor ?? 0n) + line.minor });
  }
  return [...merged.values()].filter((line) => line.minor !== 0n);
}

/** The same lines with the sides changed. */
export const opposite = (lines: readonly EntryLine[]): EntryLine[] => lines.map((line) => ({ ...line, minor: -line.minor }));

/** The month a voucher is numbered in: the entry's own, or the first one after it that is not closed. */
export function openPeriod(on: CivilDate, closed: ReadonlySet<string>): string {
  let period = on.slice(0, 7);
  while (closed.has(period)) period = nextMonth(period);
  return period;
}

function nextMonth(period: string): string {
  const [year, month] = [Number(period.slice(0, 4)), Number(period.slice(5, 7))];
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}
