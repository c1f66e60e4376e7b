import { compare, subtract, sum, type CivilDate } from '@roundtrip/kernel';
import { isAccountNumber } from '../identities.ts';
import type { CamtDetail, CamtEntry } from '../makers/index.ts';
import { taken, transfersOf, type Books, type OrderRecord, type Outcome } from './books.ts';
import type { PaymentOrder, Transfer } from './order.ts';

type Place = { readonly day: CivilDate; readonly serial: number };

const referenceAt = ({ day, serial }: Place, offset: number): string => `E${day.replaceAll('-', '')}${String(serial + offset + 1).padStart(6, '0')}`;

const refuse = (endToEndId: string, code: string, text: string): Outcome => ({ endToEndId, status: 'RJCT', reason: { code, text } });

/** What the bank says to each payment of an order (ISO 20022 external status reason codes). */
export function judgeTransfers(books: Books, order: PaymentOrder): readonly Outcome[] {
  // Orders that were taken and not yet executed have their money set aside.
  const promised = [...books.orders.values()].filter((record) => record.state === 'answered').flatMap((record) => taken(record).map((transfer) => transfer.amount));
  const balance = books.balance();
  let free = subtract(balance, sum(promised, balance.currency));
  return transfersOf(order).map((transfer): Outcome => {
    const { endToEndId, amount } = transfer;
    if (!isAccountNumber(transfer.account)) return refuse(endToEndId, 'AC01', 'Incorrect account number');
    if (books.orderOf(endToEndId)) return refuse(endToEndId, 'AM05', 'Duplication');
    if (compare(amount, free) > 0) return refuse(endToEndId, 'AM04', 'Insufficient funds');
    free = subtract(free, amount);
    return { endToEndId, status: 'ACSP' };
  });
}

function detailOf(transfer: Transfer, reference: string): CamtDetail {
  const { endToEndId, amount, payee, account, remittance } = transfer;
  return { reference, endToEndId, amount, counterparty: payee, counterpartyAccount: account, ...(remittance ? { remittance } : {}) };
}

/** The debits of an executed order: one for a whole batch where the customer asked for that, else one a payment. */
export function entriesOf(record: OrderRecord, place: Place): readonly CamtEntry[] {
  const good = new Set(taken(record).map((transfer) => transfer.endToEndId));
  const entries: CamtEntry[] = [];
  for (const { batchId, batchBooking, transfers } of record.order.instructions) {
    const paid = transfers.filter((transfer) => good.has(transfer.endToEndId));
    const groups = batchBooking ? (paid.length > 0 ? [paid] : []) : paid.map((transfer) => [transfer]);
    for (const group of groups) {
      const reference = referenceAt(place, entries.length);
      entries.push({
        reference, direction: 'out', amount: sum(group.map((transfer) => transfer.amount), group[0]?.amount.currency ?? 'CNY'), bookedOn: place.day,
        ...(batchBooking ? { batchId } : {}), details: group.map((transfer, i) => detailOf(transfer, `${reference}-${i + 1}`)),
      });
    }
  }
  return entries;
}

/** The credits by which executed payments come back, each quoting the payment it undoes. */
export function returnEntries(record: OrderRecord, code: string, place: Place): readonly CamtEntry[] {
  return taken(record).filter((transfer) => !record.returned.has(transfer.endToEndId)).map((transfer, i) => {
    const reference = referenceAt(place, i);
    return { reference, direction: 'in', amount: transfer.amount, bookedOn: place.day, details: [{ ...detailOf(transfer, reference), returnReason: code }] };
  });
}
