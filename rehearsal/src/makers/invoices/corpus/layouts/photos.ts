import type { Chance } from '../../../../chance.ts';
import { layout, only, truthOf, type Layout, type Truth } from '../papers.ts';
import { inWideForms, type Page } from '../page.ts';
import { drawOldPlan, drawPlan } from '../plans.ts';
import { oldSheet } from '../sheets/old.ts';
import { shudianSheet } from '../sheets/shudian.ts';
import { receiptSlip, taxiSlip } from '../sheets/slips.ts';
import { tillSlip, tollSlip, trainSlip } from '../sheets/till-slips.ts';
import { shoot, type Shot } from '../write-image.ts';

type Drawn = { readonly page: Page; readonly truth: readonly Truth[] };

/** Chinese papers print full-width signs, and here no code says what the print says. */
const bare = ({ width, height, prints }: Page): Page => ({ width, height, prints: prints.map((print) => ({ ...print, text: inWideForms(print.text) })) });
const plain = ({ width, height, prints }: Page): Page => ({ width, height, prints });

const PAPERS: Readonly<Record<string, (chance: Chance) => Drawn>> = {
  shudian: (chance) => { const plan = drawPlan(chance); return { page: bare(shudianSheet(plan)), truth: [truthOf(plan)] }; },
  special: (chance) => { const plan = drawPlan(chance, { special: true }); return { page: bare(shudianSheet(plan)), truth: [truthOf(plan)] }; },
  old: (chance) => { const plan = drawOldPlan(chance); return { page: bare(oldSheet(plan)), truth: [only(truthOf(plan, plan.code), 'number', 'code', 'date', 'total', 'tax', 'pretax', 'seller', 'buyer')] }; },
  taxi: (chance) => { const { page, truth } = taxiSlip(chance); return { page: bare(page), truth }; },
  toll: (chance) => { const { page, truth } = tollSlip(chance); return { page: bare(page), truth }; },
  train: (chance) => { const { page, truth } = trainSlip(chance); return { page: bare(page), truth }; },
  'till-usd': (chance) => { const { page, truth } = tillSlip(chance); return { page: plain(page), truth }; },
  'receipt-de': (chance) => { const { page, truth } = receiptSlip(chance, 'de'); return { page: plain(page), truth: truth.map((one) => only(one, 'number', 'date', 'total', 'tax', 'seller')) }; },
  'receipt-gb': (chance) => { const { page, truth } = receiptSlip(chance, 'en'); return { page: plain(page), truth: truth.map((one) => only(one, 'number', 'date', 'total', 'tax', 'seller')) }; },
};

const SHOTS: Readonly<Record<string, Shot>> = {
  'screen-110': { dpi: 110, type: 'png' }, 'scan-150': { dpi: 150, noise: 0.1, turn: 0.6 }, 'scan-200': { dpi: 200, noise: 0.1, turn: -0.8, quality: 75 }, 'scan-300': { dpi: 300, font: 'serif', quality: 70 },
  tilted: { dpi: 200, turn: 7, margin: 12, noise: 0.2 }, quarter: { dpi: 180, turn: 91, margin: 8, noise: 0.1 }, 'upside-down': { dpi: 180, turn: 181, margin: 8, noise: 0.1 }, 'three-quarters': { dpi: 200, turn: 268, margin: 6, shade: 0.3 },
  phone: { dpi: 240, noise: 0.4, turn: -4, margin: 25, quality: 60, shade: 0.4 }, blurred: { dpi: 200, blur: 1, margin: 10, noise: 0.1 }, 'small-jpeg': { dpi: 130, quality: 45 },
};

/** Papers without a code that a machine could read, each as every kind of picture: what only OCR can read. */
export const PHOTO_LAYOUTS: readonly Layout[] = Object.entries(PAPERS).flatMap(([paper, draw]) => Object.entries(SHOTS).map(([name, shot]) => layout('image', `${paper}/${name}`, async (chance) => {
  const { page, truth } = draw(chance);
  return { bytes: await shoot(page, shot), truth };
})));
