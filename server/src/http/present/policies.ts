import type { PolicyBacktestView, PolicyDraftView, PolicyVerdictView } from '@roundtrip/contract';
import { listEmployees, loadCompany, type Employee } from '#modules/people';
import { diffPolicies, latestBacktest, parsePolicy, type PolicyBacktest, type PolicyDocument, type PolicyDraft, type Verdict } from '#modules/policy';
import type { Tx } from '#platform/db';
import { personsOn } from '../../flows/acting.ts';
import { basisOf, concernsOf, documentOf } from '../../flows/publish-policy.ts';
import { toWire, wireOf } from './wire.ts';

type Names = ReadonlyMap<string, string>;

const namesIn = (employees: readonly Employee[]): Names => new Map(employees.map((person) => [person.id as string, person.name]));

const summaryOf = ({ id, title, basedOn, effectiveFrom, revision, updatedAt, updatedBy }: PolicyDraft, names: Names) => ({
  id: id as string, title, basedOn, effectiveFrom, revision, updatedAt, updatedBy: names.get(updatedBy) ?? '',
});

export async function draftSummaries(tx: Tx, drafts: readonly PolicyDraft[]) {
  const names = namesIn(await listEmployees(tx));
  return drafts.map((draft) => summaryOf(draft, names));
}

function backtestView({ result, ...backtest }: PolicyBacktest, names: Names, currency: string): PolicyBacktestView {
  const { id, draftRevision, status, total, done, since, askedAt, finishedAt } = backtest;
  const money = (minor: bigint) => wireOf(minor, currency);
  return {
    id, draftRevision, status, total, done, since, askedAt, finishedAt,
    result: result && {
      ...result, standardBefore: money(result.standardBefore), standardAfter: money(result.standardAfter),
      categories: Object.fromEntries(Object.entries(result.categories).map(([code, part]) => [code, { ...part, difference: money(part.difference) }])),
      examples: result.examples.map(({ employeeId, amount, before, after, ...one }) => ({
        ...one, employee: names.get(employeeId) ?? '', amount: money(amount), before: { ...before, standard: money(before.standard) }, after: { ...after, rules: [...after.rules], standard: money(after.standard) },
      })),
    },
  };
}

/** A draft with all that its editor needs: what is wrong where, what differs from its basis, and its newest back-test. */
export async function draftView(tx: Tx, draft: PolicyDraft): Promise<PolicyDraftView> {
  const employees = await listEmployees(tx);
  const names = namesIn(employees);
  const basis = await basisOf(tx, draft);
  const document = documentOf(draft);
  const parsed = parsePolicy(document);
  const backtest = await latestBacktest(tx, draft.id);
  const currency = parsed.ok ? parsed.value.currency : (await loadCompany(tx)).currency;
  return {
    ...summaryOf(draft, names), status: draft.status, document, route: draft.route, concerns: [...concernsOf(draft, await personsOn(tx, employees, { day: draft.effectiveFrom, amountMinor: 0n }))],
    changes: basis && parsed.ok ? [...diffPolicies(basis, document as PolicyDocument)] : [],
    backtest: backtest && backtestView(backtest, names, currency),
  };
}

export const verdictView = ({ outcome, needsApproval, allowed, standard, findings, basis, wouldPass }: Verdict): PolicyVerdictView => ({
  outcome, needsApproval, allowed: toWire(allowed), standard: toWire(standard),
  findings: findings.map(({ cell, ...finding }) => ({ ...finding, cell: cell ?? null })), basis: [...basis], wouldPass: wouldPass.map(({ message }) => ({ message })),
});
