import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '@roundtrip/kernel';
import { amountInWords } from '@roundtrip/rehearsal/makers';
import { usccCheckDigit } from '../checks.ts';
import { parseInvoiceQr } from './qr.ts';
import { amountOf, dayOf, rateOf, wordsAmount } from './values.ts';

test('an amount in words is read back to the fen', () => {
  fc.assert(fc.property(fc.bigInt({ min: -99_999_999_999n, max: 99_999_999_999n }), (fen) => {
    expect(wordsAmount(amountInWords(money(fen, 'CNY')))).toBe(fen);
  }));
});

test.each<readonly [string, bigint | null]>([
  ['壹拾元零壹分', 1001n], ['伍佰贰拾陆圆整', 52_600n], ['壹拾壹圆贰角', 1120n], ['壹万零陆佰圆整', 1_060_000n], ['(负数)陆拾柒元肆角肆分', -6744n], ['负壹佰元整', -10_000n],
  ['拾元整', 1000n], ['伍角', 50n], ['一百元', null], ['', null],
])('%s', (words, fen) => expect(wordsAmount(words)).toBe(fen));

test.each<readonly [string, bigint | null]>([
  ['¥1,234.50', 123_450n], ['￥12', 1200n], ['-3.1', -310n], ['１２.３０', 1230n], ['***', null], ['免税', null], ['1.234', null], ['', null],
])('amount %s', (text, minor) => expect(amountOf(text)?.minor ?? null).toBe(minor));

test.each([
  ['2026-04-22 13:16:47', '2026-04-22'], ['2026年4月2日', '2026-04-02'], ['20260420094346000', '2026-04-20'], ['20260420', '2026-04-20'], ['2026/4/2', '2026-04-02'], ['2026-02-30', null], ['0422', null],
])('day %s', (text, day) => expect(dayOf(text)).toBe(day));

test.each([['6%', '0.06'], ['13.00%', '0.13'], ['0.030', '0.03'], ['1.5%', '0.015'], ['免税', '免税'], ['***', undefined], ['0', '0'], ['100%', '1']])('rate %s', (text, rate) => expect(rateOf(text)).toBe(rate));

test('the check character of a tax id', () => {
  expect(usccCheckDigit('91330100716105852')).toBe('F');
  expect(usccCheckDigit('9144030071526726X')).toBe('G');
  expect(usccCheckDigit('91350211M000100I4')).toBeNull();
});

test.each([
  ['01,32,,26320000000000000001,56.20,20260309,,A1B2', 'total'], ['01,10,033002000211,83089640,510.68,20200723,16197833567414507415,0941,', 'pretax'],
  ['01,31,,26320000000000000001,57,2026-03-09,,', 'total'],
])('QR %s', (text, amountIs) => expect(parseInvoiceQr(text)?.amountIs).toBe(amountIs));

test.each(['https://example.com', '01,32,,123,1.00,20260309,,', '01,32,,26320000000000000001,1.00,20261399,,', '144'])('QR %s is no invoice', (text) => expect(parseInvoiceQr(text)).toBeNull());
