import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsOf, isZero, negated, percent, plainMoney, sumOf, typedAmount } from './format.ts';

const anyAmount = fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n }).map((minor) => {
  const text = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
});
const yuan = (amount: string) => ({ amount, currency: 'CNY' });

describe('amounts as people write them', () => {
  test.each([['500', '500.00'], ['1,280.5', '1280.50'], ['￥ 66.60', '66.60'], ['free', 'free'], ['', ''], ['1.005', '1.005']])('%s', (text, amount) => { expect(typedAmount(text, 'CNY')).toBe(amount); });

  test('each currency has its own digits', () => { expect([typedAmount('500', 'JPY'), typedAmount('500.5', 'JPY'), typedAmount('1.5', 'KWD')]).toEqual(['500', '500.5', '1.500']); });

  test('what is an amount already stays', () => { fc.assert(fc.property(anyAmount.filter((amount) => !amount.startsWith('-')), (amount) => { expect(typedAmount(amount, 'CNY')).toBe(amount); })); });
});

describe('amounts on screen', () => {
  test('grouping changes no digit and no sign', () => {
    fc.assert(fc.property(anyAmount, (amount) => { expect(digitsOf(amount).replaceAll(',', '').replace('−', '-')).toBe(amount); }));
  });

  test('a sum does not depend on the order, and an amount with its negation is nothing', () => {
    fc.assert(fc.property(fc.array(anyAmount, { maxLength: 20 }), (amounts) => {
      const parts = amounts.map(yuan);
      expect(sumOf(parts.toReversed(), 'CNY')).toEqual(sumOf(parts, 'CNY'));
      expect(isZero(sumOf([...parts, ...parts.map(negated)], 'CNY'))).toBe(true);
    }));
  });

  test.each([
    ['1234567.50', 'CNY', '¥1,234,567.50'], ['-30.00', 'CNY', '−¥30.00'], ['1200', 'JPY', '1,200 JPY'], ['0.500', 'KWD', '0.500 KWD'], ['9007199254740993.01', 'USD', '$9,007,199,254,740,993.01'],
  ])('%s %s reads %s', (amount, currency, shown) => { expect(plainMoney({ amount, currency })).toBe(shown); });

  test('another currency is left to its own figure', () => {
    expect(sumOf([yuan('1.00'), { amount: '5.00', currency: 'USD' }], 'CNY')).toEqual(yuan('1.00'));
  });

  test.each([[0.999, '99%'], [0.29, '29%'], [1, '100%'], [0, '0%']])('a share of %d reads %s', (share, shown) => { expect(percent(share)).toBe(shown); });
});
