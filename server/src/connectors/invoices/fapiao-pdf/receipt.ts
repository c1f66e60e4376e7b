import { isCurrency, type CivilDate, type Money } from '@roundtrip/kernel';
import type { Evidence, InvoiceRecord } from '#spi';
import { Refusal, finding } from '../shared/errors.ts';
import { cellsOf, findAll, findFirst, type Found, type Row } from '../shared/layout.ts';
import { RANK } from '../shared/readings.ts';
import { amountOf, dayOf } from '../shared/values.ts';

const NUMBER_LABEL = /(?:Rechnungs?-?(?:nummer|nr)\.?|Rechnung(?:Nr\.?)?|InvoiceN(?:umber|o)\.?|Invoice#|Factur[ae]N[°o]\.?|ReceiptN(?:umber|o)\.?|Beleg-?N(?:umme)?r\.?)\t?:?\t?([A-Z0-9][A-Z0-9/-]*\d[A-Z0-9/-]*)/i;
const DATE_LABEL = /(?:Rechnungsdatum|InvoiceDate|DateofIssue|Datum|Date)\t?:?\t?([^\t]*\d{4}|\d{1,2}\.\d{1,2}\.\d{2})/i;
const AMOUNT = '-?\\d{1,3}(?:[.,\\s]\\d{3})*[.,]\\d{2}';
const TOTAL_LABEL = new RegExp(`(?:Gesamtbetrag|Gesamtsumme|Endbetrag|Rechnungsbetrag|Bruttobetrag|Brutto|GrandTotal|AmountDue|TotalDue|Total|Summe|Zahlbetrag)[^\\d\\t]*\\t?(?:EUR|USD|GBP|CHF|€|\\$|£)?\\t?(${AMOUNT})`, 'i');
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP' };

/** A receipt in another tongue that says that it is one and what it comes to. */
export const isReceipt = (text: string): boolean => /rechnung|invoice|receipt|quittung|facture|beleg/i.test(text) && TOTAL_LABEL.test(text);

const MONTHS = ['jan', 'feb', 'm[aä]r', 'apr', 'ma[iy]', 'jun', 'jul', 'aug', 'sep', 'o[ck]t', 'nov', 'de[cz]'];

/** Days as Europe prints them (`11.10.2025`, `11 October 2025`); a day that could be read two ways is not read. */
function foreignDay(text: string): CivilDate | null {
  const dotted = /(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text);
  if (dotted) return dayOf(`${dotted[3]}-${dotted[2]}-${dotted[1]}`);
  const worded = /(\d{1,2})\.?\s*([A-Za-zä]{3,9})\.?,?\s*(\d{4})/.exec(text);
  const month = worded ? MONTHS.findIndex((name) => new RegExp(`^${name}`, 'i').test(worded[2] ?? '')) : -1;
  return worded && month >= 0 ? dayOf(`${worded[3]}-${month + 1}-${worded[1]}`) : dayOf(/\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? '');
}

function europeanAmount(text: string, currency: string): Money | null {
  const plain = text.replace(/\s/g, '');
  return amountOf(/,\d{2}$/.test(plain) ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', ''), currency);
}

/** Reads number, day and total of a receipt of no fixed layout. What it does not print under a known word is absent. */
export function readReceipt(rows: readonly Row[], format: string): InvoiceRecord {
  const text = rows.map((row) => row.text).join('\n');
  const code = /\b(EUR|USD|GBP|CHF|JPY|HKD|SGD)\b/.exec(text)?.[1] ?? SIGNS[/[€$£]/.exec(text)?.[0] ?? ''] ?? '';
  if (!isCurrency(code)) throw new Refusal('file.unknown-currency', { zh: '找不到币种', en: 'The currency cannot be found' }, 'currency');
  const number = findFirst(rows, NUMBER_LABEL);
  const date = findFirst(rows, DATE_LABEL) ?? findFirst(rows, /(\d{1,2}\.\d{1,2}\.\d{4})/);
  const totals = findAll(rows, TOTAL_LABEL).flatMap((found) => { const amount = europeanAmount(found.text, code); return amount ? [{ found, amount }] : []; });
  const total = totals.reduce<(typeof totals)[number] | undefined>((most, one) => (!most || one.amount.minor > most.amount.minor ? one : most), undefined);
  const issuedOn = date ? foreignDay(date.text) : null;
  if (!number || !total) throw new Refusal('file.unreadable', { zh: '票据上找不到号码或合计', en: 'The receipt shows no number or no total that can be found' }, number ? 'total' : 'number');
  if (!issuedOn) throw new Refusal('file.bad-date', { zh: '票据日期无法识别', en: 'The date of the receipt cannot be understood' }, 'date');
  const evidence = ([['number', number], ['date', date], ['total', total.found]] as const).flatMap(([field, found]: readonly [string, Found | undefined]): Evidence[] =>
    (found ? [{ field, value: found.text, source: 'text', rank: RANK.text, place: found.place }] : []));
  const seller = cellsOf(rows.find((row) => /GmbH|\bAG\b|mbH|Ltd|Inc|S\.?A\.?\b|B\.V\./.test(row.text)) ?? rows[0] ?? { page: { page: 1, width: 1, height: 1, glyphs: [] }, y: 0, text: '', glyphs: [] })[0]?.text ?? '';
  return {
    kind: 'invoice', format, evidence,
    invoice: { kind: 'receipt', number: number.text, issuedOn, total: total.amount, tax: null, seller, items: [] },
    findings: [finding('warning', 'RECEIPT_GUESSED', '外文票据没有固定版式:请核对号码、日期与合计', 'A receipt of no fixed layout: check number, date and total')],
  };
}
