import type { Bilingual, CivilDate, Money, PaymentChannel } from '@roundtrip/kernel';

/** What policy judges: one expense, or one booking before it is made. */
export type ExpenseFacts = {
  readonly id: string;
  readonly employeeId: string;
  readonly category: string;
  readonly amount: Money;
  readonly spentOn: CivilDate;
  readonly city?: string | undefined;
  readonly nights?: number | undefined;
  readonly seatClass?: string | undefined;
  readonly distanceKm?: number | undefined;
  readonly attendees?: readonly string[] | undefined;
  readonly invoiceNumbers?: readonly string[] | undefined;
  readonly tripId?: string | undefined;
  readonly channel?: PaymentChannel | undefined;
  readonly merchant?: string | undefined;
};

export type EmployeeFacts = {
  readonly grade?: string | undefined;
  readonly homeCity?: string | undefined;
  readonly departmentId?: string | undefined;
};

/**
 * What the rest of the house knows of the expense. Absent signals (company's payment, buyer's title, confidence, money
 * spent before) mean that nobody has raised them; absent facts that a rule needs (city, nights, class, grade, guests,
 * invoice) send the judgement to a person.
 */
export type JudgeContext = {
  readonly today: CivilDate;
  /** Granted before to the same person for the same day, by category, in the policy's currency. */
  readonly spentSameDay?: Readonly<Record<string, Money>> | undefined;
  readonly hasInvoice?: boolean | undefined;
  /** Of the invoices that belong to the expense, tax included. */
  readonly invoiceTotal?: Money | undefined;
  /** Is every invoice made out to the company? Null: the papers name no buyer, as tickets do. */
  readonly buyerTitleOk?: boolean | null | undefined;
  /** What the company itself has paid of it: a part, or true for all. */
  readonly companyPaid?: Money | boolean | undefined;
  readonly matchConfidence?: number | undefined;
  /** Names of the goods on the invoices. */
  readonly goods?: readonly string[] | undefined;
};

export type Question = { readonly expense: ExpenseFacts; readonly employee: EmployeeFacts; readonly context: JudgeContext };

export type Outcome = 'pass' | 'warn' | 'cut' | 'refuse';

export type Finding = {
  readonly rule: string;
  readonly clause: string;
  /** The row and column of the rule's table that decided. */
  readonly cell?: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly message: Bilingual;
};

/** What would have to be otherwise. Amounts are decimal strings in the expense's currency. */
export type Change = {
  readonly amount?: string;
  readonly nights?: number;
  readonly seatClass?: string;
  /** At least so many guests named. */
  readonly attendees?: number;
  readonly hasInvoice?: true;
  readonly buyerTitleOk?: true;
};

export type Suggestion = { readonly change: Change; readonly message: Bilingual };

/** A standard that was looked up and kept: the quiet half of the reasons. */
export type Basis = { readonly rule: string; readonly clause: string; readonly cell: string; readonly message: Bilingual };

export type Verdict = {
  readonly outcome: Outcome;
  readonly needsApproval: boolean;
  /** What may be reimbursed: the standard less what the company itself has paid. */
  readonly allowed: Money;
  /** What policy bears of the cost, whoever paid it. A flow that splits the money itself takes this one. */
  readonly standard: Money;
  readonly findings: readonly Finding[];
  readonly wouldPass: readonly Suggestion[];
  readonly basis: readonly Basis[];
  readonly policyVersion: string;
  readonly engineVersion: string;
};
