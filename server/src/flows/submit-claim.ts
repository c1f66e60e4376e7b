import type { Bilingual, Instant, Result } from '@roundtrip/kernel';
import { err } from '@roundtrip/kernel';
import { record } from '#modules/audit';
import { addSteps, lineOf, linesOf, lockClaim, moveClaim, replaceLines, saveClaims, type Claim, type ClaimError, type ClaimLine } from '#modules/claims';
import { restsOf, shareOut, takeDocuments, type DocumentUsed, type Wish } from '#modules/documents';
import { listEmployees, loadCompany, type Company, type Employee } from '#modules/people';
import { ENGINE_VERSION, keepJudgements, type JudgementId } from '#modules/policy';
import { tripsById } from '#modules/trips';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { askForApproval, type RouteProblem } from './ask-for-approval.ts';
import { totals, toLine } from './draft-claims.ts';
import { groupFactsById } from './group-facts.ts';
import { reserveBudget, type BudgetRefused } from './hold-budget.ts';
import type { House } from './house.ts';
import { inTurn } from './in-turn.ts';
import { judgeLines, type Judged } from './judge-lines.ts';
import type { ClaimCall } from './withdraw-claim.ts';

export type SubmitProblem = ClaimError | DocumentUsed | RouteProblem | BudgetRefused | { readonly kind: 'request.not-found' };

const REASONS: Readonly<Record<string, Bilingual>> = {
  decision: { zh: '有一组匹配等你确认', en: 'A match waits for your word' },
  payment: { zh: '有支付还没有入账', en: 'A payment is not final yet' },
  rate: { zh: '有外币支付还没有结算金额', en: 'A foreign payment has no settled amount yet' },
};

/** Why a draft cannot be submitted yet, in words; null when it can. A missing invoice does not stop it: policy and people judge that. */
export function submitObjection(claim: Pick<Claim, 'state'>, lines: readonly Pick<ClaimLine, 'missing' | 'amountMinor'>[]): Bilingual | null {
  if (claim.state !== 'draft') return null;
  if (!lines.some((line) => line.amountMinor > 0n)) return { zh: '还没有可以报销的费用', en: 'There is nothing to claim yet' };
  for (const [missing, reason] of Object.entries(REASONS)) if (lines.some((line) => (line.missing as readonly string[]).includes(missing))) return reason;
  return null;
}

/**
 * The employee's one tap: the lines are drawn and judged a last time and then stand, the invoices are taken, and the
 * claim goes to whoever must decide it, or to nobody where the company's limits allow that.
 */
export function submitClaim(house: House, { caller, claimId }: ClaimCall): Promise<Result<null, SubmitProblem>> {
  return inTurn(caller.companyId, () => house.db.transact(caller.companyId, async (tx): Promise<Result<null, SubmitProblem>> => {
    const now = house.clock.now();
    const claim = await lockClaim(tx, claimId);
    if (!claim) return err({ kind: 'request.not-found' });
    if (claim.employeeId !== caller.employeeId) return err({ kind: 'claim.not-yours' });
    const moved = moveClaim(claim, 'submitted', now);
    if (!moved.ok) return moved;
    const company = await loadCompany(tx);
    const people = await listEmployees(tx);
    const employee = people.find((person) => person.id === claim.employeeId);
    if (!employee) return err({ kind: 'request.not-found' });
    const judged = await finalLines(tx, claim, { company, employee, now });
    const lines = await keepLines(tx, house, claim, judged);
    const objection = submitObjection(claim, lines);
    if (objection) return lines.some((line) => line.amountMinor > 0n) ? err({ kind: 'claim.incomplete', missing: [...new Set(lines.flatMap((line) => line.missing))] }) : err({ kind: 'claim.empty' });
    const taken = await takeDocuments(tx, { claimId: claim.id, now, newId: () => house.clock.newId<'use'>() }, await wishesOf(tx, claim, lines));
    if (!taken.ok) return taken;
    const budget = await reserveBudget(tx, house, { claim, lines, employee });
    if (!budget.ok) return budget;
    const submitted = { ...moved.value, ...totals(lines) };
    await saveClaims(tx, [submitted]);
    await addSteps(tx, [{ id: house.clock.newId<'step'>(), claimId: claim.id, code: 'submitted', at: now, byName: caller.name, note: null }]);
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: 'claim.submitted', subject: { kind: 'claim', id: claim.id }, body: { number: claim.number, total: submitted.totalMinor.toString(), reimbursable: submitted.reimbursableMinor.toString(), judgements: lines.flatMap((line) => line.judgementId ?? []) },
    }]);
    await tell(tx, [{ type: 'claim.submitted', subject: { kind: 'claim', id: claim.id }, employeeId: claim.employeeId }]);
    return askForApproval(tx, house, { claim: submitted, lines, company, people, verdicts: judged.map((one) => one.verdict), budget: budget.value });
  }));
}

async function finalLines(tx: Tx, claim: Claim, who: { readonly company: Company; readonly employee: Employee; readonly now: Instant }): Promise<Judged[]> {
  const drawn = await linesOf(tx, [claim.id]);
  const groups = await groupFactsById(tx, drawn.map((line) => line.groupId));
  const [trip] = claim.tripId ? await tripsById(tx, [claim.tripId]) : [];
  const lines = groups.flatMap((group) => lineOf(group, { currency: who.company.currency, zone: who.company.zone, trip: trip ?? null }) ?? []);
  return judgeLines(tx, { ...who, tripId: claim.tripId, lines });
}

/** Keeps each line with the judgement that it rests on: policy version, engine version, input and verdict. */
async function keepLines(tx: Tx, house: House, claim: Claim, judged: readonly Judged[]): Promise<ClaimLine[]> {
  const now = house.clock.now();
  const ids = judged.map((): JudgementId => house.clock.newId<'judgement'>());
  const lines = judged.map((one, i) => toLine(house, claim, one, ids[i] ?? null));
  await keepJudgements(tx, judged.map((one, i) => ({
    id: ids[i] as JudgementId, subjectKind: 'claim-line', subjectId: lines[i]?.id ?? claim.id, policyVersion: one.verdict.policyVersion, engineVersion: ENGINE_VERSION, input: one.question, verdict: one.verdict, at: now,
  })));
  await replaceLines(tx, [claim.id], lines);
  return lines;
}

/** Each line takes of its invoices what it costs: all of them where it costs as much or more, else its share of each. */
async function wishesOf(tx: Tx, { currency }: Pick<Claim, 'currency'>, lines: readonly ClaimLine[]): Promise<Wish[]> {
  const groups = new Map((await groupFactsById(tx, lines.map((line) => line.groupId))).map((group) => [group.id, group.documents]));
  const rests = new Map((await restsOf(tx, [...groups.values()].flat().map((document) => document.id))).map((rest) => [rest.documentId as string, rest]));
  return lines.flatMap((line) => {
    const documents = groups.get(line.groupId) ?? [];
    const shares = shareOut(line.amountMinor, documents.map((document) => (document.facts.total.currency === currency ? rests.get(document.id)?.restMinor ?? 0n : 0n)));
    return documents.map((document, i): Wish => ({ documentId: document.id, lineId: line.id, amountMinor: shares[i] ?? null })).filter((wish) => wish.amountMinor !== 0n);
  });
}
