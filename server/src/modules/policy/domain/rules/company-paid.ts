import { formatAmount } from '@roundtrip/kernel';
import type { CompanyPaidDocument } from '../document.ts';
import type { Facts } from '../facts.ts';
import { askPerson, breach, guarded, type RuleMaker } from '../tally.ts';

type Paid = { readonly minor: bigint } | 'another-currency';

/** A corporate card is the company's money unless the context knows better. */
function paidByCompany(facts: Facts): Paid {
  const { expense, context } = facts.question;
  const said = context.companyPaid ?? expense.channel === 'corporate_card';
  if (said === true) return { minor: expense.amount.minor };
  if (said === false) return { minor: 0n };
  return said.currency === expense.amount.currency ? { minor: said.minor } : 'another-currency';
}

/**
 * Does not lower what policy bears of the cost, only what of it goes to the person. Where the rule refuses, the cost
 * itself is still borne: it is the second payment that is refused.
 */
export const makeCompanyPaid: RuleMaker<CompanyPaidDocument> = (rule, policy) => guarded(rule, policy, (facts, tally) => {
  const paid = paidByCompany(facts);
  if (paid === 'another-currency') {
    askPerson(tally, rule, { facts: { missing: 'rate' }, message: { zh: `${rule.title.zh}：公司已付部分是另一币种，需人工审批`, en: `${rule.title.en}: what the company paid is in another currency; a person decides` } });
    return;
  }
  if (paid.minor <= 0n) return;
  const { standard } = tally;
  const { currency } = facts.question.expense.amount;
  const text = formatAmount({ minor: paid.minor, currency });
  breach(tally, rule, {
    facts: { companyPaid: text },
    message: { zh: `${rule.title.zh}：公司已支付 ${text} ${currency}，不再付给个人`, en: `${rule.title.en}: the company has paid ${text} ${currency}; it is not paid to the person again` },
  });
  tally.standard = standard;
  if (paid.minor > tally.companyPaid) tally.companyPaid = paid.minor;
});
