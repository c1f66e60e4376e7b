import type { Bilingual, CivilDate } from '@roundtrip/kernel';
import { civilDateIn } from '@roundtrip/kernel';
import { defaultAutomation, drawOf, holdsOf, keepAsked, loadAutomation, scopesOf, scopeStates, type AutomationSettings, type ScopeState } from '#modules/approvals';
import type { Claim, ClaimLine } from '#modules/claims';
import type { Company } from '#modules/people';
import type { Verdict } from '#modules/policy';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

/** What the company risks without a person: what it set, or what follows from the limits that it was founded with. */
export async function automationOf(tx: Tx, { settings }: Pick<Company, 'settings'>): Promise<AutomationSettings> {
  return (await loadAutomation(tx)) ?? defaultAutomation({ amountMaxMinor: BigInt(settings.autoApproveMaxMinor), sampleRate: settings.sampleRate });
}

/** A claim before automation's own limits: where it stands with them today. */
export type AutomationScene = { readonly settings: AutomationSettings; readonly states: readonly ScopeState[]; readonly day: CivilDate; readonly claim: Claim; /** Why it asks a person though all else lets it through. */ readonly holds: readonly Bilingual[] };
type Subject = { readonly claim: Claim; readonly lines: readonly ClaimLine[]; readonly company: Company; readonly verdicts: readonly Verdict[] };

export async function automationScene(tx: Tx, house: House, { claim, lines, company, verdicts }: Subject): Promise<AutomationScene> {
  const settings = await automationOf(tx, company);
  const day = civilDateIn(company.zone, house.clock.now());
  const scopes = scopesOf({
    personId: claim.employeeId, categories: lines.map((line) => line.category), merchants: lines.map((line) => line.text),
    rules: verdicts.flatMap((verdict) => [...verdict.basis, ...verdict.findings].map((one) => one.rule)),
  });
  const states = await scopeStates(tx, day, scopes);
  return { settings, states, day, claim, holds: holdsOf({ minor: claim.totalMinor, currency: claim.currency }, settings, states) };
}

/**
 * Notes how the claim was asked about, and draws it for a look afterwards or not: automatic ones, so that what automation
 * gets wrong is known, and others among them, so that who looks cannot tell which is which.
 */
export async function sampleClaim(tx: Tx, house: House, { settings, states, day, claim }: AutomationScene, how: { readonly requestId: string; readonly promised: boolean; readonly automatic: boolean }): Promise<void> {
  const isWatched = states.some((state) => state.level !== 'whole');
  const drawn = drawOf(how.requestId, house.vault.blindIndex(tx.companyId, 'approvals/sample'), { settings, minor: claim.totalMinor, isWatched });
  await keepAsked(tx, { ...how, claimId: claim.id, personId: claim.employeeId, day, minor: claim.totalMinor, scopes: states.map((state) => state.scope), drawn, at: house.clock.now() });
}
