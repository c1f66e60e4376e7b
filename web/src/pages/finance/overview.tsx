import type { MoneyWire, OverviewView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { overviewQuery } from '../../api/queries.ts';
import type { FinanceSearch, FinanceTab } from '../../app/finance-places.ts';
import { t, type MessageId } from '../../i18n/index.ts';
import { CARD } from '../../parts/card.tsx';
import { digitsOf, plainMoney, signOf, today } from '../../parts/format.ts';

/** Holds the places of the figures until they come, so that nothing below jumps. */
const none = { count: 0, amount: { amount: '0.00', currency: 'CNY' } };
const NOTHING_YET: OverviewView = { paymentsToday: none, unmatched: none, claimsOpen: none, inTransit: none, paidThisMonth: none, touchFree: { numerator: 0, denominator: 0 }, minutesToMoneyMedian: null, quarantined: 0 };

type Figure = { readonly label: MessageId; readonly count: number; readonly amount: MoneyWire; readonly tab: FinanceTab; readonly search: FinanceSearch };

/** The stations of the money, in the order it passes them. Each opens the list that its figure is the sum of. */
const stationsOf = (view: OverviewView): Figure[] => [
  { label: 'overview.today', ...view.paymentsToday, tab: 'payments', search: { day: today() } },
  { label: 'overview.unmatched', ...view.unmatched, tab: 'payments', search: { stage: 'arrived' } },
  { label: 'overview.claims', ...view.claimsOpen, tab: 'claims', search: { state: 'open' } },
  { label: 'overview.transit', ...view.inTransit, tab: 'payouts', search: { state: 'open' } },
  { label: 'overview.paid', ...view.paidThisMonth, tab: 'claims', search: { state: 'month' } },
];

const BOX = 'relative min-w-0 px-4 py-3 transition-colors -outline-offset-2! hover:bg-hover';
const linkTo = (tab: FinanceTab, search: FinanceSearch): Pick<LinkProps, 'to' | 'params' | 'search'> => ({ to: '/finance/$tab', params: { tab }, search });

function Station({ figure, last }: { readonly figure: Figure; readonly last: boolean }) {
  const { amount, currency } = figure.amount;
  const [whole, fraction] = digitsOf(amount).split('.');
  return (
    <Link {...linkTo(figure.tab, figure.search)} className={`${BOX} border-l border-line first:border-l-0`}>
      <span className="flex items-center justify-between gap-2 text-muted"><span className="truncate">{t(figure.label)}</span><span className="num text-xs">{t('overview.count', { count: figure.count })}</span></span>
      <span className="num mt-1 block truncate text-xl font-semibold tracking-[-0.01em]" title={plainMoney(figure.amount)}>
        <span className="mr-0.5 text-sm font-medium text-muted">{signOf(currency) ?? currency}</span>{whole}{fraction && <span className="text-base font-medium text-muted">.{fraction}</span>}
      </span>
      {!last && <span aria-hidden className="absolute top-1/2 -right-[5px] z-10 size-[9px] -translate-y-1/2 rotate-45 border-t border-r border-line bg-surface max-lg:hidden" />}
    </Link>
  );
}

/** The share that no person touched, as a bar and as the two numbers it is made of. */
function TouchFree({ view }: { readonly view: OverviewView }) {
  const { numerator, denominator } = view.touchFree;
  const share = denominator === 0 ? 0 : Math.floor((numerator * 100) / denominator);
  return (
    <div className="min-w-0 flex-1 px-4 py-2.5 max-md:basis-full">
      <p className="flex items-center justify-between gap-3"><span className="truncate text-muted">{t('overview.touch-free')}</span><span className="num"><span className="font-semibold">{denominator === 0 ? '—' : `${share}%`}</span><span className="ml-2 text-muted">{numerator} / {denominator}</span></span></p>
      <div aria-hidden className="mt-2 h-1 overflow-hidden rounded-full bg-sunk"><div className="h-full rounded-full bg-ok transition-[width] duration-500 ease-calm" style={{ width: `${share}%` }} /></div>
    </div>
  );
}

function speed(minutes: number | null): string {
  if (minutes === null) return '—';
  return minutes < 60 ? t('overview.minutes', { minutes: Math.round(minutes) }) : t('overview.hours', { hours: Math.floor(minutes / 60), minutes: Math.round(minutes % 60) });
}

export function Overview() {
  const { data } = useQuery(overviewQuery);
  const view = data ?? NOTHING_YET;
  const stations = stationsOf(view);
  return (
    <section aria-label={t('overview.title')} aria-busy={!data} className={`${CARD} mb-5 ${data ? '' : 'animate-breathe [&_.num]:invisible'}`}>
      <div className="grid auto-cols-[minmax(156px,1fr)] grid-flow-col overflow-x-auto [scrollbar-width:none]">{stations.map((figure, index) => <Station key={figure.label} figure={figure} last={index === stations.length - 1} />)}</div>
      <div className="flex border-t border-line max-md:flex-wrap">
        <TouchFree view={view} />
        <p className="flex items-center justify-between gap-3 border-line px-4 py-2.5 max-md:grow max-md:border-t md:border-l"><span className="text-muted">{t('overview.speed')}</span><span className="num font-semibold">{speed(view.minutesToMoneyMedian)}</span></p>
        <Link {...linkTo('imports', {})} className="flex items-center justify-between gap-3 border-l border-line px-4 py-2.5 -outline-offset-2! hover:bg-hover max-md:grow max-md:border-t"><span className="text-muted">{t('overview.quarantined')}</span><span className={`num font-semibold ${view.quarantined > 0 ? 'text-warn' : ''}`}>{view.quarantined}</span></Link>
      </div>
    </section>
  );
}
