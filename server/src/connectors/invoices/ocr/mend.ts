import type { Evidence } from '#spi';
import { usccCheckDigit } from '../checks.ts';
import { best, note, type Field, type Readings } from '../shared/readings.ts';
import { amountOf, wordsAmount } from '../shared/values.ts';

/** Letters that tax ids never use, and the digits that a machine takes for them. */
const MISTAKEN: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5' };

const isChecked = (id: string): boolean => id.length === 18 && usccCheckDigit(id.slice(0, 17)) === id[17];

function replace(readings: Readings, wanted: (one: Evidence) => boolean, value: (one: Evidence) => string | undefined): void {
  const kept = readings.evidence.flatMap((one) => {
    if (!wanted(one)) return [one];
    const text = value(one);
    return text === undefined ? [] : [{ ...one, value: text }];
  });
  readings.evidence.splice(0, readings.evidence.length, ...kept);
}

/** A tax id whose check character tells that letters were taken for digits is written as it was meant. */
function mendTaxIds(readings: Readings): void {
  replace(readings, (one) => one.source === 'ocr' && (one.field === 'buyerTaxId' || one.field === 'sellerTaxId'), ({ value }) => {
    const meant = value.toUpperCase().replace(/[OIZS]/g, (letter) => MISTAKEN[letter] ?? letter);
    return !isChecked(value) && isChecked(meant) ? meant : value;
  });
}

/** Numbers have 8 or 20 digits: one that has lost or gained one is worse than none. */
function dropBrokenNumbers(readings: Readings): void {
  replace(readings, (one) => one.source === 'ocr' && one.field === 'number', ({ value }) => (value.length === 8 || value.length === 20 ? value : undefined));
}

/** The number of the machine stands above the buyer on old invoices, and a picture that lies askew joins them. */
function cutForeignDigits(readings: Readings): void {
  replace(readings, (one) => one.source === 'ocr' && (one.field === 'buyer' || one.field === 'seller'), ({ value }) => value.replace(/^\d{8,}(?=[\u4e00-\u9fa5])/, ''));
}

const minorOf = (readings: Readings, field: Field): bigint | null => amountOf(best(readings, field) ?? '')?.minor ?? null;

/** Digits, words and the sum before and with tax say the same amount three times: two that agree correct the third. */
function mendTotal(readings: Readings): void {
  const [digits, pretax, tax] = [minorOf(readings, 'total'), minorOf(readings, 'pretax'), minorOf(readings, 'tax')];
  const words = wordsAmount(best(readings, 'words') ?? '');
  const sum = pretax === null ? null : pretax + (tax ?? 0n);
  const meant = digits === null ? words ?? sum : words !== null && words === sum ? words : digits;
  if (meant === null || meant === digits) return;
  const place = readings.evidence.find((one) => one.field === (words === meant ? 'words' : 'pretax'))?.place;
  replace(readings, (one) => one.source === 'ocr' && one.field === 'total', () => undefined);
  note(readings, 'total', `${meant / 100n}.${(meant < 0n ? -meant : meant).toString().padStart(3, '0').slice(-2)}`, { source: 'ocr', place });
}

/** Corrects what a machine misreads where the paper itself says better. */
export function mendReadings(readings: Readings): void {
  dropBrokenNumbers(readings);
  mendTaxIds(readings);
  cutForeignDigits(readings);
  mendTotal(readings);
}
