import type { Instant } from '@roundtrip/kernel';
import { addDays, civilDateIn, instantOf, epochMs } from '@roundtrip/kernel';
import { claimsById } from '#modules/claims';
import { unusedDocuments } from '#modules/documents';
import { excludedPeople, liveGroups, matchAll, refusedPairs, replaceGroups, type MatchGroup, type StoredGroup } from '#modules/matching';
import { explainablePayments } from '#modules/payments';
import { listEmployees, loadCompany, type Company } from '#modules/people';
import { openBookings } from '#modules/trips';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { changeOf } from './match-change.ts';
import { toMatchInput, type OpenFacts } from './match-input.ts';

/** Money older than this that nobody has explained is finance's matter, not the matcher's. */
const WINDOW_DAYS = 180;

/** Matches what is open in the company and keeps what changed: a person's decision and a submitted claim's lines stay as they are. */
export function proposeMatches(house: House, companyId: string): Promise<{ proposed: number }> {
  return house.db.transact(companyId, async (tx) => {
    await oneAtATime(tx, 'match');
    const now = house.clock.now();
    const company = await loadCompany(tx);
    const employees = await listEmployees(tx);
    const groups = await liveGroups(tx);
    const settled = await settledGroups(tx, groups);
    const open = await openFacts(tx, company, now, groups.filter((group) => settled.has(group.id)));
    const refused = await refusedPairs(tx);
    const excluded = await excludedPeople(tx);
    const proposed = matchAll(toMatchInput(open, { employees, company, excluded })).flatMap((group) => (isRefused(group, refused) ? apart(group) : [group]));
    const change = changeOf(house, { groups: groups.filter((group) => !settled.has(group.id)), proposed, open, excluded });
    await replaceGroups(tx, change, now);
    await tell(tx, change.groups.map((group) => ({ type: group.change ? 'match.changed' : 'match.proposed', subject: { kind: 'match', id: group.id }, ...(group.employeeId ? { employeeId: group.employeeId } : {}) })));
    return { proposed: change.groups.length };
  });
}

/** Groups that are no longer the matcher's: a person has answered, or their claim has left the draft. */
async function settledGroups(tx: Tx, groups: readonly StoredGroup[]): Promise<Set<string>> {
  const claims = new Map((await claimsById(tx, groups.flatMap((group) => (group.claimId ? [group.claimId] : [])))).map((claim) => [claim.id as string, claim.state]));
  return new Set(groups.filter((group) => group.answer !== null || (group.claimId !== null && claims.get(group.claimId) !== 'draft')).map((group) => group.id));
}

async function openFacts(tx: Tx, company: Company, now: Instant, settled: readonly StoredGroup[]): Promise<OpenFacts> {
  const since = instantOf(epochMs(now) - WINDOW_DAYS * 86_400_000);
  const held = new Set(settled.flatMap((group) => [...group.payments, ...group.documents, ...group.bookings]));
  const isOpen = (item: { readonly id: string }): boolean => !held.has(item.id);
  return {
    payments: (await explainablePayments(tx, since)).filter(isOpen), documents: (await unusedDocuments(tx)).filter(isOpen),
    bookings: (await openBookings(tx, addDays(civilDateIn(company.zone, now), -WINDOW_DAYS))).filter(isOpen),
  };
}

const isRefused = (group: MatchGroup, refused: ReadonlySet<string>): boolean =>
  group.payments.some((payment) => [...group.invoices, ...group.bookings].some((item) => refused.has(`${payment}/${item}`)));

/** What a person has taken apart stays apart; each item is open for others. */
function apart(group: MatchGroup): MatchGroup[] {
  const alone = (part: Partial<Pick<MatchGroup, 'payments' | 'invoices' | 'bookings'>>): MatchGroup => ({ ...group, payments: [], invoices: [], bookings: [], confidence: 0, decision: 'none', runnerUp: null, ...part });
  return [...group.payments.map((id) => alone({ payments: [id] })), ...group.invoices.map((id) => alone({ invoices: [id] })), ...group.bookings.map((id) => alone({ bookings: [id] }))];
}
