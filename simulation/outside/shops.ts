import { money, type CivilDate } from '@roundtrip/kernel';
import type { Chance } from '../../rehearsal/src/chance.ts';
import { taxIdOf } from '../../rehearsal/src/identities.ts';
import { makeEInvoiceXml } from '../../rehearsal/src/makers/invoices/index.ts';

export type Shop = { readonly name: string; readonly seller: string; readonly mcc: string; readonly item: string };

export const SHOPS: readonly [Shop, ...Shop[]] = [
  { name: '杭州小满餐厅', seller: '杭州小满餐饮管理有限公司', mcc: '5812', item: '*餐饮服务*餐费' },
  { name: '上海静安全季酒店', seller: '上海静安全季酒店管理有限公司', mcc: '7011', item: '*住宿服务*住宿费' },
  { name: '滴滴出行', seller: '杭州滴滴出行科技有限公司', mcc: '4121', item: '*运输服务*客运服务费' },
  { name: '晨光办公用品', seller: '杭州晨光办公用品有限公司', mcc: '5943', item: '*文具*办公用品' },
];

export const COMPANY = { name: '模拟归程科技有限公司', taxId: taxIdOf('模拟归程科技有限公司') } as const;

/** Amounts are mostly different; sometimes two are alike, which is what confuses people. */
export const anyFen = (chance: Chance): number => (chance.next() < 0.2 ? 8_600 : chance.int(500, 90_000));

/** A tax bureau's invoice over exactly that. */
export function invoiceFor(shop: Shop, facts: { readonly number: string; readonly fen: number; readonly on: CivilDate }): Uint8Array {
  const total = money(BigInt(facts.fen), 'CNY');
  return makeEInvoiceXml({
    kind: 'meal', number: facts.number, issuedOn: facts.on, seller: shop.seller, sellerTaxId: taxIdOf(shop.seller), buyer: COMPANY.name, buyerTaxId: COMPANY.taxId,
    items: [{ name: shop.item, amount: total, taxRate: '免税', tax: null }], pretax: total, tax: null, total,
  });
}
