export { chainBreaks, companyPart, costOf, describeBreak, meetEntries, sourceOf } from './domain/index.ts';
export type { StoredPayment, Told } from './domain/index.ts';
export { addPayments, companySums, daySums, explainablePayments, listPayments, notedStatements, noteStatements, paymentsById } from './store.ts';
export type { NewPayment, NotedStatement, PaymentOutcome } from './store.ts';
