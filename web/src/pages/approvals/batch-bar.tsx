import type { ApprovalView } from '@roundtrip/contract';
import { Check, TriangleAlert } from 'lucide-react';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { plainMoney, sumOf } from '../../parts/format.ts';

type BarProps = { readonly picked: readonly ApprovalView[]; readonly all: number; readonly onAll: () => void; readonly onNone: () => void; readonly approve: () => void };

/** The sums of what was picked, one for each currency. */
const sumsOf = (picked: readonly ApprovalView[]): string =>
  [...new Set(picked.map(({ claim }) => claim.reimbursable.currency))].map((currency) => plainMoney(sumOf(picked.map(({ claim }) => claim.reimbursable).filter((one) => one.currency === currency), currency))).join(' + ');

/** Several at once: how much together, whose, and what among them is not as usual. */
export function BatchBar({ picked, all, onAll, onNone, approve }: BarProps) {
  const people = [...new Set(picked.map(({ claim }) => claim.employee.name))];
  const unusual = picked.filter(({ warnings }) => warnings.length > 0);
  return (
    <div role="region" aria-label={t('batch.title')} className="sticky bottom-20 z-20 mt-3 rounded-lg border border-line-strong bg-surface p-4 shadow-lift md:bottom-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4"><span className="font-semibold">{t('batch.picked', { count: picked.length })}</span><span className="num text-xl font-semibold">{sumsOf(picked)}</span></p>
      <p className="text-muted text-pretty">{people.join(t('policy.and'))}</p>
      {unusual.length > 0 && <p className="mt-1 flex gap-2 text-warn"><TriangleAlert size={15} aria-hidden className="mt-[3px] shrink-0" /><span className="text-pretty">{t('batch.unusual', { count: unusual.length, names: [...new Set(unusual.map(({ claim }) => claim.employee.name))].join(t('policy.and')) })}</span></p>}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {picked.length < all && <Button look="quiet" size="thumb" className="-ml-4" onClick={onAll}>{t('batch.all', { count: all })}</Button>}
        <Button look="quiet" size="thumb" className="ml-auto" onClick={onNone}>{t('action.cancel')}</Button>
        <Button look="primary" size="thumb" icon={Check} className="max-md:flex-1" onClick={approve}>{t('batch.approve', { count: picked.length })}</Button>
      </div>
    </div>
  );
}
