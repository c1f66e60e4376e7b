import type { PaymentView } from '@roundtrip/contract';
import { daysBetween, type CivilDate } from '@roundtrip/kernel';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CreditCard, X } from 'lucide-react';
import { paymentsQuery } from '../../api/queries.ts';
import { getJson, withParams } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { Facts } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { dayName, dayOf, fullMoment, isZero, shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { channelName, STAGES } from '../../parts/words.ts';
import { PagedGrid } from './paged-grid.tsx';
import { useFinance } from './use-finance.ts';

const stageChip = ({ stage }: PaymentView) => <Chip tone={STAGES[stage].tone} icon={STAGES[stage].icon}>{t(STAGES[stage].label)}</Chip>;

const columns = (): Column<PaymentView>[] => [
  { id: 'merchant', head: t('col.merchant'), width: 'minmax(110px,2fr)', cell: (p) => <span className="font-medium">{p.merchant}</span> },
  { id: 'at', head: t('col.paid-at'), width: '92px', wide: true, cell: (p) => <span className="num text-muted">{shortMoment(p.paidAt)}</span> },
  { id: 'who', head: t('col.payer'), width: 'minmax(80px,1fr)', wide: true, cell: (p) => p.payer?.name ?? <span className="text-faint">{t('finance.nobody')}</span> },
  { id: 'channel', head: t('col.channel'), width: 'minmax(90px,1fr)', wide: true, cell: (p) => channelName(p.channel) },
  { id: 'city', head: t('col.city'), width: 'minmax(60px,.7fr)', wide: true, cell: (p) => p.city ?? '' },
  { id: 'amount', head: t('col.amount'), width: '118px', end: true, cell: (p) => <Amount value={p.amount} size="strong" plus={p.direction === 'in'} /> },
  { id: 'settled', head: t('col.settled'), width: '112px', end: true, wide: true, cell: (p) => p.settled && p.settled.currency !== p.amount.currency ? <span className="text-muted"><Amount value={p.settled} /></span> : '' },
  { id: 'stage', head: t('col.stage'), width: '88px', cell: stageChip },
];

const TRACK = ['arrived', 'matched', 'claimed', 'settled'] as const;

/** The four stations of a payment and how far it has come; a private or reversed one has left the track. */
function StageTrack({ stage }: { readonly stage: PaymentView['stage'] }) {
  const at = TRACK.findIndex((each) => each === stage);
  if (at < 0) return null;
  return (
    <ol className="grid grid-cols-4 gap-1.5" aria-label={t('col.stage')}>
      {TRACK.map((each, index) => (
        <li key={each} {...(index === at ? { 'aria-current': 'step' as const } : {})} className={index <= at ? 'font-medium' : 'text-muted'}>
          <span aria-hidden className={`mb-1.5 block h-1 rounded-full ${index <= at ? 'bg-ok' : 'bg-line'}`} />{t(`track.${each}`)}
        </li>
      ))}
    </ol>
  );
}

/** The list comes by the day of payment; what arrives later than this after it is not looked for. */
const LATE_DAYS_MAX = 92;
/** What the figure of a day counts: the money that people spent and that arrived on it. */
const isSpentIn = (p: PaymentView, day: string): boolean => p.direction === 'out' && p.payer !== null && p.status !== 'reversed' && dayOf(p.receivedAt) === day;

const PAGES_SOUGHT_MAX = 25;

/** A link may name a payment that the list has not reached: it is looked for among the last few thousand. */
async function findPayment(id: string, signal: AbortSignal): Promise<PaymentView | null> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_SOUGHT_MAX; page += 1) {
    const { items, next } = await getJson(withParams('/v1/payments', { scope: 'company', limit: 200, after }), (c) => c.paymentPage, signal);
    const hit = items.find((each) => each.id === id);
    if (hit || next === null) return hit ?? null;
    after = next;
  }
  return null;
}

function PaymentDrawer({ id, known, close }: { readonly id: string; readonly known: PaymentView | undefined; readonly close: () => void }) {
  const found = useQuery({ queryKey: ['payments', 'one', id], queryFn: ({ signal }) => findPayment(id, signal), enabled: !known });
  const p = known ?? found.data;
  return (
    <Drawer title={p?.merchant ?? t('finance.payment')} onClose={close}>
      {p ? (
        <>
          <div><Amount value={p.amount} size="hero" /><div className="mt-2">{stageChip(p)}</div></div>
          <StageTrack stage={p.stage} />
          <Facts rows={[
            [t('col.paid-at'), fullMoment(p.paidAt)], [t('col.payer'), p.payer?.name ?? t('finance.nobody')], [t('col.channel'), channelName(p.channel)], [t('col.type'), t(`payment.type.${p.type}`)],
            ...(p.account ? [[t('col.account'), p.account] as const] : []), ...(p.city ? [[t('col.city'), p.city] as const] : []), ...(p.orderNo ? [[t('col.order'), p.orderNo] as const] : []),
            ...(p.settled ? [[t('col.settled'), <Amount key="s" value={p.settled} />] as const] : []), ...(p.companyPaid && !isZero(p.companyPaid) ? [[t('col.company-paid'), <Amount key="c" value={p.companyPaid} />] as const] : []),
            ...(p.description ? [[t('col.text'), p.description] as const] : []), [t('col.source'), p.source], [t('col.received'), fullMoment(p.receivedAt)],
          ]} />
        </>
      ) : found.isPending ? <SkeletonRows rows={4} tall={false} /> : <p className="text-muted">{t('request.gone')}</p>}
    </Drawer>
  );
}

export function PaymentsTab() {
  const { search, set, open, close } = useFinance();
  const query = useInfiniteQuery(paymentsQuery(search.stage, search.q));
  useKeys({ '/': () => document.getElementById('search')?.focus() });
  const { day } = search;
  const narrowed = search.q !== undefined || search.stage !== undefined || day !== undefined;
  const stages = [{ value: '', label: t('finance.all') }, ...(['arrived', 'matched', 'claimed', 'settled', 'private'] as const).map((value) => ({ value, label: t(STAGES[value].label) }))];
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField label={t('finance.search')} value={search.q ?? ''} onChange={(q) => set({ q })} />
        <Segments label={t('col.stage')} value={search.stage ?? ''} onChange={(stage) => set({ stage })} options={stages} />
        {day && <Button icon={X} aria-label={t('finance.day.clear', { day: dayName(day) })} onClick={() => set({ day: undefined })}>{dayName(day)}</Button>}
      </div>
      <PagedGrid query={query} label={t('finance.tab.payments')} columns={columns()} open={open} isOpen={({ id }) => id === search.open} nameOf={(p) => `${p.merchant} ${p.amount.amount} ${p.amount.currency}`}
        {...(day ? { keep: (p: PaymentView) => isSpentIn(p, day), until: (p: PaymentView) => daysBetween(dayOf(p.paidAt), day as CivilDate) > LATE_DAYS_MAX } : {})}
        empty={<Empty icon={CreditCard} title={t(narrowed ? 'finance.none-such' : 'finance.payments.empty')}>{t(narrowed ? 'finance.none-such-text' : 'finance.payments.empty-text')}</Empty>}>
        {(rows) => search.open && <PaymentDrawer id={search.open} known={rows.find(({ id }) => id === search.open)} close={close} />}
      </PagedGrid>
    </>
  );
}
