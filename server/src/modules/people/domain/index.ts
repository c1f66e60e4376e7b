import type { Id } from '@roundtrip/kernel';

export type CompanyId = Id<'company'>;
export type EmployeeId = Id<'employee'>;

export type Role = 'employee' | 'manager' | 'finance' | 'admin';

export type LegalTitle = { readonly name: string; readonly taxId: string };

/** The company's own limits; amounts are minor units of its currency, as decimal digits so that JSON keeps them whole. */
export type CompanySettings = {
  /** Up to here a claim that passes policy with complete evidence needs no person. */
  readonly autoApproveMaxMinor: string;
  /** And only where matching is at least this sure of every line. */
  readonly autoConfidenceMin: number;
  /** Of the claims that no person decided, the share that a person looks at afterwards. Never zero. */
  readonly sampleRate: number;
  readonly payoutRail: string;
};

export type Company = {
  readonly id: CompanyId;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly titles: readonly LegalTitle[];
  readonly settings: CompanySettings;
  readonly accountMasked: string | null;
};

export type Employee = {
  readonly id: EmployeeId;
  readonly number: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly email: string;
  readonly grade: string;
  readonly department: string;
  readonly managerId: EmployeeId | null;
  readonly homeCity: string | null;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly cardTail: string | null;
  readonly accountMasked: string | null;
};

/** The last four digits are enough to recognise an account and not enough to use it. */
export function maskAccount(account: string): string {
  return `•••• ${account.replace(/\s/g, '').slice(-4)}`;
}

/** How a name on a paper is compared: width, case, brackets and spaces are not differences. */
function foldName(name: string): string {
  return name.normalize('NFKC').replace(/[（(]/g, '(').replace(/[）)]/g, ')').replace(/\s+/g, '').toLowerCase();
}

/** Is an invoice made out to one of the company's titles? Null where it names no buyer, as paper tickets do. */
export function isTitleOf(titles: readonly LegalTitle[], buyer: string | undefined, buyerTaxId: string | undefined): boolean | null {
  if (!buyer && !buyerTaxId) return null;
  return titles.some((title) => (!buyer || foldName(title.name) === foldName(buyer)) && (!buyerTaxId || title.taxId.toUpperCase() === buyerTaxId.toUpperCase()));
}

