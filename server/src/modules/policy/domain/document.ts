import type { Bilingual } from '@roundtrip/kernel';

/**
 * A policy as it is written, kept and published: plain JSON. Money is a decimal string in the document's currency,
 * days are `YYYY-MM-DD`, seasons `MM-DD` to `MM-DD` (both ends count; a season may run over New Year).
 */
export const POLICY_FORMAT = 'roundtrip-policy/1';

export type PolicyDocument = {
  readonly format: typeof POLICY_FORMAT;
  readonly version: string;
  readonly title: Bilingual;
  readonly effectiveFrom: string;
  readonly currency: string;
  /** Where "today" is. */
  readonly zone?: string;
  /** The most senior first. Aliases are other words for the same grade; `*` takes in every grade not named. */
  readonly grades: readonly GradeDocument[];
  /** Categories beside the standard ones, or other titles and accounts for them. */
  readonly categories?: readonly CategoryDocument[];
  /** Cities that the built-in list does not know. */
  readonly places?: readonly PlaceDocument[];
  /** Named lists of cities: a rule says `@tier1`. */
  readonly cityLists?: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly RuleDocument[];
};

export type GradeDocument = { readonly code: string; readonly title: Bilingual; readonly aliases?: readonly string[] };
export type CategoryDocument = { readonly code: string; readonly title: Bilingual; readonly account: string; readonly accountTitle: Bilingual };
export type PlaceDocument = { readonly name: string; readonly aliases?: readonly string[] };

/** All that is named must hold. A range has both ends in it; either end may be left out. */
export type ConditionDocument = {
  readonly category?: readonly string[];
  readonly grade?: readonly string[];
  readonly city?: readonly string[];
  readonly atHome?: boolean;
  readonly onTrip?: boolean;
  readonly season?: { readonly from: string; readonly to: string };
  readonly spentOn?: { readonly from?: string; readonly to?: string };
  readonly nights?: { readonly from?: number; readonly to?: number };
  readonly attendees?: { readonly from?: number; readonly to?: number };
  readonly distanceKm?: { readonly from?: number; readonly to?: number };
  readonly amount?: { readonly from?: string; readonly to?: string };
  readonly seatClass?: readonly string[];
  readonly channel?: readonly string[];
  readonly department?: readonly string[];
  /** Any of these words in the merchant's name, or in the names of the goods. */
  readonly merchant?: readonly string[];
  readonly goods?: readonly string[];
};

/**
 * `first`: the first row that fits decides. `unique`: exactly one may fit, else a person decides.
 * `lowest` / `highest`: of all that fit, the strictest or the most generous amount.
 */
export type HitPolicy = 'first' | 'unique' | 'lowest' | 'highest';

export type RowDocument<T> = {
  readonly id?: string;
  readonly label?: Bilingual;
  readonly when?: ConditionDocument;
  /** One value, or one for each grade (`*` for those not named). */
  readonly then: T | { readonly byGrade: Readonly<Record<string, T>> };
};

export type TableDocument<T> = { readonly hit?: HitPolicy; readonly rows: readonly RowDocument<T>[] };

/** What happens where a rule is broken. `cut`: granted up to the limit. `approve`: a person decides. */
export type Handling = 'refuse' | 'warn' | 'cut' | 'approve';

type RuleBase = {
  readonly id: string;
  /** Where the company's paper says so: `第八条`. */
  readonly clause: string;
  readonly title: Bilingual;
  readonly when?: ConditionDocument;
  readonly onBreach: Handling;
};

/** At most so much for each expense, night, guest, kilometre or day. */
export type CapDocument = RuleBase & { readonly kind: 'cap'; readonly per: 'expense' | 'night' | 'day' | 'attendee' | 'km'; readonly table: TableDocument<string> };
/** Only these classes of seat or cabin. */
export type ClassDocument = RuleBase & { readonly kind: 'class'; readonly table: TableDocument<readonly string[]> };
/** What fits `when` is never reimbursed, warned of or sent to a person. */
export type FlagDocument = RuleBase & { readonly kind: 'flag'; readonly reason?: Bilingual };
/** Above this amount there must be an invoice. */
export type InvoiceDocument = RuleBase & { readonly kind: 'invoice'; readonly above: string };
/** What stands on the invoices covers what is claimed. */
export type CoverageDocument = RuleBase & { readonly kind: 'coverage' };
/** The invoice is made out to one of the company's titles. */
export type TitleDocument = RuleBase & { readonly kind: 'title' };
/** Handed in within so many days, and not before it was spent. */
export type AgeDocument = RuleBase & { readonly kind: 'age'; readonly daysMax: number };
/** At least so many guests are named. */
export type GuestsDocument = RuleBase & { readonly kind: 'guests'; readonly atLeast: number };
/** What the company itself has paid is not paid again. */
export type CompanyPaidDocument = RuleBase & { readonly kind: 'company-paid' };
/** The evidence was matched at least this surely (0 to 1). */
export type ConfidenceDocument = RuleBase & { readonly kind: 'confidence'; readonly atLeast: number };

export type RuleDocument =
  | CapDocument | ClassDocument | FlagDocument | InvoiceDocument | CoverageDocument | TitleDocument | AgeDocument | GuestsDocument | CompanyPaidDocument | ConfidenceDocument;
