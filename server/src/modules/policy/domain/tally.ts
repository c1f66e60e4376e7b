import type { Bilingual } from '@roundtrip/kernel';
import { compileCondition } from './conditions.ts';
import type { Handling, RuleDocument } from './document.ts';
import { FACT_TITLES, type FactName, type Facts } from './facts.ts';
import type { Policy } from './policy.ts';
import type { Basis, Change, Finding, Outcome } from './question.ts';

/** A finding with the changes that would have avoided it. */
export type Breach = { readonly finding: Finding; readonly moves: readonly Change[] };

/** What the rules have said so far. Each rule only adds, so that no rule can silence another. */
export type Tally = {
  outcome: Outcome;
  needsApproval: boolean;
  /** What policy bears of the cost, in minor units of the expense's currency. */
  standard: bigint;
  /** What the company itself has paid. */
  companyPaid: bigint;
  readonly breaches: Breach[];
  readonly basis: Basis[];
};

export type Rule = (facts: Facts, tally: Tally) => void;
/** How one kind of rule is made ready; it may take for granted that the document was found right. */
export type RuleMaker<D extends RuleDocument> = (rule: D, policy: Policy) => Rule;

const RANK: Readonly<Record<Outcome, number>> = { pass: 0, warn: 1, cut: 2, refuse: 3 };
const OUTCOME: Readonly<Record<Handling, Outcome>> = { warn: 'warn', approve: 'warn', cut: 'cut', refuse: 'refuse' };

function raise(tally: Tally, outcome: Outcome): void {
  if (RANK[outcome] > RANK[tally.outcome]) tally.outcome = outcome;
}

export type BreachFacts = {
  readonly cell?: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly message: Bilingual;
  /** For `cut`: what is still granted. */
  readonly limit?: bigint;
  readonly moves?: readonly Change[];
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Notes that a rule is broken and handles it as the rule says. */
export function breach(tally: Tally, rule: RuleDocument, { cell, facts, message, limit, moves }: BreachFacts): void {
  tally.breaches.push({ finding: { rule: rule.id, clause: rule.clause, ...(cell === undefined ? {} : { cell }), facts, message }, moves: moves ?? [] });
  raise(tally, OUTCOME[rule.onBreach]);
  if (rule.onBreach === 'refuse') tally.standard = 0n;
  if (rule.onBreach === 'approve') tally.needsApproval = true;
  if (rule.onBreach === 'cut' && limit !== undefined) tally.standard = least(tally.standard, limit > 0n ? limit : 0n);
}

/** Notes that the rule could not be judged: the lacking fact is named and a person decides. */
export function askPerson(tally: Tally, rule: { readonly id: string; readonly clause: string }, { facts, message, moves }: Pick<BreachFacts, 'facts' | 'message' | 'moves'>): void {
  tally.breaches.push({ finding: { rule: rule.id, clause: rule.clause, facts, message }, moves: moves ?? [] });
  raise(tally, 'warn');
  tally.needsApproval = true;
}

/** What the question does say where the policy does not understand it: a city or class that nobody has named. */
function given({ question: { expense, employee } }: Facts, fact: FactName): string | undefined {
  return fact === 'city' ? expense.city : fact === 'grade' ? employee.grade : fact === 'seatClass' ? expense.seatClass : fact === 'homeCity' ? employee.homeCity : undefined;
}

type Named = { readonly id: string; readonly clause: string; readonly title: Bilingual };

export function lacks(tally: Tally, rule: Named, facts: Facts, { fact, moves }: { readonly fact: FactName; readonly moves?: readonly Change[] }): void {
  const title = FACT_TITLES[fact];
  const said = given(facts, fact);
  const asked = { zh: `无法按“${rule.title.zh}”判断，需人工审批`, en: `“${rule.title.en}” cannot be judged; a person decides` };
  askPerson(tally, rule, {
    facts: { missing: fact, ...(said === undefined ? {} : { given: said }) },
    message: said === undefined
      ? { zh: `缺少“${title.zh}”，${asked.zh}`, en: `Without ${title.en}, ${asked.en}` }
      : { zh: `制度不认识${title.zh}“${said}”，${asked.zh}`, en: `The policy does not know ${title.en} “${said}”, so ${asked.en}` },
    ...(moves ? { moves } : {}),
  });
}

/** Wraps a rule in its own `when`; categories are dealt with by the index over rules. */
export function guarded(rule: RuleDocument, policy: Policy, body: Rule): Rule {
  const fits = compileCondition(rule.when, policy, ['category']);
  return (facts, tally) => {
    const fit = fits(facts);
    if (fit === true) body(facts, tally);
    else if (fit !== false) lacks(tally, rule, facts, { fact: fit });
  };
}
