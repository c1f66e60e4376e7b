import { createHash } from 'node:crypto';
import { civilDateIn, invariant, zero, type InvoiceFacts } from '@roundtrip/kernel';
import { makeEInvoiceXml, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makeRailXbrl, makeRideTablePdf, type InvoicePlan, type RidePlan } from '../makers/index.ts';
import type { MakePaper, Paper, PaperFile, Ride } from './index.ts';

const KINDS: readonly (readonly [RegExp, InvoicePlan['kind']])[] = [[/住宿/, 'hotel'], [/餐饮/, 'meal'], [/客运服务/, 'ride']];

function kindOf(invoice: InvoiceFacts): InvoicePlan['kind'] {
  if (invoice.kind === 'rail' || invoice.kind === 'air') return invoice.kind;
  const goods = invoice.items.map((item) => item.name).join(' ');
  return KINDS.find(([words]) => words.test(goods))?.[1] ?? 'goods';
}

function planOf(invoice: InvoiceFacts): InvoicePlan {
  const { number, issuedOn, seller, sellerTaxId, buyer, buyerTaxId, pretax, tax, total, passenger, journey } = invoice;
  invariant(sellerTaxId !== undefined && buyer !== undefined && pretax !== undefined, 'an invoice of the story is whole');
  return {
    kind: kindOf(invoice), number, issuedOn, seller, sellerTaxId, buyer, pretax, tax, total,
    items: invoice.items.map((item) => ({
      name: item.name, amount: item.amount ?? zero(total.currency), tax: item.tax ?? null, taxRate: item.taxRate ?? '0', ...(item.quantity ? { quantity: item.quantity } : {}),
    })),
    ...(buyerTaxId ? { buyerTaxId } : {}), ...(passenger ? { passenger } : {}),
    ...(journey ? { journey: { from: journey.from, to: journey.to, departsOn: journey.departsOn, service: journey.service ?? '', seat: journey.seat ?? '' } } : {}),
  };
}

/** Each seller has a seal of its own; the keys are as invented as the sellers. */
function sealOf(seller: string) {
  return makeOfdSigner(createHash('sha256').update(`seal of ${seller}`).digest('hex'), { subject: seller });
}

function rideOf(ride: Ride, zone: string): RidePlan {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(ride.at));
  return { on: civilDateIn(zone, ride.at), time, city: ride.city, from: ride.from, to: ride.to, km: ride.kilometres, amount: ride.amount };
}

async function invoiceFile({ form, invoice }: Extract<Paper, { readonly invoice: InvoiceFacts }>): Promise<PaperFile> {
  const plan = planOf(invoice);
  const name = `dzfp_${invoice.number}`;
  switch (form) {
    case 'xml': return { name: `${name}.xml`, bytes: invoice.kind === 'rail' ? makeRailXbrl(plan) : makeEInvoiceXml(plan) };
    case 'ofd': return { name: `${name}.ofd`, bytes: await makeOfd(plan, { signer: sealOf(plan.seller) }) };
    case 'pdf': return { name: `${name}.pdf`, bytes: await makeInvoicePdf([plan]) };
    case 'photo': return { name: `IMG_${invoice.number.slice(-6)}.jpg`, bytes: await makeInvoicePhoto(plan) };
  }
}

/** Makes the files that sellers hand over, with the walls of `zone`. */
export function paperMaker(zone: string): MakePaper {
  return async (paper) => {
    if (paper.form !== 'ride-table') return invoiceFile(paper);
    return { name: `行程单_${paper.issuedOn}.pdf`, bytes: await makeRideTablePdf(paper.rides.map((ride) => rideOf(ride, zone))) };
  };
}
