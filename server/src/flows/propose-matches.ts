import type { Instant } from '@roundtrip/kernel';
import { addDays, civilDateIn, instantOf, epochMs } from '@roundtrip/kernel';
import { claimsById } from '#modules/claims';
import { unusedDocuments } from '#modules/documents';
import { liveGroups, MATCHER_VERSION, matchAll, refusedPairs, replaceGroups, type GroupId, type MatchGroup, type NewGroup, type StoredGroup } from '#modules/matching';
import { explainablePayments } from '#modules/payments';
import { listEmployees, loadCompany, type Company } from '#modules/people';
import { openBookings } from '#modules/trips';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
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
    const proposed = matchAll(toMatchInput(open, employees, company)).flatMap((group) => (isRefused(group, refused) ? apart(group) : [group]));
    const change = changeOf(house, { groups: groups.filter((group) => !settled.has(group.id)), proposed, open, now });
    await replaceGroups(tx, change, now);
    await tell(tx, change.groups.map((group) => ({ type: 'match.proposed', subject: { kind: 'match', id: group.id }, ...(group.employeeId ? { employeeId: group.employeeId } : {}) })));
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

const keyOf = (group: { payments: readonly string[]; bookings: readonly string[] }, documents: readonly string[]): string => [...group.payments, '|', ...documents, '|', ...group.bookings].join(',');
// Confidence moves a little with how common things are; only what a person would see is worth a new group.
const CONFIDENCE_STEP = 1e-3;

type Comparison = { readonly groups: readonly StoredGroup[]; readonly proposed: readonly MatchGroup[]; readonly open: OpenFacts; readonly now: Instant };

/** Only what differs is written: a group with the same members, decision and confidence is left as it is. */
function changeOf(house: House, { groups, proposed, open, now }: Comparison): { superseded: GroupId[]; groups: NewGroup[] } {
  const owner = ownersOf(open);
  const known = new Map(groups.map((group) => [keyOf({ payments: [...group.payments].sort(), bookings: [...group.bookings].sort() }, [...group.documents].sort()), group]));
  const fresh: NewGroup[] = [];
  const kept = new Set<string>();
  for (const group of proposed) {
    const members = { payments: [...group.payments].sort(), documents: [...group.invoices].sort(), bookings: [...group.bookings].sort() };
    const same = known.get(keyOf(members, members.documents));
    if (same && same.decision === group.decision && Math.abs(same.confidence - group.confidence) < CONFIDENCE_STEP) {
      kept.add(same.id);
      continue;
    }
    const first = [...members.payments, ...members.documents, ...members.bookings][0] ?? '';
    fresh.push({
      id: house.clock.newId<'match-group'>(), employeeId: owner.get(first) ?? null, decision: group.decision, answer: null, confidence: group.confidence,
      reasons: group.reasons, runnerUp: group.runnerUp, matcherVersion: MATCHER_VERSION, at: now, ...members,
    });
  }
  return { superseded: groups.filter((group) => !kept.has(group.id)).map((group) => group.id), groups: fresh };
}

/** Whose matter an item is: who paid, who handed in, who travels. */
function ownersOf(open: OpenFacts): Map<string, string> {
  const owners = new Map<string, string>();
  for (const booking of open.bookings) owners.set(booking.id, booking.travelerId);
  for (const document of open.documents) if (document.submittedBy) owners.set(document.id, document.submittedBy);
  for (const payment of open.payments) if (payment.payerId) owners.set(payment.id, payment.payerId);
  return owners;
}

