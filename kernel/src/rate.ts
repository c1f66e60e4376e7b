import { currencyDigits, type Currency } from './currency.ts';
import type { Money } from './money.ts';
import { invariant } from './result.ts';

/** One unit of `from` is `numerator / denominator` units of `to` (major units). Two bigints, so that it recomputes to the cent. */
export type Rate = {
  readonly from: Currency;
  readonly to: Currency;
  readonly numerator: bigint;
  readonly denominator: bigint;
};

/** Converts with the named rate, rounding half away from zero to the target's minor unit. */
export function convert(amount: Money, rate: Rate): Money {
  invariant(amount.currency === rate.from, `rate is for ${rate.from}, amount in ${amount.currency}`);
  invariant(rate.numerator > 0n && rate.denominator > 0n, 'a rate is positive');
  const shift = BigInt(currencyDigits(rate.to) ?? 2) - BigInt(currencyDigits(rate.from) ?? 2);
  const up = shift > 0n ? 10n ** shift : 1n;
  const down = shift < 0n ? 10n ** -shift : 1n;
  const numerator = (amount.minor < 0n ? -amount.minor : amount.minor) * rate.numerator * up;
  const denominator = rate.denominator * down;
  const rounded = (numerator * 2n + denominator) / (denominator * 2n);
  return { minor: amount.minor < 0n ? -rounded : rounded, currency: rate.to };
}
