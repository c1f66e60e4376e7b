import { isCurrency, type CivilDate, type Money } from '@roundtrip/kernel';
import type { Evidence, InvoiceRecord } from '#spi';
import { Refusal, finding } from '../shared/errors.ts';
import { cellsOf, findAll, findFirst, type Found, type Row } from '../shared/layout.ts';
import { RANK } from '../shared/readings.ts';
import { amountOf, dayOf } from '../shared/values.ts';

const NUMBER_LABEL = /(?:Rechnungs? ?-?(?:nummer|nr)\.?|Rechnung|Invoice ?(?:Number|No\.?|#)|Facture ?N[°o]\.?|Receipt ?(?:Number|No\.?|#)|Beleg-?N(?:umme)?r\.?)\s*:?\s*([A-Z0-9][A-Z0-9/-]*\d[A-Z0-9/-]*)/i;
const DATE_LABEL = /(?:Rechnungsdatum|Invoice ?Date|Date ?of ?Issue|Datum|Date)\s*:?\s*([^\t]*\d{4}|\d{1,2}\.\d{1,2}\.\d{2})/i;
const AMOUNT = '-?\\d{1,3}(?:[.,]\\d{3})*[.,]\\d{2}|-?\\d+[.,]\\d{2}';
const SIGN = '(?:EUR|USD|GBP|CHF|JPY|HKD|SGD|€|\\$|£)?';
const amountAfter = (labels: string): RegExp => new RegExp(`(?:${labels})[^\\d\\t-]*\\s*${SIGN}\\s*(${AMOUNT})`, 'i');
const TOTAL = amountAfter('Gesamtbetrag|Gesamtsumme|Endbetrag|Rechnungsbetrag|Bruttobetrag|Grand ?Total|Amount ?Due|Total ?Due|Total|Zahlbetrag|Summe');
const NET = amountAfter('Zwischensumme|Netto(?:betrag|summe)?|Subtotal|Net ?(?:amount|total)?');
const TAX_ROW = new RegExp(`(?:MwSt|USt|VAT|TVA|Tax).*?(${AMOUNT})\\s*${SIGN}$`, 'i');
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP' };
const COMPANY = /GmbH|\bAG\b|mbH|\bLtd|\bInc\b|\bLLC\b|\bS\.?A\.?R?\.?L?\b|\bB\.V\.|\bKG\b/;
const MONTHS = ['jan', 'feb', 'm[aä]r', 'apr', 'ma[iy]', 'jun', 'jul', 'aug', 'sep', 'o[ck]t', 'nov', 'de[cz]'];

/** A receipt in another tongue that says that it is one and what it comes to. */
export const isReceipt = (text: string): boolean => /rechnung|invoice|receipt|quittung|facture|beleg/i.test(text) && TOTAL.test(text);

/** Days as Europe prints them (`11.10.2025`, `11 October 2025`); a day that could be read two ways is not read. */
function foreignDay(text: string): CivilDate | null {
  const dotted = /(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text);
  if (dotted) return dayOf(`${dotted[3]}-${dotted[2]}-${dotted[1]}`);
  const worded = /(\d{1,2})\.?\s*([A-Za-zä]{3,9})\.?,?\s*(\d{4})/.exec(text);
  const month = worded ? MONTHS.findIndex((name) => new RegExp(`^${name}`, 'i').test(worded[2] ?? '')) : -1;
  return worded && month >= 0 ? dayOf(`${worded[3]}-${month + 1}-${worded[1]}`) : dayOf(/\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? '');
}

function foreignAmount(text: string, currency: string): Money | null {
  return amountOf(/,\d{2}$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', ''), currency);
}

function currencyIn(text: string): string {
  const code = /(?<![A-Z])(EUR|USD|GBP|CHF|JPY|HKD|SGD)(?![A-Z])/.exec(text)?.[1] ?? SIGNS[/[€$£]/.exec(text)?.[0] ?? ''] ?? '';
  if (!isCurrency(code)) throw new Refusal('file.unknown-currency', { zh: '找不到币种', en: 'The currency cannot be found' }, 'currency');
  return code;
}

const largest = (rows: readonly Row[], label: RegExp, currency: string): { readonly found: Found; readonly amount: Money } | undefined =>
  findAll(rows, label).flatMap((found) => { const amount = foreignAmount(found.text, currency); return amount ? [{ found, amount }] : []; })
    .reduce<{ found: Found; amount: Money } | undefined>((most, one) => (!most || one.amount.minor > most.amount.minor ? one : most), undefined);

/** Tax and net are only believed where they make the total together. */
function taxOf(rows: readonly Row[], total: Money): { readonly tax: Money; readonly pretax: Money } | null {
  const pretax = largest(rows, NET, total.currency)?.amount;
  const taxes = findAll(rows, TAX_ROW).flatMap((found) => foreignAmount(found.text, total.currency) ?? []);
  const tax: Money = { minor: taxes.reduce((sum, amount) => sum + amount.minor, 0n), currency: total.currency };
  return pretax && pretax.minor + tax.minor === total.minor ? { tax, pretax } : null;
}

/** The letterhead names the seller, the address window the buyer. */
function partiesOf(rows: readonly Row[]): { readonly seller: string; readonly buyer?: string } {
  const names = rows.filter((row) => row.y < 0.4 * row.page.height).flatMap((row) => cellsOf(row).map((cell) => cell.text)).filter((text) => COMPANY.test(text));
  const [seller = '', buyer] = [...new Set(names)];
  return { seller: seller || cellsOf(rows[0] as Row)[0]?.text || '', ...(buyer ? { buyer } : {}) };
}

/** Reads number, day and amounts of a receipt of no fixed layout. What it does not print under a known word is absent. */
export function readReceipt(rows: readonly Row[], format: string): InvoiceRecord {
  const currency = currencyIn(rows.map((row) => row.text).join('\n'));
  const number = findFirst(rows, NUMBER_LABEL);
  const date = findFirst(rows, DATE_LABEL) ?? findFirst(rows, /(\d{1,2}\.\d{1,2}\.\d{4})/);
  const total = largest(rows, TOTAL, currency);
  const issuedOn = date ? foreignDay(date.text) : null;
  if (!number || !total) throw new Refusal('file.unreadable', { zh: '票据上找不到号码或合计', en: 'The receipt shows no number or no total that can be found' }, number ? 'total' : 'number');
  if (!issuedOn) throw new Refusal('file.bad-date', { zh: '票据日期无法识别', en: 'The date of the receipt cannot be understood' }, 'date');
  const shown: readonly (readonly [string, Found | undefined])[] = [['number', number], ['date', date], ['total', total.found]];
  const evidence = shown.flatMap(([field, found]): Evidence[] => (found ? [{ field, value: found.text, source: 'text', rank: RANK.text, place: found.place }] : []));
  return {
    kind: 'invoice', format, evidence,
    invoice: { kind: 'receipt', number: number.text, issuedOn, total: total.amount, tax: null, ...taxOf(rows, total.amount), ...partiesOf(rows), items: [] },
    findings: [finding('warning', 'RECEIPT_GUESSED', '外文票据没有固定版式:请核对号码、日期与合计', 'A receipt of no fixed layout: check number, date and total')],
  };
}
