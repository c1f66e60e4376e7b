import { zipSync } from 'fflate';
import { layout, truthOf, type Layout } from '../papers.ts';
import { drawPlan, type Wish } from '../plans.ts';
import { shudianSheet } from '../sheets/shudian.ts';
import { drawRail } from '../sheets/tickets.ts';
import { writeOfd } from '../write-ofd.ts';
import { writePdf } from '../write-pdf.ts';
import { writeEInvoice, type XmlStyle } from '../write-xml.ts';

const xml = (name: string, style: XmlStyle, wish: Wish = {}, remark?: string): Layout => layout('xml', name, async (chance) => {
  const plan = { ...drawPlan(chance, wish), ...(remark ? { remark } : {}) };
  return { bytes: writeEInvoice(plan, style), truth: [truthOf(plan)] };
});

const AT = { mtime: new Date(1980, 0, 1) };

/** 数电票 in XML, and the bundles in which it is delivered. */
export const XML_LAYOUTS: readonly Layout[] = [
  xml('plain', {}), xml('no-supervision', { supervision: false, signature: true }), xml('default-namespace', { namespace: 'default', pretty: true }), xml('prefixed', { namespace: 'prefix', day: 'moment' }),
  xml('cdata', { cdata: true, day: 'chinese' }), xml('gbk', { encoding: 'gbk', spelling: 'camel' }), xml('utf-16', { encoding: 'utf-16le', spelling: 'lower' }), xml('byte-order-mark', { mark: true, pretty: true, rate: 'percent' }),
  xml('listed-lines', { listed: true, rate: 'digits', day: 'compact' }, { lines: 4 }), xml('special', { signature: true }, { special: true, kind: 'hotel' }), xml('red-letter', {}, { red: true }), xml('discount', {}, { discount: true, lines: 2 }),
  xml('toll', { toll: true }, { kind: 'toll', lines: 1 }), xml('toll-exempt', { toll: true }, { kind: 'toll', exempt: '不征税' }), xml('exempt', {}, { exempt: '免税' }), xml('person', {}, { person: true }),
  xml('difference-tax', { difference: '120.00' }, { kind: 'goods' }, '差额征税:120.00。'), xml('insurance', {}, { kind: 'goods', lines: 1 }, '代收车船税:¥420.00 滞纳金:0.00'),
  layout('xml', 'passengers', async (chance) => {
    const rail = drawRail(chance);
    const plan = { ...drawPlan(chance, { kind: 'ride', lines: 1 }), ...(rail.journey ? { journey: rail.journey } : {}), passenger: '张小满' };
    return { bytes: writeEInvoice(plan, { supervision: false }), truth: [truthOf(plan)] };
  }),
  layout('zip', 'three-forms', async (chance) => {
    const plan = drawPlan(chance);
    const sheet = shudianSheet(plan);
    const stem = `dzfp_${plan.number}`;
    const [pdf, ofd] = [await writePdf([sheet], { producer: 'named' }), await writeOfd(plan, [sheet], { customDatas: 'short' })];
    return { bytes: zipSync({ [`${stem}.pdf`]: [pdf, AT], [`${stem}.ofd`]: [ofd, AT], [`${stem}.xml`]: [writeEInvoice(plan, {}), AT] }), truth: [truthOf(plan)] };
  }),
  layout('zip', 'several-invoices', async (chance) => {
    const plans = [drawPlan(chance), drawPlan(chance, { special: true }), drawPlan(chance, { kind: 'toll' })];
    return { bytes: zipSync(Object.fromEntries(plans.map((plan) => [`发票/${plan.number}.xml`, [writeEInvoice(plan, { supervision: false }), AT]]))), truth: plans.map((plan) => truthOf(plan)) };
  }),
];
