import { describe, expect, test } from 'vitest';
import { money, type CivilDate, type InvoiceFacts } from '@roundtrip/kernel';
import { amountInWords, taxIdOf } from '@roundtrip/rehearsal/makers';
import { chineseChecks, usccCheckDigit } from './checks.ts';

const CNY = (minor: bigint) => money(minor, 'CNY');
const [seller, buyer] = [taxIdOf('91310115MA1FGHJK3'), taxIdOf('91110100MA1ABCDE7')];
const good: InvoiceFacts = {
  kind: 'fapiao', number: '26312000000000000017', issuedOn: '2026-03-05' as CivilDate, total: CNY(10_600n), tax: CNY(600n), pretax: CNY(10_000n), seller: '云栖假日酒店有限公司', sellerTaxId: seller, buyer: '澄湖软件有限公司', buyerTaxId: buyer,
  items: [{ name: '*住宿服务*住宿费', amount: CNY(10_000n), taxRate: '0.06', tax: CNY(600n) }],
};
const old: Partial<InvoiceFacts> = { number: '12345678', code: '031002600111' };
const minus = { total: CNY(-10_600n), tax: CNY(-600n), pretax: CNY(-10_000n), items: [] };
const codes = (change: Partial<InvoiceFacts>, also: Parameters<typeof chineseChecks>[1] = {}): string[] => chineseChecks({ ...good, ...change }, also).map(({ code }) => code);
const wrongDigit = (id: string): string => `${id.slice(0, 17)}${id[17] === '0' ? '1' : '0'}`;

describe('what an invoice tells against itself', () => {
  test('the check character of every id made by the rule fits', () => {
    expect(usccCheckDigit(seller.slice(0, 17))).toBe(seller[17]);
    expect(usccCheckDigit('IIIIIIIIIIIIIIIII')).toBeNull();
  });

  test.each<[string, Partial<InvoiceFacts>, Parameters<typeof chineseChecks>[1], string[]]>([
    ['nothing', {}, { words: amountInWords(good.total) }, []],
    ['a seller whose id has a wrong check character', { sellerTaxId: wrongDigit(seller) }, {}, ['USCC_CHECKSUM']],
    ['a buyer whose id has a wrong check character', { buyerTaxId: wrongDigit(buyer) }, {}, ['USCC_CHECKSUM']],
    ['ids of 15, 17 and 20 characters have none', { buyerTaxId: '310115123456789' }, {}, []],
    ['amount and tax that do not make the total', { tax: CNY(601n) }, {}, ['AMOUNT_SUM']],
    ['lines that do not make the amount', { items: [{ name: 'x', amount: CNY(9000n) }] }, {}, ['LINE_SUM']],
    ['words that say another amount', {}, { words: '壹佰零柒元整' }, ['WORDS_AMOUNT']],
    ['a number of another year', { number: '25312000000000000017' }, {}, ['YEAR_PREFIX']],
    ['a number of another province', { number: '26442000000000000017' }, {}, ['PROVINCE_PREFIX']],
    ['a ticket is numbered centrally', { kind: 'rail', number: '26442000000000000017' }, {}, []],
    ['an old code of the year', old, {}, []],
    ['an old code of a later year', { ...old, code: '031002700111' }, {}, ['CODE_YEAR']],
    ['an old code of long ago', { ...old, code: '031001700111' }, {}, ['CODE_YEAR']],
    ['a red letter with its original', { ...minus, red: true, originalNumber: '26312000000000000001' }, {}, []],
    ['a red letter without its original', { ...minus, red: true }, {}, ['RED_WITHOUT_ORIGINAL']],
    ['a red letter that takes back itself', { ...minus, red: true, originalNumber: good.number }, {}, ['RED_ITSELF']],
    ['a red letter with positive amounts', { red: true, originalNumber: '26312000000000000001' }, {}, ['RED_SIGN']],
  ])('%s', (_, change, also, wanted) => {
    expect(codes(change, also)).toEqual(wanted);
  });
});
