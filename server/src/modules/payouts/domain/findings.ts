import type { Instant } from '@roundtrip/kernel';
import { epochMs } from '@roundtrip/kernel';

/**
 * What may stand out about a payout before it leaves. What blocks must be mended or held; what warns asks for a
 * person's eyes, so that the rule never releases it.
 */
export const FINDINGS = {
  'account.none': 'blocks', 'account.cooling': 'blocks', 'account.swapped': 'blocks', 'account.same-as-failed': 'blocks',
  'rail.none': 'blocks', 'rail.currency': 'blocks', 'rail.too-little': 'blocks', 'rail.over-limit': 'blocks',
  'held': 'blocks', 'invoice.waiting': 'blocks',
  'account.name': 'warns', 'account.changed': 'warns', 'account.closed-earlier': 'warns', 'account.shared': 'warns',
  'amount.twice': 'warns', 'rail.fallback': 'warns', 'period.closed': 'warns',
} as const satisfies Record<string, 'blocks' | 'warns'>;
export type FindingCode = keyof typeof FINDINGS;

export const blocks = (code: FindingCode): boolean => FINDINGS[code] === 'blocks';

/** How an account of a person stands, as the checks see it. */
type AccountFacts = { readonly digest: string; readonly holder: string; readonly usableFrom: Instant | null; readonly names: readonly string[] };

/** What is known of the past and of the neighbours, to compare with. */
export type CheckFacts = {
  readonly now: Instant;
  /** Null: the person has no account. */
  readonly account: AccountFacts | null;
  /** The account that the person was last paid to by a bank's own word. */
  readonly lastDigest: string | null;
  /** Accounts to which a payment failed or from which it came back because they are closed or wrong. */
  readonly closed: ReadonlySet<string>;
  /** Accounts that more than one person is paid to. */
  readonly shared: ReadonlySet<string>;
  /** Another payout of the same sum to the same person in these days. */
  readonly twice: boolean;
  readonly periodClosed: boolean;
};

/** Names are the same where width, case, spaces and the dot inside of foreign names are the only difference. */
const fold = (name: string): string => name.normalize('NFKC').replace(/[\s·•.]/g, '').toLowerCase();

export type Checked = { readonly heldFor: string | null; readonly accountDigest: string | null; readonly runSubmitted: boolean };

/** Everything about the account, the amount and the books that stands out; what the rail thinks is added by {@link routeOf}. */
export function findingsOf(payout: Checked, facts: CheckFacts): FindingCode[] {
  const found: FindingCode[] = [];
  const { account } = facts;
  if (payout.heldFor === 'person') found.push('held');
  if (facts.periodClosed) found.push('period.closed');
  if (facts.twice) found.push('amount.twice');
  if (!account) return [...found, 'account.none'];
  if (payout.heldFor !== null && payout.heldFor === account.digest) found.push('account.same-as-failed');
  // What was submitted with one account is not released with another: whoever changed it in between may be a thief.
  if (payout.runSubmitted && payout.accountDigest !== null && payout.accountDigest !== account.digest) found.push('account.swapped');
  if (account.usableFrom !== null && epochMs(account.usableFrom) > epochMs(facts.now)) found.push('account.cooling');
  else if (facts.lastDigest !== null && facts.lastDigest !== account.digest) found.push('account.changed');
  if (!account.names.some((name) => fold(name) === fold(account.holder))) found.push('account.name');
  if (facts.closed.has(account.digest)) found.push('account.closed-earlier');
  if (facts.shared.has(account.digest)) found.push('account.shared');
  return found;
}

/** Reasons of banks and wallets which say that the account itself is the trouble. */
const ACCOUNT_TROUBLE = /^(?:AC0[1-7]|AC1[34]|BE0[14]|RC0[14]|MD07|ACCOUNT_FROZEN|OPENID_INVALID|NAME_NOT_CORRECT|REAL_NAME_CHECK_FAIL|PAYEE_[A-Z_]*|PAYEE_ACCOUNT_ABNORMAL)\b|账号|账户|户名|销户/;

export const isAccountTrouble = (reason: string | null): boolean => reason !== null && ACCOUNT_TROUBLE.test(reason);
