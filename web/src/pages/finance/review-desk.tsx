import type { DecisionView, ReviewItem } from '@roundtrip/contract';
import { Check, Lock, Shuffle, Split, Undo2, UserX, ListChecks, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { clockTime, plainMoney } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { categoryIcon } from '../../parts/words.ts';
import { ReviewCard } from './review-card.tsx';
import { FuseNotice } from './review-trust.tsx';
import { ACTS, canDo, nameOf, useReview, type Act, type Review } from './use-review.ts';

export const ACT_ICONS: Record<Act, LucideIcon> = { confirm: Check, 'runner-up': Shuffle, split: Split, 'not-mine': UserX, private: Lock };
const Key = ({ children }: { readonly children: ReactNode }) => <kbd className="num grid h-[18px] min-w-[18px] place-items-center rounded-[4px] border border-current px-1 text-[11px] font-medium opacity-75 pointer-coarse:hidden">{children}</kbd>;

/** Every way to answer, each with its key. */
function Actions({ item, review }: { readonly item: ReviewItem; readonly review: Review }) {
  return (
    <div role="group" aria-label={t('review.actions')} className="sticky bottom-0 -mx-5 -mb-5 flex flex-wrap items-center gap-2 rounded-b-lg border-t border-line bg-surface px-5 py-3">
      {ACTS.map((act, index) => (
        <Button key={act} look={act === 'confirm' ? 'primary' : act === 'private' || act === 'not-mine' ? 'quiet' : 'plain'} icon={ACT_ICONS[act]} disabled={!canDo(item, act)} onClick={() => review.act(act)}>
          {t(`review.act.${act}`)}<Key>{index + 1}</Key>
        </Button>
      ))}
      <Button look="quiet" icon={Undo2} className="ml-auto" disabled={!review.queue?.decided.some((one) => one.canUndo)} onClick={() => review.undo()}>{t('review.act.undo')}<Key>U</Key></Button>
    </div>
  );
}

/** How far the queue is: what is left, what it may cost, what is done. */
function Progress({ review }: { readonly review: Review }) {
  const done = review.queue?.doneToday ?? 0;
  const atRisk = review.queue?.atRisk;
  const share = done + review.left === 0 ? 1 : done / (done + review.left);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 px-1">
      <p className="font-medium">{t('review.left', { count: review.left })}</p>
      {atRisk && <p className="text-muted">{t('review.at-risk')} <span className="num font-medium text-ink">{plainMoney(atRisk)}</span></p>}
      <p className="text-muted">{t('review.done-today', { count: done })}</p>
      <span aria-hidden className="h-1.5 w-40 overflow-hidden rounded-full bg-sunk"><span className="block h-full rounded-full bg-ok transition-[width] duration-300 ease-calm" style={{ width: `${share * 100}%` }} /></span>
      <p role="status" className="min-w-0 truncate font-medium text-ok">{review.told}</p>
      <p className="ml-auto text-xs text-muted pointer-coarse:hidden">{t('review.keys')}</p>
    </div>
  );
}

function Queue({ review }: { readonly review: Review }) {
  const list = useRef<HTMLOListElement>(null);
  const { current } = review;
  useEffect(() => { list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' }); }, [current?.id]);
  return (
    <nav aria-label={t('review.list')} className={`${CARD} max-lg:hidden`}>
      <ol ref={list} tabIndex={-1} className="max-h-[560px] divide-y divide-line overflow-y-auto">
        {review.items.map((item) => {
          const Icon = categoryIcon(item.category);
          return (
            <li key={item.id}>
              <button type="button" aria-current={item.id === current?.id} onClick={() => review.select(item.id)} className="grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 py-2 text-left -outline-offset-2! hover:bg-hover aria-[current=true]:bg-accent-soft">
                <Icon size={16} strokeWidth={1.8} aria-hidden className="text-muted" />
                <span className="min-w-0"><span className="block truncate font-medium">{nameOf(item)}</span><span className="block truncate text-xs text-muted">{item.employee?.name ?? t('review.nobody')}</span></span>
                <span className="text-right"><span className="block"><Amount value={item.payments[0]?.amount ?? item.documents[0]?.total ?? item.atRisk} code={false} /></span><span className="num block text-xs text-warn">{plainMoney(item.atRisk)}</span></span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** What was answered last, across page loads, each with its way back. */
export function Decided({ decided, undo }: { readonly decided: readonly DecisionView[]; readonly undo: (id: string) => void }) {
  if (decided.length === 0) return null;
  return (
    <section aria-label={t('review.decided')} className="mt-4">
      <h3 className="mb-1 px-1 text-xs font-medium text-muted">{t('review.decided')}</h3>
      <ul className={`${CARD} divide-y divide-line`}>
        {decided.slice(0, 6).map((one) => {
          const Icon = one.kind === 'refuse' ? Split : ACT_ICONS[one.kind];
          return (
            <li key={one.id} className="flex min-h-9 items-center gap-2 px-3 py-1">
              <Icon size={14} aria-hidden className="shrink-0 text-muted" />
              <span className={`min-w-0 flex-1 truncate ${one.undone ? 'text-faint line-through' : ''}`}>{t('review.decided.by', { what: t(`review.act.${one.kind === 'refuse' ? 'split' : one.kind}`), title: one.title })}</span>
              <span className="num text-xs text-muted">{one.undone ? t('review.decided.undone') : clockTime(one.at)}</span>
              {one.canUndo && <button type="button" className="rounded-sm px-1.5 text-accent hover:underline pointer-coarse:min-h-11" aria-label={`${t('review.act.undo')}: ${one.title}`} onClick={() => undo(one.id)}>{t('review.act.undo')}</button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The keys of the queue, the same at the desk and on a phone with a keyboard. */
export function useReviewKeys(review: Review): void {
  const acts = Object.fromEntries(ACTS.map((act, index) => [String(index + 1), () => review.act(act)]));
  useKeys({ ...acts, j: () => review.move(1), k: () => review.move(-1), ArrowDown: () => review.move(1), ArrowUp: () => review.move(-1), u: () => review.undo() });
}

/** The desk of a reviewer: the queue at the left, the doubt of the moment laid open beside it. */
export function ReviewDesk() {
  const { query, review } = useReview('company');
  useReviewKeys(review);
  const { current } = review;
  return (
    <Loaded query={query}>
      {() => (
        <>
          <FuseNotice fuse={review.queue?.fuse ?? null} />
          <Progress review={review} />
          {current ? (
            <div className="grid items-start gap-4 lg:grid-cols-[264px_minmax(0,1fr)]">
              <div className="min-w-0"><Queue review={review} /><Decided decided={review.queue?.decided ?? []} undo={review.undo} /></div>
              <article aria-labelledby="review-title" className="rounded-lg border border-line bg-surface p-5 max-lg:order-first">
                <header className="mb-4 flex flex-wrap items-baseline gap-x-3" aria-live="polite">
                  <h2 id="review-title" className="text-xl font-semibold tracking-[-0.01em]">{nameOf(current)}</h2>
                  <p className="text-muted">{current.employee?.name ?? t('review.nobody')}</p>
                  <p className="num ml-auto text-muted">{t('review.place', { at: review.at + 1, count: review.left })}</p>
                </header>
                <div key={current.id} className="animate-rise pb-5"><ReviewCard item={current} /></div>
                <Actions item={current} review={review} />
              </article>
            </div>
          ) : (
            <div className="max-w-2xl"><div className={CARD}><Empty icon={ListChecks} title={t('review.done')}>{t('review.done-text')}</Empty></div><Decided decided={review.queue?.decided ?? []} undo={review.undo} /></div>
          )}
        </>
      )}
    </Loaded>
  );
}
