import type { InvoiceItem } from '@roundtrip/kernel';
import type { Place } from '#spi';
import { note, type Field, type Readings } from '../shared/readings.ts';
import { amountOf, foldName, rateOf } from '../shared/values.ts';
import { at, firstText, textAt, within, type Element } from '../shared/xml.ts';
import { xmlAt, type OfdPackage } from './package.ts';
import type { TextObject } from './text.ts';

const CUSTOM_DATA: Readonly<Record<string, Field>> = {
  发票代码: 'code', 发票号码: 'number', 开票日期: 'date', 合计金额: 'pretax', 合计税额: 'tax', 价税合计: 'total', 校验码: 'checkCode',
  购买方纳税人识别号: 'buyerTaxId', 销售方纳税人识别号: 'sellerTaxId', 购买方名称: 'buyer', 销售方名称: 'seller',
};

/** What OFD.xml says of the document in CustomDatas. */
export function noteCustomDatas(ofd: OfdPackage, readings: Readings): void {
  for (const data of within(at(ofd.body, 'DocInfo', 'CustomDatas'), 'CustomData')) {
    const field = CUSTOM_DATA[data.attributes['Name'] ?? ''];
    if (field) note(readings, field, data.text, 'xml');
  }
}

/** Field names as the tag files and the attached original spell them; the last part of dotted paths counts. */
const TAGS: Readonly<Record<string, Field>> = {
  InvoiceNo: 'number', InvoiceNumber: 'number', EIid: 'number', InvoiceCode: 'code', IssueDate: 'date', IssueTime: 'date', RequestTime: 'date', InvoiceCheckCode: 'checkCode',
  TaxInclusiveTotalAmount: 'total', 'TotalTax-includedAmount': 'total', TaxExclusiveTotalAmount: 'pretax', TotalAmWithoutTax: 'pretax', TaxTotalAmount: 'tax', TotalTaxAm: 'tax',
  BuyerName: 'buyer', BuyerTaxID: 'buyerTaxId', BuyerIdNum: 'buyerTaxId', SellerName: 'seller', SellerTaxID: 'sellerTaxId', SellerIdNum: 'sellerTaxId',
};

function placeOf(objects: readonly TextObject[]): Place | undefined {
  const [first] = objects;
  const glyphs = objects.filter((object) => object.page === first?.page).flatMap((object) => object.glyphs);
  if (!first || glyphs.length === 0) return undefined;
  const { width, height, page } = first.page;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  const [left, right] = [Math.min(...glyphs.map((glyph) => glyph.x)), Math.max(...glyphs.map((glyph) => glyph.x + glyph.width))];
  const [top, bottom] = [Math.min(...glyphs.map((glyph) => glyph.y - glyph.size)), Math.max(...glyphs.map((glyph) => glyph.y))];
  return { page, x: clip(left / width), y: clip(top / height), width: clip((right - left) / width), height: clip((bottom - top) / height) };
}

/** CustomTag.xml names the text objects that print each field. Old ones are not well-formed, so what cannot be read is passed over. */
export function noteCustomTags(ofd: OfdPackage, objects: ReadonlyMap<string, TextObject>, readings: Readings): void {
  const list = xmlAt(ofd.entries, ofd.documentPath, textAt(ofd.document, 'CustomTags'));
  for (const location of within(list?.xml, 'FileLoc').map((element) => element.text.trim())) {
    const tags = list && xmlAt(ofd.entries, list.path, location);
    if (tags) visit(tags.xml, objects, readings);
  }
}

function visit(element: Element, objects: ReadonlyMap<string, TextObject>, readings: Readings): void {
  const field = TAGS[element.name.split('.').at(-1) ?? ''];
  const named = element.children.filter((child) => child.name === 'ObjectRef').flatMap((ref) => objects.get(ref.text.trim()) ?? []);
  if (field && named.length > 0) note(readings, field, named.map((object) => object.text).join('').replace(/^¥+/, ''), { source: 'tag', place: placeOf(named) });
  for (const child of element.children) visit(child, objects, readings);
}

/** Reads the attached `original_invoice.xml` (root `eInvoice`): the issuer's own record. */
export function noteOriginal(root: Element, readings: Readings): void {
  const fields = [...Object.entries(TAGS)].filter(([name]) => !/^(EIid|IssueTime|RequestTime|TotalTax|TotalAm)/.test(name));
  for (const [name, field] of fields) note(readings, field, firstText(root, name), 'attachment');
  note(readings, 'type', { '01': '增值税电子普通发票', '03': '增值税电子专用发票' }[textAt(root, 'DocID')], 'attachment');
  note(readings, 'originalNumber', firstText(root, 'OriginalInvoiceNo'), 'attachment');
  note(readings, 'remark', firstText(root, 'Note'), 'attachment');
  readings.items = within(root, 'GoodsInfo').map((line): InvoiceItem => {
    const [amount, tax, taxRate] = [amountOf(textAt(line, 'Amount')), amountOf(textAt(line, 'TaxAmount')), rateOf(textAt(line, 'TaxScheme'))];
    const [quantity, unitPrice] = [textAt(line, 'Quantity'), textAt(line, 'Price')];
    return {
      name: foldName(textAt(line, 'Item')), ...(quantity ? { quantity } : {}), ...(unitPrice ? { unitPrice } : {}), ...(amount ? { amount } : {}),
      ...(taxRate ? { taxRate } : {}), ...(tax ? { tax } : {}),
    };
  }).filter((item) => item.name !== '');
}
