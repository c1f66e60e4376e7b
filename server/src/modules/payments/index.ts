export { companyPart, costOf, sourceOf } from './domain/index.ts';
export type { StoredPayment } from './domain/index.ts';
export { addPayments, companySums, explainablePayments, listPayments, paymentsById } from './store.ts';
export type { NewPayment, PaymentOutcome } from './store.ts';
