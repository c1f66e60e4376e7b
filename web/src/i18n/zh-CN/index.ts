import type { en } from '../en/index.ts';
import { approvals } from './approvals.ts';
import { books } from './books.ts';
import { budgets } from './budgets.ts';
import { automation } from './automation.ts';
import { claims } from './claims.ts';
import { documents } from './documents.ts';
import { finance } from './finance.ts';
import { general } from './general.ts';
import { matching } from './matching.ts';
import { payments } from './payments.ts';
import { payouts } from './payouts.ts';
import { policy } from './policy.ts';
import { policyDraft } from './policy-draft.ts';
import { rehearsal } from './rehearsal.ts';
import { review } from './review.ts';
import { trust } from './trust.ts';

/** 简体中文。ICU text under the ids of the English catalogue; a missing id does not compile. */
export const zh: Record<keyof typeof en, string> = {
  ...approvals,
  ...books,
  ...budgets,
  ...automation,
  ...claims,
  ...documents,
  ...finance,
  ...general,
  ...matching,
  ...payments,
  ...payouts,
  ...policy,
  ...policyDraft,
  ...rehearsal,
  ...review,
  ...trust,
};
