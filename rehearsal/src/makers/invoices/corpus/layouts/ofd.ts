import type { Chance } from '../../../../chance.ts';
import { makeOfdSigner } from '../../ofd-signature.ts';
import { layout, truthOf, type Layout, type Truth } from '../papers.ts';
import { inRadicals, inWideForms, ordered, split, type Page } from '../page.ts';
import { drawOldPlan, drawPlan, type Wish } from '../plans.ts';
import { oldSheet, type OldStyle } from '../sheets/old.ts';
import { shudianSheet, type ShudianStyle } from '../sheets/shudian.ts';
import { airSheet, drawAir, drawRail, railSheet } from '../sheets/tickets.ts';
import { writeOfd, type OfdStyle } from '../write-ofd.ts';
import { writeAtr, writeInv, writeRai } from '../write-vouchers.ts';
import { writeOriginal } from '../write-xml.ts';

const KEY = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';
const wide = (page: Page): Page => ({ ...page, prints: page.prints.map((print) => ({ ...print, text: inWideForms(print.text) })) });

type Digital = readonly [sheet?: ShudianStyle, wish?: Wish, change?: (page: Page, chance: Chance) => Page];
const digital = (name: string, style: OfdStyle, ...[sheet = {}, wish = {}, change = wide]: Digital): Layout => layout('ofd', name, async (chance) => {
  const plan = drawPlan(chance, wish);
  return { bytes: await writeOfd(plan, [change(shudianSheet(plan, sheet), chance)], style), truth: [truthOf(plan)] };
});

type Old = readonly [sheet?: OldStyle, attach?: 'original' | 'cdata' | 'xbrl', wish?: Wish];
const old = (name: string, style: OfdStyle, ...[sheet = {}, attach, wish = {}]: Old): Layout => layout('ofd', name, async (chance) => {
  const plan = drawOldPlan(chance, wish);
  const page = oldSheet(plan, sheet);
  const attachment = attach === 'xbrl'
    ? { name: `inv_ord_issuer_${plan.issuedOn.replaceAll('-', '')}_${plan.code}${plan.number}.xml`, format: 'xbrl', bytes: writeInv(plan, 'inv_ord') }
    : { name: 'original_invoice.xml', format: 'xml', bytes: writeOriginal(plan, { cdata: attach === 'cdata', ...(page.qr ? { qrText: page.qr.text } : {}) }) };
  return { bytes: await writeOfd(plan, [page], { ...style, ...(attach ? { attachment } : {}) }), truth: [truthOf(plan, plan.code)] };
});

const without = (truth: Truth, ...fields: readonly string[]): Truth => Object.fromEntries(Object.entries(truth).filter(([field]) => !fields.includes(field)));

/** Invoices in OFD: every family of structured parts, alone and together, and the printed text alone. */
export const OFD_LAYOUTS: readonly Layout[] = [
  digital('tags-and-datas', { customDatas: 'short', tags: 'root', template: true, qr: 'resource' }), digital('all-datas', { customDatas: 'all', steps: 'runs' }), digital('dotted-tags', { tags: 'dotted', names: 'upper', qr: 'resource' }), digital('broken-tags', { tags: 'broken', customDatas: 'short', template: true }),
  digital('text-only', { customDatas: 'none', template: true, steps: 'runs' }, { joined: true }), digital('text-by-codes', { customDatas: 'none', steps: 'codes', ownBox: true }, { yen: 'joined', sides: 'pairs' }), digital('text-through-matrix', { customDatas: 'none', steps: 'matrix', names: 'flat' }, { yen: 'after', words: 'circled' }),
  digital('text-without-steps', { customDatas: 'none', steps: 'none', names: 'absolute' }, { sides: 'none', bankLines: true }), digital('text-single-glyphs', { customDatas: 'none', template: true }, {}, {}, (page) => ({ ...page, prints: split(wide(page).prints) })),
  digital('text-shuffled', { customDatas: 'none' }, { spreadName: true }, { lines: 4 }, (page, chance) => ({ ...page, prints: ordered(wide(page).prints, 'shuffled', chance) })), digital('text-in-radicals', { customDatas: 'none' }, {}, {}, (page) => ({ ...page, prints: page.prints.map((print) => ({ ...print, text: inRadicals(print.text) })) })),
  digital('sealed', { customDatas: 'short', tags: 'eInvoice', signer: makeOfdSigner(KEY), qr: 'packed' }, {}, { special: true }), digital('sealed-v1', { customDatas: 'short', signer: { ...makeOfdSigner(KEY), version: 1 }, names: 'backslash' }, { business: '通行费' }, { kind: 'toll' }),
  digital('red-letter', { customDatas: 'short', tags: 'root' }, {}, { red: true }), digital('exempt', { customDatas: 'none', qr: 'resource' }, {}, { exempt: '免税' }),
  old('original-attached', { customDatas: 'short', tags: 'eInvoice', template: true }, {}, 'original'), old('original-in-cdata', { customDatas: 'none', names: 'upper' }, { spreadLabels: true }, 'cdata'), old('original-special', { signer: makeOfdSigner(KEY), qr: 'resource' }, {}, 'original', { special: true }),
  old('xbrl-attached', { names: 'absolute', customDatas: 'short' }, {}, 'xbrl'), old('old-tags', { customDatas: 'short', tags: 'eInvoice', names: 'upper' }, { yen: 'apart' }), old('old-text', { customDatas: 'none', template: true, qr: 'packed' }, { spreadLabels: true, yen: 'after' }),
  old('old-text-runs', { customDatas: 'none', steps: 'runs', names: 'flat' }, { joined: true, cipher: false, spacedCheckCode: true }), old('old-broken-tags', { customDatas: 'short', tags: 'broken' }, { twice: true }),
  layout('ofd', 'rail-xbrl', async (chance) => {
    const plan = drawRail(chance);
    const attachment = { name: `rai_issuer_${plan.number}.xml`, format: 'xbrl', bytes: writeRai(plan, '售') };
    return { bytes: await writeOfd(plan, [wide(railSheet(plan))], { customDatas: 'none', attachment, signer: makeOfdSigner(KEY) }), truth: [truthOf(plan)] };
  }),
  layout('ofd', 'rail-text', async (chance) => {
    const plan = drawRail(chance);
    return { bytes: await writeOfd(plan, [wide(railSheet(plan))], { customDatas: 'none', steps: 'runs' }), truth: [without(truthOf(plan), 'tax', 'pretax', 'seller')] };
  }),
  layout('ofd', 'air-xbrl', async (chance) => {
    const plan = drawAir(chance, { legs: 2 });
    const attachment = { name: `atr_issuer_${plan.number}.xml`, format: 'xbrl', bytes: writeAtr(plan) };
    return { bytes: await writeOfd(plan, [wide(airSheet(plan))], { customDatas: 'none', names: 'upper', attachment }), truth: [truthOf(plan)] };
  }),
  layout('ofd', 'air-text', async (chance) => {
    const plan = drawAir(chance);
    return { bytes: await writeOfd(plan, [wide(airSheet(plan))], { customDatas: 'none' }), truth: [truthOf(plan)] };
  }),
  layout('ofd', 'two-pages', async (chance) => {
    const plan = drawPlan(chance, { lines: 3 });
    const page = shudianSheet(plan, { qr: 'left' });
    const list: Page = { width: 210, height: 140, prints: [{ x: 80, y: 14, size: 5, text: '销售货物或者提供应税劳务清单' }, { x: 150, y: 22, size: 3, text: `所属发票号码:${plan.number}` }] };
    return { bytes: await writeOfd(plan, [wide(page), wide(list)], { customDatas: 'none' }), truth: [truthOf(plan)] };
  }),
];
