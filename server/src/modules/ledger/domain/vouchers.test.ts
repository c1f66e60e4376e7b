import type { CivilDate } from '@roundtrip/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountFor, chartProblem, datedIn, draftVouchers, redLines, rules, standardChart, standardRules, voucherBalances, type Books, type EntryId, type NewEntry, type VoucherSource } from './index.ts';

const ON = '2026-11-24' as CivilDate;
const books = (over: Partial<Books> = {}): Books => ({ currency: 'CNY', word: '记', summary: 'each', chart: new Map(standardChart('enterprise').map((one) => [one.code, one])), rules: standardRules('enterprise'), ...over });
const sources = (entries: readonly NewEntry[]): VoucherSource[] => entries.map((entry, i) => ({ ...entry, id: `e${i}` as EntryId, period: '2026-11' }));
const claim = (category: string, minor: bigint, vat: bigint, id = 'c1'): NewEntry[] => rules.claimApproved({
  claimId: id, number: 'BX-1', on: ON, currency: 'CNY', employeeNumber: 'E1', department: '研发', attachments: 2,
  lines: [{ category, reimbursableMinor: minor, owedBackMinor: 0n, personalMinor: minor, cards: [], inputVatMinor: vat }],
});
const card = (direction: 'in' | 'out', minor: bigint, n = 1): NewEntry[] => rules.paymentArrived({ paymentId: `p${n}`, on: ON, merchant: '示例', direction, amount: { minor, currency: 'CNY' }, companyPaid: { minor, currency: 'CNY' }, employeeNumber: 'E1', program: 'card-1' });
const shape = (lines: readonly { account: string; side: string; minor: bigint }[]) => lines.map(({ account, side, minor }) => `${side} ${account} ${minor}`);

describe('vouchers', () => {
  test('balance in each currency, whatever is booked, and their red copies with them', () => {
    const minors = fc.bigInt({ min: 100n, max: 10n ** 12n });
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('hotel', 'rail', 'meal'), minors, fc.constantFrom('in' as const, 'out' as const)), { minLength: 1, maxLength: 6 }), fc.constantFrom('each' as const, 'batch' as const), (parts, summary) => {
      const entries = parts.flatMap(([category, minor, direction], i) => [...claim(category, minor, minor / 20n, `c${i}`), ...card(direction, minor, i)]);
      const { drafts, open } = draftVouchers(sources(entries), books({ summary }));
      expect(open).toEqual([]);
      for (const draft of drafts) expect([voucherBalances(draft.lines), voucherBalances(redLines(draft.lines, 'x'))]).toEqual([true, true]);
    }));
  });

  test('of a claim: expense by department without its input VAT, the tax, and what is owed', () => {
    const { drafts } = draftVouchers(sources(claim('hotel', 10_600n, 600n)), books());
    expect(drafts.map((draft) => [draft.text, draft.attachments, shape(draft.lines)])).toEqual([['报销 BX-1', 2, ['debit 6602.01.03 10000', 'debit 2221.01.01 600', 'credit 2241.01 10600']]]);
    expect(drafts[0]?.lines[0]).toMatchObject({ title: '管理费用/差旅费/住宿', dims: { department: '研发', employee: 'E1' } });
  });

  test('own money that is not claimed yet stands in none', () => {
    const own = rules.paymentArrived({ paymentId: 'p', on: ON, merchant: 'x', direction: 'out', amount: { minor: 5n, currency: 'CNY' }, companyPaid: { minor: 0n, currency: 'CNY' }, employeeNumber: 'E1', program: 'x' });
    expect(draftVouchers(sources(own), books())).toEqual({ drafts: [], open: [] });
  });

  test('a refund is red on the sides where it was booked', () => {
    expect(shape(draftVouchers(sources(card('in', 500n)), books()).drafts[0]?.lines ?? [])).toEqual(['debit 1221.02 -500', 'credit 2241.02 -500']);
  });

  test('a batch is one summary of each kind, claims stay one each', () => {
    const { drafts } = draftVouchers(sources([...card('out', 5n, 1), ...card('out', 7n, 2), ...claim('rail', 9n, 0n)]), books({ summary: 'batch' }));
    expect(drafts.map((draft) => [draft.text, draft.entryIds.length])).toEqual([['公司卡消费汇总 2 笔', 2], ['报销 BX-1', 1]]);
  });

  test.each([
    ['a category without a rule', { rules: standardRules('enterprise').filter((rule) => rule.category !== 'hotel') }, { reason: 'unmapped', role: 'expense', category: 'hotel', department: '研发' }],
    ['an account that is not in the chart', { rules: [...standardRules('enterprise'), { role: 'expense' as const, category: 'hotel', department: '研发', account: '9999' }] }, { reason: 'no-account', account: '9999' }],
    ['an account that sums others up', { rules: [...standardRules('enterprise'), { role: 'expense' as const, category: 'hotel', department: '研发', account: '6602.01' }] }, { reason: 'not-leaf', account: '6602.01' }],
    ['another currency', { currency: 'USD' }, { reason: 'currency', currency: 'CNY' }],
  ])('%s leaves the entry out whole, with the reason', (_, over, why) => {
    expect(draftVouchers(sources(claim('hotel', 100n, 0n)), books(over))).toEqual({ drafts: [], open: [{ entryId: 'e0', why }] });
  });

  test('a late event stands on the first day of the period that takes it', () => {
    expect([datedIn('2026-12', ON), datedIn('2026-11', ON)]).toEqual(['2026-12-01', ON]);
  });
});

describe('charts and rules', () => {
  test.each(['enterprise', 'small'] as const)('the %s standard is right with itself, and every rule leads to a leaf of it', (standard) => {
    const chart = standardChart(standard);
    expect(chartProblem(chart)).toBeNull();
    for (const rule of standardRules(standard)) expect(chart.filter((one) => one.code === rule.account || one.code.startsWith(`${rule.account}.`)).map((one) => one.code)).toEqual([rule.account]);
  });

  test.each([
    [[], 'empty'], [[{ code: 'x', title: 'x', dims: [] }], 'code'], [[{ code: '1001', title: ' ', dims: [] }], 'title'], [[{ code: '6602.01', title: 'x', dims: [] }], 'parent'],
    [[{ code: '1001', title: 'x', dims: [] }, { code: '1001', title: 'y', dims: [] }], 'twice'],
  ])('what is wrong with a chart is named', (chart, why) => {
    expect(chartProblem(chart)?.why).toBe(why);
  });

  test('the most special rule counts', () => {
    const found = (category: string, department: string) => accountFor([
      { role: 'expense', category: null, department: null, account: 'any' }, { role: 'expense', category: null, department: '销售', account: 'department' },
      { role: 'expense', category: 'hotel', department: null, account: 'category' }, { role: 'expense', category: 'hotel', department: '销售', account: 'both' },
    ], { role: 'expense', category, department });
    expect([found('hotel', '销售'), found('hotel', '研发'), found('rail', '销售'), found('rail', '研发')]).toEqual(['both', 'category', 'department', 'any']);
  });
});
