import { formatAmount } from '@roundtrip/kernel';
import { minorOf } from '../conditions.ts';
import type { ConfidenceDocument, CoverageDocument, InvoiceDocument, TitleDocument } from '../document.ts';
import { breach, guarded, lacks, type RuleMaker } from '../tally.ts';

export const makeInvoice: RuleMaker<InvoiceDocument> = (rule, policy) => {
  const above = minorOf(rule.above, policy.currency);
  const text = formatAmount({ minor: above, currency: policy.currency });
  const moves = [{ hasInvoice: true as const }, ...(above > 0n ? [{ amount: text }] : [])];
  return guarded(rule, policy, (facts, tally) => {
    if (facts.amount === null || facts.amount <= above || facts.hasInvoice === true) return;
    if (facts.hasInvoice === null) {
      lacks(tally, rule, facts, { fact: 'invoice', moves });
      return;
    }
    const amount = formatAmount({ minor: facts.amount, currency: policy.currency });
    breach(tally, rule, {
      facts: { amount, above: text },
      message: { zh: `${rule.title.zh}：金额 ${amount} 超过 ${text}，须有发票`, en: `${rule.title.en}: ${amount} is above ${text}, so there must be an invoice` },
      limit: above,
      moves,
    });
  });
};

export const makeCoverage: RuleMaker<CoverageDocument> = (rule, policy) => guarded(rule, policy, (facts, tally) => {
  const total = facts.question.context.invoiceTotal;
  if (facts.amount === null || total === undefined || facts.hasInvoice === false) return;
  if (total.currency !== policy.currency) {
    lacks(tally, rule, facts, { fact: 'rate' });
    return;
  }
  if (facts.amount <= total.minor) return;
  const [amount, invoiced] = [facts.amount, total.minor].map((minor) => formatAmount({ minor, currency: policy.currency }));
  breach(tally, rule, {
    facts: { amount: amount ?? '', invoiceTotal: invoiced ?? '' },
    message: { zh: `${rule.title.zh}：报销 ${amount}，发票合计只有 ${invoiced}`, en: `${rule.title.en}: ${amount} is claimed, the invoices add up to ${invoiced}` },
    limit: total.minor,
    moves: total.minor > 0n ? [{ amount: invoiced ?? '' }] : [],
  });
});

export const makeTitle: RuleMaker<TitleDocument> = (rule, policy) => guarded(rule, policy, (facts, tally) => {
  if (facts.question.context.buyerTitleOk !== false) return;
  breach(tally, rule, {
    facts: { buyerTitle: 'other' },
    message: { zh: `${rule.title.zh}：发票抬头或税号不是本公司`, en: `${rule.title.en}: the invoice is not made out to the company` },
    moves: [{ buyerTitleOk: true }],
  });
});

export const makeConfidence: RuleMaker<ConfidenceDocument> = (rule, policy) => guarded(rule, policy, (facts, tally) => {
  const confidence = facts.question.context.matchConfidence;
  if (confidence === undefined || confidence >= rule.atLeast) return;
  breach(tally, rule, {
    facts: { confidence: String(confidence), atLeast: String(rule.atLeast) },
    message: { zh: `${rule.title.zh}：匹配把握 ${confidence}，低于 ${rule.atLeast}`, en: `${rule.title.en}: matched with ${confidence}, less than ${rule.atLeast}` },
  });
});
