export { levelOf, openOf, periodAround, reserve, rollOver, settle, within } from './budget.ts';
export type { Budget, BudgetId, BudgetShort, Expense, Taken } from './budget.ts';
