export { levelOf, openOf, periodAround, rollOver, within } from './domain/index.ts';
export type { Budget, BudgetId, BudgetShort, Taken } from './domain/index.ts';
export { checkBudgets, heldFor, holdsOf, listBudgets, lockBudget, reserveFor, saveBudgets, settleFor } from './store.ts';
export type { Hold } from './store.ts';
