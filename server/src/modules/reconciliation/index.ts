export { brokenChain, differencesOf, explainLine } from './domain/index.ts';
export type { BankLine, Candidates, Difference, Explanation, LineDifference, LineState, Statement } from './domain/index.ts';
export { checkBank, checkChain, checkTransit, readReconciliation } from './queries.ts';
export type { Check, Reconciliation } from './queries.ts';
export { incompleteStatements, keepLines, keepStatements, lockOpenLines, markLines, unbookedPayouts } from './store.ts';
