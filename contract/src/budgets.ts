import { z } from 'zod';
import { civilDateText, idText, instantText, moneyWire, page } from './parts.ts';
import { personView } from './views.ts';

const level = z.enum(['within', 'warn', 'over']);

/** A budget as whoever decides sees it: what is left once the thing they decide on is taken. */
export const budgetLeft = z.object({ id: idText, name: z.string(), open: moneyWire, taken: moneyWire, level });
export type BudgetLeft = z.infer<typeof budgetLeft>;

/** reserved + used + open = total + carried. */
export const budgetView = z.object({
  id: idText, parentId: idText.nullable(), name: z.string(), department: z.string().nullable(), category: z.string().nullable(), period: z.enum(['month', 'quarter', 'year']), fromDay: civilDateText, toDay: civilDateText,
  total: moneyWire, carried: moneyWire, reserved: moneyWire, used: moneyWire, open: moneyWire, level, mode: z.enum(['hard', 'soft']), warnPercent: z.number().int(), rollsOver: z.boolean(),
  rolled: z.boolean(), /** Its period is over and it may go on to the next. */ mayRoll: z.boolean(), version: z.number().int(),
});
export type BudgetView = z.infer<typeof budgetView>;
export const budgetList = z.object({ items: z.array(budgetView), currency: z.string(), departments: z.array(z.string()), categories: z.array(z.object({ code: z.string(), title: z.object({ zh: z.string(), en: z.string() }) })) });
export type BudgetList = z.infer<typeof budgetList>;

/** What one claim takes of a budget. */
export const budgetHold = z.object({ id: idText, claimId: idText, claimNumber: z.string(), title: z.string(), employee: personView, amount: moneyWire, state: z.enum(['reserved', 'used']), at: instantText });
export type BudgetHold = z.infer<typeof budgetHold>;
export const budgetHolds = page(budgetHold);

const settings = { name: z.string().trim().min(1).max(80), total: moneyWire, mode: z.enum(['hard', 'soft']), warnPercent: z.number().int().min(1).max(100).default(80), rollsOver: z.boolean().default(false) };
export const budgetRequest = z.object({
  ...settings, parentId: idText.nullable().default(null), department: z.string().max(100).nullable().default(null), category: z.string().max(40).nullable().default(null), period: z.enum(['month', 'quarter', 'year']),
  /** Any day of the period. */ day: civilDateText,
});
export const budgetChange = z.object({ ...settings, version: z.number().int() });
