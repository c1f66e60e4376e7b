import { addDays, epochMs, formatAmount, instantAt, instantOf, money, type Bilingual, type BookingKind, type CivilDate, type Instant, type InvoiceFacts, type Money } from '@roundtrip/kernel';
import type { CardStatus, CardTransaction } from '../card/index.ts';
import type { Chance } from '../chance.ts';
import type { Company, Employee } from '../config.ts';
import type { Paper } from '../sellers/index.ts';
import type { TravelOrder } from '../travel/index.ts';
import type { Wallet, WalletPayment } from '../wallets/index.ts';
import type { Step } from './step.ts';

const MINUTE_MS = 60_000;
const TRAVEL_SUPPLIER = '云程商旅';

export type Stage = {
  readonly chance: Chance;
  readonly zone: string;
  readonly company: Company;
  /** The last day of the story; other days count from it. */
  readonly last: CivilDate;
  readonly now: Instant;
  /** Goes into every id, so that no two days share one. */
  readonly prefix: string;
};

export type Scene = Stage & {
  readonly person: Employee;
  readonly steps: Step[];
  nextId(): string;
};

/** The moment when it is `wall` on the day so many days from the last, give or take four minutes; never after now. */
export function momentOf(scene: Scene, days: number, wall: string): Instant {
  const at = instantAt(scene.zone, `${addDays(scene.last, days)}T${wall}:00`) ?? scene.now;
  const jittered = instantOf(epochMs(at) + scene.chance.int(-4 * 60, 4 * 60) * 1000);
  return jittered < scene.now ? jittered : scene.now;
}

export const dayOf = (scene: Scene, days: number): CivilDate => addDays(scene.last, days);
export const yuan = (whole: number, cents = 0): Money => money(BigInt(whole) * 100n + BigInt(cents), 'CNY');

/** The moment some minutes after another, never after now. */
export function later(scene: Scene, at: Instant, minutes: number): Instant {
  const moved = instantOf(epochMs(at) + minutes * MINUTE_MS);
  return moved < scene.now ? moved : scene.now;
}

const shown = (amount: Money): string => `¥${formatAmount(amount)}`;

export type Purchase = { readonly amount: Money; readonly merchant: string; readonly at: Instant; readonly city: string; readonly mcc: string; readonly description?: string; readonly orderNo?: string };

/** A purchase with the person's own phone. */
export function payByPhone(scene: Scene, wallet: Wallet, purchase: Purchase): WalletPayment {
  const payment: WalletPayment = { id: `${scene.prefix}W${scene.nextId()}`, wallet, payer: scene.person.number, type: 'purchase', paidAt: purchase.at, ...without(purchase, 'at') };
  scene.steps.push({ at: purchase.at, who: scene.person.name, what: said(purchase, wallet === 'wechatpay' ? { zh: '微信支付', en: 'by WeChat Pay' } : { zh: '支付宝', en: 'by Alipay' }), act: { kind: 'wallet', payment } });
  return payment;
}

/** The merchant gives the money back, or a part of it. */
export function refundToPhone(scene: Scene, payment: WalletPayment, refund: { readonly at: Instant; readonly amount: Money }): void {
  const { description: _, ...rest } = payment;
  const back: WalletPayment = { ...rest, id: `${scene.prefix}W${scene.nextId()}`, type: 'refund', paidAt: refund.at, amount: refund.amount, relatedPaymentId: payment.id };
  scene.steps.push({ at: refund.at, who: payment.merchant, what: { zh: `退款 ${shown(refund.amount)}`, en: `refunds ${shown(refund.amount)}` }, act: { kind: 'wallet', payment: back } });
}

function cardStep(scene: Scene, at: Instant, transaction: CardTransaction, status: CardStatus): void {
  const words: Readonly<Record<CardStatus, Bilingual>> = { authorized: { zh: '公务卡授权', en: 'by corporate card, authorised' }, posted: { zh: '公务卡入账', en: 'by corporate card, posted' }, reversed: { zh: '公务卡撤销', en: 'by corporate card, reversed' } };
  const how = transaction.type === 'refund' ? { zh: '公务卡退款', en: 'back to the corporate card' } : words[status];
  scene.steps.push({ at, who: scene.person.name, what: said(transaction, how), act: { kind: 'card', transaction, status } });
}

/** A purchase with the corporate card: authorised at once, posted some hours later. */
export function payByCard(scene: Scene, purchase: Purchase): CardTransaction {
  const { merchant, amount, city, mcc, orderNo } = purchase;
  const transaction: CardTransaction = {
    transactionId: `${scene.prefix}C${scene.nextId()}`, cardTail: scene.person.cardTail, employeeNumber: scene.person.number, amount, merchant, mcc, city, country: 'CN', occurredAt: purchase.at, type: 'purchase', ...(orderNo ? { orderNo } : {}),
  };
  cardStep(scene, purchase.at, transaction, 'authorized');
  cardStep(scene, later(scene, purchase.at, scene.chance.int(180, 420)), transaction, 'posted');
  return transaction;
}

/** A refund onto the card, posted at once. */
export function refundToCard(scene: Scene, original: CardTransaction, refund: { readonly at: Instant; readonly amount: Money }): void {
  cardStep(scene, refund.at, { ...original, transactionId: `${scene.prefix}C${scene.nextId()}`, amount: refund.amount, occurredAt: refund.at, type: 'refund', relatedTransactionId: original.transactionId }, 'posted');
}

function said({ amount, merchant }: { readonly amount: Money; readonly merchant: string }, how: Bilingual): Bilingual {
  return { zh: `${merchant} ${shown(amount)}，${how.zh}`, en: `${merchant} ${shown(amount)}, ${how.en}` };
}

const KINDS: Readonly<Record<BookingKind, Bilingual>> = { flight: { zh: '机票', en: 'flight' }, rail: { zh: '火车票', en: 'rail ticket' }, hotel: { zh: '酒店', en: 'hotel' }, car: { zh: '用车', en: 'car' } };

export type Booked = Omit<TravelOrder, 'orderId' | 'status' | 'travelerNumber' | 'travelerName' | 'tripReference' | 'supplier' | 'orderNo'>;

/** An order at the travel supplier. */
export function book(scene: Scene, trip: string, booked: Booked): TravelOrder {
  const order: TravelOrder = {
    ...booked, orderId: `${scene.prefix}T${scene.nextId()}`, status: 'confirmed', travelerNumber: scene.person.number, travelerName: scene.person.name, tripReference: `${scene.prefix}${trip}`, supplier: TRAVEL_SUPPLIER,
    orderNo: `YC${scene.chance.digits(12)}`,
  };
  tellOrder(scene, booked.bookedAt, order, { zh: '预订', en: 'books' });
  return order;
}

/** The order in a later state. */
export function tellOrder(scene: Scene, at: Instant, order: TravelOrder, verb: Bilingual): void {
  const where = order.property ?? `${order.origin ? `${order.origin}–` : ''}${order.destination}`;
  scene.steps.push({ at, who: scene.person.name, what: { zh: `${verb.zh}${KINDS[order.kind].zh} ${where} ${shown(order.amount)}`, en: `${verb.en} ${KINDS[order.kind].en} ${where} ${shown(order.amount)}` }, act: { kind: 'travel', order } });
}

/** Papers that a seller hands over, and the words that the log has for it. */
export function handOver(scene: Scene, at: Instant, papers: readonly [Extract<Paper, { readonly invoice: InvoiceFacts }>, ...Paper[]]): void {
  const { invoice } = papers[0];
  scene.steps.push({
    at, who: invoice.seller, what: { zh: `开票 ${shown(invoice.total)} → ${scene.person.name}`, en: `makes out an invoice of ${shown(invoice.total)} for ${scene.person.name}` },
    act: { kind: 'papers', delivery: { id: `${scene.prefix}P${scene.nextId()}`, submittedBy: scene.person.number, papers } },
  });
}

function without<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const { [name]: _, ...rest } = value;
  return rest;
}
