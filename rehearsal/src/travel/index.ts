import { createHash } from 'node:crypto';
import { formatAmount, type BookingKind, type BookingStatus, type CivilDate, type Instant, type Money } from '@roundtrip/kernel';
import { openJournal } from '../store/journal.ts';
import type { Outbox } from '../wire/outbox.ts';

export type TravelOrder = {
  readonly orderId: string;
  readonly kind: BookingKind;
  readonly status: BookingStatus;
  readonly travelerNumber: string;
  readonly travelerName: string;
  readonly tripReference: string;
  readonly supplier: string;
  readonly orderNo: string;
  readonly bookedAt: Instant;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly origin?: string;
  readonly destination: string;
  readonly property?: string;
  readonly seatClass?: string;
  readonly amount: Money;
  readonly companyPaid: boolean;
};

export type TravelSupplier = { tell(order: TravelOrder): void; orders(): readonly TravelOrder[] };

/** The travel supplier: an order is told when it is made and whenever it changes. */
export function openTravelSupplier(path: string, outbox: Outbox): TravelSupplier {
  const journal = openJournal<TravelOrder>(path);
  const known = new Map(journal.past.map((order) => [order.orderId, order]));
  return {
    tell(order) {
      const { amount, ...rest } = order;
      const told = { ...rest, amount: formatAmount(amount), currency: amount.currency };
      const id = `travel-${order.orderId}-${order.status}-${createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 8)}`;
      journal.add(order);
      known.set(order.orderId, order);
      outbox.put({ id, from: 'travel', kind: 'webhook', body: JSON.stringify({ id, orders: [told] }) });
    },
    orders: () => [...known.values()],
  };
}
