import type { RuleDocument } from '../document.ts';
import type { Policy } from '../policy.ts';
import type { Rule, RuleMaker } from '../tally.ts';
import { makeAge } from './age.ts';
import { makeCap } from './cap.ts';
import { makeClass } from './class.ts';
import { makeCompanyPaid } from './company-paid.ts';
import { makeConfidence, makeCoverage, makeInvoice, makeTitle } from './evidence.ts';
import { makeFlag } from './flag.ts';
import { makeGuests } from './guests.ts';

type Kind = RuleDocument['kind'];

const MAKERS: { readonly [K in Kind]: RuleMaker<Extract<RuleDocument, { kind: K }>> } = {
  cap: makeCap, class: makeClass, flag: makeFlag, invoice: makeInvoice, coverage: makeCoverage, title: makeTitle,
  age: makeAge, guests: makeGuests, 'company-paid': makeCompanyPaid, confidence: makeConfidence,
};

export function makeRule<K extends Kind>(rule: Extract<RuleDocument, { kind: K }>, policy: Policy): Rule {
  return MAKERS[rule.kind as K](rule, policy);
}
