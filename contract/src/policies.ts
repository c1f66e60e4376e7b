import { z } from 'zod';
import { bilingual, civilDateText, idText, instantText, moneyWire } from './parts.ts';
import { expenseRecord } from './records.ts';

export const policyView = z.object({ version: z.string(), status: z.enum(['draft', 'published', 'superseded']), effectiveFrom: civilDateText, title: bilingual, document: z.unknown() });

/** A draft in a list: who touched it last, and when. */
export const policyDraftSummary = z.object({ id: idText, title: bilingual, basedOn: z.string(), effectiveFrom: civilDateText, revision: z.number().int(), updatedAt: instantText, updatedBy: z.string() });

/** Every version, and the drafts that are open. */
export const policyList = z.object({ items: z.array(policyView), drafts: z.array(policyDraftSummary) });

/** What reading or reviewing a draft finds; `place` as in `rules[0].table.rows[3]`. An error must be mended before publishing. */
const policyConcern = z.object({ severity: z.enum(['error', 'warning']), part: z.enum(['policy', 'route']), kind: z.string(), place: z.string(), message: bilingual, remedy: bilingual });
export type PolicyConcern = z.infer<typeof policyConcern>;

const policyChange = z.object({ rule: z.string().nullable(), path: z.string(), from: z.string().nullable(), to: z.string().nullable() });
export type PolicyChangeWire = z.infer<typeof policyChange>;

const said = z.object({ outcome: z.enum(['pass', 'warn', 'cut', 'refuse']), needsApproval: z.boolean(), standard: moneyWire });

/** What would have been otherwise over the last twelve months, had the draft been in force. */
export const policyBacktestView = z.object({
  id: idText, draftRevision: z.number().int(), status: z.enum(['waiting', 'running', 'done']), total: z.number(), done: z.number(), since: instantText, askedAt: instantText, finishedAt: instantText.nullable(),
  result: z.object({
    judged: z.number(), changed: z.number(), stops: z.number(), eased: z.number(), people: z.number(), standardBefore: moneyWire, standardAfter: moneyWire,
    moves: z.record(z.string(), z.number()), rules: z.record(z.string(), z.number()),
    categories: z.record(z.string(), z.object({ judged: z.number(), changed: z.number(), difference: moneyWire })),
    examples: z.array(z.object({ subjectId: z.string(), employee: z.string(), category: z.string(), spentOn: civilDateText, amount: moneyWire, before: said, after: said.extend({ rules: z.array(z.string()) }) })),
  }).nullable(),
});
export type PolicyBacktestView = z.infer<typeof policyBacktestView>;

export const policyDraftView = policyDraftSummary.extend({
  status: z.enum(['open', 'published', 'discarded']), document: z.unknown(), route: z.unknown(), concerns: z.array(policyConcern), changes: z.array(policyChange), backtest: policyBacktestView.nullable(),
});
export type PolicyDraftView = z.infer<typeof policyDraftView>;

/** Begins a draft from a version, or from `template:cn-private-company`, `template:cn-state-organ`, `template:us-gsa`. */
export const policyDraftStart = z.object({ basedOn: z.string().max(100), effectiveFrom: civilDateText.optional() });
export const policyDraftEdit = z.object({ revision: z.number().int(), title: bilingual, effectiveFrom: civilDateText, document: z.unknown(), route: z.unknown() });

/** One expense to try a draft with, and what the house would know of it. */
export const policyTrial = z.object({
  expense: expenseRecord, grade: z.string().max(100).optional(), homeCity: z.string().max(100).optional(), departmentId: z.string().max(100).optional(),
  hasInvoice: z.boolean().optional(), goods: z.array(z.string().max(200)).max(50).optional(),
});
export const policyVerdictView = z.object({
  outcome: z.enum(['pass', 'warn', 'cut', 'refuse']), needsApproval: z.boolean(), allowed: moneyWire, standard: moneyWire,
  findings: z.array(z.object({ rule: z.string(), clause: z.string(), cell: z.string().nullable(), facts: z.record(z.string(), z.string()), message: bilingual })),
  basis: z.array(z.object({ rule: z.string(), clause: z.string(), cell: z.string(), message: bilingual })),
  wouldPass: z.array(z.object({ message: bilingual })),
});
export type PolicyVerdictView = z.infer<typeof policyVerdictView>;
