import type { BudgetView } from '@roundtrip/contract';
import { parseMoney, type Money } from '@roundtrip/kernel';
import { t } from '../../i18n/index.ts';
import { plainMoney } from '../../parts/format.ts';

const minorOf = ({ amount, currency }: { readonly amount: string; readonly currency: string }): bigint => { const parsed = parseMoney(amount, currency); return parsed.ok ? (parsed.value as Money).minor : 0n; };
const percent = (part: bigint, whole: bigint): number => (whole <= 0n ? 0 : Math.min(100, Number((part * 100n) / whole)));

const FILLS = { within: 'bg-accent-fill', warn: 'bg-warn', over: 'bg-bad' } as const;

/** Used in full colour, reserved paler beside it; the words say the same. */
export function BudgetBar({ budget }: { readonly budget: BudgetView }) {
  const whole = minorOf(budget.total) + minorOf(budget.carried);
  const used = percent(minorOf(budget.used), whole);
  const reserved = Math.min(100 - used, percent(minorOf(budget.reserved), whole));
  return (
    <span className="block">
      <span aria-hidden className="flex h-1.5 overflow-hidden rounded-full bg-sunk">
        <span className={FILLS[budget.level]} style={{ width: `${used}%` }} /><span className={`${FILLS[budget.level]} opacity-40`} style={{ width: `${reserved}%` }} />
      </span>
      <span className="num mt-1 flex flex-wrap gap-x-3 text-xs text-muted"><span>{t('budget.used', { amount: plainMoney(budget.used) })}</span><span>{t('budget.reserved', { amount: plainMoney(budget.reserved) })}</span><span>{t('budget.of', { amount: plainMoney(budget.total) })}</span>
        {minorOf(budget.carried) !== 0n && <span>{t('budget.carried', { amount: plainMoney(budget.carried) })}</span>}</span>
    </span>
  );
}
