import { expect, test } from 'vitest';
import { attachedTo } from './returned.ts';
import type { MatchPayment } from './types.ts';

const paid = (id: string, minor: bigint, day: number, more: Partial<MatchPayment> = {}): MatchPayment => ({ id, payerId: 'wang', minor, currency: 'CNY', direction: 'out', type: 'purchase', day, merchant: '铁路12306', description: '', city: null, mcc: null, orderNo: null, relatedId: null, ...more });
const back = (id: string, minor: bigint, day: number, more: Partial<MatchPayment> = {}): MatchPayment => paid(id, minor, day, { direction: 'in', type: 'refund', ...more });
const pairsOf = (payments: readonly MatchPayment[]): string[] => [...attachedTo(payments).of].flatMap(([id, list]) => list.map((one) => `${one.id}>${id}`)).sort();

test.each<[string, MatchPayment[], string[]]>([
  ['by its reference, whatever the shop is called', [paid('p', 500n, 1), back('r', 200n, 3, { relatedId: 'p', merchant: '支付宝' })], ['r>p']],
  ['without one, the only purchase at that shop', [paid('p', 500n, 1), paid('q', 500n, 1, { merchant: '全季酒店' }), back('r', 200n, 3)], ['r>p']],
  ['the one of the same amount', [paid('p', 500n, 1), paid('q', 700n, 1), back('r', 500n, 3)], ['r>p']],
  ['the one of the same order', [paid('p', 500n, 1, { orderNo: 'A' }), paid('q', 500n, 1, { orderNo: 'B' }), back('r', 500n, 3, { orderNo: 'B' })], ['r>q']],
  ['not where two could be meant', [paid('p', 500n, 1), paid('q', 500n, 2), back('r', 500n, 3)], []],
  ['not before the purchase, not of another person, not more than was paid', [paid('p', 500n, 5), back('r', 500n, 3), back('s', 100n, 6, { payerId: 'li' }), back('t', 900n, 6)], []],
  ['not twice the same money', [paid('p', 500n, 1), back('r', 500n, 3), back('s', 500n, 4)], []],
  ['a fee beside what it was charged for', [paid('p', 500n, 1), paid('f', 5n, 1, { type: 'fee', relatedId: 'p' })], ['f>p']],
  ['never to itself or to a refund', [back('r', 500n, 3, { relatedId: 'r' }), back('s', 500n, 3, { relatedId: 'r' })], []],
])('%s', (_name, payments, expected) => {
  expect(pairsOf(payments)).toEqual(expected);
});
