import type { GuestsDocument } from '../document.ts';
import { breach, guarded, lacks, type RuleMaker } from '../tally.ts';

export const makeGuests: RuleMaker<GuestsDocument> = (rule, policy) => {
  const moves = [{ attendees: rule.atLeast }];
  return guarded(rule, policy, (facts, tally) => {
    if (facts.guests === null) {
      lacks(tally, rule, facts, { fact: 'attendees', moves });
      return;
    }
    if (facts.guests >= rule.atLeast) return;
    breach(tally, rule, {
      facts: { attendees: String(facts.guests), atLeast: String(rule.atLeast) },
      message: { zh: `${rule.title.zh}：写明了 ${facts.guests} 人，至少 ${rule.atLeast} 人`, en: `${rule.title.en}: ${facts.guests} named, at least ${rule.atLeast} needed` },
      moves,
    });
  });
};
