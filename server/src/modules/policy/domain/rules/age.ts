import { daysBetween } from '@roundtrip/kernel';
import type { AgeDocument } from '../document.ts';
import { breach, guarded, type RuleMaker } from '../tally.ts';

export const makeAge: RuleMaker<AgeDocument> = (rule, policy) => guarded(rule, policy, (facts, tally) => {
  const { today } = facts.question.context;
  const { spentOn } = facts.question.expense;
  if (spentOn > today) {
    breach(tally, rule, { facts: { spentOn, today }, message: { zh: `${rule.title.zh}：消费日期 ${spentOn} 在未来`, en: `${rule.title.en}: the day ${spentOn} has not come yet` }, limit: 0n });
    return;
  }
  const days = daysBetween(spentOn, today);
  if (days <= rule.daysMax) return;
  breach(tally, rule, {
    facts: { spentOn, today, days: String(days), daysMax: String(rule.daysMax) },
    message: { zh: `${rule.title.zh}：消费已过 ${days} 天，期限 ${rule.daysMax} 天`, en: `${rule.title.en}: spent ${days} days ago, the limit is ${rule.daysMax}` },
  });
});
