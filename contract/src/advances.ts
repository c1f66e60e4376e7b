import { z } from 'zod';
import { bilingual, civilDateText, idText, instantText, moneyWire } from './parts.ts';
import { personView } from './views.ts';

/** 借款. `outstanding` is what the person still has of it: nothing before the bank has paid it. */
export const advanceView = z.object({
  id: idText, number: z.string(), employee: personView, purpose: z.string(), amount: moneyWire, offset: moneyWire, returned: moneyWire, outstanding: moneyWire, dueOn: civilDateText,
  state: z.enum(['asked', 'approved', 'paid', 'cleared', 'rejected', 'withdrawn']), overdue: z.boolean(), askedAt: instantText, paidAt: instantText.nullable(), days: z.number().int().nullable(),
});
export type AdvanceView = z.infer<typeof advanceView>;

/** What is outstanding by days since it was paid. */
export const advanceList = z.object({ items: z.array(advanceView), currency: z.string(), ages: z.array(z.object({ age: z.enum(['0-30', '31-60', '61-90', '90+']), count: z.number().int(), amount: moneyWire })) });
export type AdvanceList = z.infer<typeof advanceList>;

/** An advance that waits for the caller's word. */
export const advanceTurn = z.object({ id: idText, advance: advanceView, title: bilingual, askedAt: instantText, outstanding: moneyWire });
export type AdvanceTurn = z.infer<typeof advanceTurn>;

export const advanceRequest = z.object({ amount: moneyWire, purpose: z.string().trim().min(1).max(200), dueOn: civilDateText });
export const advanceDecision = z.object({ decision: z.enum(['approve', 'reject']), reason: z.string().trim().max(1000).optional() });
export const advanceReturn = z.object({ amount: moneyWire, on: civilDateText, reference: z.string().trim().min(1).max(100) });
