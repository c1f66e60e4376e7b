import { layout, only, truthOf, type Layout, type TruthField } from '../papers.ts';
import { inWideForms, type Page } from '../page.ts';
import { drawOldPlan, drawPlan } from '../plans.ts';
import { oldSheet } from '../sheets/old.ts';
import { shudianSheet, type ShudianStyle } from '../sheets/shudian.ts';
import { drawRail, railSheet } from '../sheets/tickets.ts';
import { shoot, type Shot } from '../write-image.ts';

const wide = (page: Page): Page => ({ ...page, prints: page.prints.map((print) => ({ ...print, text: inWideForms(print.text) })) });

/** What a code tells without its page being read. */
const IN_CODE: readonly TruthField[] = ['number', 'date', 'total'];

const shot = (name: string, how: Shot, sheet: ShudianStyle = {}): Layout => layout('image', name, async (chance) => {
  const plan = drawPlan(chance);
  return { bytes: await shoot(wide(shudianSheet(plan, sheet)), how), truth: [only(truthOf(plan), ...IN_CODE)] };
});

/** Invoices as scanners, screens and phones show them; a code is on each, at many sizes, angles and qualities. */
export const IMAGE_LAYOUTS: readonly Layout[] = [
  shot('screen-96-dpi', { dpi: 96, type: 'png' }), shot('screen-150-dpi', { dpi: 150, type: 'png' }, { qr: 'right' }), shot('scan-200-dpi', { dpi: 200, noise: 0.1, turn: 0.4 }), shot('scan-300-dpi-serif', { dpi: 300, font: 'serif', quality: 70 }), shot('tilted', { dpi: 200, turn: 7, margin: 12, noise: 0.2 }),
  shot('tilted-much', { dpi: 180, turn: -23, margin: 40, noise: 0.2 }), shot('quarter-turn', { dpi: 200, turn: 90, margin: 8 }), shot('upside-down', { dpi: 150, turn: 180, noise: 0.1 }), shot('three-quarters', { dpi: 240, turn: 270, margin: 4, shade: 0.4 }), shot('dark-corner', { dpi: 200, shade: 0.65, noise: 0.35, margin: 10, turn: 2 }),
  shot('grainy-phone', { dpi: 260, noise: 0.7, turn: -4, margin: 30, quality: 60 }), shot('blurred', { dpi: 220, blur: 1.2, margin: 10 }), shot('small-jpeg', { dpi: 110, quality: 40 }), shot('far-away', { dpi: 150, margin: 120, turn: 3, noise: 0.1 }),
  layout('image', 'old-invoice', async (chance) => {
    const plan = drawOldPlan(chance);
    return { bytes: await shoot(oldSheet(plan), { dpi: 200, turn: 1, margin: 10, noise: 0.2 }), truth: [only(truthOf(plan, plan.code), 'number', 'code', 'date', 'pretax')] };
  }),
  layout('image', 'rail-ticket', async (chance) => {
    const plan = drawRail(chance);
    return { bytes: await shoot(wide(railSheet(plan)), { dpi: 200, turn: -2, margin: 15, noise: 0.2 }), truth: [only(truthOf(plan), ...IN_CODE)] };
  }),
];
