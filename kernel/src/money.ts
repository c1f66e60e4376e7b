import { currencyDigits, type Currency } from './currency.ts';
import { err, invariant, ok, type Result } from './result.ts';

/** An exact amount: `minor` counts the smallest unit, so 12.34 CNY is `1234n`. */
export type Money<C extends Currency = Currency> = { readonly minor: bigint; readonly currency: C };

export type MoneyError =
  | { readonly kind: 'money.malformed'; readonly text: string; readonly currency: string }
  | { readonly kind: 'money.unknown-currency'; readonly currency: string };

export const money = <C extends Currency>(minor: bigint, currency: C): Money<C> => ({ minor, currency });
export const zero = (currency: Currency): Money => ({ minor: 0n, currency });

const PLAIN_DECIMAL = /^([+-]?)(\d{1,18})(?:\.(\d+))?$/;

/**
 * Reads a plain decimal such as `"-1234.50"`. It never rounds: more digits than the currency has are accepted
 * only when the surplus is zeros, since `1.005` CNY is not an amount that anyone can pay.
 */
export function parseMoney(text: string, currency: string): Result<Money, MoneyError> {
  const digits = currencyDigits(currency);
  if (digits === null) return err({ kind: 'money.unknown-currency', currency });
  const match = PLAIN_DECIMAL.exec(text.trim());
  if (!match) return err({ kind: 'money.malformed', text, currency });
  const fraction = match[3] ?? '';
  if (/[^0]/.test(fraction.slice(digits))) return err({ kind: 'money.malformed', text, currency });
  const minor = BigInt((match[2] ?? '') + fraction.slice(0, digits).padEnd(digits, '0'));
  return ok({ minor: match[1] === '-' ? -minor : minor, currency });
}

/** The wire form: a decimal string with exactly the currency's digits. */
export function formatAmount(amount: Money): string {
  const digits = currencyDigits(amount.currency) ?? 2;
  const sign = amount.minor < 0n ? '-' : '';
  const text = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function add(a: Money, b: Money): Money {
  invariant(a.currency === b.currency, `adding ${b.currency} to ${a.currency}`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export const negate = (a: Money): Money => ({ minor: -a.minor, currency: a.currency });
export const subtract = (a: Money, b: Money): Money => add(a, negate(b));

export function compare(a: Money, b: Money): -1 | 0 | 1 {
  invariant(a.currency === b.currency, `comparing ${a.currency} with ${b.currency}`);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}

export const sum = (amounts: readonly Money[], currency: Currency): Money => amounts.reduce(add, zero(currency));
export const min = (a: Money, b: Money): Money => (compare(a, b) <= 0 ? a : b);

/**
 * Splits `total` in proportion to `weights` without losing a single minor unit: each part is rounded towards
 * zero, then the leftover units go one each to the largest remainders (earlier weights win ties).
 * Weights must be non-negative with a positive sum.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  invariant(whole > 0n && weights.every((w) => w >= 0n), 'weights need a positive sum');
  const sign = total.minor < 0n ? -1n : 1n;
  const size = total.minor * sign;
  const parts = weights.map((w) => (size * w) / whole);
  let left = size - parts.reduce((a, b) => a + b, 0n);
  const order = weights
    .map((w, index) => ({ index, remainder: (size * w) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of order) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts.map((minor) => ({ minor: minor * sign, currency: total.currency }));
}
