import type { Bilingual, CivilDate, InvoiceKind, Money, Result } from '@roundtrip/kernel';
import type { ConfigError } from './config.ts';
import type { ConnectorContext } from './feeds.ts';

/** What is said of the invoice when it is asked about: what stands on the paper. */
export type VerifyQuestion = {
  readonly kind: InvoiceKind;
  readonly number: string;
  readonly code?: string;
  readonly issuedOn: CivilDate;
  readonly total: Money;
  readonly pretax?: Money;
  readonly checkCode?: string;
  readonly special?: boolean;
};

/** 查验 in the bureau's words, plus what it means for us. */
export type VerifyState = 'verified' | 'mismatch' | 'not-found' | 'red' | 'void';

/**
 * `unclear`: nothing was learned (a time-out, a refused captcha): it is asked again later. `limited`: the bureau takes no
 * more questions on this invoice today. `evidence` is the answer word for word.
 */
export type VerifyAnswer =
  | { readonly kind: 'answered'; readonly state: VerifyState; /** The field that differs. */ readonly mismatch?: string; /** What a red letter took back; absent: all of it. */ readonly takenBack?: Money; readonly evidence: string }
  | { readonly kind: 'limited'; readonly evidence: string }
  | { readonly kind: 'unclear'; readonly reason: string; readonly evidence?: string };

/** Somebody who says whether an invoice is genuine and still stands. */
export type InvoiceVerifier = {
  readonly id: string;
  readonly title: Bilingual;
  readonly capabilities: {
    readonly kinds: readonly InvoiceKind[];
    /** Questions a day about one invoice. */
    readonly dailyMax: number;
    /** The wall clock of its days. */
    readonly zone: string;
    /** How many days after issue it first knows an invoice. */
    readonly knownAfterDays: number;
    /** How far back it answers. */
    readonly yearsBack: number;
  };
  checkConfig(config: unknown): Result<Readonly<Record<string, string>>, ConfigError>;
  /** I/O. Never throws: a broken connection is `unclear`. */
  verify(ctx: ConnectorContext, config: Readonly<Record<string, string>>, question: VerifyQuestion): Promise<VerifyAnswer>;
};

/** One line of a list that a person brings: which invoice, and what the bureau said of it. */
export type Verdict = { readonly line: number; readonly number: string; readonly code: string | null; readonly state: VerifyState; readonly mismatch: string | null; /** A decimal string in the invoice's currency. */ readonly takenBack: string | null; readonly answer: string };

export type BookedEntry = { readonly side: 'debit' | 'credit'; readonly general: string; readonly subsidiary: string | null; readonly amount: Money };
/** An invoice as the company booked it: the receiver's side of 财政部's 电子凭证会计数据标准, which ties invoice, voucher and payment. */
export type BookedInvoice = {
  readonly number: string;
  readonly seller: string;
  readonly sellerTaxId: string | null;
  readonly pretax: Money | null;
  readonly tax: Money | null;
  readonly total: Money;
  readonly issuedOn: CivilDate;
  readonly isRed: boolean;
  readonly isChecked: boolean;
  readonly isPaid: boolean;
  /** Deducted before income tax (入账状态 02), or not (03). */
  readonly isDeducted: boolean;
  readonly bankReceipt: string | null;
  readonly entity: { readonly name: string; readonly taxId: string };
  readonly voucher: { readonly number: string; readonly postedOn: CivilDate; readonly summary: string; readonly entries: readonly BookedEntry[] };
};
