import type { InvoiceFacts, Money } from '@roundtrip/kernel';
import { err, formatAmount, ok, parseCivilDate, parseMoney, type Bilingual, type Result } from '@roundtrip/kernel';

export type FieldForm = 'text' | 'date' | 'amount';
type Field = {
  readonly label: Bilingual;
  readonly form: FieldForm;
  /** The name under which readers note its evidence. */
  readonly evidence: string;
  /** Findings of the machine's reading that a person's word on this field answers. */
  readonly answers: readonly string[];
  readonly shape?: RegExp;
  readonly needed?: true;
};

const PLAIN_NUMBER = /^[0-9A-Za-z/_.-]{1,60}$/;
const TAX_ID = /^[0-9A-Z]{8,20}$/;
const SUMS = ['AMOUNT_SUM', 'LINE_SUM', 'EVIDENCE_CONFLICT'];

/** The fields that a person may correct, in the order of the paper. */
export const CORRECTABLE = {
  number: { label: { zh: '发票号码', en: 'Number' }, form: 'text', evidence: 'number', answers: ['YEAR_PREFIX', 'PROVINCE_PREFIX', 'EVIDENCE_CONFLICT', 'NUMBER_MADE'], shape: PLAIN_NUMBER, needed: true },
  code: { label: { zh: '发票代码', en: 'Code' }, form: 'text', evidence: 'code', answers: ['EVIDENCE_CONFLICT'], shape: /^\d{10,12}$/ },
  issuedOn: { label: { zh: '开票日期', en: 'Issued on' }, form: 'date', evidence: 'date', answers: ['YEAR_PREFIX', 'FUTURE_DATE', 'STALE_DATE', 'DATE_ORDER', 'EVIDENCE_CONFLICT'], needed: true },
  total: { label: { zh: '价税合计', en: 'Total' }, form: 'amount', evidence: 'total', answers: [...SUMS, 'WORDS_AMOUNT', 'TOTAL_NOT_KNOWN', 'READINGS_DIFFER'], needed: true },
  tax: { label: { zh: '税额', en: 'Tax' }, form: 'amount', evidence: 'tax', answers: SUMS },
  pretax: { label: { zh: '不含税金额', en: 'Before tax' }, form: 'amount', evidence: 'pretax', answers: SUMS },
  seller: { label: { zh: '销售方', en: 'Seller' }, form: 'text', evidence: 'seller', answers: ['SELLER_NOT_KNOWN', 'EVIDENCE_CONFLICT'], needed: true },
  sellerTaxId: { label: { zh: '销售方税号', en: 'Seller’s tax id' }, form: 'text', evidence: 'sellerTaxId', answers: ['USCC_CHECKSUM', 'PROVINCE_PREFIX'], shape: TAX_ID },
  buyer: { label: { zh: '购买方', en: 'Buyer' }, form: 'text', evidence: 'buyer', answers: ['BUYER_TITLE'] },
  buyerTaxId: { label: { zh: '购买方税号', en: 'Buyer’s tax id' }, form: 'text', evidence: 'buyerTaxId', answers: ['USCC_CHECKSUM', 'BUYER_TITLE'], shape: TAX_ID },
  checkCode: { label: { zh: '校验码', en: 'Check code' }, form: 'text', evidence: 'checkCode', answers: [], shape: /^\d{6,20}$/ },
  passenger: { label: { zh: '乘车/乘机人', en: 'Passenger' }, form: 'text', evidence: 'passenger', answers: [] },
  orderNo: { label: { zh: '订单号', en: 'Order number' }, form: 'text', evidence: 'orderNo', answers: [] },
} as const satisfies Partial<Record<keyof InvoiceFacts, Field>>;

export type CorrectableField = keyof typeof CORRECTABLE;
const FIELDS: Readonly<Record<CorrectableField, Field>> = CORRECTABLE;

export type BadValue = { readonly kind: 'document.bad-value'; readonly field: string };

/** A field as text: what a person sees and types. Null: not known. */
export function fieldText(facts: InvoiceFacts, field: CorrectableField): string | null {
  const value: string | Money | null | undefined = facts[field];
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : formatAmount(value);
}

/** The facts with one field as a person says it is; an empty text says that the paper does not carry it. */
export function correctField(facts: InvoiceFacts, field: CorrectableField, text: string): Result<InvoiceFacts, BadValue> {
  const { form, shape, needed } = FIELDS[field];
  const bad = err({ kind: 'document.bad-value' as const, field });
  const value = text.normalize('NFKC').trim();
  if (value === '') {
    if (needed) return bad;
    if (field === 'tax') return ok({ ...facts, tax: null });
    return ok(Object.fromEntries(Object.entries(facts).filter(([name]) => name !== field)) as InvoiceFacts);
  }
  if (form === 'amount') {
    const amount = parseMoney(value, facts.total.currency);
    // A correction of a misread digit never turns an invoice into a red letter.
    if (!amount.ok || (amount.value.minor < 0n) !== (facts.total.minor < 0n)) return bad;
    return ok({ ...facts, [field]: amount.value });
  }
  if (form === 'date') {
    const day = parseCivilDate(value);
    return day ? ok({ ...facts, issuedOn: day }) : bad;
  }
  return shape && !shape.test(value) ? bad : ok({ ...facts, [field]: value });
}

export type Correction = { readonly field: CorrectableField; readonly value: string | null };

/** The machine's reading with every correction on top, in their order; one that no longer fits is passed over. */
export function correctFacts(read: InvoiceFacts, corrections: readonly Correction[]): InvoiceFacts {
  return corrections.reduce((facts, { field, value }) => {
    const corrected = correctField(facts, field, value ?? '');
    return corrected.ok ? corrected.value : facts;
  }, read);
}

/** The machine's findings that the correction of a field has answered. */
export const answeredBy = (field: CorrectableField): readonly string[] => FIELDS[field].answers;
