import { civilDateIn, formatAmount, instantAt, addDays, type CivilDate, type Instant, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { Employee } from '../config.ts';
import { makeAlipayBill, makeWechatBill } from '../makers/index.ts';
import { openJournal } from '../store/journal.ts';
import type { Outbox } from '../wire/outbox.ts';

export const WALLETS = ['wechatpay', 'alipay'] as const;
export type Wallet = (typeof WALLETS)[number];

/** A person's own payment with a phone. */
export type WalletPayment = {
  readonly id: string;
  readonly wallet: Wallet;
  readonly payer: string;
  readonly type: 'purchase' | 'refund';
  readonly paidAt: Instant;
  readonly amount: Money;
  readonly merchant: string;
  readonly mcc?: string;
  readonly city?: string;
  readonly description?: string;
  readonly orderNo?: string;
  readonly relatedPaymentId?: string;
};

export type Wallets = {
  pay(payment: WalletPayment): void;
  /** The same payments as the wallet's own bill file: of one day, or of all days. */
  bill(request: { readonly employee: Employee; readonly wallet: Wallet; readonly day?: CivilDate; readonly zone: string; readonly now: Instant }): Uint8Array;
  payments(): readonly WalletPayment[];
};

const ACCOUNT = { wechatpay: 'wechat', alipay: 'alipay' } as const;

function recordOf({ wallet, payer, amount, ...payment }: WalletPayment): Record<string, unknown> {
  return { ...payment, channel: wallet, payerId: payer, amount: formatAmount(amount), currency: amount.currency, account: `${ACCOUNT[wallet]}:${payer}` };
}

function factsOf({ id, wallet, payer, relatedPaymentId, ...payment }: WalletPayment): PaymentFacts {
  return {
    ...payment, externalId: id, channel: wallet, direction: payment.type === 'refund' ? 'in' : 'out', status: 'posted', payer, account: `${ACCOUNT[wallet]}:${payer}`,
    ...(relatedPaymentId ? { relatedExternalId: relatedPaymentId } : {}),
  };
}

/** The wallets on people's phones: payments are told as they happen, and once more in the bill that a person exports. */
export function openWallets(path: string, outbox: Outbox): Wallets {
  const journal = openJournal<WalletPayment>(path);
  const known = new Map(journal.past.map((payment) => [payment.id, payment]));
  return {
    pay(payment) {
      if (!known.has(payment.id)) journal.add(payment);
      known.set(payment.id, payment);
      outbox.put({ id: `wallet-${payment.id}`, from: 'wallets', kind: 'payments', body: JSON.stringify(recordOf(payment)) });
    },
    bill({ employee, wallet, day, zone, now }) {
      const payments = [...known.values()]
        .filter((payment) => payment.payer === employee.number && payment.wallet === wallet && (day === undefined || civilDateIn(zone, payment.paidAt) === day))
        .sort((a, b) => (a.paidAt < b.paidAt ? 1 : -1)).map(factsOf);
      const midnight = (on: CivilDate): Instant => instantAt(zone, `${on}T00:00:00`) ?? now;
      const from = day ? midnight(day) : payments.at(-1)?.paidAt ?? now;
      const to = day ? midnight(addDays(day, 1)) : now;
      const bill = { holder: employee.name, account: `${ACCOUNT[wallet]}:${employee.number}`, from, to, exportedAt: now, payments };
      return wallet === 'wechatpay' ? makeWechatBill(bill) : makeAlipayBill(bill);
    },
    payments: () => [...known.values()],
  };
}
