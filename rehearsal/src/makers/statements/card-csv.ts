import { stringify } from 'csv-stringify/sync';
import { formatAmount, type PaymentFacts } from '@roundtrip/kernel';

const WORDS = { purchase: 'Purchase', refund: 'Refund', fee: 'Fee', transfer: 'Transfer', income: 'Credit' } as const;

/** A corporate card programme's export: what was charged, what stood at the till, whose card it was. */
export function makeCardCsv(payments: readonly PaymentFacts[]): Uint8Array {
  const header = ['Transaction ID', 'Transaction Date', 'Posting Date', 'Employee', 'Merchant', 'MCC', 'City', 'Country', 'Amount', 'Currency', 'Original Amount', 'Original Currency', 'Type', 'Order No', 'Description'];
  const rows = payments.map((payment) => {
    const charged = payment.settled ?? payment.amount;
    return [
      payment.externalId, payment.paidAt.slice(0, 10), payment.bookedOn ?? payment.paidAt.slice(0, 10), payment.payer ?? '', payment.merchant, payment.mcc ?? '', payment.city ?? '', payment.country ?? '',
      formatAmount(charged), charged.currency, formatAmount(payment.amount), payment.amount.currency, WORDS[payment.type], payment.orderNo ?? '', payment.description ?? '',
    ];
  });
  return new TextEncoder().encode(stringify([header, ...rows]));
}
