import { formatAmount } from '@roundtrip/kernel';
import { minorOf } from '../conditions.ts';
import type { FlagDocument } from '../document.ts';
import { foldWords, type Facts } from '../facts.ts';
import { breach, guarded, type RuleMaker } from '../tally.ts';

/** The word that gave it away, so that nobody has to guess. */
function wordFound(rule: FlagDocument, facts: Facts): string | null {
  const said = (words: readonly string[] | undefined, text: string): string | undefined => words?.find((word) => text.includes(foldWords(word)));
  return said(rule.when?.merchant, facts.merchant) ?? said(rule.when?.goods, facts.goods) ?? null;
}

export const makeFlag: RuleMaker<FlagDocument> = (rule, policy) => {
  const from = rule.when?.amount?.from;
  const below = from === undefined ? 0n : minorOf(from, policy.currency) - 1n;
  const moves = below > 0n ? [{ amount: formatAmount({ minor: below, currency: policy.currency }) }] : [];
  const reason = rule.reason ?? rule.title;
  return guarded(rule, policy, (facts, tally) => {
    const word = wordFound(rule, facts);
    breach(tally, rule, {
      facts: { category: facts.category, ...(word === null ? {} : { word }) },
      message: word === null ? reason : { zh: `${reason.zh}(“${word}”)`, en: `${reason.en} (“${word}”)` },
      limit: below,
      moves,
    });
  });
};
