export { companyPart, costOf, sourceOf, supersedes } from './domain/index.ts';
export type { PaymentId, StoredPayment } from './domain/index.ts';
export { addPayments, companySums, explainablePayments, listPayments, paymentsById } from './store.ts';
export type { NewPayment, PaymentFilter, PaymentOutcome } from './store.ts';
