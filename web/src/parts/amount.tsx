import type { MoneyWire } from '@roundtrip/contract';
import { digitsOf, signOf } from './format.ts';

type AmountProps = { readonly value: MoneyWire; readonly size?: 'hero' | 'strong' | 'plain'; readonly code?: boolean; readonly struck?: boolean; readonly plus?: boolean };

/** The hero figure: a quiet sign, then the digits. */
function Hero({ value }: { readonly value: MoneyWire }) {
  const sign = signOf(value.currency);
  return (
    <span className="num text-3xl font-semibold tracking-[-0.02em]">
      <span className="mr-0.5 text-xl font-medium tracking-normal text-muted">{sign ?? value.currency}</span>
      {digitsOf(value.amount)}
    </span>
  );
}

/** An amount that never wraps: tabular digits with the currency smaller and muted after them. */
export function Amount({ value, size = 'plain', code = true, struck = false, plus = false }: AmountProps) {
  if (size === 'hero') return <Hero value={value} />;
  return (
    <span className={`num ${size === 'strong' ? 'font-semibold text-ink' : ''} ${struck ? 'text-faint line-through' : ''} ${plus ? 'text-ok' : ''}`}>
      {plus && !value.amount.startsWith('-') ? '+' : ''}{digitsOf(value.amount)}
      {code && <span className="ml-1 text-[11px] font-normal text-muted">{value.currency}</span>}
    </span>
  );
}
