import fc from 'fast-check';
import { money, type CivilDate } from '@roundtrip/kernel';
import { taxIdOf, type InvoicePlan } from '@roundtrip/rehearsal/makers';

const PROVINCES = ['11', '31', '33', '44', '51'] as const;
const CLASSES = { hotel: '*住宿服务*住宿费', meal: '*餐饮服务*餐费', ride: '*运输服务*客运服务费', goods: '*办公用品*签字笔' } as const;
const NAMES = ['云栖假日酒店有限公司', '江边小馆餐饮管理(上海)有限公司', '快行出行科技有限公司', '青禾文具销售中心', '北方国际会议服务集团股份有限公司'] as const;
const BUYERS = ['澄湖软件有限公司', '远山仪器(苏州)有限公司', '张小满'] as const;

/** Any invoice that can be printed: one to three lines whose sums fit, ids with right check characters. */
export const anyPlan: fc.Arbitrary<InvoicePlan> = fc.record({
  kind: fc.constantFrom('hotel', 'meal', 'ride', 'goods'), province: fc.constantFrom(...PROVINCES), day: fc.integer({ min: 0, max: 700 }),
  seller: fc.constantFrom(...NAMES), buyer: fc.constantFrom(...BUYERS), serial: fc.integer({ min: 1, max: 99_999_999 }), special: fc.boolean(),
  lines: fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom('0.06', '0.03', '0.13')), { minLength: 1, maxLength: 3 }),
}).map(({ kind, province, day, seller, buyer, serial, special, lines }): InvoicePlan => {
  const issuedOn = new Date(Date.UTC(2025, 0, 1) + day * 86_400_000).toISOString().slice(0, 10) as CivilDate;
  const items = lines.map(([fen, taxRate]) => ({ name: CLASSES[kind], quantity: '1', amount: money(BigInt(fen), 'CNY'), taxRate, tax: money((BigInt(fen) * BigInt(taxRate.slice(2)) + 50n) / 100n, 'CNY') }));
  const pretax = items.reduce((sum, item) => sum + item.amount.minor, 0n);
  const tax = items.reduce((sum, item) => sum + item.tax.minor, 0n);
  return {
    kind, number: `${issuedOn.slice(2, 4)}${province}${String(serial).padStart(16, '0')}`, issuedOn, seller, sellerTaxId: taxIdOf(`91${province}0100MA1ABCDE7`), buyer,
    ...(buyer === '张小满' ? {} : { buyerTaxId: taxIdOf('91310115MA1FGHJK3') }), items, pretax: money(pretax, 'CNY'), tax: money(tax, 'CNY'), total: money(pretax + tax, 'CNY'), special,
  };
});

export const [plan] = fc.sample(anyPlan, { seed: 7, numRuns: 1 }) as [InvoicePlan];
