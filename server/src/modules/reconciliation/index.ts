export { explainLine } from './domain/index.ts';
export type { BankLine, Explanation, LineState, Statement } from './domain/index.ts';
export { checkBank, checkChain, checkTransit, readReconciliation } from './queries.ts';
export { disputedPayouts, incompleteStatements, keepLines, keepStatements, lockOpenLines, markLines, unbookedPayouts } from './store.ts';
