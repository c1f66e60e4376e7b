import type { CivilDate, Finding, InvoiceFacts, InvoiceItem, Money } from '@roundtrip/kernel';
import type { Evidence, InvoiceRecord } from '#spi';
import { Refusal } from '../errors.ts';
import { amountOf, dayOf } from '../values.ts';

/** What EN 16931 says of an invoice, the same for every syntax. The numbers are its business terms (BT). */
export type Document = {
  readonly number: string; readonly issueDate: string; readonly typeCode: string; readonly currency: string; readonly profile: string;
  readonly seller: string; readonly sellerTaxId: string; readonly buyer: string; readonly buyerTaxId: string;
  /** BT-106 to 115. */
  readonly lineTotal: string; readonly allowances: string; readonly charges: string; readonly net: string; readonly tax: string; readonly gross: string;
  readonly prepaid: string; readonly rounding: string; readonly payable: string;
  readonly breakdown: readonly { readonly taxable: string; readonly tax: string; readonly category: string; readonly percent: string }[];
  readonly lines: readonly { readonly name: string; readonly quantity: string; readonly price: string; readonly amount: string; readonly percent: string }[];
  readonly originalNumber: string; readonly orderNo: string;
};

export type Amounts = Readonly<Record<'lineTotal' | 'allowances' | 'charges' | 'net' | 'tax' | 'gross' | 'prepaid' | 'rounding' | 'payable', Money | null>>;

/** Credit notes (BT-3): their amounts stand positive on the paper and turn negative in the record. */
const CREDIT_CODES: ReadonlySet<string> = new Set(['81', '83', '261', '308', '381', '396', '532']);

const percentToRate = (percent: string): string | undefined => {
  const match = /^(\d{1,3})(?:\.(\d+))?$/.exec(percent.trim());
  if (!match) return undefined;
  const digits = (match[1] ?? '').padStart(3, '0') + (match[2] ?? '');
  const fraction = digits.slice((match[1] ?? '').padStart(3, '0').length - 2).replace(/0+$/, '');
  return `${Number(digits.slice(0, -2 - (match[2]?.length ?? 0)))}${fraction ? `.${fraction}` : ''}`;
};

function itemsOf(document: Document, sign: (amount: Money) => Money): InvoiceItem[] {
  return document.lines.map((line) => {
    const [amount, taxRate] = [amountOf(line.amount, document.currency), percentToRate(line.percent)];
    return {
      name: line.name, ...(line.quantity ? { quantity: line.quantity } : {}), ...(line.price ? { unitPrice: line.price } : {}),
      ...(amount ? { amount: sign(amount) } : {}), ...(taxRate === undefined ? {} : { taxRate }),
    };
  });
}

export function amountsOf(document: Document): Amounts {
  const read = (text: string): Money | null => amountOf(text, document.currency);
  return {
    lineTotal: read(document.lineTotal), allowances: read(document.allowances), charges: read(document.charges), net: read(document.net), tax: read(document.tax),
    gross: read(document.gross), prepaid: read(document.prepaid), rounding: read(document.rounding), payable: read(document.payable),
  };
}

const evidenceOf = (document: Document): Evidence[] => (['number', 'issueDate', 'gross', 'tax', 'net', 'seller', 'sellerTaxId', 'buyer', 'buyerTaxId'] as const).flatMap((field): Evidence[] => {
  const name = { issueDate: 'date', gross: 'total', net: 'pretax' }[field as string] ?? field;
  return document[field] === '' ? [] : [{ field: name, value: document[field], source: 'xml', rank: 1 }];
});

/** Builds the record; throws a `Refusal` where number, date, currency or total are missing. */
export function recordOfDocument(document: Document, format: string, findings: readonly Finding[]): InvoiceRecord {
  const issuedOn: CivilDate | null = dayOf(document.issueDate);
  if (document.number === '') throw new Refusal('file.malformed', { zh: '发票没有号码', en: 'The invoice has no number' }, 'BT-1');
  if (!issuedOn) throw new Refusal('file.bad-date', { zh: '开票日期无法识别', en: 'The issue date cannot be understood' }, 'BT-2');
  const amounts = amountsOf(document);
  const total = amounts.gross ?? amounts.payable;
  if (!total) {
    if (amountOf('1', document.currency) === null) throw new Refusal('file.unknown-currency', { zh: `未知币种：${document.currency}`, en: `The currency is not known: ${document.currency}` }, 'BT-5');
    throw new Refusal('file.bad-amount', { zh: '价税合计无法识别', en: 'The total cannot be understood' }, 'BT-112');
  }
  const isCredit = CREDIT_CODES.has(document.typeCode);
  const sign = (amount: Money): Money => (isCredit ? { ...amount, minor: -amount.minor } : amount);
  const signed = sign(total);
  const invoice: InvoiceFacts = {
    kind: isCredit ? 'credit_note' : 'einvoice', number: document.number, issuedOn, total: signed, tax: amounts.tax ? sign(amounts.tax) : null,
    ...(amounts.net ? { pretax: sign(amounts.net) } : {}), seller: document.seller, ...(document.sellerTaxId ? { sellerTaxId: document.sellerTaxId } : {}),
    ...(document.buyer ? { buyer: document.buyer } : {}), ...(document.buyerTaxId ? { buyerTaxId: document.buyerTaxId } : {}),
    ...(signed.minor < 0n ? { red: true } : {}), ...(document.originalNumber ? { originalNumber: document.originalNumber } : {}),
    items: itemsOf(document, sign), ...(document.orderNo ? { orderNo: document.orderNo } : {}),
  };
  return { kind: 'invoice', format, invoice, evidence: evidenceOf(document), findings };
}
