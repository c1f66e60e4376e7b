import type { CivilDate, Finding, InvoiceFacts, InvoiceItem, InvoiceKind, Journey, Money } from '@roundtrip/kernel';
import type { Evidence, EvidenceSource, InvoiceRecord, Place } from '#spi';
import { chineseChecks } from '../checks.ts';
import { Refusal, finding } from './errors.ts';
import { amountOf, dayOf, fold, foldName } from './values.ts';

export const FIELDS = ['number', 'code', 'date', 'total', 'tax', 'pretax', 'seller', 'sellerTaxId', 'buyer', 'buyerTaxId', 'checkCode', 'words', 'originalNumber', 'passenger', 'type', 'remark'] as const;
export type Field = (typeof FIELDS)[number];

/** How far each source is trusted; 1 is best. */
export const RANK: Readonly<Record<EvidenceSource, number>> = { attachment: 1, xml: 2, tag: 3, qr: 4, text: 5, ocr: 6 };

/** All readings of one invoice, from every source of its file. */
export type Readings = {
  readonly evidence: Evidence[];
  items: readonly InvoiceItem[];
  kind?: InvoiceKind;
  journey?: Journey;
  /** Charges in the total that are neither pretax nor tax: an airport fund, a car-and-boat tax. */
  otherCharges?: Money;
  /** The paper calls itself a red letter. */
  saysRed?: boolean;
  readonly findings: Finding[];
};

export const newReadings = (): Readings => ({ evidence: [], items: [], findings: [] });

/** Which source told a value, and where on its page it stood. */
export type Origin = { readonly source: EvidenceSource; readonly place?: Place | undefined };

/** Notes one reading; empty values are no evidence. */
export function note(readings: Readings, field: Field, value: string | undefined, from: EvidenceSource | Origin): void {
  const { source, place }: Origin = typeof from === 'string' ? { source: from } : from;
  const text = foldName(value ?? '');
  if (text === '') return;
  readings.evidence.push({ field, value: text, source, rank: RANK[source], ...(place ? { place } : {}) });
}

/** The best-ranked reading of a field; the earlier of two of one rank. */
export function best(readings: Readings, field: Field): string | undefined {
  return readings.evidence.filter((one) => one.field === field).reduce<Evidence | undefined>((kept, one) => (!kept || one.rank < kept.rank ? one : kept), undefined)?.value;
}

const AMOUNT_FIELDS: ReadonlySet<string> = new Set(['total', 'tax', 'pretax']);

const comparable = (field: string, value: string): string => {
  if (AMOUNT_FIELDS.has(field)) return amountOf(value)?.minor.toString() ?? '';
  if (field === 'date') return dayOf(value) ?? value;
  return fold(value).replace(/\s+/g, '').replace(/[()]/g, '').toUpperCase();
};

const FIELD_NAMES: Readonly<Record<string, string>> = {
  number: '发票号码', code: '发票代码', date: '开票日期', total: '价税合计', tax: '税额', pretax: '不含税金额', seller: '销售方', sellerTaxId: '销售方税号',
  buyer: '购买方', buyerTaxId: '购买方税号', checkCode: '校验码',
};

function conflicts(readings: Readings): Finding[] {
  const found: Finding[] = [];
  for (const field of Object.keys(FIELD_NAMES)) {
    const values = readings.evidence.filter((one) => one.field === field).map((one) => ({ ...one, as: comparable(field, one.value) })).filter((one) => one.as !== '');
    const top = values.reduce<(typeof values)[number] | undefined>((kept, one) => (!kept || one.rank < kept.rank ? one : kept), undefined);
    const other = values.find((one) => top && one.as !== top.as);
    if (!top || !other) continue;
    const code = other.source === 'qr' || top.source === 'qr' ? 'QR_MISMATCH' : 'EVIDENCE_CONFLICT';
    const name = FIELD_NAMES[field] ?? field;
    found.push(finding('error', code, `${name}在文件内不一致:${top.value} 与 ${other.value}`, `The file disagrees with itself about ${field}: ${top.value} (${top.source}) and ${other.value} (${other.source})`));
  }
  return found;
}

type Amounts = { readonly total: Money; readonly tax: Money | null; readonly pretax?: Money };

function amountsOf(readings: Readings): Amounts {
  const [total, tax, pretax] = [amountOf(best(readings, 'total') ?? ''), amountOf(best(readings, 'tax') ?? ''), amountOf(best(readings, 'pretax') ?? '')];
  const other = readings.otherCharges?.minor ?? 0n;
  if (total) return { total, tax, ...(pretax ? { pretax } : {}) };
  if (pretax && (tax || best(readings, 'tax') !== undefined)) return { total: { ...pretax, minor: pretax.minor + (tax?.minor ?? 0n) + other }, tax, pretax };
  if (!pretax) throw new Refusal('file.bad-amount', { zh: '找不到价税合计', en: 'The total cannot be found' }, 'total');
  readings.findings.push(finding('error', 'TOTAL_NOT_KNOWN', '只有不含税金额,价税合计未知:请补充原件', 'Only the amount before tax is known, the total is not: add the original'));
  return { total: pretax, tax: null, pretax };
}

const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } => (value ? { [key]: value } as { readonly [P in K]: string } : {});

function requiredDay(readings: Readings): CivilDate {
  const text = best(readings, 'date');
  const day = text ? dayOf(text) : null;
  if (!day) throw new Refusal('file.bad-date', text ? { zh: `开票日期无法识别：${text}`, en: `The issue date cannot be understood: ${text}` } : { zh: '找不到开票日期', en: 'The issue date cannot be found' }, 'date');
  return day;
}

const isSpecial = (type: string): boolean => /专用|^0?1$|^20$|^31$/.test(type);

/** Builds the record from the best reading of each field and runs every check that needs no clock. */
export function recordOf(readings: Readings, format: string): InvoiceRecord {
  const number = best(readings, 'number')?.replace(/\s/g, '');
  if (!number) throw new Refusal('file.unreadable', { zh: '找不到发票号码', en: 'The invoice number cannot be found' }, 'number');
  const issuedOn = requiredDay(readings);
  const amounts = amountsOf(readings);
  const original = best(readings, 'originalNumber');
  const red = amounts.total.minor < 0n || original !== undefined || readings.saysRed === true;
  const seller = best(readings, 'seller') ?? '';
  if (seller === '' && readings.kind !== 'rail') readings.findings.push(finding('warning', 'SELLER_NOT_KNOWN', '销售方未知', 'The seller is not known'));
  const code = best(readings, 'code')?.replace(/\s/g, '');
  const invoice: InvoiceFacts = {
    kind: readings.kind ?? 'fapiao', number, ...optional('code', code && number.startsWith(code) && number.length === 20 ? undefined : code), issuedOn, ...amounts,
    seller, ...optional('sellerTaxId', best(readings, 'sellerTaxId')?.replace(/\s/g, '')),
    ...optional('buyer', best(readings, 'buyer')), ...optional('buyerTaxId', best(readings, 'buyerTaxId')?.replace(/\s/g, '')),
    ...optional('checkCode', best(readings, 'checkCode')?.replace(/\s/g, '')),
    ...(red ? { red: true } : {}), ...optional('originalNumber', original),
    ...(isSpecial(best(readings, 'type') ?? '') ? { special: true } : {}),
    items: readings.items, ...optional('passenger', best(readings, 'passenger')),
    ...(readings.journey ? { journey: readings.journey } : {}),
  };
  const checked = chineseChecks(invoice, { words: best(readings, 'words'), otherCharges: readings.otherCharges });
  return { kind: 'invoice', format, invoice, evidence: readings.evidence, findings: [...readings.findings, ...conflicts(readings), ...checked] };
}
