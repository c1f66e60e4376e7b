import type { MoneyWire } from '@roundtrip/contract';
import { add, civilDateIn, addDays, currencyDigits, formatAmount, negate, parseMoney, zero, type CivilDate, type Instant } from '@roundtrip/kernel';
import { currentLanguage, t } from '../i18n/index.ts';

/** The company's zone: every person of a company reads the same day, wherever the browser is. */
let zone = 'Asia/Shanghai';
export const setZone = (name: string): void => { zone = name; };

const moment = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(currentLanguage(), { timeZone: zone, hourCycle: 'h23', ...options });

export const clockTime = (at: string): string => moment({ hour: '2-digit', minute: '2-digit' }).format(new Date(at));
export const dayOf = (at: string): CivilDate => civilDateIn(zone, new Date(at).toISOString() as Instant);
export const today = (): CivilDate => civilDateIn(zone, new Date().toISOString() as Instant);

/** `11-20 18:02`: digits only, so that columns align in both languages. */
export function shortMoment(at: string): string {
  const day = dayOf(at);
  return day === today() ? clockTime(at) : `${day.slice(5)} ${clockTime(at)}`;
}
export const fullMoment = (at: string): string => `${dayOf(at)} ${clockTime(at)}`;

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

export function dayName(day: string): string {
  const now = today();
  if (day === now) return t('day.today');
  if (day === addDays(now, -1)) return t('day.yesterday');
  const year = day.slice(0, 4) === now.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const date = new Intl.DateTimeFormat(currentLanguage(), { timeZone: 'UTC', month: 'short', day: 'numeric', ...year }).format(noon(day));
  return `${date} ${new Intl.DateTimeFormat(currentLanguage(), { timeZone: 'UTC', weekday: 'short' }).format(noon(day))}`;
}

const spanOf = (): Intl.DateTimeFormat => new Intl.DateTimeFormat(currentLanguage(), { timeZone: 'UTC', month: 'short', day: 'numeric' });

/** `Nov 23 – 25`, `11月23–25日`: the shortest that is still clear. (Intl writes a Chinese range as `11/23 – 11/25`.) */
export function daySpan(from: string, to: string): string {
  if (from === to) return spanOf().format(noon(from));
  if (currentLanguage() === 'en') return spanOf().formatRange(noon(from), noon(to));
  const start = spanOf().format(noon(from));
  return from.slice(0, 7) === to.slice(0, 7) ? `${start.slice(0, -1)}–${Number(to.slice(8))}日` : `${start}–${spanOf().format(noon(to))}`;
}
/** Groups digits without ever passing through a float: `-1234567.50` → `−1,234,567.50`. */
export function digitsOf(amount: string): string {
  const [whole = '', fraction] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${amount.startsWith('-') ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** An amount as people and spreadsheets write it (`¥1,280.5`), as the interface wants it; what is no amount of the currency goes as it is, for the server to name. */
export function typedAmount(text: string, currency: string): string {
  const plain = text.trim().replaceAll(/[¥￥$,，\s]/g, '');
  const digits = currencyDigits(currency) ?? 2;
  const [whole = '', fraction = ''] = plain.split('.');
  if (!/^\d+(\.\d+)?$/.test(plain) || fraction.length > digits) return plain;
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
}

const SIGNS: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$' };
/** A sign where everybody reads it the same way; the code where a sign would be ambiguous (`¥` may be yen). */
export const signOf = (currency: string): string | null => SIGNS[currency] ?? null;
export const plainMoney = ({ amount, currency }: MoneyWire): string => {
  const sign = signOf(currency);
  return sign ? `${amount.startsWith('-') ? '−' : ''}${sign}${digitsOf(amount.replace('-', ''))}` : `${digitsOf(amount)} ${currency}`;
};

/** The exact sum in one currency; amounts in others are left to their own figure. */
export function sumOf(amounts: readonly MoneyWire[], currency: string): MoneyWire {
  let total = zero(currency);
  for (const each of amounts) {
    const parsed = parseMoney(each.amount, each.currency);
    if (parsed.ok && each.currency === currency) total = add(total, parsed.value);
  }
  return { amount: formatAmount(total), currency };
}
export function negated({ amount, currency }: MoneyWire): MoneyWire {
  const parsed = parseMoney(amount, currency);
  return parsed.ok ? { amount: formatAmount(negate(parsed.value)), currency } : { amount, currency };
}
export const isZero = ({ amount }: MoneyWire): boolean => /^-?0*(\.0*)?$/.test(amount);

/** The last four digits of a card, where the account's name ends in them. */
export function cardTail(account: string | null): string | null {
  const tail = /(?:^|\D)(\d{4})$/.exec(account ?? '')?.[1];
  return tail ? t('card.tail', { tail }) : null;
}

/** Rounded down, so that nothing short of certain reads 100%; the tiny lift undoes what binary fractions take (0.29 × 100). */
export const percent = (share: number): string => `${Math.floor(share * 100 + 1e-9)}%`;
/** A count of bytes for people. */
export const sizeOf = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
