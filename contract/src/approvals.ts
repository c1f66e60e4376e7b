import { z } from 'zod';
import { budgetLeft } from './budgets.ts';
import { bilingual, civilDateText, idText, instantText, moneyWire } from './parts.ts';
import { claimSummary, personView } from './views.ts';

/** A step of the way that a request goes. */
const approvalStep = z.object({ id: z.string(), title: bilingual, state: z.enum(['done', 'current', 'ahead']), mode: z.enum(['any', 'all']), approvers: z.array(personView) });

/** What the person was granted before, for a category of the claim; the dearest first. `now` is what the claim asks in it. */
const pastView = z.object({ category: z.string(), now: moneyWire, count: z.number().int(), median: moneyWire, last: moneyWire, lastOn: civilDateText });

export const approvalView = z.object({
  id: idText, claim: claimSummary, step: z.string(), title: bilingual, askedAt: instantText, why: z.array(bilingual), warnings: z.array(bilingual),
  /** For whom the caller decides, where it is not their own turn. */
  onBehalfOf: personView.nullable(), steps: z.array(approvalStep), past: z.array(pastView),
  /** What is left of each budget that it takes from, itself counted in. */
  budgets: z.array(budgetLeft),
});
export type ApprovalView = z.infer<typeof approvalView>;

const reason = z.string().trim().max(1000).optional();
export const approvalDecision = z.object({ decision: z.enum(['approve', 'reject', 'return']), reason });

/** 转交, 加签, 退回某步. */
export const approvalHandOn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('transfer'), to: idText, reason }),
  z.object({ kind: z.literal('add'), persons: z.array(idText).min(1).max(20), where: z.enum(['before', 'after']), mode: z.enum(['any', 'all']).default('any'), reason }),
  z.object({ kind: z.literal('send-back'), toStep: z.string().max(100), reason }),
]);

export const delegationView = z.object({ id: idText, delegate: personView, fromDay: civilDateText, toDay: civilDateText, amountMax: moneyWire.nullable(), reason: z.string(), state: z.enum(['ahead', 'current', 'over', 'ended']) });
export type DelegationView = z.infer<typeof delegationView>;
export const delegationRequest = z.object({ delegateId: idText, fromDay: civilDateText, toDay: civilDateText, amountMax: moneyWire.nullable().default(null), reason: z.string().trim().max(200).default('') });

/** A case to try a route with: who would be asked. `route` is a route document; left out, the one in force. */
export const routeTrialEverybody = z.object({
  amount: moneyWire, categories: z.array(z.string()).max(20).default([]), outcome: z.enum(['pass', 'warn', 'cut', 'refuse']).default('pass'), needsApproval: z.boolean().default(false),
  evidenceComplete: z.boolean().default(true), matchConfidence: z.number().min(0).max(1).default(1), costCentre: z.string().max(100).optional(), project: z.string().max(100).optional(), route: z.unknown().optional(),
});
export const routeTrial = routeTrialEverybody.extend({ employeeId: idText });
export const routeTrialView = z.object({
  automatic: z.boolean(), route: z.string(), why: z.array(bilingual),
  steps: z.array(z.object({ id: z.string(), title: bilingual, mode: z.enum(['any', 'all']), approvers: z.array(z.object({ person: personView, onBehalfOf: personView.nullable() })) })),
});
export type RouteTrialView = z.infer<typeof routeTrialView>;
/** The same case for everybody: people of a department of whom the same are asked. `asked` null: nobody could decide. */
export const routeTrialWide = z.object({ items: z.array(z.object({ department: z.string(), people: z.array(personView), asked: routeTrialView.nullable() })) });

/** A word on a claim; whom it names is told, and may see the claim. */
export const claimComment = z.object({ text: z.string().trim().min(1).max(2000), mentions: z.array(idText).max(20).default([]) });

/** A colleague, as everybody in the company may see them. */
export const colleagueView = personView.extend({ department: z.string() });
