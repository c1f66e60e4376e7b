import type { Chance } from '../../../../chance.ts';
import { layout, only, truthOf, type Layout, type Paper, type Truth } from '../papers.ts';
import { inRadicals, inWideForms, ordered, placed, split, type Order, type Page } from '../page.ts';
import { drawOldPlan, drawPlan, type Wish } from '../plans.ts';
import { oldSheet, type OldStyle } from '../sheets/old.ts';
import { shudianSheet, type ShudianStyle } from '../sheets/shudian.ts';
import { folioSlip, receiptSlip, rideSlip, taxiSlip } from '../sheets/slips.ts';
import { airSheet, drawAir, drawRail, railSheet } from '../sheets/tickets.ts';
import { shoot } from '../write-image.ts';
import { writePdf, writeScan, type PdfStyle } from '../write-pdf.ts';
import { writeEInvoice } from '../write-xml.ts';
import { writeAtr, writeRai } from '../write-vouchers.ts';

type Change = { readonly order?: Order; readonly wide?: boolean; readonly radicals?: boolean; readonly glyphs?: boolean; readonly a4?: boolean };

function changed(page: Page, change: Change, chance: Chance): Page {
  let prints = ordered(page.prints, change.order ?? 'as-read', chance);
  if (change.wide !== false) prints = prints.map((print) => ({ ...print, text: inWideForms(print.text) }));
  if (change.radicals) prints = prints.map((print) => ({ ...print, text: inRadicals(print.text) }));
  if (change.glyphs) prints = split(prints);
  const whole = { ...page, prints };
  return change.a4 ? { width: 210, height: 297, ...placed(whole, { x: 8, y: 6, scale: 0.92 }) } : whole;
}

type How = readonly [pdf?: PdfStyle, change?: Change, wish?: Wish];
const NAMED: PdfStyle = { producer: 'named' };

const digital = (name: string, sheet: ShudianStyle, ...[pdf = NAMED, change = {}, wish = {}]: How): Layout => layout('pdf', name, async (chance) => {
  const plan = drawPlan(chance, wish);
  return { bytes: await writePdf([changed(shudianSheet(plan, sheet), change, chance)], pdf), truth: [truthOf(plan)] };
});

const old = (name: string, sheet: OldStyle, ...[pdf = NAMED, change = {}, wish = {}]: How): Layout => layout('pdf', name, async (chance) => {
  const plan = drawOldPlan(chance, wish);
  return { bytes: await writePdf([changed(oldSheet(plan, sheet), change, chance)], pdf), truth: [truthOf(plan, plan.code)] };
});

const without = (truth: Truth, ...fields: readonly string[]): Truth => Object.fromEntries(Object.entries(truth).filter(([field]) => !fields.includes(field)));

const DIGITAL: readonly Layout[] = [
  digital('usual', {}), digital('joined-labels', { joined: true, sides: 'pairs' }), digital('labels-drawn-first', { yen: 'after' }, { producer: 'named' }, { order: 'labels-first' }), digital('values-drawn-first', { spreadName: true }, { producer: 'named' }, { order: 'values-first' }),
  digital('shuffled', { yen: 'joined', words: 'circled', bankLines: true }, { producer: 'named' }, { order: 'shuffled' }), digital('upwards-in-gbk', { columns: 'right' }, { producer: 'gbk' }, { order: 'upwards', wide: true }), digital('glyph-by-glyph', { day: 'spaced' }, { producer: 'named' }, { glyphs: true, order: 'shuffled' }),
  digital('radicals', { words: 'spaced' }, { producer: 'named', spacing: 'each' }, { radicals: true }), digital('embedded-sans', { bankLines: true }, { producer: 'skia' }, { wide: true }), digital('embedded-serif-small', { size: 2.7, joined: true }, { producer: 'skia', scaled: true }, {}, { lines: 4 }), digital('upper-half-of-a4', { size: 3.4 }, { producer: 'named' }, { a4: true }),
  digital('drawn-through-scale', { spreadName: true, qr: 'right' }, { producer: 'named', scaled: true }), digital('turned-page', { joined: true }, { producer: 'named', turned: true }), digital('box-off-zero', { yen: 'joined' }, { producer: 'gbk', offset: 30 }), digital('half-width-marks', { taxIdLabel: '纳税人识别号' }, { producer: 'named', qr: false }, { wide: false }),
  digital('special', { columns: 'right', stamp: ['下载次数:1'] }, { producer: 'named' }, {}, { special: true, kind: 'hotel' }), digital('toll', { business: '通行费', bankLines: true }, { producer: 'named' }, {}, { kind: 'toll' }), digital('exempt', {}, { producer: 'skia' }, {}, { exempt: '免税' }), digital('not-taxed', { yen: 'joined' }, { producer: 'named' }, {}, { exempt: '不征税', kind: 'toll' }),
  digital('person', { sides: 'none' }, { producer: 'named', qr: false }, {}, { person: true }), digital('red-letter', {}, { producer: 'named' }, {}, { red: true }), digital('discount', { columns: 'right' }, { producer: 'named' }, {}, { discount: true }), digital('difference-tax', { business: '差额征税' }, { producer: 'skia' }, {}, { kind: 'goods' }),
  digital('riders-empty', { business: '旅客运输服务', travellers: 'empty', joined: true }, { producer: 'named' }, {}, { kind: 'ride' }),
  layout('pdf', 'riders-filled', async (chance) => {
    const { journey } = drawRail(chance);
    const plan = { ...drawPlan(chance, { kind: 'ride', lines: 1 }), ...(journey ? { journey } : {}), passenger: '张小满' };
    return { bytes: await writePdf([changed(shudianSheet(plan, { business: '旅客运输服务', travellers: 'filled' }), {}, chance)], { producer: 'named' }), truth: [truthOf(plan)] };
  }),
];

const OLD: readonly Layout[] = [
  old('old-usual', {}), old('old-spread-labels', { spreadLabels: true, yen: 'apart' }, { producer: 'gbk' }), old('old-labels-first', { yen: 'after', twice: true }, { producer: 'named' }, { order: 'labels-first' }), old('old-shuffled', { spreadLabels: true, spacedCheckCode: true }, { producer: 'named', spacing: 'each' }, { order: 'shuffled' }),
  old('old-joined', { joined: true, cipher: false }, { producer: 'skia' }), old('old-special', { yen: 'apart' }, { producer: 'named' }, {}, { special: true }), old('old-agency-total', { qrAmount: 'total' }, { producer: 'gbk' }), old('old-exempt', {}, { producer: 'named' }, {}, { exempt: '免税' }), old('old-person', { spreadLabels: true }, { producer: 'named' }, { glyphs: true }, { person: true }),
];

const TICKETS: readonly Layout[] = [
  layout('pdf', 'rail-print', async (chance) => {
    const plan = drawRail(chance);
    return { bytes: await writePdf([changed(railSheet(plan), {}, chance)], { producer: 'named' }), truth: [without(truthOf(plan), 'tax', 'pretax', 'seller')] };
  }),
  layout('pdf', 'rail-print-compact', async (chance) => {
    const plan = drawRail(chance);
    return { bytes: await writePdf([changed(railSheet(plan, { compact: true, stationWord: false }), { order: 'shuffled' }, chance)], { producer: 'skia' }), truth: [without(truthOf(plan), 'tax', 'pretax', 'seller')] };
  }),
  layout('pdf', 'rail-xbrl-inside', async (chance) => {
    const plan = drawRail(chance);
    return { bytes: await writePdf([railSheet(plan)], { producer: 'no-unicode', attachments: [{ name: `rai_issuer_${plan.number}.xml`, bytes: writeRai(plan, '售') }] }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'rail-refund-inside', async (chance) => {
    const plan = drawRail(chance, { refund: true });
    return { bytes: await writePdf([railSheet(plan)], { producer: 'no-unicode', attachments: [{ name: '0', bytes: writeRai(plan, '退') }] }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'air-print', async (chance) => {
    const plan = drawAir(chance);
    return { bytes: await writePdf([changed(airSheet(plan), {}, chance)], { producer: 'named' }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'air-two-legs', async (chance) => {
    const plan = drawAir(chance, { legs: 2 });
    return { bytes: await writePdf([changed(airSheet(plan, { chineseFirst: false }), { order: 'labels-first' }, chance)], { producer: 'skia' }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'air-xbrl-inside', async (chance) => {
    const plan = drawAir(chance, { international: true });
    return { bytes: await writePdf([airSheet(plan)], { producer: 'named', attachments: [{ name: `atr_issuer_${plan.number}.xml`, bytes: writeAtr(plan) }] }), truth: [truthOf(plan)] };
  }),
];

const slip = (name: string, of: (chance: Chance) => { readonly page: Page } & Omit<Paper, 'bytes'>, pdf: PdfStyle = { producer: 'named' }): Layout => layout('pdf', name, async (chance) => {
  const { page, truth, supporting } = of(chance);
  return { bytes: await writePdf([changed(page, { wide: false }, chance)], pdf), truth, ...(supporting ? { supporting } : {}) };
});

const SLIPS: readonly Layout[] = [
  slip('rides-didi', (chance) => rideSlip(chance, { brand: '滴滴出行', wrap: true })), slip('rides-gaode', (chance) => rideSlip(chance, { brand: '高德地图' }), { producer: 'skia' }), slip('rides-other', (chance) => rideSlip(chance, { brand: 'T3出行', wrap: true }), { producer: 'gbk' }),
  slip('folio', (chance) => folioSlip(chance)), slip('folio-english', (chance) => folioSlip(chance, { english: true, paid: false }), { producer: 'skia' }), slip('taxi-slip', taxiSlip), slip('receipt-german', (chance) => receiptSlip(chance, 'de')), slip('receipt-english', (chance) => receiptSlip(chance, 'en'), { producer: 'skia' }), slip('receipt-english-top', (chance) => receiptSlip(chance, 'en-top')),
];

const SEVERAL: readonly Layout[] = [
  layout('pdf', 'invoice-and-rides', async (chance) => {
    const plan = drawPlan(chance, { kind: 'ride', lines: 1 });
    const rides = rideSlip(chance, { brand: '滴滴出行' }, plan.total);
    return { bytes: await writePdf([changed(shudianSheet(plan, { business: '旅客运输服务', travellers: 'empty' }), {}, chance), rides.page], { producer: 'named' }), truth: [truthOf(plan)], ...(rides.supporting ? { supporting: rides.supporting } : {}) };
  }),
  layout('pdf', 'three-pages-three-invoices', async (chance) => {
    const plans = [drawPlan(chance), drawPlan(chance, { special: true }), drawPlan(chance, { person: true })];
    return { bytes: await writePdf(plans.map((plan, i) => changed(shudianSheet(plan, i === 1 ? { joined: true } : {}), {}, chance)), { producer: 'named' }), truth: plans.map((plan) => truthOf(plan)) };
  }),
  layout('pdf', 'two-on-a4', async (chance) => {
    const plans = [drawPlan(chance), drawPlan(chance)];
    const parts = plans.map((plan, i) => placed(changed(shudianSheet(plan), {}, chance), { x: 5, y: 4 + i * 146, scale: 0.95 }));
    // A page has one picture of a code here, so the second invoice is known by its print alone.
    return { bytes: await writePdf([{ width: 210, height: 297, prints: parts.flatMap((part) => part.prints), ...(parts[0]?.qr ? { qr: parts[0].qr } : {}) }], { producer: 'named' }), truth: plans.map((plan) => truthOf(plan)) };
  }),
  layout('pdf', 'two-beside-each-other', async (chance) => {
    const plans = [drawPlan(chance), drawPlan(chance)];
    const parts = plans.map((plan, i) => placed(changed(shudianSheet(plan), {}, chance), { x: 2 + i * 148, y: 30, scale: 0.69 }));
    return { bytes: await writePdf([{ width: 297, height: 210, prints: parts.flatMap((part) => part.prints) }], { producer: 'named' }), truth: plans.map((plan) => truthOf(plan)) };
  }),
  layout('pdf', 'long-list-on-two-pages', async (chance) => {
    const plan = drawPlan(chance, { lines: 9, kind: 'goods' });
    const sheet = shudianSheet(plan, { size: 2.6 });
    const foot = (text: string): boolean => /价税|小写|大写|合|计|^¥|备|注|开票人/.test(text);
    const [first, second] = [sheet.prints.filter(({ y, text }) => y < 75 || !foot(text) && y < 90), sheet.prints.filter(({ y }) => y < 56 || y >= 75)];
    const pages = [first, second].map((prints, i) => changed({ ...sheet, prints: [...prints, { x: 186, y: 8, size: 2.6, text: `共2页 第${i + 1}页` }] }, {}, chance));
    return { bytes: await writePdf(pages, { producer: 'named' }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'xml-inside', async (chance) => {
    const plan = drawPlan(chance);
    return { bytes: await writePdf([shudianSheet(plan)], { producer: 'no-unicode', attachments: [{ name: 'dzfp.xml', bytes: writeEInvoice(plan) }] }), truth: [truthOf(plan)] };
  }),
  layout('pdf', 'garbled-text', async (chance) => {
    const plan = drawPlan(chance);
    return { bytes: await writePdf([shudianSheet(plan)], { producer: 'no-unicode' }), truth: [only(truthOf(plan), 'number', 'date', 'total')] };
  }),
  layout('pdf', 'nameless-digits', async (chance) => {
    const plan = drawPlan(chance);
    return { bytes: await writePdf([changed(shudianSheet(plan), {}, chance)], { producer: 'skia', spacing: 'each' }), truth: [only(truthOf(plan), 'number', 'date', 'total')] };
  }),
  layout('pdf', 'scanned', async (chance) => {
    const plan = drawPlan(chance);
    const sheet = shudianSheet(plan);
    return { bytes: await writeScan([{ ...sheet, jpeg: await shoot(sheet, { dpi: 200, noise: 0.1, turn: 0.6 }) }]), truth: [only(truthOf(plan), 'number', 'date', 'total')] };
  }),
];

/** Invoices and papers beside them in PDF. */
export const PDF_LAYOUTS: readonly Layout[] = [...DIGITAL, ...OLD, ...TICKETS, ...SLIPS, ...SEVERAL];
