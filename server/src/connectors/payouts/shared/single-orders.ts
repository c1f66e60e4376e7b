import { epochMs, instantOf, type Instant } from '@roundtrip/kernel';
import type { ConfigField, OrderAnswer, OrderStanding, PayoutBatch, PayoutOrder, RailLimits, SendAnswer } from '#spi';

/** Wallets take ten fen and more. */
const FEN_MIN = 10n;
/** Beyond any reimbursement, and far inside what a JSON number carries exactly. */
const FEN_MAX = 10_000_000_000n;
const ORDER_ID = /^[0-9a-zA-Z]{1,32}$/;

/** Why an order cannot go to a wallet at all; null where it can. */
export function flawOf({ id, amount, payee }: PayoutOrder): string | null {
  if (!ORDER_ID.test(id)) return 'the order id is not 1 to 32 letters and digits';
  if (amount.currency !== 'CNY') return `wallets pay CNY, not ${amount.currency}`;
  if (amount.minor < FEN_MIN || amount.minor > FEN_MAX) return 'the amount is outside of what wallets take';
  return payee.account.trim() === '' ? 'the payee has no wallet' : null;
}

/** One after the other, an answer for each: what happens to one order says nothing about the next. */
export async function eachOrder<T>(items: readonly T[], idOf: (item: T) => string, standingOf: (item: T) => Promise<OrderStanding>): Promise<readonly OrderAnswer[]> {
  const answers: OrderAnswer[] = [];
  for (const item of items) {
    const standing = await standingOf(item).catch((error: unknown): OrderStanding => ({ kind: 'unknown', reason: error instanceof Error ? error.message.slice(0, 200) : 'the call broke' }));
    answers.push({ orderId: idOf(item), standing });
  }
  return answers;
}

/** The answer of a batch of one, for callers that know batches only. */
export function asSendAnswer(answers: readonly OrderAnswer[]): SendAnswer {
  const standing = answers[0]?.standing;
  if (!standing || answers.length > 1) return { kind: 'refused', reason: 'a wallet takes one order at a time' };
  switch (standing.kind) {
    case 'accepted': case 'awaiting-payee': case 'settled': return { kind: 'accepted', reference: standing.reference };
    case 'returned': case 'refused': return { kind: 'refused', reason: standing.reason };
    case 'unknown': return standing;
  }
}

/** One order and no more, checked before anybody is called. */
export const holdsOne = (batch: PayoutBatch): boolean => batch.orders.length === 1;

/** When a payout was planned: its id is a UUIDv7, which begins with the moment. Null for ids of another make. */
function plannedAt(orderId: string): Instant | null {
  const match = /^([0-9a-f]{12})7[0-9a-f]{19}$/.exec(orderId);
  return match ? instantOf(Number.parseInt(match[1] ?? '', 16)) : null;
}

/** True where the order is too old for the vendor's memory of `days`, so that "not found" proves nothing. */
export function forgotten(orderId: string, now: Instant, days: number): boolean {
  const at = plannedAt(orderId);
  return at !== null && epochMs(now) - epochMs(at) > days * 86_400_000;
}

const FEN = /^[1-9]\d{0,12}$/;

/** What a merchant's contract allows, as its console says it; each scene and merchant has its own. */
export const WALLET_LIMIT_FIELDS: readonly ConfigField[] = [
  { name: 'transferMaxFen', label: { zh: '单笔限额（分）', en: 'Most for one transfer, in fen' }, shape: FEN, optional: true },
  { name: 'payeeDayMaxFen', label: { zh: '单人日限额（分）', en: 'Most for one person a day, in fen' }, shape: FEN, optional: true },
  { name: 'dayMaxFen', label: { zh: '日限额（分）', en: 'Most for a day, in fen' }, shape: FEN, optional: true },
];

export function walletLimits(config: Readonly<Record<string, string>>): RailLimits {
  const of = (name: string): bigint | undefined => (config[name] ? BigInt(config[name]) : undefined);
  const [transfer, payee, day] = [of('transferMaxFen'), of('payeeDayMaxFen'), of('dayMaxFen')];
  return { minMinor: FEN_MIN, transferMaxMinor: transfer !== undefined && transfer < FEN_MAX ? transfer : FEN_MAX, ...(payee !== undefined ? { payeeDayMaxMinor: payee } : {}), ...(day !== undefined ? { railDayMaxMinor: day } : {}) };
}
