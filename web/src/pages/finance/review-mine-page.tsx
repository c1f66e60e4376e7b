import type { ReviewItem } from '@roundtrip/contract';
import { ListChecks, Undo2 } from 'lucide-react';
import { useRef, useState, type PointerEvent } from 'react';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD, PageHead } from '../../parts/card.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ReviewCard } from './review-card.tsx';
import { ACT_ICONS, Decided, useReviewKeys } from './review-desk.tsx';
import { canDo, nameOf, useReview, type Act, type Review } from './use-review.ts';

/** A pull this far says it; less springs back. */
const SWIPE_PX = 96;
/** Until this far it may still be a scroll. */
const STEADY_PX = 12;

/** Follows the finger sideways: right accepts, left splits. Up and down stays the page's own scroll. */
function useSwipe(act: (act: Act) => void) {
  const from = useRef<{ readonly x: number; readonly y: number; readonly id: number } | null>(null);
  const [pull, setPull] = useState(0);
  const end = (decide: boolean): void => {
    if (decide && Math.abs(pull) >= SWIPE_PX) act(pull > 0 ? 'confirm' : 'split');
    from.current = null;
    setPull(0);
  };
  return {
    pull,
    handlers: {
      onPointerDown: (event: PointerEvent) => { if (event.pointerType !== 'mouse') from.current = { x: event.clientX, y: event.clientY, id: event.pointerId }; },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const start = from.current;
        if (start?.id !== event.pointerId) return;
        const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
        if (pull === 0 && Math.abs(dy) > Math.abs(dx)) return;
        if (pull === 0 && Math.abs(dx) < STEADY_PX) return;
        if (pull === 0) event.currentTarget.setPointerCapture(event.pointerId);
        setPull(dx);
      },
      onPointerUp: () => end(true), onPointerCancel: () => end(false),
    },
  };
}

function Card({ item, review }: { readonly item: ReviewItem; readonly review: Review }) {
  const { pull, handlers } = useSwipe(review.act);
  const told: Act = pull > 0 ? 'confirm' : 'split';
  const Icon = ACT_ICONS[told];
  return (
    <div className="relative">
      {pull !== 0 && <p aria-hidden className={`absolute inset-0 flex items-start gap-2 rounded-lg px-6 pt-28 text-base font-semibold ${pull > 0 ? 'justify-start bg-ok-soft text-ok' : 'justify-end bg-warn-soft text-warn'}`}><Icon size={20} />{t(`review.act.${told}`)}</p>}
      <article aria-labelledby="review-title" {...handlers} className={`relative touch-pan-y rounded-lg border border-line bg-surface p-4 select-none ${pull === 0 ? 'transition-transform duration-200 ease-calm' : 'shadow-lift'}`} style={pull === 0 ? undefined : { transform: `translateX(${pull}px) rotate(${pull / 60}deg)` }}>
        <header className="mb-3 flex items-baseline gap-3" aria-live="polite">
          <h2 id="review-title" className="min-w-0 truncate text-xl font-semibold">{nameOf(item)}</h2>
          <p className="num ml-auto text-muted">{t('review.place', { at: review.at + 1, count: review.left })}</p>
        </header>
        <ReviewCard item={item} />
      </article>
    </div>
  );
}

const MORE: readonly Act[] = ['not-mine', 'private'];

/** A thumb's reach: the three answers that swipes and taps give most, the rest above them. */
function Thumbs({ item, review }: { readonly item: ReviewItem; readonly review: Review }) {
  const word = (act: Act): string => t(act === 'not-mine' ? 'review.act.not-mine-own' : `review.act.${act}`);
  return (
    <div role="group" aria-label={t('review.actions')} className="fixed inset-x-0 bottom-14 z-10 border-t border-line bg-surface px-4 py-2.5 pb-[max(10px,env(safe-area-inset-bottom))] md:sticky md:inset-auto md:bottom-0 md:mt-3 md:rounded-lg md:border">
      <div className="flex items-center gap-1">
        {MORE.map((act) => <Button key={act} look="quiet" icon={ACT_ICONS[act]} disabled={!canDo(item, act)} onClick={() => review.act(act)}>{word(act)}</Button>)}
        <Button look="quiet" icon={Undo2} className="ml-auto" disabled={!review.queue?.decided.some((one) => one.canUndo)} onClick={() => review.undo()}>{t('review.act.undo')}</Button>
      </div>
      <div className="mt-1.5 flex gap-2">
        {(['split', 'runner-up'] as const).map((act) => <Button key={act} size="thumb" icon={ACT_ICONS[act]} disabled={!canDo(item, act)} onClick={() => review.act(act)} className="flex-1 px-2!">{word(act)}</Button>)}
        <Button look="primary" size="thumb" icon={ACT_ICONS.confirm} onClick={() => review.act('confirm')} className="flex-1 px-2!">{word('confirm')}</Button>
      </div>
    </div>
  );
}

/** An employee's own doubts, one card at a time. */
export function ReviewMinePage() {
  const { query, review } = useReview('mine');
  useReviewKeys(review);
  const { current } = review;
  return (
    <div className="mx-auto max-w-[720px] max-md:pb-32">
      <PageHead title={t('review.mine')} />
      <Loaded query={query}>
        {() => (current ? (
          <>
            <p className="mb-2 flex justify-between gap-3 px-1 text-muted"><span role="status" className={`min-w-0 truncate ${review.told ? 'text-ink' : 'md:pointer-fine:hidden'}`}>{review.told ?? t('review.swipe')}</span><span className="num">{t('review.done-today', { count: review.queue?.doneToday ?? 0 })}</span></p>
            <Card key={current.id} item={current} review={review} />
            <Thumbs item={current} review={review} />
          </>
        ) : <div className={CARD}><Empty icon={ListChecks} title={t('review.done')}>{t('review.done-text')}</Empty></div>)}
      </Loaded>
      <Decided decided={review.queue?.decided ?? []} undo={review.undo} />
    </div>
  );
}
