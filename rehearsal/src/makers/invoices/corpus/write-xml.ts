import iconv from 'iconv-lite';
import { XMLBuilder } from 'fast-xml-parser';
import { amountInWords, amountText, chineseDay, percent, type InvoicePlan } from '../plan.ts';
import type { OldPlan } from './plans.ts';

export type XmlStyle = {
  readonly encoding?: 'utf-8' | 'gbk' | 'utf-16le';
  readonly mark?: boolean;
  /** A default namespace, or a prefix on every element. */
  readonly namespace?: 'default' | 'prefix';
  readonly cdata?: boolean;
  readonly pretty?: boolean;
  /** The bureau's part, from which number and day are taken; many files lack it. */
  readonly supervision?: boolean;
  readonly day?: 'plain' | 'moment' | 'chinese' | 'compact';
  /** Spellings of the totals that issuers use. */
  readonly spelling?: 'hyphen' | 'camel' | 'lower';
  readonly rate?: 'fraction' | 'percent' | 'digits';
  /** Lines within a list element instead of beside each other. */
  readonly listed?: boolean;
  readonly signature?: boolean;
  readonly toll?: boolean;
  readonly difference?: string;
};

const builderOf = ({ cdata, pretty }: XmlStyle): XMLBuilder => new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true, format: pretty === true, ...(cdata ? { cdataPropName: '#cdata' } : {}) });

/** Every text as CDATA, every element with the prefix: what the tree says stays the same. */
function dressed(value: unknown, style: XmlStyle): unknown {
  if (Array.isArray(value)) return value.map((one) => dressed(one, style));
  if (typeof value !== 'object' || value === null) return style.cdata && value !== '' ? { '#cdata': value } : value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => (key.startsWith('@') || key === '#text' ? [key, inner] : [style.namespace === 'prefix' ? `fp:${key}` : key, dressed(inner, style)])));
}

/** Writes a tree as an XML file in the style's own encoding. */
export function styledXml(tree: object, style: XmlStyle = {}): Uint8Array {
  const encoding = style.encoding ?? 'utf-8';
  const text = `<?xml version="1.0" encoding="${encoding.toUpperCase().replace('LE', '')}"?>${style.pretty ? '\n' : ''}${builderOf(style).build(dressed(tree, style))}`;
  return new Uint8Array(iconv.encode(text, encoding, { addBOM: style.mark === true || encoding === 'utf-16le' }));
}

const label = (code: string, name: string): object => ({ LabelCode: code, LabelName: name });

function dayText(plan: InvoicePlan, style: XmlStyle): string {
  switch (style.day ?? 'plain') {
    case 'plain': return plan.issuedOn;
    case 'moment': return `${plan.issuedOn} 13:16:47`;
    case 'chinese': return chineseDay(plan.issuedOn);
    case 'compact': return `${plan.issuedOn.replaceAll('-', '')}131647000`;
  }
}

const TOTALS = {
  hyphen: ['TotalTax-includedAmount', 'TotalTax-includedAmountInChinese'], camel: ['TotalTaxIncludedAmount', 'TotalTaxIncludedAmountInChinese'], lower: ['TotaltaxIncludedAmount', 'TotaltaxIncludedAmountInChinese'],
} as const;

function specific(plan: InvoicePlan, style: XmlStyle): object {
  const { journey, originalNumber } = plan;
  return {
    ...(style.toll ? { Toll: { PlateNumber: '沪AX0001', VehicleType: '一型客车', StartDatesOfPassage: `${plan.issuedOn.replaceAll('-', '')}094346000`, EndDatesOfPassage: plan.issuedOn } } : {}),
    ...(journey ? { PassengerTransportation: { Traveler: plan.passenger ?? '', ValidIDNumber: '3101**********0011', TravelDate: journey.departsOn, Departure: journey.from, Destination: journey.to, Grade: journey.seat, TypeOfPassengerDocument: '居民身份证', Vehicletype: journey.service } } : {}),
    ...(originalNumber ? { RedEInvoice: { OriginalInvoiceCode: originalNumber, CreditNoteNumber: '3100000000000001' } } : {}),
  };
}

function rateText(rate: string, style: XmlStyle): string {
  if (!/^\d/.test(rate)) return rate;
  return style.rate === 'percent' ? percent(rate) : style.rate === 'digits' ? `${rate}00` : rate;
}

/** A 数电票 in the spelling of one issuer. */
export function writeEInvoice(plan: InvoicePlan, style: XmlStyle = {}): Uint8Array {
  const [totalName, wordsName] = TOTALS[style.spelling ?? 'hyphen'];
  const lines = plan.items.map((item) => ({
    ItemName: item.name, SpecMod: '', MeaUnits: item.quantity ? '次' : '', Quantity: item.quantity ?? '', UnPrice: item.unitPrice ?? '', Amount: amountText(item.amount), TaxRate: rateText(item.taxRate, style),
    ComTaxAm: item.tax ? amountText(item.tax) : '***', TotaltaxIncludedAmount: amountText({ ...item.amount, minor: item.amount.minor + (item.tax?.minor ?? 0n) }), TaxClassificationCode: '3040502020301000000', ...(style.difference ? { KCE: style.difference } : {}),
  }));
  return styledXml({
    EInvoice: {
      ...(style.namespace === 'default' ? { '@xmlns': 'http://www.chinatax.gov.cn/einvoice' } : style.namespace === 'prefix' ? { '@xmlns:fp': 'http://www.chinatax.gov.cn/einvoice' } : {}),
      Header: {
        EIid: plan.number, EInvoiceTag: `SWEI${plan.number.slice(2, 4)}00`, Version: '0.32',
        InherentLabel: { InIssuType: label(plan.total.minor < 0n ? 'N' : 'Y', '是否蓝字发票标志'), EInvoiceType: label('01', '电子发票'), GeneralOrSpecialVAT: plan.special ? label('01', '增值税专用发票') : label('02', '普通发票'), TaxpayerType: label('1', '一般纳税人') },
        UndefinedLabel: { Label: { LabelType: '', LabelCode: '', LabelName: '' } },
      },
      EInvoiceData: {
        SellerInformation: { SellerIdNum: plan.sellerTaxId, SellerName: plan.seller, SellerAddr: '某市某路1号', SellerTelNum: '021-55550000', SellerBankName: '某某银行', SellerBankAccNum: '6222020000000001' },
        BuyerInformation: { BuyerIdNum: plan.buyerTaxId ?? '', BuyerName: plan.buyer, BuyerAddr: '', BuyerTelNum: '', BuyerBankName: '', BuyerBankAccNum: '' },
        BasicInformation: { TotalAmWithoutTax: amountText(plan.pretax), TotalTaxAm: amountText(plan.tax), [totalName]: amountText(plan.total), [wordsName]: amountInWords(plan.total), Drawer: '陈会计', RequestTime: `${plan.issuedOn} 13:16:47` },
        ...(style.listed ? { IssuItemInformation: { ItemInformation: lines } } : { IssuItemInformation: lines }),
        SpecificInformation: specific(plan, style), AdditionalInformation: { Remark: plan.remark ?? '' },
      },
      ...(style.supervision === false ? {} : { TaxSupervisionInfo: { InvoiceNumber: plan.number, IssueTime: dayText(plan, style), TaxBureauCode: '13100000000', TaxBureauName: '国家税务总局上海市税务局' } }),
      ...(style.signature ? { TaxBureauSignature: { SignatureTime: `${plan.issuedOn} 13:16:48`, SignatureAlgorithm: 'SM3WithSM2', SignatureValue: 'MEUCIQDx0000000000&20260101' } } : {}),
    },
  }, style);
}

/** The issuer's record inside the OFD of an old invoice. */
export function writeOriginal(plan: OldPlan, style: { readonly cdata?: boolean; readonly qrText?: string } = {}): Uint8Array {
  const line = (item: InvoicePlan['items'][number]): object => ({ Item: item.name, Specification: ' ', MeasurementDimension: '次', Price: item.unitPrice ?? ' ', Quantity: item.quantity ?? ' ', Amount: amountText(item.amount), TaxScheme: percent(item.taxRate), TaxAmount: amountText(item.tax) });
  const facts = {
    DocID: plan.special ? '03' : '01', AreaCode: plan.code.slice(1, 5), TypeCode: '0', InvoiceCode: plan.code, InvoiceNo: plan.number, IssueDate: chineseDay(plan.issuedOn), InvoiceCheckCode: plan.checkCode, MachineNo: plan.machine, TaxControlCode: '03<7+>4-2*8/61>95<+02-7*4',
    Buyer: { BuyerName: plan.buyer, BuyerTaxID: plan.buyerTaxId ?? ' ', BuyerAddrTel: ' ', BuyerFinancialAccount: ' ' }, Seller: { SellerName: plan.seller, SellerTaxID: plan.sellerTaxId, SellerAddrTel: '某市某路1号 021-55550000', SellerFinancialAccount: '某某银行 6222' },
    TaxInclusiveTotalAmount: amountText(plan.total), TaxExclusiveTotalAmount: amountText(plan.pretax), TaxTotalAmount: amountText(plan.tax), Note: plan.remark ?? ' ', InvoiceClerk: '陈会计', Payee: '李某', Checker: '周某', ...(style.qrText ? { GraphCode: style.qrText } : {}),
    Signature: 'MIIB', GoodsInfos: { GoodsInfo: plan.items.map(line) },
  };
  const prefixed = dressed(facts, { namespace: 'prefix', ...(style.cdata ? { cdata: true } : {}) }) as object;
  const tree = { eInvoice: { '@xmlns:fp': 'http://www.edrm.org.cn/schema/e-invoice/2019', ...prefixed } };
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>${builderOf({ ...(style.cdata ? { cdata: true } : {}) }).build(tree)}`);
}
