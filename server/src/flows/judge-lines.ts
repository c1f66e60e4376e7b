import type { CivilDate, Instant, Money } from '@roundtrip/kernel';
import { civilDateIn, invariant } from '@roundtrip/kernel';
import { splitLine, type DraftLine, type GroupFacts, type LineMoney } from '#modules/claims';
import { isTitleOf, type Company, type Employee } from '#modules/people';
import { compilePolicy, judge, parsePolicy, policyOn, type CompiledPolicy, type PolicyVersion, type Question, type Verdict } from '#modules/policy';
import type { Tx } from '#platform/db';
import { groupFactsById } from './group-facts.ts';

export type Judged = { readonly line: DraftLine; readonly money: LineMoney; readonly question: Question; readonly verdict: Verdict };

export type ToJudge = { readonly company: Company; readonly employee: Employee; readonly tripId: string | null; readonly lines: readonly DraftLine[]; readonly now: Instant };

/** Compiled policies by company and version: a version never changes, so it is compiled once. */
const compiled = new Map<string, CompiledPolicy>();

export function compiledPolicy(companyId: string, version: Pick<PolicyVersion, 'version' | 'document'>): CompiledPolicy {
  const key = `${companyId}/${version.version}`;
  let policy = compiled.get(key);
  if (!policy) {
    const parsed = parsePolicy(version.document);
    invariant(parsed.ok, `the published policy ${version.version} parses`);
    policy = compilePolicy(parsed.value);
    compiled.set(key, policy);
  }
  return policy;
}

/**
 * Judges the lines of one claim by the policy in force today, in the order of their days, so that allowances of a day
 * add up the same way each time.
 */
export async function judgeLines(tx: Tx, { company, employee, tripId, lines, now }: ToJudge): Promise<Judged[]> {
  const today = civilDateIn(company.zone, now);
  const version = await policyOn(tx, today);
  invariant(version, 'a company has a policy from its first day');
  const policy = compiledPolicy(company.id, version);
  const groups = new Map((await groupFactsById(tx, lines.map((line) => line.groupId))).map((group) => [group.id, group]));
  const spent = new Map<string, Record<string, Money>>();
  const ordered = [...lines].sort((a, b) => (a.spentOn < b.spentOn ? -1 : a.spentOn > b.spentOn ? 1 : a.groupId < b.groupId ? -1 : 1));
  return ordered.map((line) => {
    const before = spent.get(line.spentOn) ?? {};
    const question = questionOf({ line, company, employee, tripId, today }, groups.get(line.groupId), before);
    const verdict = judge(policy, question);
    const money = splitLine(line.amount.minor, line.companyPaid.minor, verdict.standard.minor);
    const used = before[line.category]?.minor ?? 0n;
    spent.set(line.spentOn, { ...before, [line.category]: { minor: used + money.allowed, currency: line.amount.currency } });
    return { line, money, question, verdict };
  });
}

type Subject = { readonly line: DraftLine; readonly company: Company; readonly employee: Employee; readonly tripId: string | null; readonly today: CivilDate };

function questionOf({ line, company, employee, tripId, today }: Subject, group: GroupFacts | undefined, spentSameDay: Record<string, Money>): Question {
  const documents = group?.documents ?? [];
  const totals = documents.filter((document) => document.facts.total.currency === line.amount.currency);
  const titles = documents.map((document) => isTitleOf(company.titles, document.facts.buyer, document.facts.buyerTaxId));
  return {
    expense: {
      id: line.groupId, employeeId: employee.id, category: line.category, amount: line.amount, spentOn: line.spentOn, city: line.city ?? undefined, nights: line.nights ?? undefined,
      seatClass: group?.bookings.find((booking) => booking.facts.seatClass)?.facts.seatClass ?? documents.find((document) => document.facts.journey?.seat)?.facts.journey?.seat,
      invoiceNumbers: documents.map((document) => document.facts.number), tripId: tripId ?? undefined, channel: group?.payments[0]?.facts.channel, merchant: line.text,
    },
    employee: { grade: employee.grade, homeCity: employee.homeCity ?? undefined, departmentId: employee.department },
    context: {
      today, spentSameDay, hasInvoice: documents.length > 0,
      invoiceTotal: totals.length > 0 ? { minor: totals.reduce((sum, document) => sum + document.facts.total.minor, 0n), currency: line.amount.currency } : undefined,
      buyerTitleOk: titles.includes(false) ? false : titles.includes(true) ? true : null,
      // Who bears the cost is split afterwards (`splitLine`); policy judges the spending itself, whoever paid.
      companyPaid: false, matchConfidence: line.confidence,
      goods: documents.flatMap((document) => document.facts.items.map((item) => item.name)),
    },
  };
}
