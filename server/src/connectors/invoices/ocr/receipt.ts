import { isCurrency, type CivilDate, type InvoiceFacts, type InvoiceItem, type Money } from '@roundtrip/kernel';
import type { Evidence, InvoiceRecord } from '#spi';
import { Refusal, finding } from '../shared/errors.ts';
import { findAll, findFirst, type Found, type Row } from '../shared/layout.ts';
import { RANK } from '../shared/readings.ts';
import { amountOf, dayOf } from '../shared/values.ts';

const AMOUNT = '(?<![\\d.,])(\\d{1,3}(?:[,.]\\d{3})+(?:[.,]\\d{2})?|\\d{1,7}(?:[.,]\\d{2})?)(?![\\d%])';
const TOTAL = /grand\s*total|total\s*(?:due|paid|amount|eur|usd|gbp|ttc)?|amount\s*(?:due|paid)|balance\s*due|gesamt(?:betrag|summe)?|summe|zu\s*zahlen|totale?|importe|montant|合\s*[計计]|總\s*[計计]|总\s*[計计]|税\s*込/i;
const NOT_TOTAL = /sub\s*-?\s*total|zwischensumme|小\s*[計计]|total\s*(?:tax|vat|items|savings|discount)|netto|(?<![a-z])(?:net|hors|ht)(?![a-z])/i;
const TAX = /(?<![a-z])(?:sales\s*tax|tax|vat|gst|hst|mwst|ust|tva|iva)(?![a-z])|消費税|税額/i;
const TIP = /(?<![a-z])(?:tip|gratuity|trinkgeld|pourboire|propina|service\s*charge)(?![a-z])|サービス料/i;
const NUMBER = /(?:invoice|receipt|check|chk|order|ticket|trans(?:action)?|beleg|rechnung(?:s-?nummer|snr)?|facture|bill|folio|no\.?|nr\.?|#)\s*(?:number|no\.?|nr\.?|#)?\s*:?\s*#?\s*([A-Z0-9][A-Z0-9/-]*\d[A-Z0-9/-]*)/i;
const MONTHS = ['jan', 'feb', 'm[aä]r', 'apr', 'ma[iy]', 'jun', 'jul', 'aug', 'sep', 'o[ck]t', 'nov', 'd[eé][cz]'];
const TIME = /(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)/;

/** Signs and words that tell a currency, the surest first; the nets know no sign for euro, pound and yen abroad. */
const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/(?<![A-Z])(?:EUR|EURO)(?![A-Z])|€/, 'EUR'], [/(?<![A-Z])GBP(?![A-Z])|£|\bGB\d{9}\b/, 'GBP'], [/(?<![A-Z])JPY(?![A-Z])|[ぁ-んァ-ヶ]|消費税|円/, 'JPY'],
  [/(?<![A-Z])SGD(?![A-Z])|S\$|Singapore/i, 'SGD'], [/(?<![A-Z])HKD(?![A-Z])|HK\$|Hong ?Kong/i, 'HKD'], [/(?<![A-Z])AUD(?![A-Z])|A\$|Australia|\bABN\b/i, 'AUD'], [/(?<![A-Z])CAD(?![A-Z])|C\$|\bHST\b|Canada/i, 'CAD'],
  [/(?<![A-Z])CHF(?![A-Z])/, 'CHF'], [/(?<![A-Z])THB(?![A-Z])|฿/, 'THB'], [/(?<![A-Z])KRW(?![A-Z])|₩|[가-힣]/, 'KRW'], [/(?<![A-Z])MYR(?![A-Z])|\bRM\s?\d/, 'MYR'], [/(?<![A-Z])CNY(?![A-Z])|RMB|人民币/, 'CNY'],
  [/(?<![A-Z])USD(?![A-Z])|\$/, 'USD'], [/MwSt|\bTVA\b|\bIVA\b|GmbH|Rechnung/i, 'EUR'], [/\bVAT\b|London/i, 'GBP'], [/¥/, 'CNY'],
];

const currencyIn = (text: string): string => {
  const code = CURRENCIES.find(([sign]) => sign.test(text))?.[1] ?? '';
  if (!isCurrency(code)) throw new Refusal('file.unknown-currency', { zh: '图片上找不到币种', en: 'No currency can be found on the picture' }, 'currency');
  return code;
};

function amountIn(text: string, currency: string): Money | null {
  const plain = /[.,]\d{2}$/.test(text) ? `${text.slice(0, -3).replace(/[.,]/g, '')}.${text.slice(-2)}` : text.replace(/[.,]/g, '');
  return amountOf(plain, currency);
}

type Line = { readonly amount: Money; readonly found: Found };

/** The last amount of a row that says one of `words`, or of the row below it where the amount is printed apart. */
function amountsBeside(rows: readonly Row[], words: RegExp, not: RegExp, currency: string): Line[] {
  return rows.flatMap((row, i): Line[] => {
    if (!words.test(row.text) || not.test(row.text)) return [];
    const found = findAll([row], new RegExp(AMOUNT)).at(-1) ?? (/\d/.test(row.text) ? undefined : findAll(rows.slice(i + 1, i + 2), new RegExp(AMOUNT)).at(-1));
    const amount = found ? amountIn(found.text, currency) : null;
    return found && amount ? [{ amount, found }] : [];
  });
}

type ReadDay = { readonly on: CivilDate; readonly found: Found; readonly isSure: boolean };

/** `17 Oct 2025`, `Oct 17, 2025`, `17OCT25`: pictures lose spaces, and a big O becomes a nought. */
function wordedDay(rows: readonly Row[]): ReadDay | null {
  const month = '([A-Za-zäé0][A-Za-zäé]{2,8})';
  for (const pattern of [`(\\d{1,2})(?:st|nd|rd|th)?[\\s.,-]*${month}[\\s.,'-]*((?:20)?\\d{2})(?!\\d)`, `(?<![A-Za-z])${month}[\\s.,-]*(\\d{1,2})(?:st|nd|rd|th)?[\\s.,'-]*(20\\d{2})(?!\\d)`]) {
    for (const found of findAll(rows, new RegExp(`(${pattern})`))) {
      const [, first = '', second = '', year = ''] = found.groups;
      const [day, word] = /^\d+$/.test(first) ? [first, second] : [second, first];
      const at = MONTHS.findIndex((name) => new RegExp(`^${name}`, 'i').test(word.replace(/^0/, 'O')));
      const on = at < 0 ? null : dayOf(`${year.length === 2 ? `20${year}` : year}-${at + 1}-${day}`);
      if (on) return { on, found, isSure: true };
    }
  }
  return null;
}

/** A day in one of the orders of the world; where day and month could change places the currency's country decides. */
function dayIn(rows: readonly Row[], currency: string): ReadDay | null {
  const iso = findFirst(rows, /((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})/);
  if (iso) { const on = dayOf(iso.text.replace(/\s/g, '')); if (on) return { on, found: iso, isSure: true }; }
  const worded = wordedDay(rows);
  if (worded) return worded;
  const slashed = findFirst(rows, /(?<!\d)(\d{1,2}[./-]\d{1,2}[./-](?:20\d{2}|\d{2}(?!\d)))/);
  if (!slashed) return null;
  const [first = 0, second = 0, last = 0] = slashed.text.split(/[./-]/).map(Number);
  const isMonthFirst = second > 12 || (first <= 12 && (currency === 'USD' || currency === 'CAD'));
  const on = dayOf(`${last < 100 ? 2000 + last : last}-${isMonthFirst ? first : second}-${isMonthFirst ? second : first}`);
  return on ? { on, found: slashed, isSure: first > 12 || second > 12 || first === second } : null;
}

/** Whose receipt it is: of the first rows, the first that is neither a number nor an address. */
function merchantIn(rows: readonly Row[]): Found | undefined {
  return findFirst(rows.slice(0, 6).filter((row) => !/\d{3,}|receipt|invoice|(?<![a-z])tel(?![a-z])|www\.|welcome|领収|領収|レシート/i.test(row.text)), /([^\t]*[A-Za-z\u00c0-\u024f\u3040-\u30ff\u4e00-\u9fa5]{2,}[^\t]*)/);
}

const largest = (lines: readonly Line[]): Line | undefined => lines.reduce<Line | undefined>((most, one) => (!most || one.amount.minor > most.amount.minor ? one : most), undefined);

type Sums = { readonly total: Line; readonly tax?: Line | undefined; readonly tip?: Line | undefined };

function sumsIn(rows: readonly Row[], currency: string): Sums | null {
  const total = largest(amountsBeside(rows, TOTAL, NOT_TOTAL, currency));
  const tax = amountsBeside(rows, TAX, /total|reg|no\.?|nr|id/i, currency).at(-1);
  const tip = amountsBeside(rows, TIP, /suggest|%.*%|included/i, currency).at(-1);
  if (!total) return null;
  return { total, ...(tax && tax.amount.minor < total.amount.minor ? { tax } : {}), ...(tip && tip.amount.minor < total.amount.minor ? { tip } : {}) };
}

/** A receipt without a number is known by its shop, its minute and its sum. */
const madeNumber = (on: CivilDate, time: string | undefined, total: Money): string => `${on.replaceAll('-', '')}${(time ?? '').replace(':', '').padStart(4, '0')}-${total.minor}`;

/** Reads shop, day, total, tax and tip of a receipt of another country, of no fixed layout. Throws a `Refusal` where it is none. */
export function readForeignReceipt(rows: readonly Row[], format: string): InvoiceRecord {
  const text = rows.map((row) => row.text).join('\n');
  const currency = currencyIn(text);
  const sums = sumsIn(rows, currency);
  if (!sums) throw new Refusal('file.unreadable', { zh: '图片上找不到合计金额', en: 'No total can be found on the picture' }, 'total');
  const day = dayIn(rows, currency);
  if (!day) throw new Refusal('file.bad-date', { zh: '图片上找不到日期', en: 'No date can be found on the picture' }, 'date');
  const [merchant, number] = [merchantIn(rows), findFirst(rows, NUMBER)];
  const { total, tax, tip } = sums;
  const items: InvoiceItem[] = tip ? [{ name: 'Tip', amount: tip.amount }] : [];
  const invoice: InvoiceFacts = {
    kind: 'receipt', number: number?.text ?? madeNumber(day.on, TIME.exec(text)?.[0], total.amount), issuedOn: day.on, total: total.amount, tax: tax?.amount ?? null,
    seller: merchant?.text.trim() ?? '', items,
  };
  const shown: readonly (readonly [string, Found | undefined])[] = [['seller', merchant], ['number', number], ['date', day.found], ['total', total.found], ['tax', tax?.found], ['tip', tip?.found]];
  return {
    kind: 'invoice', format, invoice, evidence: shown.flatMap(([field, found]): Evidence[] => (found ? [{ field, value: found.text.trim(), source: 'ocr', rank: RANK.ocr, place: found.place }] : [])),
    findings: [
      finding('warning', 'RECEIPT_GUESSED', '外文票据没有固定版式:请核对商户、日期、币种与合计', 'A receipt of no fixed layout: check shop, date, currency and total'),
      ...(number ? [] : [finding('info', 'NUMBER_MADE', '票据没有号码,以日期、时间与金额代替', 'The receipt prints no number; its day, time and sum stand for one')]),
      ...(day.isSure ? [] : [finding('warning', 'DATE_ORDER', `日期 ${day.found.text} 的日与月可能颠倒`, `Day and month of ${day.found.text} may have changed places`)]),
    ],
  };
}
