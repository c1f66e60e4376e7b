import { compilePolicy, type CompiledPolicy } from './compile.ts';
import { factsOf } from './facts.ts';
import type { Policy } from './policy.ts';
import type { Outcome, Question, Verdict } from './question.ts';
import { askPerson, type Tally } from './tally.ts';
import { findWaysToPass } from './would-pass.ts';

/** Goes up whenever the same policy and question could get another answer. Kept with each judgement. */
export const ENGINE_VERSION = '1';

function checkQuestion(compiled: CompiledPolicy, question: Question, tally: Tally): void {
  const { policy } = compiled;
  const { amount, category } = question.expense;
  if (amount.currency !== policy.currency) {
    askPerson(tally, { id: 'engine.currency', clause: '' }, {
      facts: { missing: 'rate', currency: amount.currency, policyCurrency: policy.currency },
      message: { zh: `金额是 ${amount.currency}，制度按 ${policy.currency} 规定，折算后才能判断`, en: `The amount is in ${amount.currency}, the policy speaks of ${policy.currency}; it must be converted first` },
    });
  }
  if (amount.minor <= 0n) {
    askPerson(tally, { id: 'engine.amount', clause: '' }, { facts: { missing: 'amount' }, message: { zh: '金额不是正数，需人工审批', en: 'The amount is not positive; a person decides' } });
  }
  if (!policy.categories.has(category)) {
    askPerson(tally, { id: 'engine.category', clause: '' }, { facts: { missing: 'category', category }, message: { zh: `制度中没有费用类型“${category}”，需人工审批`, en: `The policy has no category “${category}”; a person decides` } });
  }
}

/** All rules over one question, without looking for what would pass. */
function weigh(compiled: CompiledPolicy, question: Question): Tally {
  const { minor } = question.expense.amount;
  const tally: Tally = { outcome: 'pass', needsApproval: false, standard: minor > 0n ? minor : 0n, companyPaid: 0n, breaches: [], basis: [] };
  checkQuestion(compiled, question, tally);
  const facts = factsOf(compiled.policy, question);
  for (const rule of compiled.rulesFor(question.expense.category)) rule(facts, tally);
  return tally;
}

const known = new WeakMap<Policy, CompiledPolicy>();

function compiledOf(policy: Policy | CompiledPolicy): CompiledPolicy {
  if ('rulesFor' in policy) return policy;
  let compiled = known.get(policy);
  if (!compiled) {
    compiled = compilePolicy(policy);
    known.set(policy, compiled);
  }
  return compiled;
}

/**
 * Judges one question. Pure: the same policy version, engine version and question give the same verdict for ever.
 * A fact that a rule needs and the question lacks is named in a finding and sets `needsApproval`; nothing passes for
 * want of knowledge. `needsApproval` never stands beside `pass`.
 */
export function judge(policy: Policy | CompiledPolicy, question: Question): Verdict {
  const compiled = compiledOf(policy);
  const tally = weigh(compiled, question);
  const { currency } = question.expense.amount;
  const left = tally.standard - tally.companyPaid;
  const refused = tally.outcome === 'refuse';
  return {
    outcome: tally.outcome,
    needsApproval: tally.needsApproval,
    allowed: { minor: refused || left < 0n ? 0n : left, currency },
    standard: { minor: tally.standard, currency },
    findings: tally.breaches.map((one) => one.finding),
    wouldPass: tally.breaches.length === 0 ? [] : findWaysToPass(compiled, question, tally, weigh),
    basis: tally.basis,
    policyVersion: compiled.policy.version,
    engineVersion: ENGINE_VERSION,
  };
}

/** The bare answer of a judgement. */
export type Standing = { readonly outcome: Outcome; readonly needsApproval: boolean; readonly standard: bigint; readonly rules: readonly string[] };

/** The same answer as {@link judge} without looking for what would pass: for going over very many. */
export function standingOf(policy: CompiledPolicy, question: Question): Standing {
  const { outcome, needsApproval, standard, breaches } = weigh(policy, question);
  return { outcome, needsApproval, standard, rules: breaches.map((one) => one.finding.rule) };
}
