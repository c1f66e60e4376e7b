import { zipSync, type Zippable } from 'fflate';
import { signOfd, type OfdSigner } from '../ofd-signature.ts';
import { amountText, chineseDay, type InvoicePlan } from '../plan.ts';
import { qrPng } from '../qr.ts';
import { toXml } from '../xml.ts';
import { widthOf, type Page, type Print } from './page.ts';

const NAMESPACE = 'http://www.ofdspec.org/2016';
const FIRST_ID = 100;

export type OfdStyle = {
  /** Folder and file names, which every issuer chooses anew. */
  readonly names?: 'usual' | 'upper' | 'flat' | 'absolute' | 'backslash';
  readonly signer?: OfdSigner;
  readonly customDatas?: 'all' | 'short' | 'none';
  /** Tags that point at the printed texts: the old family, that of 2024, the dotted one, or one that is not well-formed. */
  readonly tags?: 'eInvoice' | 'root' | 'dotted' | 'broken' | 'none';
  readonly attachment?: { readonly name: string; readonly bytes: Uint8Array; readonly format: string };
  /** How characters are placed: one step each, `g` for runs, one text code each, or through a matrix. */
  readonly steps?: 'each' | 'runs' | 'codes' | 'matrix' | 'none';
  /** Labels lie in a template page beneath. */
  readonly template?: boolean;
  readonly qr?: 'resource' | 'packed' | 'none';
  /** The box of the page is its own, not the document's. */
  readonly ownBox?: boolean;
};

/** A number by the old code and number as well. */
type OfdPlan = InvoicePlan & { readonly code?: string; readonly checkCode?: string };
type Paths = { readonly document: string; readonly page: (index: number) => string; readonly template: string; readonly tagList: string; readonly tag: string; readonly attachments: string; readonly attachment: (name: string) => string; readonly res: string; readonly picture: string };

function pathsOf(names: OfdStyle['names']): Paths {
  const usual: Paths = {
    document: 'Doc_0/Document.xml', page: (i) => `Doc_0/Pages/Page_${i}/Content.xml`, template: 'Doc_0/Tpls/Tpl_0/Content.xml', tagList: 'Doc_0/Tags/CustomTags.xml', tag: 'Doc_0/Tags/CustomTag.xml',
    attachments: 'Doc_0/Attachs/Attachments.xml', attachment: (name) => `Doc_0/Attachs/${name}`, res: 'Doc_0/DocumentRes.xml', picture: 'Doc_0/Res/image_80.png',
  };
  if (names === 'upper') return { ...usual, template: 'Doc_0/TPLS/TPL_0/Content.xml', attachments: 'Doc_0/Attach/Attachments.xml', attachment: (name) => `Doc_0/Attach/${name}`, tagList: 'Doc_0/TAGS/CustomTags.xml', tag: 'Doc_0/TAGS/Tag_0.xml' };
  if (names === 'flat') return { ...usual, page: (i) => `Doc_0/Content_${i}.xml`, template: 'Doc_0/Template.xml', tagList: 'Doc_0/CustomTags.xml', tag: 'Doc_0/CustomTag.xml', attachments: 'Doc_0/Attachments.xml', attachment: (name) => `Doc_0/${name}`, picture: 'Doc_0/image_80.png' };
  return usual;
}

const wide = (char: string): boolean => !/[\u0020-\u00ff]/.test(char);

function deltas(text: string, size: number, style: OfdStyle['steps']): string {
  const steps = [...text].slice(0, -1).map((char) => (wide(char) ? size : size / 2));
  if (style !== 'runs') return steps.map((step) => step.toFixed(4)).join(' ');
  const runs: string[] = [];
  for (let i = 0; i < steps.length;) {
    let end = i;
    while (steps[end] === steps[i]) end += 1;
    runs.push(end - i > 1 ? `g ${end - i} ${(steps[i] ?? 0).toFixed(3)}` : (steps[i] ?? 0).toFixed(3));
    i = end;
  }
  return runs.join(' ');
}

function textObject({ x, y, size, text }: Print, id: number, steps: OfdStyle['steps']): object {
  const base = { '@ID': id, '@Boundary': `${x.toFixed(3)} ${(y - size).toFixed(3)} ${(widthOf(text, size) + 1).toFixed(3)} ${(size * 1.3).toFixed(3)}`, '@Font': 3 };
  if (steps === 'codes') {
    let at = 0;
    const codes = [...text].map((char) => {
      const code = { '@X': at.toFixed(4), '@Y': size, '#text': char };
      at += wide(char) ? size : size / 2;
      return code;
    });
    return { ...base, '@Size': size, 'ofd:TextCode': codes };
  }
  const matrix = steps === 'matrix';
  const unit = matrix ? 1 : size;
  const delta = steps === 'none' ? '' : deltas(text, unit, steps);
  return { ...base, '@Size': unit, ...(matrix ? { '@CTM': `${size} 0 0 ${size} 0 0` } : {}), 'ofd:TextCode': { '@X': 0, '@Y': unit, ...(delta ? { '@DeltaX': delta } : {}), '#text': text } };
}

const named = (name: string, content: object): Uint8Array => toXml({ [`ofd:${name}`]: { '@xmlns:ofd': NAMESPACE, ...content } });

function customDatas(plan: OfdPlan, style: OfdStyle): object {
  if (style.customDatas === 'none') return {};
  const datas: readonly (readonly [string, string])[] = [
    ['发票代码', plan.code ?? ''], ['发票号码', plan.number], ['开票日期', chineseDay(plan.issuedOn)], ['合计金额', amountText(plan.pretax)], ['合计税额', amountText(plan.tax)], ['校验码', (plan.checkCode ?? '').replace(/(\d{5})(?=\d)/g, '$1 ')],
    ['购买方纳税人识别号', plan.buyerTaxId ?? ''], ['销售方纳税人识别号', plan.sellerTaxId],
    ...(style.customDatas === 'all' ? [['价税合计', amountText(plan.total)], ['购买方名称', plan.buyer], ['销售方名称', plan.seller]] as const : []),
  ];
  return { 'ofd:CustomDatas': { 'ofd:CustomData': datas.filter(([, value]) => value !== '').map(([name, value]) => ({ '@Name': name, '#text': value })) } };
}

type Named = Print & { readonly id: number };
const TAG_NAMES = { InvoiceCode: 'code', InvoiceNo: 'number', IssueDate: 'date', BuyerName: 'buyer', BuyerTaxID: 'buyerTaxId', SellerName: 'seller', SellerTaxID: 'sellerTaxId', TaxExclusiveTotalAmount: 'pretax', TaxTotalAmount: 'tax', TaxInclusiveTotalAmount: 'total' } as const;
const DOTTED = { number: 'TaxSupervisionInfo.InvoiceNumber', date: 'TaxSupervisionInfo.IssueTime', buyer: 'EInvoiceData.BuyerInformation.BuyerName', buyerTaxId: 'EInvoiceData.BuyerInformation.BuyerIdNum', seller: 'EInvoiceData.SellerInformation.SellerName', sellerTaxId: 'EInvoiceData.SellerInformation.SellerIdNum', pretax: 'EInvoiceData.BasicInformation.TotalAmWithoutTax', tax: 'EInvoiceData.BasicInformation.TotalTaxAm', total: 'EInvoiceData.BasicInformation.TotalTax-includedAmount', code: '' } as const;

/** Which printed text shows a fact; an amount is shown by its digits and the sign beside them. */
function idsOf(plan: OfdPlan, prints: readonly Named[]): (field: keyof typeof DOTTED) => readonly number[] {
  const texts = { code: plan.code ?? '', number: plan.number, date: chineseDay(plan.issuedOn), buyer: plan.buyer, buyerTaxId: plan.buyerTaxId ?? '', seller: plan.seller, sellerTaxId: plan.sellerTaxId, pretax: amountText(plan.pretax), tax: amountText(plan.tax), total: amountText(plan.total) };
  return (field) => {
    const wanted = texts[field];
    const found = wanted === '' ? [] : prints.filter(({ text }) => text.replace(/\s/g, '') === wanted || text === `¥${wanted}`);
    // Amounts repeat on the page: the sums stand below their lines.
    const print = field === 'pretax' || field === 'tax' || field === 'total' ? found.at(-1) : found[0];
    if (!print) return [];
    const sign = prints.find(({ text, y, x }) => text === '¥' && y === print.y && x < print.x && print.x - x < 4);
    return sign ? [sign.id, print.id] : [print.id];
  };
}

function tagFile(plan: OfdPlan, prints: readonly Named[], family: OfdStyle['tags']): Uint8Array {
  const ids = idsOf(plan, prints);
  const references = (field: keyof typeof DOTTED): object[] => ids(field).map((id) => ({ '@PageRef': 1, '#text': id }));
  const fields = Object.entries(TAG_NAMES).filter(([, field]) => ids(field).length > 0);
  if (family === 'broken') {
    const inner = fields.map(([name, field]) => `<ofd:${name}>${ids(field).map((id) => `<ofd:ObjectRef PageRef="1">${id}</ofd:ObjectRef>`).join('')}</ofd:${name}>`).join('');
    return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?><:eInvoice xmlns:="">${inner}</:eInvoice>`);
  }
  if (family === 'dotted') return named('EInvoice', Object.fromEntries(fields.filter(([, field]) => DOTTED[field] !== '').map(([, field]) => [`ofd:${DOTTED[field]}`, { 'ofd:ObjectRef': references(field) }])));
  const grouped = (prefix: string): object => Object.fromEntries(fields.filter(([name]) => name.startsWith(prefix)).map(([name, field]) => [`ofd:${name}`, { 'ofd:ObjectRef': references(field) }]));
  const plain = Object.fromEntries(fields.filter(([name]) => !/^(Buyer|Seller)/.test(name)).map(([name, field]) => [`ofd:${name}`, { 'ofd:ObjectRef': references(field) }]));
  return named(family === 'root' ? 'root' : 'eInvoice', { ...plain, 'ofd:Buyer': grouped('Buyer'), 'ofd:Seller': grouped('Seller') });
}

function locate(style: OfdStyle, from: string, to: string): string {
  if (style.names === 'absolute') return `/${to}`;
  const base = from.slice(0, from.lastIndexOf('/') + 1);
  const relative = to.startsWith(base) ? to.slice(base.length) : `/${to}`;
  return style.names === 'backslash' ? relative.replaceAll('/', '\\') : relative;
}

const isLabel = ({ text }: Print): boolean => /[:\uff1a]$/.test(text) || /^[\u4e00-\u9fff()/\uff08\uff09]{1,14}$/.test(text);

/** An OFD of the pages. What its parts say of the plan follows `style`; the printed text always does. */
export async function writeOfd(plan: OfdPlan, pages: readonly Page[], style: OfdStyle = {}): Promise<Uint8Array> {
  const paths = pathsOf(style.names);
  let next = FIRST_ID;
  const drawn = pages.map((page) => ({ page, prints: page.prints.filter(({ text }) => text !== '').map((print): Named => ({ ...print, id: (next += 1) })) }));
  const all = drawn.flatMap(({ prints }) => prints);
  const layer = (prints: readonly Named[], more: object = {}): object => ({ 'ofd:Content': { 'ofd:Layer': { '@ID': 50, ...more, 'ofd:TextObject': prints.map((print) => textObject(print, print.id, style.steps)) } } });
  const first = pages[0] ?? { width: 210, height: 140, prints: [] };
  const box = { 'ofd:PhysicalBox': `0 0 ${first.width} ${first.height}` };
  const files: Record<string, Uint8Array> = {};
  const { qr } = first;
  const shown = style.qr === 'resource' && qr ? { 'ofd:ImageObject': { '@ID': 40, '@Boundary': `${qr.x} ${qr.y} ${qr.side} ${qr.side}`, '@CTM': `${qr.side} 0 0 ${qr.side} 0 0`, '@ResourceID': 80 } } : {};
  files['OFD.xml'] = named('OFD', {
    '@DocType': 'OFD', '@Version': '1.1',
    'ofd:DocBody': { 'ofd:DocInfo': { 'ofd:DocID': plan.number, 'ofd:CreationDate': plan.issuedOn, ...customDatas(plan, style) }, 'ofd:DocRoot': locate(style, 'OFD.xml', paths.document), ...(style.signer ? { 'ofd:Signatures': 'Doc_0/Signs/Signatures.xml' } : {}) },
  });
  files[paths.document] = named('Document', {
    'ofd:CommonData': {
      'ofd:MaxUnitID': 900, ...(style.template ? { 'ofd:TemplatePage': { '@ID': 2, '@BaseLoc': locate(style, paths.document, paths.template) } } : {}), ...(style.ownBox ? {} : { 'ofd:PageArea': box }),
      ...(style.qr === 'resource' ? { 'ofd:DocumentRes': locate(style, paths.document, paths.res) } : {}),
    },
    'ofd:Pages': { 'ofd:Page': drawn.map((_, i) => ({ '@ID': i + 1, '@BaseLoc': locate(style, paths.document, paths.page(i)) })) },
    ...(style.tags && style.tags !== 'none' ? { 'ofd:CustomTags': locate(style, paths.document, paths.tagList) } : {}), ...(style.attachment ? { 'ofd:Attachments': locate(style, paths.document, paths.attachments) } : {}),
  });
  drawn.forEach(({ prints }, i) => {
    const values = style.template ? prints.filter((print) => !isLabel(print)) : prints;
    files[paths.page(i)] = named('Page', { ...(style.ownBox ? { 'ofd:Area': box } : {}), ...(style.template ? { 'ofd:Template': { '@TemplateID': 2, '@ZOrder': 'Background' } } : {}), ...layer(values, i === 0 ? shown : {}) });
  });
  if (style.template) files[paths.template] = named('Page', layer((drawn[0]?.prints ?? []).filter(isLabel)));
  if (style.qr && style.qr !== 'none' && qr) files[paths.picture] = await qrPng(qr.text);
  if (style.qr === 'resource') files[paths.res] = named('Res', { '@BaseLoc': paths.picture.slice('Doc_0/'.length).includes('/') ? 'Res' : '', 'ofd:MultiMedias': { 'ofd:MultiMedia': { '@ID': 80, '@Type': 'Image', 'ofd:MediaFile': 'image_80.png' } } });
  if (style.tags && style.tags !== 'none') {
    files[paths.tagList] = named('CustomTags', { 'ofd:CustomTag': { '@TypeID': 'eInvoice', 'ofd:FileLoc': locate(style, paths.tagList, paths.tag) } });
    files[paths.tag] = tagFile(plan, all, style.tags);
  }
  if (style.attachment) {
    const { name, format, bytes } = style.attachment;
    files[paths.attachments] = named('Attachments', { 'ofd:Attachment': { '@ID': 5, '@Name': name, '@Format': format, 'ofd:FileLoc': locate(style, paths.attachments, paths.attachment(name)) } });
    files[paths.attachment(name)] = bytes;
  }
  const zip: Zippable = Object.fromEntries(Object.entries(style.signer ? signOfd(files, style.signer) : files).map(([name, bytes]) => [name, [bytes, { mtime: new Date(1980, 0, 1) }]]));
  return zipSync(zip);
}
