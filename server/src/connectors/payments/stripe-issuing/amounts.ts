import { currencyDigits, isCurrency, money, type Money } from '@roundtrip/kernel';

/** Stripe counts some currencies otherwise than ISO 4217: whole units where ISO has cents, or hundredths where ISO has none. */
const STRIPE_DIGITS: Readonly<Record<string, number>> = { MGA: 0, ISK: 2, UGX: 2 };

/** Stripe's integer as exact money; null for a fraction, a currency without a known exponent, or a unit that the currency lacks. */
export function stripeMoney(integer: number, code: string): Money | null {
  const currency = code.toUpperCase();
  if (!Number.isSafeInteger(integer) || !isCurrency(currency)) return null;
  const ours = currencyDigits(currency) ?? 2;
  const theirs = STRIPE_DIGITS[currency] ?? ours;
  if (theirs <= ours) return money(BigInt(integer) * 10n ** BigInt(ours - theirs), currency);
  const surplus = 10n ** BigInt(theirs - ours);
  return BigInt(integer) % surplus === 0n ? money(BigInt(integer) / surplus, currency) : null;
}

/** The same amount as Stripe counts it. */
export function stripeInteger({ minor, currency }: Money): number {
  const [ours, theirs] = [currencyDigits(currency) ?? 2, STRIPE_DIGITS[currency] ?? currencyDigits(currency) ?? 2];
  return Number(theirs >= ours ? minor * 10n ** BigInt(theirs - ours) : minor / 10n ** BigInt(ours - theirs));
}

export const absolute = (amount: Money): Money => ({ minor: amount.minor < 0n ? -amount.minor : amount.minor, currency: amount.currency });
