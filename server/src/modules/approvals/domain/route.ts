import type { Bilingual, Money } from '@roundtrip/kernel';

/** A company's approval flow as it is written and kept: plain JSON, money as decimal strings in `currency`. */
export const ROUTE_FORMAT = 'roundtrip-route/1';

export const OUTCOMES = ['pass', 'warn', 'cut', 'refuse'] as const;
export type VerdictOutcome = (typeof OUTCOMES)[number];

export type RouteDocument = {
  readonly format: typeof ROUTE_FORMAT;
  readonly version: string;
  readonly title: Bilingual;
  readonly currency: string;
  /** Who counts as the head of a department: the first of these roles that someone in it holds. */
  readonly departmentHeadRoles?: readonly string[];
  /** Who answers for a cost centre or a project, by its code. A department is the cost centre of its people where nothing else is said. */
  readonly owners?: { readonly costCentres?: Readonly<Record<string, string>>; readonly projects?: Readonly<Record<string, string>> };
  /** Up to which amount a manager of a grade may approve: where a chain of managers ends. */
  readonly limitByGrade?: Readonly<Record<string, string>>;
  /** Working hours after which an approver is reminded, and after which their manager may decide as well. */
  readonly reminders?: { readonly afterHours: number; readonly escalateAfterHours: number };
  /** Left out: a person decides everything. */
  readonly automatic?: {
    readonly amountMax: string;
    readonly confidenceMin: number;
    /** Verdicts that may go through; `refuse` never does. */
    readonly outcomes?: readonly VerdictOutcome[];
  };
  /** The first whose condition fits; the last one has no condition, so that every case has a route. */
  readonly routes: readonly RouteRowDocument[];
};

export type RouteRowDocument = { readonly id: string; readonly title: Bilingual; readonly when?: RouteConditionDocument; readonly steps: readonly StepDocument[] };

export type RouteConditionDocument = {
  readonly amount?: { readonly from?: string; readonly to?: string };
  readonly outcome?: readonly VerdictOutcome[];
  readonly needsApproval?: boolean;
  readonly evidenceComplete?: boolean;
  readonly department?: readonly string[];
  readonly grade?: readonly string[];
  readonly category?: readonly string[];
};

export type Who =
  /** `level` 2 is the manager's manager. */
  | { readonly kind: 'manager'; readonly level?: number }
  /** One manager after the other, up to the first of one of these grades, or whose grade may approve the amount; else to the top. */
  | { readonly kind: 'manager-chain'; readonly upTo: 'amount' | 'top' | { readonly grade: readonly string[] } }
  | { readonly kind: 'department-head' }
  | { readonly kind: 'cost-centre-owner' }
  | { readonly kind: 'project-lead' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'person'; readonly id: string };

/** `any` (或签): one yes is enough. `all` (会签): everyone must say yes. */
export type StepMode = 'any' | 'all';

/** `turn` (依次): one after the other; planned as a step for each. A chain of managers is asked in turn where nothing else is said. */
export const ASK_MODES = ['any', 'all', 'turn'] as const;
export type AskMode = (typeof ASK_MODES)[number];

export type StepDocument = { readonly id: string; readonly title: Bilingual; readonly who: Who; readonly orElse?: Who; readonly mode?: AskMode };

/** A document that was read and found right. Made by `parseRoute` only. */
export type Route = { readonly document: RouteDocument; readonly version: string; readonly currency: string };

export type Person = {
  readonly id: string;
  readonly managerId?: string | null | undefined;
  readonly roles: readonly string[];
  readonly departmentId?: string | null | undefined;
  readonly grade?: string | undefined;
  readonly active: boolean;
  /** Who acts for them now. */
  readonly delegateId?: string | null | undefined;
};

/** What is to be approved, in plain terms: a claim, or a trip before it is booked. */
export type RouteCase = {
  readonly submitterId: string;
  /** Others whose money it is, where someone files for them. They decide nothing on it either. */
  readonly beneficiaryIds?: readonly string[] | undefined;
  readonly amount: Money;
  readonly verdict: { readonly outcome: VerdictOutcome; readonly needsApproval: boolean };
  readonly evidenceComplete: boolean;
  /** Of the least sure match, 0 to 1. */
  readonly matchConfidence: number;
  readonly departmentId?: string | null | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly costCentre?: string | undefined;
  readonly project?: string | undefined;
  /** What automation itself holds against it (money at risk today, a fuse); counts only where all else lets it through. */
  readonly holds?: readonly Bilingual[] | undefined;
  /** The company's own limits; where the document has limits too, the stricter one holds. */
  readonly limits?: { readonly amountMax: Money; readonly confidenceMin: number } | undefined;
};

export type Step = {
  readonly id: string;
  readonly title: Bilingual;
  readonly mode: StepMode;
  /** Never empty, never the submitter or a beneficiary. */
  readonly approvers: readonly string[];
  /** For an approver who acts for somebody: for whom. */
  readonly onBehalfOf: Readonly<Record<string, string>>;
  /** Who may decide as well for an approver who has not answered in time, by approver. */
  readonly standIns?: Readonly<Record<string, readonly string[]>>;
};

export type Plan = {
  /** True: no person is asked, and `steps` is empty. Otherwise there is at least one step. */
  readonly automatic: boolean;
  readonly route: string;
  readonly routeVersion: string;
  readonly submitterId: string;
  /** Whose money it is: they decide nothing on it. */
  readonly barred: readonly string[];
  readonly steps: readonly Step[];
  readonly why: readonly Bilingual[];
};

export type RouteError =
  /** Nobody is left who could decide this step. */
  | { readonly kind: 'approval.nobody'; readonly route: string; readonly step: string };
