import { createHash } from 'node:crypto';
import { formatAmount, negate, type CivilDate, type Finding, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { addDecimals } from './amounts.ts';
import { finding } from './errors.ts';

/** One line as the source booked it; several payments may hang on it. `pending` lines do not move the booked balance. */
export type BookedLine = {
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly pending?: boolean;
  /** The size as the source wrote it, where it has more digits than the currency and `amount` had to be rounded. */
  readonly decimal?: string;
};

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
  readonly entries: readonly PaymentFacts[];
  readonly lines: readonly BookedLine[];
  readonly findings: readonly Finding[];
  /** Set where something could not be read or does not add up: then the statement vouches for nothing. */
  readonly doubted?: boolean;
};

const signed = (line: BookedLine): Money => (line.direction === 'in' ? line.amount : negate(line.amount));

/** opening + credits − debits = closing over what is booked; null where the source does not carry both balances. */
function judge(draft: StatementDraft): { balanced: boolean | null; findings: Finding[] } {
  const { opening, closing } = draft;
  if (!opening || !closing) return { balanced: draft.doubted ? false : null, findings: [] };
  const booked = draft.lines.filter((line) => !line.pending);
  if (closing.currency !== opening.currency || booked.some((line) => line.amount.currency !== opening.currency)) {
    return { balanced: false, findings: [finding('error', 'BALANCE_CURRENCY', '期初、期末与明细币种不一致,无法核对余额', 'Opening, closing and entries are in different currencies: the balance cannot be checked')] };
  }
  const reached = booked.reduce((sum, line) => sum + signed(line).minor, opening.minor);
  const gap = closing.minor - reached;
  if (gap === 0n) return { balanced: !draft.doubted, findings: [] };
  const shown = `${formatAmount({ minor: gap, currency: opening.currency })} ${opening.currency}`;
  return { balanced: false, findings: [finding('error', 'BALANCE_EQUATION', `期初加收减支与期末相差 ${shown}`, `Opening plus credits minus debits misses the closing balance by ${shown}`)] };
}

function side(lines: readonly BookedLine[], direction: 'in' | 'out'): { count: number; sum: string } {
  const mine = lines.filter((line) => line.direction === direction);
  const only = mine[0]?.amount.currency;
  if (only !== undefined && mine.every((line) => line.amount.currency === only && line.decimal === undefined)) {
    return { count: mine.length, sum: formatAmount({ minor: mine.reduce((sum, line) => sum + line.amount.minor, 0n), currency: only }) };
  }
  return { count: mine.length, sum: addDecimals(mine.map((line) => line.decimal ?? formatAmount(line.amount))) };
}

/** Finishes a statement: balances are checked here, once, for every format. */
export function statementOf(draft: StatementDraft): StatementRecord {
  const { balanced, findings } = judge(draft);
  return {
    kind: 'statement',
    format: draft.format,
    ...(draft.statementId ? { statementId: draft.statementId } : {}),
    account: draft.account,
    ...(draft.holder ? { holder: draft.holder } : {}),
    currency: draft.currency,
    ...(draft.from ? { from: draft.from } : {}),
    ...(draft.to ? { to: draft.to } : {}),
    opening: draft.opening,
    closing: draft.closing,
    entries: uniqueIds(draft.entries),
    balanced,
    totals: { credits: side(draft.lines, 'in'), debits: side(draft.lines, 'out') },
    findings: [...draft.findings, ...findings],
  };
}

/** Same-day identical entries are legal: the second one with an id gets `#2`, so that no payment swallows another. */
function uniqueIds(entries: readonly PaymentFacts[]): PaymentFacts[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const count = (seen.get(entry.externalId) ?? 0) + 1;
    seen.set(entry.externalId, count);
    return count === 1 ? entry : { ...entry, externalId: `${entry.externalId}#${count}` };
  });
}

/** A stable id for a record whose source gives none: the same line read again has the same id. */
export function idFrom(...parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(parts.map((part) => part ?? '').join('\u001f')).digest('hex').slice(0, 32);
}

/** Leaves out keys that have nothing to say, as exact optional properties want it. */
export function present<T extends Record<string, unknown>>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined | ''> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== '' && value !== null)) as never;
}

/** The lines of statement entries that are their own booking: what the account was charged, else the amount. */
export const linesOf = (entries: readonly PaymentFacts[]): BookedLine[] =>
  entries.map((entry) => ({ direction: entry.direction, amount: entry.settled ?? entry.amount, pending: entry.status === 'pending' }));
