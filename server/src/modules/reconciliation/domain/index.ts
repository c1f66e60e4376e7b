export { brokenChain, differencesOf } from './differences.ts';
export type { Difference, Statement } from './differences.ts';
export { explainLine } from './explain.ts';
export type { BankLine, Explanation, LineState } from './explain.ts';
