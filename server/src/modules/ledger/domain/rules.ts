import type { CivilDate, Money } from '@roundtrip/kernel';
import { accounts } from './accounts.ts';
import { mergeLines, opposite, type EntryKind, type EntryLine, type NewEntry } from './entry.ts';

/** A payment as its account was charged. `companyPaid` is part of `amount` and in its currency. */
export type PaymentBooking = {
  readonly paymentId: string;
  readonly on: CivilDate;
  readonly merchant: string;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly companyPaid: Money;
  /** Null: nobody of ours is known to have paid it, so its personal part is not booked. */
  readonly employeeNumber: string | null;
  /** The card programme or company wallet that bore the company's part. */
  readonly program: string;
};

export type ClaimLineBooking = {
  readonly category: string;
  /** Of what the company bears, the input VAT that its papers let it deduct. */
  readonly inputVatMinor: bigint;
  /** What the person gets for it. */
  readonly reimbursableMinor: bigint;
  /** What the company paid beyond the allowed amount: the person owes it back. */
  readonly owedBackMinor: bigint;
  /** What its payments took from the person's own money, refunds subtracted, claimable or not. */
  readonly personalMinor: bigint;
  /** What its payments took from the company's own money, refunds subtracted, by programme. */
  readonly cards: readonly { readonly program: string; readonly minor: bigint }[];
};

export type ClaimBooking = {
  readonly claimId: string; readonly number: string; readonly on: CivilDate; readonly currency: string; readonly employeeNumber: string;
  readonly department: string;
  /** Originals that the voucher carries. */
  readonly attachments: number;
  readonly lines: readonly ClaimLineBooking[];
};

export type PayoutBooking = {
  readonly payoutId: string; readonly on: CivilDate; readonly text: string; readonly employeeNumber: string; readonly rail: string; readonly amount: Money;
};

export type BankBooking = { readonly lineId: string; readonly on: CivilDate; readonly text: string; readonly account: string; readonly direction: 'in' | 'out'; readonly amount: Money };

type Transfer = { readonly debit: string; readonly credit: string; readonly minor: bigint; readonly currency: string };
const move = ({ debit, credit, minor, currency }: Transfer): EntryLine[] => [{ account: debit, minor, currency }, { account: credit, minor: -minor, currency }];

/** An event that moves no money makes no entry. */
function entry(kind: EntryKind, sourceId: string, facts: { readonly on: CivilDate; readonly text: string }, lines: readonly EntryLine[]): NewEntry[] {
  const kept = mergeLines(lines);
  return kept.length === 0 ? [] : [{ kind, sourceId, on: facts.on, text: facts.text, lines: kept }];
}

function arrivedLines({ direction, amount, companyPaid, employeeNumber, program }: PaymentBooking): EntryLine[] {
  const sign = direction === 'out' ? 1n : -1n;
  const { currency } = amount;
  const personal = employeeNumber === null ? 0n : amount.minor - companyPaid.minor;
  return [
    ...(employeeNumber === null ? [] : move({ debit: accounts.spendClearing, credit: accounts.unclaimed(employeeNumber), minor: sign * personal, currency })),
    ...move({ debit: accounts.cardClearing(program), credit: accounts.cardLiability(program), minor: sign * companyPaid.minor, currency }),
  ];
}

/** Own money is noted until it is claimed; the company's money is owed to the card's issuer until it is accounted for. Refunds are the opposite. */
export const paymentArrived = (payment: PaymentBooking): NewEntry[] =>
  entry('payment.arrived', payment.paymentId, { on: payment.on, text: payment.merchant }, arrivedLines(payment));

/** The source took the payment back: as if it had never arrived. */
export const paymentReversed = (payment: PaymentBooking): NewEntry[] =>
  entry('payment.reversed', payment.paymentId, { on: payment.on, text: payment.merchant }, opposite(arrivedLines(payment)));

/** Private spending is nothing to claim; private spending of company money is owed back. */
export function paymentPrivate(payment: PaymentBooking): NewEntry[] {
  const { direction, amount, companyPaid, employeeNumber, program } = payment;
  if (employeeNumber === null) return [];
  const sign = direction === 'out' ? 1n : -1n;
  const { currency } = amount;
  return entry('payment.private', payment.paymentId, { on: payment.on, text: payment.merchant }, [
    ...move({ debit: accounts.unclaimed(employeeNumber), credit: accounts.spendClearing, minor: sign * (amount.minor - companyPaid.minor), currency }),
    ...move({ debit: accounts.receivable(employeeNumber), credit: accounts.cardClearing(program), minor: sign * companyPaid.minor, currency }),
  ]);
}

/** What the company bears becomes expense, what it owes becomes payable, and both clearing accounts let go of the claim's payments. */
export function claimApproved(claim: ClaimBooking): NewEntry[] {
  const { currency, employeeNumber } = claim;
  const lines = claim.lines.flatMap((line): EntryLine[] => {
    const company = line.cards.reduce((sum, card) => sum + card.minor, 0n);
    const expense = accounts.expense(line.category);
    return [
      { account: expense, minor: line.reimbursableMinor + company - line.owedBackMinor - line.inputVatMinor, currency },
      { account: accounts.inputVat, minor: line.inputVatMinor, currency },
      { account: accounts.payable(employeeNumber), minor: -line.reimbursableMinor, currency },
      { account: accounts.receivable(employeeNumber), minor: line.owedBackMinor, currency },
      ...line.cards.map((card) => ({ account: accounts.cardClearing(card.program), minor: -card.minor, currency })),
      ...move({ debit: accounts.unclaimed(employeeNumber), credit: accounts.spendClearing, minor: line.personalMinor, currency }),
    ];
  });
  return entry('claim.approved', claim.claimId, { on: claim.on, text: claim.number }, lines).map((one) => ({ ...one, department: claim.department, employeeNumber, attachments: claim.attachments }));
}

export type TaxBooking = {
  readonly questionId: string; readonly on: CivilDate; readonly text: string; readonly category: string; readonly department: string; readonly employeeNumber: string; readonly amount: Money;
};

/** An accountant has said how much of a paper is deducted: that much of the expense is input VAT. */
export const taxDecided = ({ questionId, on, text, category, department, employeeNumber, amount }: TaxBooking): NewEntry[] =>
  entry('tax.decided', questionId, { on, text }, move({ debit: accounts.inputVat, credit: accounts.expense(category), minor: amount.minor, currency: amount.currency })).map((one) => ({ ...one, department, employeeNumber }));

const payout = (kind: EntryKind, booking: PayoutBooking, debit: string, credit: string): NewEntry[] =>
  entry(kind, booking.payoutId, booking, move({ debit, credit, minor: booking.amount.minor, currency: booking.amount.currency }));

export const payoutSent = (booking: PayoutBooking): NewEntry[] =>
  payout('payout.sent', booking, accounts.payable(booking.employeeNumber), accounts.inTransit(booking.rail));

/** `late`: it had been given up as failed, so the money was no longer in transit but owed again. */
export const payoutSettled = (booking: PayoutBooking & { readonly account: string; readonly late: boolean }): NewEntry[] =>
  payout('payout.settled', booking, booking.late ? accounts.payable(booking.employeeNumber) : accounts.inTransit(booking.rail), accounts.bank(booking.account));

export const payoutFailed = (booking: PayoutBooking): NewEntry[] =>
  payout('payout.failed', booking, accounts.inTransit(booking.rail), accounts.payable(booking.employeeNumber));

export const payoutReturned = (booking: PayoutBooking & { readonly account: string }): NewEntry[] =>
  payout('payout.returned', booking, accounts.bank(booking.account), accounts.payable(booking.employeeNumber));

export type AdvanceBooking = { readonly sourceId: string; readonly on: CivilDate; readonly text: string; readonly employeeNumber: string; readonly amount: Money };

const advance = (kind: EntryKind, booking: AdvanceBooking, debit: string, credit: string): NewEntry[] =>
  entry(kind, booking.sourceId, booking, move({ debit, credit, minor: booking.amount.minor, currency: booking.amount.currency }));

/** A granted advance is owed to the person, and the person owes it: its payout takes the first away, claims and returns the second. */
export const advanceApproved = (booking: AdvanceBooking): NewEntry[] =>
  advance('advance.approved', booking, accounts.receivable(booking.employeeNumber), accounts.payable(booking.employeeNumber));

/** What a claim is worth pays off what the person has already: no money moves. */
export const advanceOffset = (booking: AdvanceBooking): NewEntry[] =>
  advance('advance.offset', booking, accounts.payable(booking.employeeNumber), accounts.receivable(booking.employeeNumber));

/** What came back: the bank's own line has put it in suspense, or will. */
export const advanceReturned = (booking: AdvanceBooking): NewEntry[] =>
  advance('advance.returned', booking, accounts.bankSuspense, accounts.receivable(booking.employeeNumber));

/** A bank entry that nothing of ours explains waits in suspense, so that the bank's account stays true meanwhile. */
export function bankUnexplained(line: BankBooking & { readonly isReturn: boolean }): NewEntry[] {
  const suspense = line.isReturn ? accounts.returnsSuspense : accounts.bankSuspense;
  const minor = line.direction === 'in' ? line.amount.minor : -line.amount.minor;
  return entry(line.isReturn ? 'bank.return' : 'bank.unexplained', line.lineId, line, move({ debit: accounts.bank(line.account), credit: suspense, minor, currency: line.amount.currency }));
}
