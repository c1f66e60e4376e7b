import { zipSync, type Zippable } from 'fflate';
import { qrPng, qrTextOf } from './qr.ts';
import { sheetOf, type Print } from './sheet.ts';
import { amountText, chineseDay, type InvoicePlan } from './plan.ts';
import { signOfd, type OfdSigner } from './ofd-signature.ts';
import { toXml } from './xml.ts';

const OFD_NAMESPACE = 'http://www.ofdspec.org/2016';
const named = (name: string, content: object): Uint8Array => toXml({ [`ofd:${name}`]: { '@xmlns:ofd': OFD_NAMESPACE, ...content } });
const FIRST_ID = 100;

const width = (text: string, size: number): number => [...text].reduce((sum, char) => sum + (/[\u0020-\u00ff]/.test(char) ? size / 2 : size), 0);

function textObject({ x, y, size, text }: Print, id: number): object {
  const steps = [...text].slice(0, -1).map((char) => (/[\u0020-\u00ff]/.test(char) ? size / 2 : size).toFixed(4)).join(' ');
  return {
    '@ID': id, '@Boundary': `${x} ${(y - size).toFixed(2)} ${(width(text, size) + 1).toFixed(2)} ${(size * 1.3).toFixed(2)}`, '@Font': 3, '@Size': size,
    'ofd:TextCode': { '@X': 0, '@Y': size, ...(steps ? { '@DeltaX': steps } : {}), '#text': text },
  };
}

function customDatas(plan: InvoicePlan): object[] {
  const datas: readonly (readonly [string, string])[] = [
    ['发票号码', plan.number], ['开票日期', chineseDay(plan.issuedOn)], ['合计金额', amountText(plan.pretax)], ['合计税额', amountText(plan.tax)],
    ['购买方纳税人识别号', plan.buyerTaxId ?? ''], ['销售方纳税人识别号', plan.sellerTaxId],
  ];
  return datas.filter(([, value]) => value !== '').map(([name, value]) => ({ '@Name': name, '#text': value }));
}

export type OfdOptions = {
  /** Signs the parts as a seal does; without it the file is unsigned. */
  readonly signer?: OfdSigner;
  /** Leaves out CustomDatas and tags, so that only the printed text tells. */
  readonly textOnly?: boolean;
};

/** 数电票 in OFD: CustomDatas, tags and positioned text over a template, with its QR code as a picture. */
export async function makeOfd(plan: InvoicePlan, { signer, textOnly = false }: OfdOptions = {}): Promise<Uint8Array> {
  const prints = sheetOf(plan).map((print, i) => ({ ...print, id: FIRST_ID + i }));
  const layer = (list: typeof prints): object => ({ 'ofd:Content': { 'ofd:Layer': { '@ID': 50, 'ofd:TextObject': list.map((print) => textObject(print, print.id)) } } });
  const frame = prints.filter((print) => !print.field && /:$|^[项规单数金税价(]/.test(print.text));
  const values = prints.filter((print) => !frame.includes(print));
  const reference = (print: (typeof prints)[number]): object => ({ 'ofd:ObjectRef': { '@PageRef': 1, '#text': print.id } });
  const files: Record<string, Uint8Array> = {
    'OFD.xml': named('OFD', {
      '@DocType': 'OFD', '@Version': '1.1',
      'ofd:DocBody': {
        'ofd:DocInfo': { 'ofd:DocID': plan.number, 'ofd:CreationDate': plan.issuedOn, ...(textOnly ? {} : { 'ofd:CustomDatas': { 'ofd:CustomData': customDatas(plan) } }) },
        'ofd:DocRoot': 'Doc_0/Document.xml', ...(signer ? { 'ofd:Signatures': 'Doc_0/Signs/Signatures.xml' } : {}),
      },
    }),
    'Doc_0/Document.xml': named('Document', {
      'ofd:CommonData': { 'ofd:MaxUnitID': 900, 'ofd:TemplatePage': { '@ID': 2, '@BaseLoc': 'Tpls/Tpl_0/Content.xml' }, 'ofd:PageArea': { 'ofd:PhysicalBox': '0 0 210 140' } },
      'ofd:Pages': { 'ofd:Page': { '@ID': 1, '@BaseLoc': 'Pages/Page_0/Content.xml' } }, ...(textOnly ? {} : { 'ofd:CustomTags': 'Tags/CustomTags.xml' }),
    }),
    'Doc_0/Tpls/Tpl_0/Content.xml': named('Page', layer(frame)),
    'Doc_0/Pages/Page_0/Content.xml': named('Page', { 'ofd:Template': { '@TemplateID': 2, '@ZOrder': 'Background' }, ...layer(values) }),
    'Doc_0/Res/qr.png': await qrPng(qrTextOf(plan)),
  };
  if (!textOnly) {
    files['Doc_0/Tags/CustomTags.xml'] = named('CustomTags', { 'ofd:CustomTag': { '@TypeID': 'eInvoice', 'ofd:FileLoc': 'CustomTag.xml' } });
    files['Doc_0/Tags/CustomTag.xml'] = named('eInvoice', Object.fromEntries(values.flatMap((print) => (print.field ? [[print.field, reference(print)]] : []))));
  }
  const zip: Zippable = Object.fromEntries(Object.entries(signer ? signOfd(files, signer) : files).map(([name, bytes]) => [name, [bytes, { mtime: new Date(1980, 0, 1) }]]));
  return zipSync(zip);
}
