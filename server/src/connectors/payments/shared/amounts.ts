import { currencyDigits, isCurrency, money, parseMoney, type Money } from '@roundtrip/kernel';
import { Refusal } from './errors.ts';

/** ISO 4217's own code for "no currency": an amount whose source names none. Never guessed into a real one. */
export const NO_CURRENCY = 'XXX';

/** Reads a plain decimal in `currency`; null where it is not an exact amount. An unknown currency refuses the whole file. */
export function amountOf(decimal: string, currency: string, place?: string): Money | null {
  if (currency === NO_CURRENCY) {
    const parsed = parseMoney(decimal, 'EUR');
    return parsed.ok ? money(parsed.value.minor, NO_CURRENCY) : null;
  }
  requireCurrency(currency, place);
  const parsed = parseMoney(decimal, currency);
  return parsed.ok ? parsed.value : null;
}

export function requireCurrency(currency: string, place?: string): string {
  if (currency === NO_CURRENCY || isCurrency(currency)) return currency;
  throw new Refusal('file.unknown-currency', { zh: `未知币种：${currency.slice(0, 12) || '(空)'}`, en: `Unknown currency: ${currency.slice(0, 12) || '(empty)'}` }, place);
}

/** `minor` counted in 10^-exponent units, as card networks write it; null where the currency cannot carry it exactly. */
export function scaledAmount(digits: string, exponent: number, currency: string, place?: string): Money | null {
  requireCurrency(currency, place);
  if (!/^\d{1,18}$/.test(digits) || exponent > 9) return null;
  const padded = digits.padStart(exponent + 1, '0');
  return amountOf(exponent === 0 ? padded : `${padded.slice(0, -exponent)}.${padded.slice(-exponent)}`, currency, place);
}

export type DecimalMark = '.' | ',';

/** What most files print: one or two digits behind the mark, so that it can only be the decimal one. */
const PLAIN = /^(-?)[¥￥]?(\d{1,15}(?:([.,])\d{1,2})?)$/;

/**
 * Turns what people and banks print into a plain decimal: `-1.234,56`, `8,000.00(CN)`, `156.99(已退款6.30)`, `¥12.30`, `CNY 123.18`,
 * `(45.00)`, `1 234,56`, `+10000.00`, `30.00-`. Null where it is not one amount. `mark` settles what `1,234` means;
 * without it a single mark with exactly three digits behind it groups thousands.
 */
export function plainDecimal(printed: string, mark?: DecimalMark): string | null {
  const plain = PLAIN.exec(printed);
  if (plain) {
    const [, sign = '', digits = '', written] = plain;
    if (written === undefined || mark === undefined || written === mark) return sign + (written === ',' ? digits.replace(',', '.') : digits);
  }
  let text = printed.normalize('NFKC').replace(/[\s'’"`]/g, '').replace(/\u2212/g, '-');
  text = text.replace(/\((?=[^\d(])[^()]*\)$/, '');
  text = text.replace(/^([+-]?)(?:RMB|[A-Z]{3}|[¥$€£])?([+-]?)/i, '$1$2').replace(/(?:元|[A-Z]{3}|[¥$€£])$/i, '');
  const match = /^(\(?)([+-]?)([\d.,]*\d[.,]?|[.,]\d+)([+-]?)(\)?)$/.exec(text);
  if (!match || (match[1] === '(') !== (match[5] === ')') || (match[2] && match[4])) return null;
  const digits = settleMarks(match[3] ?? '', mark);
  if (digits === null) return null;
  return (match[1] === '(' || match[2] === '-' || match[4] === '-' ? '-' : '') + digits;
}

function settleMarks(body: string, given?: DecimalMark): string | null {
  const mark = given && (body.includes(given) || !/[.,]/.test(body)) ? given : lastMark(body, given);
  if (mark === null) return /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/.test(body) || /^\d+$/.test(body) ? body.replace(/[.,]/g, '') : null;
  const group = mark === '.' ? ',' : '.';
  const parts = body.split(mark);
  if (parts.length > 2) return null;
  const whole = parts[0] ?? '';
  if (whole.includes(group) && !new RegExp(`^\\d{1,3}(?:\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(whole)) return null;
  const fraction = parts[1] ?? '';
  if (!/^\d*$/.test(fraction)) return null;
  return (whole.replaceAll(group, '') || '0') + (fraction ? `.${fraction}` : '');
}

/** The mark that stands for the decimal point when both could: the last one, unless it can only group thousands. */
function lastMark(body: string, given?: DecimalMark): DecimalMark | null {
  const comma = body.lastIndexOf(',');
  const dot = body.lastIndexOf('.');
  if (comma < 0 && dot < 0) return null;
  const last: DecimalMark = comma > dot ? ',' : '.';
  if (comma >= 0 && dot >= 0) return last;
  const count = body.split(last).length - 1;
  if (count > 1) return null;
  const behind = body.length - body.lastIndexOf(last) - 1;
  const groups = behind === 3 && last !== given && !body.startsWith('0') && /^\d{1,3}$/.test(body.slice(0, -4)) && (last === ',' || given !== undefined);
  return groups ? null : last;
}

/** Adds plain decimals exactly, whatever their digits: `['1.5', '0.25']` is `1.75`. */
export function addDecimals(decimals: readonly string[]): string {
  const scale = Math.max(0, ...decimals.map((d) => d.split('.')[1]?.length ?? 0));
  const total = decimals.reduce((sum, d) => {
    const [whole = '0', fraction = ''] = d.replace(/^[+-]/, '').split('.');
    const units = BigInt((whole || '0') + fraction.padEnd(scale, '0'));
    return d.startsWith('-') ? sum - units : sum + units;
  }, 0n);
  return decimalOf(total, scale);
}

/** Adds plain decimals one by one, each kept with the digits that it was written with. */
export class RunningSum {
  readonly #units = new Map<number, bigint>();

  add(decimal: string): void {
    const mark = decimal.indexOf('.');
    const digits = mark < 0 ? 0 : decimal.length - mark - 1;
    this.#units.set(digits, (this.#units.get(digits) ?? 0n) + BigInt(mark < 0 ? decimal : decimal.slice(0, mark) + decimal.slice(mark + 1)));
  }

  total(): string {
    return addDecimals([...this.#units].map(([digits, units]) => decimalOf(units, digits)));
  }
}

/** `12345n` with two digits is `123.45`. */
function decimalOf(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return (units < 0n ? '-' : '') + (digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`);
}

export const digitsOf = (currency: string): number => currencyDigits(currency) ?? 2;
