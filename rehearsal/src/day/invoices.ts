import { allocate, civilDateIn, subtract, type Instant, type InvoiceFacts, type InvoiceItem, type Money } from '@roundtrip/kernel';
import { taxIdOf } from '../identities.ts';
import type { Scene } from './scene.ts';

type Goods = { readonly name: string; readonly quantity?: string; readonly ratePercent: bigint };

/** 数电票: 20 digits, of which the first two are the year. */
function numberOf(scene: Scene, issuedOn: string): string {
  return `${issuedOn.slice(2, 4)}99${scene.chance.digits(16)}`;
}

/** The tax that stands inside a gross amount, to the cent. */
function taxIn(total: Money, ratePercent: bigint): Money {
  return allocate(total, [100n, ratePercent])[1] ?? { minor: 0n, currency: total.currency };
}

function itemOf(goods: Goods, pretax: Money, tax: Money): InvoiceItem {
  return { name: goods.name, ...(goods.quantity ? { quantity: goods.quantity } : {}), amount: pretax, taxRate: `0.${String(goods.ratePercent).padStart(2, '0')}`, tax };
}

type Made = { readonly seller: string; readonly total: Money; readonly at: Instant; readonly goods: Goods; readonly orderNo?: string };

/** An invoice made out to the company. */
export function fapiao(scene: Scene, { seller, total, at, goods, orderNo }: Made): InvoiceFacts {
  const issuedOn = civilDateIn(scene.zone, at);
  const tax = taxIn(total, goods.ratePercent);
  const pretax = subtract(total, tax);
  return {
    kind: 'fapiao', number: numberOf(scene, issuedOn), issuedOn, total, tax, pretax, seller, sellerTaxId: taxIdOf(seller), buyer: scene.company.name, buyerTaxId: scene.company.taxId,
    items: [itemOf(goods, pretax, tax)], ...(orderNo ? { orderNo } : {}),
  };
}

export type Leg = { readonly from: string; readonly to: string; readonly at: Instant; readonly service: string; readonly seat: string };

/** A ticket that is an invoice: rail or air, nine percent inside. */
export function ticket(scene: Scene, kind: 'rail' | 'air', { total, issued, leg, seller }: { readonly total: Money; readonly issued: Instant; readonly leg: Leg; readonly seller: string }): InvoiceFacts {
  const made = fapiao(scene, { seller, total, at: issued, goods: { name: kind === 'rail' ? '*运输服务*铁路旅客运输服务' : '*运输服务*航空旅客运输服务', ratePercent: 9n } });
  return {
    ...made, kind, passenger: scene.person.name,
    journey: { from: leg.from, to: leg.to, departsOn: civilDateIn(scene.zone, leg.at), service: leg.service, seat: leg.seat },
  };
}
