import fc from 'fast-check';
import type { CivilDate, InvoiceFacts } from '@roundtrip/kernel';
import { describe, expect, test } from 'vitest';
import { DEDUCTION_RULES, deductionOf, voucherKind } from './deduction.ts';

const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const paper = (more: Partial<InvoiceFacts>): InvoiceFacts => ({ kind: 'fapiao', number: '1', issuedOn: '2026-03-01' as CivilDate, total: cny(10_600n), tax: cny(600n), seller: '甲', items: [], ...more });
const goods = (name: string) => ({ items: [{ name }] });
const on = (day: string) => ({ issuedOn: day as CivilDate });
const journey = { from: '杭州', to: '上海', departsOn: '2026-03-01' as CivilDate };

/** Each: the paper, its purpose, whether the traveller is ours, and what must come out. */
const CASES: readonly (readonly [string, InvoiceFacts, Parameters<typeof deductionOf>[1], string, bigint | null])[] = [
  ['数电专票, hotel: the printed tax', paper({ special: true, ...goods('*住宿服务*住宿费') }), { purpose: 'business', isEmployee: null }, 'printed', 600n],
  ['专票 for a customer’s dinner: nothing, whatever the paper', paper({ special: true }), { purpose: 'entertainment', isEmployee: null }, 'none', 0n],
  ['专票 for the staff’s canteen: nothing', paper({ special: true }), { purpose: 'welfare', isEmployee: null }, 'none', 0n],
  ['专票 of a restaurant: nothing', paper({ special: true, ...goods('*餐饮服务*餐费') }), { purpose: 'business', isEmployee: null }, 'none', 0n],
  ['普票: nothing', paper(goods('*办公用品*纸')), { purpose: 'business', isEmployee: null }, 'none', 0n],
  ['rail e-ticket 272.50: printed 22.50', paper({ kind: 'rail', total: cny(27_250n), tax: cny(2_250n), passenger: '林三', journey }), { purpose: 'business', isEmployee: true }, 'printed', 2_250n],
  ['paper rail ticket of 2023, 218.00: /1.09×9 %', paper({ kind: 'rail', ...on('2023-05-01'), total: cny(21_800n), tax: null, passenger: '林三' }), { purpose: 'business', isEmployee: true }, 'computed', 1_800n],
  ['rail ticket of a stranger: the accountant decides', paper({ kind: 'rail', total: cny(27_250n), tax: cny(2_250n) }), { purpose: 'business', isEmployee: false }, 'unsettled', null],
  ['rail ticket whose printed tax does not fit', paper({ kind: 'rail', total: cny(27_250n), tax: cny(9_250n) }), { purpose: 'business', isEmployee: true }, 'unsettled', null],
  ['air e-itinerary 600 + fund 50: the printed tax, whichever way it was rounded', paper({ kind: 'air', total: cny(65_000n), tax: cny(4_955n), pretax: cny(55_045n) }), { purpose: 'business', isEmployee: true }, 'printed', 4_955n],
  ['air itinerary of 2023, 1090 fare and fuel: 90', paper({ kind: 'air', ...on('2023-05-01'), total: cny(114_000n), tax: null, pretax: cny(109_000n) }), { purpose: 'business', isEmployee: true }, 'computed', 9_000n],
  ['the same without its fare: the accountant decides', paper({ kind: 'air', ...on('2023-05-01'), total: cny(114_000n), tax: null }), { purpose: 'business', isEmployee: true }, 'unsettled', null],
  ['a flight abroad: nothing', paper({ kind: 'air', ...goods('国际机票') }), { purpose: 'business', isEmployee: true }, 'none', 0n],
  ['coach ticket with the traveller, 103.00: 3.00', paper({ kind: 'ride_receipt', total: cny(10_300n), tax: null, passenger: '林三', journey }), { purpose: 'business', isEmployee: true }, 'computed', 300n],
  ['ride-hailing 普票 of 2025: the printed tax', paper({ ...on('2025-12-31'), ...goods('*运输服务*客运服务费'), total: cny(10_300n), tax: cny(300n) }), { purpose: 'business', isEmployee: null }, 'printed', 300n],
  ['ride-hailing 普票 since 2026: not settled, so nothing until an accountant decides', paper({ ...on('2026-01-01'), ...goods('*运输服务*客运服务费') }), { purpose: 'business', isEmployee: null }, 'unsettled', null],
  ['a toll e-invoice: the printed tax', paper({ kind: 'toll', total: cny(1_001n), tax: cny(29n) }), { purpose: 'business', isEmployee: null }, 'printed', 29n],
  ['a toll e-invoice without tax: nothing', paper({ kind: 'toll', total: cny(1_001n), tax: null }), { purpose: 'business', isEmployee: null }, 'none', 0n],
  ['a bridge toll of 21.00: /1.05×5 %', paper({ kind: 'toll', total: cny(2_100n), tax: null, ...goods('*经营租赁*桥闸通行费') }), { purpose: 'business', isEmployee: null }, 'computed', 100n],
  ['an agency’s fee at 6 % is no transport', paper(goods('*经纪代理服务*代订机票')), { purpose: 'business', isEmployee: null }, 'none', 0n],
  ['an invoice from abroad', paper({ kind: 'einvoice', total: { minor: 11_900n, currency: 'EUR' } }), { purpose: 'business', isEmployee: null }, 'none', 0n],
  ['专票 whose tax was not read: not guessed', paper({ special: true, tax: null }), { purpose: 'business', isEmployee: null }, 'unsettled', null],
  ['a paper of before the rules', paper({ special: true, ...on('2015-01-01') }), { purpose: 'business', isEmployee: null }, 'unsettled', null],
  ['a red 专票 takes its tax back', paper({ special: true, red: true, total: cny(-10_600n), tax: cny(-600n) }), { purpose: 'business', isEmployee: null }, 'printed', -600n],
];

describe('input VAT', () => {
  test.each(CASES)('%s', (_, facts, use, ...[method, minor]) => { expect(deductionOf(facts, use)).toMatchObject({ method, minor }); });

  test('law: what is deducted is never more than the paper’s total, and what is not settled deducts nothing', () => {
    const kinds = fc.constantFrom('fapiao', 'rail', 'air', 'toll', 'ride_receipt', 'receipt', 'einvoice' as const);
    const papers = fc.record({ kind: kinds, total: fc.bigInt({ min: 0n, max: 10n ** 9n }), percent: fc.bigInt({ min: 0n, max: 90n }), special: fc.boolean(), day: fc.constantFrom('2015-01-01', '2020-06-01', '2024-12-02', '2026-05-01') });
    fc.assert(fc.property(papers, ({ kind, total, percent, special, day }) => {
      const facts = paper({ kind: kind as InvoiceFacts['kind'], special, ...on(day), total: cny(total), tax: cny((total * percent) / 100n), pretax: cny(total - (total * percent) / 100n), passenger: '林三', journey });
      const { method, minor } = deductionOf(facts, { purpose: 'business', isEmployee: true });
      expect(minor === null).toBe(method === 'unsettled');
      expect((minor ?? 0n) <= total && (minor ?? 0n) >= 0n).toBe(true);
      if (method === 'none') expect(minor).toBe(0n);
    }));
  });

  test('every rule names its source, and rules of one kind begin on different days', () => {
    for (const rule of DEDUCTION_RULES) expect(rule.clause.length).toBeGreaterThan(3);
    expect(new Set(DEDUCTION_RULES.map((rule) => `${rule.kind} ${rule.from}`)).size).toBe(DEDUCTION_RULES.length);
    expect(voucherKind(paper({ special: true, kind: 'rail' }))).toBe('rail');
  });
});
