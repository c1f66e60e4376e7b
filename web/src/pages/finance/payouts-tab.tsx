import type { PayoutView } from '@roundtrip/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { payoutsQuery } from '../../api/queries.ts';
import { say, t, type MessageId } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Chip } from '../../parts/chip.tsx';
import { shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty } from '../../parts/states.tsx';
import { PAYOUT_LOOKS } from '../../parts/words.ts';
import { ClaimDrawer } from './claims-tab.tsx';
import { PagedGrid } from './paged-grid.tsx';
import { RunPage } from './payouts-run.tsx';
import { RunsView } from './payouts-runs.tsx';
import { useFinance } from './use-finance.ts';

const columns = (): Column<PayoutView>[] => [
  { id: 'claim', head: t('col.number'), width: 'minmax(104px,1fr)', cell: (p) => <span className="num font-medium">{p.claimNumber}</span> },
  { id: 'who', head: t('col.payee'), width: 'minmax(64px,1fr)', cell: (p) => p.employee.name },
  { id: 'account', head: t('col.account'), width: 'minmax(110px,1fr)', wide: true, cell: (p) => <span className="num text-muted">{p.accountMasked}</span> },
  { id: 'rail', head: t('col.rail'), width: 'minmax(80px,1fr)', wide: true, cell: (p) => p.rail },
  { id: 'amount', head: t('col.amount'), width: '118px', end: true, cell: (p) => <Amount value={p.amount} size="strong" /> },
  { id: 'planned', head: t('col.planned'), width: '92px', end: true, wide: true, cell: (p) => <span className="num text-muted">{shortMoment(p.plannedAt)}</span> },
  { id: 'settled', head: t('col.bank-paid'), width: '92px', end: true, wide: true, cell: (p) => <span className="num">{p.settledAt ? shortMoment(p.settledAt) : '—'}</span> },
  { id: 'state', head: t('col.state'), width: '120px', cell: (p) => <Chip tone={PAYOUT_LOOKS[p.state].tone} icon={PAYOUT_LOOKS[p.state].icon}>{t(PAYOUT_LOOKS[p.state].label)}</Chip> },
  { id: 'reason', head: t('col.reason'), width: 'minmax(80px,1.4fr)', wide: true, cell: (p) => <span className="text-muted" title={p.reason ? say(p.reason) : ''}>{p.reason ? say(p.reason) : ''}</span> },
];

type View = { readonly value: string; readonly label: MessageId; readonly keep?: (payout: PayoutView) => boolean };
const VIEWS: readonly View[] = [
  { value: '', label: 'runs.view.runs' },
  { value: 'all', label: 'runs.view.all' },
  { value: 'open', label: 'finance.payouts.open', keep: ({ state }) => state === 'sending' || state === 'accepted' || state === 'unknown' },
  { value: 'trouble', label: 'finance.payouts.trouble', keep: ({ state }) => state === 'unknown' || state === 'failed' || state === 'returned' },
];

function PayoutList({ view }: { readonly view: View }) {
  const { search, set, close } = useFinance();
  const query = useInfiniteQuery(payoutsQuery);
  return (
    <>
      <PagedGrid query={query} {...(view.keep ? { keep: view.keep } : {})} label={t('finance.tab.payouts')} columns={columns()} open={(p) => set({ open: p.claimId })} isOpen={(p) => p.claimId === search.open} nameOf={(p) => `${p.claimNumber} ${p.employee.name} ${p.amount.amount}`}
        empty={<Empty icon={Send} title={t('finance.payouts.empty')}>{t('finance.payouts.empty-text')}</Empty>} />
      {search.open && <ClaimDrawer id={search.open} close={close} />}
    </>
  );
}

/** Runs first: what waits, what is being paid, what came of it. Behind them every single payout. */
export function PayoutsTab() {
  const { search, set } = useFinance();
  if (search.run) return <RunPage id={search.run} />;
  const view = VIEWS.find(({ value }) => value === (search.state ?? ''));
  return (
    <>
      <div className="mb-3"><Segments label={t('finance.tab.payouts')} value={view?.value ?? ''} onChange={(state) => set({ state })} options={VIEWS.map(({ value, label }) => ({ value, label: t(label) }))} /></div>
      {view && view.value !== '' ? <PayoutList view={view} /> : <RunsView />}
    </>
  );
}
