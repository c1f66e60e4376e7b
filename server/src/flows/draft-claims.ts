import type { Bilingual } from '@roundtrip/kernel';
import { record } from '#modules/audit';
import {
  addSteps, lineOf, linesOf, lockDrafts, nextClaimNumbers, replaceLines, saveClaims, tripOf,
  type Claim, type ClaimLine, type DraftLine, type GroupFacts,
} from '#modules/claims';
import { assignClaim, liveGroups } from '#modules/matching';
import { listEmployees, loadCompany, type Company, type Employee } from '#modules/people';
import { tripsOfTravelers, type Trip } from '#modules/trips';
import { civilDateIn } from '@roundtrip/kernel';
import { oneAtATime, packFacts, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import { groupFacts } from './group-facts.ts';
import type { House } from './house.ts';
import { judgeLines, type Judged } from './judge-lines.ts';

/** What one draft should hold: the lines of a trip, or of a month's spending that belongs to no trip. */
type Wanted = { readonly employee: Employee; readonly trip: Trip | null; readonly month: string | null; readonly lines: DraftLine[] };

const titleOf = (wanted: Wanted): string => (wanted.trip ? wanted.trip.title : `${wanted.month ?? ''}`);
const slotOf = (claim: Pick<Claim, 'employeeId' | 'tripId' | 'month'>): string => claim.tripId ?? `${claim.employeeId}/${claim.month ?? ''}`;

/**
 * Redraws the drafts of the company from its live groups: one claim a trip, one a month for the rest. A draft whose
 * lines have not changed is left alone; one that has lost all its lines stays empty until something comes for it.
 */
export function draftClaims(house: House, companyId: string): Promise<{ drawn: number }> {
  return house.db.transact(companyId, async (tx) => {
    await oneAtATime(tx, 'match');
    const company = await loadCompany(tx);
    const employees = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee]));
    const drafts = await lockDrafts(tx);
    const draftIds = new Set<string>(drafts.map((claim) => claim.id));
    const open = (await liveGroups(tx)).filter((group) => group.claimId === null || draftIds.has(group.claimId));
    const trips = await tripsOfTravelers(tx, [...employees.keys()]);
    const wanted = wantedDrafts(await groupFacts(tx, open), { company, employees, trips });
    return { drawn: await redraw(tx, house, { company, drafts, wanted }) };
  });
}

function wantedDrafts(groups: readonly GroupFacts[], context: { readonly company: Company; readonly employees: ReadonlyMap<string, Employee>; readonly trips: readonly Trip[] }): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const group of groups) {
    const employee = context.employees.get(group.employeeId);
    if (!employee) continue;
    const trip = tripOf(group, context.company.zone, context.trips);
    const line = lineOf(group, { currency: context.company.currency, zone: context.company.zone, trip });
    if (!line) continue;
    const month = trip ? null : line.spentOn.slice(0, 7);
    const slot = slotOf({ employeeId: employee.id, tripId: trip?.id ?? null, month });
    const known = wanted.get(slot) ?? { employee, trip, month, lines: [] };
    known.lines.push(line);
    wanted.set(slot, known);
  }
  return wanted;
}

type Redraw = { readonly company: Company; readonly drafts: readonly Claim[]; readonly wanted: ReadonlyMap<string, Wanted> };

async function redraw(tx: Tx, house: House, { company, drafts, wanted }: Redraw): Promise<number> {
  const now = house.clock.now();
  const bySlot = new Map(drafts.map((claim) => [slotOf(claim), claim]));
  const fresh = [...wanted.keys()].filter((slot) => !bySlot.has(slot));
  const numbers = await (fresh.length > 0 ? nextClaimNumbers(tx, civilDateIn(company.zone, now).slice(0, 7), fresh.length) : []);
  for (const [i, slot] of fresh.entries()) {
    const want = wanted.get(slot);
    if (!want) continue;
    bySlot.set(slot, {
      id: house.clock.newId<'claim'>(), number: numbers[i] ?? '', employeeId: want.employee.id, tripId: want.trip?.id ?? null, month: want.month, title: titleOf(want), state: 'draft',
      currency: company.currency, totalMinor: 0n, reimbursableMinor: 0n, companyPaidMinor: 0n, automatic: false, version: 0, createdAt: now, updatedAt: now, submittedAt: null, decidedAt: null, paidAt: null,
    });
  }
  const old = await linesOf(tx, drafts.map((claim) => claim.id));
  const changed: { claim: Claim; lines: ClaimLine[] }[] = [];
  for (const [slot, claim] of bySlot) {
    const want = wanted.get(slot);
    const judged = want ? await judgeLines(tx, { company, employee: want.employee, tripId: claim.tripId, lines: want.lines, now }) : [];
    const lines = judged.map((line) => toLine(house, claim, line));
    if (signature(lines) === signature(old.filter((line) => line.claimId === claim.id))) continue;
    changed.push({ claim: { ...claim, ...totals(lines), title: want ? titleOf(want) : claim.title, version: claim.version + 1, updatedAt: now }, lines });
  }
  await keep(tx, house, changed, new Set(fresh.flatMap((slot) => bySlot.get(slot)?.id ?? [])));
  return changed.length;
}

export function toLine(house: House, claim: Pick<Claim, 'id'>, { line, money, verdict }: Judged, judgementId: string | null = null): ClaimLine {
  return {
    id: house.clock.newId<'claim-line'>(), claimId: claim.id, groupId: line.groupId, category: line.category, text: line.text, spentOn: line.spentOn, city: line.city, nights: line.nights,
    amountMinor: line.amount.minor, allowedMinor: money.allowed, reimbursableMinor: money.reimbursable, companyPaidMinor: money.companyPaid, confidence: line.confidence, missing: line.missing, judgementId, verdict,
  };
}

export function totals(lines: readonly ClaimLine[]): Pick<Claim, 'totalMinor' | 'reimbursableMinor' | 'companyPaidMinor'> {
  const sum = (of: (line: ClaimLine) => bigint): bigint => lines.reduce((total, line) => total + of(line), 0n);
  return { totalMinor: sum((line) => line.amountMinor), reimbursableMinor: sum((line) => line.reimbursableMinor), companyPaidMinor: sum((line) => line.companyPaidMinor) };
}

/** Two drawings are the same when nothing that a person sees of them differs; ids are made anew each time. */
const signature = (lines: readonly ClaimLine[]): string =>
  lines.map((line) => packFacts([line.groupId, line.category, line.text, line.spentOn, line.amountMinor, line.allowedMinor, line.reimbursableMinor, line.companyPaidMinor, line.missing])).sort().join('\n');

const DRAFTED: Bilingual = { zh: '由支付、发票和行程自动生成', en: 'Drawn from payments, invoices and the trip' };

async function keep(tx: Tx, house: House, changed: readonly { claim: Claim; lines: ClaimLine[] }[], fresh: ReadonlySet<string>): Promise<void> {
  if (changed.length === 0) return;
  const now = house.clock.now();
  await saveClaims(tx, changed.map(({ claim }) => claim));
  await replaceLines(tx, changed.map(({ claim }) => claim.id), changed.flatMap(({ lines }) => lines));
  for (const { claim, lines } of changed) await assignClaim(tx, lines.map((line) => line.groupId), claim.id);
  const begun = changed.filter(({ claim }) => fresh.has(claim.id));
  await addSteps(tx, begun.map(({ claim }) => ({ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'drafted', at: now, byName: null, note: DRAFTED })));
  await record(tx, { kind: 'rule', name: 'draft-claims' }, changed.map(({ claim, lines }) => ({
    action: 'claim.drafted', subject: { kind: 'claim', id: claim.id }, body: { number: claim.number, version: claim.version, lines: lines.length, total: claim.totalMinor.toString() },
  })));
  await tell(tx, changed.map(({ claim }) => ({ type: 'claim.drafted', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId })));
}
