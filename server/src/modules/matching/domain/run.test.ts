import { describe, expect, test } from 'vitest';
import { decideRun, type MatchRun } from './run.ts';
import type { MatchInvoice, MatchPayment } from './types.ts';

const payment = (id: string, day: number): MatchPayment => ({
  id, payerId: 'p', minor: 31_100n, currency: 'CNY', direction: 'out', type: 'purchase', channel: 'wechatpay', day, merchant: '杭州小满餐厅', description: '', city: null, mcc: null, orderNo: null, relatedId: null,
});
const invoice = (id: string, day: number): MatchInvoice => ({
  id, submittedBy: 'p', minor: 31_100n, currency: 'CNY', day, kind: 'fapiao', seller: '杭州小满餐饮管理有限公司', goods: '*餐饮服务*餐费', passenger: null, journeyDay: null, orderNo: null,
});
const run = (payments: readonly MatchPayment[], invoices: readonly MatchInvoice[], refused: readonly string[], fuse: MatchRun['fuse'] = 'whole') =>
  decideRun({ input: { employees: [{ id: 'p', names: [] }], payments, invoices, bookings: [], allowedError: 1 / 2000 }, refused, fuse });
const pairs = (groups: ReturnType<typeof run>): string[] => groups.filter((group) => group.invoices.length > 0 && group.payments.length > 0).map((group) => `${group.payments.join('+')}=${group.invoices.join('+')}`).sort();
const ids = (groups: ReturnType<typeof run>): string[] => groups.flatMap((group) => [...group.payments, ...group.invoices]).sort();

describe('what people have parted', () => {
  const [payments, invoices] = [[payment('P1', 10), payment('P2', 14)], [invoice('I1', 10)]];

  test('stays apart, and the next best is looked for, for a person to see', () => {
    expect(pairs(run(payments, invoices, []))).toEqual(['P1=I1']);
    const after = run(payments, invoices, ['P1/I1']);
    expect(pairs(after)).toEqual(['P2=I1']);
    expect(after.find((group) => group.invoices.length > 0)).toMatchObject({ decision: 'review', promised: false });
    expect(ids(after)).toEqual(['I1', 'P1', 'P2']);
  });

  test('where nothing else fits, each stands alone, once', () => {
    const after = run(payments, invoices, ['P1/I1', 'P2/I1']);
    expect(pairs(after)).toEqual([]);
    expect(ids(after)).toEqual(['I1', 'P1', 'P2']);
  });
});

describe('the fuse', () => {
  test('holds back what was promised, and says that it was', () => {
    const [whole, stopped] = [run([payment('P1', 10)], [invoice('I1', 10)], []), run([payment('P1', 10)], [invoice('I1', 10)], [], 'stopped')];
    expect(whole).toMatchObject([{ decision: 'auto', promised: true }]);
    expect(stopped).toMatchObject([{ decision: 'review', promised: true }]);
  });
});
