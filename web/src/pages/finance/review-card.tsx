import type { ReviewItem } from '@roundtrip/contract';
import { History } from 'lucide-react';
import { say, t } from '../../i18n/index.ts';
import { shortMoment } from '../../parts/format.ts';
import { SideFacts } from './review-facts.tsx';

type Reason = ReviewItem['reasons'][number];
/** Beyond this a reason is as strong as the eye needs to see. */
const BAR_NATS = 8;
const strengthOf = (weight: number): 'against' | 'strong' | 'clear' | 'slight' => (weight < 0 ? 'against' : weight >= 5 ? 'strong' : weight >= 2 ? 'clear' : 'slight');
const signed = (weight: number): string => `${weight >= 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}`;

/** The same reason of several pairs is one; what is the same for every match (the prior) says nothing here. */
function gathered(reasons: readonly Reason[]): Reason[] {
  const byText = new Map<string, Reason>();
  for (const reason of reasons) {
    if (reason.code === 'prior') continue;
    const before = byText.get(reason.text.en);
    byText.set(reason.text.en, before ? { ...reason, weight: before.weight + reason.weight } : reason);
  }
  return [...byText.values()].sort((a, b) => b.weight - a.weight);
}

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  const shown = gathered(reasons);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('review.reasons')}>
      <h3 className="mb-1.5 text-xs font-medium text-muted">{t('review.reasons')}</h3>
      <ul className="grid gap-x-8 gap-y-1.5 xl:grid-cols-2">
        {shown.map((reason) => (
          <li key={reason.text.en} className="grid grid-cols-[minmax(0,1fr)_84px_auto] items-center gap-3">
            <span className="text-pretty">{say(reason.text)}</span>
            <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunk"><span className={`block h-full rounded-full ${reason.weight < 0 ? 'bg-bad' : 'bg-ok'}`} style={{ width: `${Math.min(100, (Math.abs(reason.weight) / BAR_NATS) * 100)}%` }} /></span>
            <span className="num w-[74px] text-right text-muted">{t(`review.strength.${strengthOf(reason.weight)}`)} <span className={reason.weight < 0 ? 'text-bad' : 'text-ok'}>{signed(reason.weight)}</span></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The proposal beside the runner-up, each piece with what differs from the payment, then what speaks for it. */
export function ReviewCard({ item }: { readonly item: ReviewItem }) {
  const { runnerUp } = item;
  return (
    <div className="space-y-4">
      {item.change && <p className="flex items-start gap-2 rounded-md bg-accent-soft px-3 py-2 text-accent text-pretty"><History size={15} aria-hidden className="mt-0.5 shrink-0" /><span>{say(item.change.text)} · <span className="num">{shortMoment(item.change.at)}</span></span></p>}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <section aria-label={t('review.proposal')} className="min-w-0">
          <h3 className="mb-1.5 text-xs font-medium text-muted">{t('review.proposal')}</h3>
          <SideFacts side={item} className="grid items-start gap-2 sm:grid-cols-2" />
        </section>
        <section aria-label={t('review.runner-up')} className="min-w-0">
          <h3 className="mb-1.5 text-xs font-medium text-muted">{t('review.runner-up')}</h3>
          {runnerUp ? (
            <div className="space-y-2 rounded-lg border border-dashed border-line-strong p-2">
              <SideFacts side={runnerUp} skip={item} className="grid gap-2" />
              <p className="px-1 text-warn text-pretty">{say(runnerUp.lacked)}</p>
            </div>
          ) : <p className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-center text-muted">{t('review.runner-up.none')}</p>}
        </section>
      </div>
      <Reasons reasons={item.reasons} />
    </div>
  );
}
