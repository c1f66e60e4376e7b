import type { Policy } from './policy.ts';
import { makeRule } from './rules/index.ts';
import type { Rule } from './tally.ts';

/** A policy made ready to judge many questions: conditions are closures, tables are indexed by city, rules by category. */
export type CompiledPolicy = { readonly policy: Policy; readonly rulesFor: (category: string) => readonly Rule[] };

/** Compiles once what every judgement would otherwise look up again. `judge` does it by itself for a plain policy. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const made = policy.document.rules.map((rule) => ({ categories: rule.when?.category, run: makeRule(rule, policy) }));
  const rulesOf = (category: string | null): readonly Rule[] =>
    made.filter(({ categories }) => !categories || (category !== null && categories.includes(category))).map(({ run }) => run);
  const general = rulesOf(null);
  const byCategory = new Map([...policy.categories.keys()].map((category): [string, readonly Rule[]] => [category, rulesOf(category)]));
  return { policy, rulesFor: (category) => byCategory.get(category) ?? general };
}
