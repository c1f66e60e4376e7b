import fc from 'fast-check';
import type { CivilDate, InvoiceFacts } from '@roundtrip/kernel';
import { describe, expect, test } from 'vitest';
import { areConsecutive, consecutiveFindings, dateFindings, goodsFindings, titleFindings } from './checks.ts';

const paper = (more: Partial<InvoiceFacts> = {}): InvoiceFacts => ({ kind: 'fapiao', number: '12345678', code: '3300171130', issuedOn: '2026-03-01' as CivilDate, total: { minor: 100n, currency: 'CNY' }, tax: null, seller: '甲', items: [], ...more });
const codes = (findings: readonly { readonly code: string }[]): string[] => findings.map((one) => one.code);

describe('what the company looks at when an invoice arrives', () => {
  test.each([
    ['another company', paper({ buyer: '乙公司', buyerTaxId: '9133' }), false, ['BUYER_TITLE']], ['the company with its tax id', paper({ buyer: '我们', buyerTaxId: '9133' }), true, []],
    ['the company without', paper({ buyer: '我们' }), true, ['BUYER_TAX_ID']], ['nobody', paper(), null, ['BUYER_MISSING']], ['nobody on a taxi slip', paper({ kind: 'taxi' }), null, []],
    ['another company on a rail ticket', paper({ kind: 'rail', buyer: '乙公司' }), false, ['BUYER_TITLE']], ['a buyer abroad', paper({ kind: 'einvoice', buyer: 'X Ltd' }), false, []],
  ] as const)('made out to %s', (_, facts, isTitle, expected) => { expect(codes(titleFindings(facts, isTitle))).toEqual(expected); });

  test.each([
    ['*酒*白酒', ['SENSITIVE_GOODS']], ['*住宿服务*住宿费', []], ['*预付卡销售*购物卡', ['SENSITIVE_GOODS']], ['(详见销货清单)', ['LIST_MISSING']], ['*娱乐服务*KTV', ['SENSITIVE_GOODS']], ['*餐饮服务*餐费', []],
  ] as const)('goods: %s', (name, expected) => { expect(codes(goodsFindings(paper({ items: [{ name }] })))).toEqual(expected); });

  test('future and stale dates', () => {
    expect([codes(dateFindings('2026-03-02', '2026-03-01')), codes(dateFindings('2025-02-01', '2026-03-01')), codes(dateFindings('2026-02-01', '2026-03-01'))]).toEqual([['FUTURE_DATE'], ['STALE_DATE'], []]);
  });

  test('law: being consecutive is mutual, never with itself, and only within one code and ninety days', () => {
    const numbered = fc.record({ number: fc.integer({ min: 0, max: 40 }).map((n) => `${12_345_600 + n}`), code: fc.constantFrom('3300171130', '3300171131'), issuedOn: fc.constantFrom('2026-01-01', '2026-02-01', '2026-06-01') });
    fc.assert(fc.property(numbered, numbered, (a, b) => {
      expect(areConsecutive(a, b)).toBe(areConsecutive(b, a));
      if (areConsecutive(a, b)) expect([a.code === b.code, a.number !== b.number, Math.abs(Number(a.number) - Number(b.number)) <= 3]).toEqual([true, true, true]);
    }));
    expect(consecutiveFindings(paper(), [{ number: '12345679', code: '3300171130', issuedOn: '2026-03-05' }])).toMatchObject([{ code: 'CONSECUTIVE_NUMBERS', severity: 'warning' }]);
  });
});
