import type { Currency } from '@roundtrip/kernel';
import { layout, truthOf, type Layout } from '../papers.ts';
import { drawOldPlan, drawPlan } from '../plans.ts';
import { shudianSheet } from '../sheets/shudian.ts';
import { drawAir, drawRail } from '../sheets/tickets.ts';
import { drawTrade, truthOfTrade, writeCii, writeUbl, type CiiStyle, type TradeWish, type UblStyle } from '../write-en16931.ts';
import { writePdf } from '../write-pdf.ts';
import { writeAtr, writeBker, writeEinv, writeInv, writeRai } from '../write-vouchers.ts';

/** Vouchers by the ministry of finance's standard. */
export const XBRL_LAYOUTS: readonly Layout[] = [
  ...(['inv_ord', 'inv_spcl', 'inv_tlf'] as const).map((taxonomy, i) => layout('xbrl', taxonomy, async (chance) => {
    const plan = drawOldPlan(chance, { special: taxonomy === 'inv_spcl', ...(taxonomy === 'inv_tlf' ? { kind: 'toll' as const } : {}) });
    return { bytes: writeInv(plan, taxonomy, { year: ['2021-09-30', '2021-11-30', '2023-05-15'][i] ?? '2023-12-31', defaultNamespace: i === 1 }), truth: [truthOf(plan, plan.code)] };
  })),
  ...(['einv_ord', 'einv_spcl', 'einv'] as const).map((taxonomy) => layout('xbrl', taxonomy, async (chance) => {
    const plan = drawPlan(chance, { special: taxonomy === 'einv_spcl' });
    return { bytes: writeEinv(plan, taxonomy, { defaultNamespace: taxonomy === 'einv' }), truth: [truthOf(plan)] };
  })),
  ...(['售', '改', '退'] as const).map((business) => layout('xbrl', `rai-${{ 售: 'sold', 改: 'changed', 退: 'refunded' }[business]}`, async (chance) => {
    const plan = drawRail(chance, { refund: business === '退' });
    return { bytes: writeRai(plan, business, { defaultNamespace: business === '改' }), truth: [truthOf(plan)] };
  })),
  ...([[1, false], [2, false], [2, true]] as const).map(([legs, international]) => layout('xbrl', `atr-${legs}${international ? '-international' : ''}`, async (chance) => {
    const plan = drawAir(chance, { legs, international });
    return { bytes: writeAtr(plan), truth: [truthOf(plan)] };
  })),
  layout('xbrl', 'bker', async (chance) => ({ bytes: writeBker(chance).bytes, truth: [] })),
];

const ubl = (name: string, style: UblStyle = {}, wish: TradeWish = {}): Layout => layout('en16931', `ubl-${name}`, async (chance) => {
  const plan = drawTrade(chance, wish);
  return { bytes: writeUbl(plan, style), truth: [truthOfTrade(plan)] };
});
const cii = (name: string, style: CiiStyle = {}, wish: TradeWish = {}): Layout => layout('en16931', `cii-${name}`, async (chance) => {
  const plan = drawTrade(chance, wish);
  return { bytes: writeCii(plan, style), truth: [truthOfTrade(plan)] };
});
const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';

/** European invoices in XML. */
export const EN16931_LAYOUTS: readonly Layout[] = [
  ubl('plain'), ubl('default-namespace', { prefixed: false }), ubl('credit-note', {}, { credit: true }), ubl('second-tax', { secondTax: true }, { allowance: true }), ubl('xrechnung', { profile: XRECHNUNG, mark: true }, { prepaid: true }), ubl('exempt', {}, { exempt: true }),
  cii('plain'), cii('credit-note', {}, { credit: true }), cii('xrechnung', { profile: XRECHNUNG }, { allowance: true, prepaid: true }), cii('without-lines', { lines: false, profile: 'urn:factur-x.eu:1p0:minimum' }), cii('zugferd-1', { first: true, profile: 'urn:ferd:CrossIndustryDocument:invoice:1p0:comfort' }), cii('francs', {}, { currency: 'CHF' as Currency }),
];

const hybrid = (name: string, file: string, style: CiiStyle = {}, extra = false): Layout => layout('facturx', name, async (chance) => {
  const plan = drawTrade(chance);
  const page = shudianSheet(drawPlan(chance));
  const others = extra ? [{ name: 'Hotelrechnung.pdf', bytes: await writePdf([page], { producer: 'named' }) }] : [];
  const letter = { width: 210, height: 297, prints: [{ x: 20, y: 40, size: 5, text: `Rechnung ${plan.number}` }] };
  return { bytes: await writePdf([letter], { producer: 'named', attachments: [...others, { name: file, bytes: writeCii(plan, style) }] }), truth: [truthOfTrade(plan)] };
});

/** European invoices that are both a page and a record. */
export const FACTURX_LAYOUTS: readonly Layout[] = [
  hybrid('factur-x', 'factur-x.xml'), hybrid('minimum', 'factur-x.xml', { lines: false, profile: 'urn:factur-x.eu:1p0:minimum' }), hybrid('zugferd-1', 'ZUGFeRD-invoice.xml', { first: true }), hybrid('xrechnung', 'xrechnung.xml', { profile: XRECHNUNG }), hybrid('byte-order-mark-and-other-files', 'factur-x.xml', { mark: true }, true),
];
