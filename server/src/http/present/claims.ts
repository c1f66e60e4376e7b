import type { ClaimLineView, ClaimSummary, ClaimView, MatchView, verdictView } from '@roundtrip/contract';
import type { Bilingual, Instant } from '@roundtrip/kernel';
import type { z } from 'zod';
import type { Caller } from '#modules/access';
import { commentsOn, linesOf, stepsOf, type Claim, type ClaimComment, type ClaimLine, type ClaimStep } from '#modules/claims';
import { groupsById } from '#modules/matching';
import { turnsOf } from '#modules/approvals';
import type { Tx } from '#platform/db';
import { submitObjection } from '../../flows/submit-claim.ts';
import { peopleOf, personIn, type People } from './facts.ts';
import { matchViews } from './matches.ts';
import { wireOf } from './wire.ts';

type VerdictView = z.infer<typeof verdictView>;

const isMissing = (line: ClaimLine): boolean => line.missing.length > 0;
const verdictOf = (line: ClaimLine): VerdictView | null => line.verdict as VerdictView | null;

function summary(claim: Claim, lines: readonly ClaimLine[], people: People): ClaimSummary {
  return {
    id: claim.id, number: claim.number, employee: personIn(people, claim.employeeId), title: claim.title, state: claim.state, tripId: claim.tripId,
    total: wireOf(claim.totalMinor, claim.currency), reimbursable: wireOf(claim.reimbursableMinor, claim.currency), companyPaid: wireOf(claim.companyPaidMinor, claim.currency),
    lineCount: lines.length, missingCount: lines.filter(isMissing).length, warningCount: lines.filter((line) => (verdictOf(line)?.outcome ?? 'pass') !== 'pass').length,
    automatic: claim.automatic, createdAt: claim.createdAt, updatedAt: claim.updatedAt, paidAt: claim.paidAt,
  };
}

export async function claimSummaries(tx: Tx, claims: readonly Claim[]): Promise<ClaimSummary[]> {
  const people = await peopleOf(tx);
  const lines = await linesOf(tx, claims.map((claim) => claim.id));
  return claims.map((claim) => summary(claim, lines.filter((line) => line.claimId === claim.id), people));
}

function lineView(line: ClaimLine, currency: string, matches: ReadonlyMap<string, MatchView>): ClaimLineView {
  const verdict = verdictOf(line);
  return {
    id: line.id, category: line.category, text: line.text, spentOn: line.spentOn, city: line.city, amount: wireOf(line.amountMinor, currency), allowed: wireOf(line.allowedMinor, currency),
    reimbursable: wireOf(line.reimbursableMinor, currency), companyPaid: wireOf(line.companyPaidMinor, currency), confidence: line.confidence, missing: [...line.missing],
    verdict: verdict && {
      outcome: verdict.outcome, needsApproval: verdict.needsApproval, policyVersion: verdict.policyVersion,
      findings: verdict.findings.map(({ rule, clause, message }) => ({ rule, clause, message })), wouldPass: verdict.wouldPass.map(({ message }) => ({ message })),
    },
    match: matches.get(line.groupId) ?? null,
  };
}

type Step = ClaimView['timeline'][number];
const done = (step: ClaimStep): Step => ({ code: step.code as Step['code'], state: step.code === 'rejected' || step.code.startsWith('payout-failed') || step.code === 'payout-returned' ? 'failed' : 'done', at: step.at, by: step.byName, note: step.note });
const ahead = (code: Step['code'], state: Step['state'], by: string | null = null, note: Bilingual | null = null): Step => ({ code, state, at: null, by, note });

/** What was done and what was said, in the order of time. */
function told(steps: readonly ClaimStep[], comments: readonly ClaimComment[], people: People): ClaimStep[] {
  const words = comments.map(({ id, claimId, authorId, text, at }): ClaimStep => ({ id: id as unknown as ClaimStep['id'], claimId, code: 'comment', at, byName: personIn(people, authorId).name, note: { zh: text, en: text } }));
  return [...steps, ...words].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** What has happened, what is going on, and what is still to come: the whole way from swipe to bank. */
function timelineOf(claim: Claim, steps: readonly ClaimStep[], waitingFor: readonly { step: string; name: string; askedAt: Instant }[]): Step[] {
  const past = steps.map(done);
  const codes = new Set(steps.map((step) => step.code));
  const pay = claim.reimbursableMinor > 0n ? [ahead('paid', 'expected')] : [];
  if (claim.state === 'draft') return [...past, ahead('submitted', 'current'), ...pay];
  if (claim.state === 'submitted') {
    return [...past, ...waitingFor.map(({ step, name }) => ahead(step === 'finance' || step === 'manager' ? step : 'approver', 'current', name)), ...pay];
  }
  if (claim.state === 'approved' || claim.state === 'paying') return [...past, ...(codes.has('payout-sent') ? [ahead('paid', 'current')] : [ahead('payout-sent', 'current'), ...pay])];
  return past;
}

export async function claimView(tx: Tx, claim: Claim, caller: Caller): Promise<ClaimView> {
  const people = await peopleOf(tx);
  const lines = await linesOf(tx, [claim.id]);
  const matches = new Map((await matchViews(tx, await groupsById(tx, lines.map((line) => line.groupId)), claim.currency)).map((match) => [match.id, match]));
  const turns = claim.state === 'submitted' ? await turnsOf(tx, claim.id) : [];
  const own = caller.kind === 'person' && caller.employeeId === claim.employeeId;
  const objection = submitObjection(claim, lines);
  return {
    ...summary(claim, lines, people), lines: lines.map((line) => lineView(line, claim.currency, matches)),
    timeline: timelineOf(claim, told(await stepsOf(tx, claim.id), await commentsOn(tx, claim.id), people), turns.map((turn) => ({ step: turn.step, name: personIn(people, turn.approverId).name, askedAt: turn.askedAt }))),
    canSubmit: own && claim.state === 'draft' && objection === null, canWithdraw: own && claim.state === 'submitted', blocked: claim.state === 'draft' && own ? objection : null,
  };
}
