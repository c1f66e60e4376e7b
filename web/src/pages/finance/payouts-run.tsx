import type { PayoutRow, PayoutRunView } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ArrowLeft, Download, RefreshCw, Users, Zap } from 'lucide-react';
import { useState } from 'react';
import { runQuery, runRowsQuery } from '../../api/payouts.ts';
import { say, t, type MessageId } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass, IconButton } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { plainMoney, shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { PagedGrid } from './paged-grid.tsx';
import { HoldDialog, ReleaseDialog } from './payouts-dialogs.tsx';
import { findingName, Progress, RowChip, RunChip } from './payouts-looks.tsx';
import { RowDrawer } from './payouts-row-drawer.tsx';
import { Batches, Checks, History, Totals } from './payouts-run-parts.tsx';
import { rowsOf, useFinance } from './use-finance.ts';
import { useRunMoves, type RunMove } from './use-run-moves.ts';

const columns = (making: boolean): Column<PayoutRow>[] => [
  { id: 'who', head: t('col.payee'), width: 'minmax(76px,1fr)', cell: (row) => <span className="font-medium">{row.employee.name}</span> },
  { id: 'claim', head: t('col.number'), width: 'minmax(104px,1fr)', wide: true, cell: (row) => <span className="num text-muted">{row.claimNumber}</span> },
  { id: 'account', head: t('col.account'), width: '92px', wide: true, cell: (row) => <span className="num text-muted">{row.accountMasked}</span> },
  { id: 'bank', head: t('runs.col.bank'), width: 'minmax(80px,1fr)', wide: true, cell: (row) => say(row.bank) },
  { id: 'rail', head: t('col.rail'), width: 'minmax(70px,.8fr)', wide: true, cell: (row) => <span className="text-muted">{row.rail ? say(row.rail) : ''}</span> },
  { id: 'amount', head: t('col.amount'), width: '118px', end: true, cell: (row) => <Amount value={row.amount} size="strong" /> },
  { id: 'notice', head: making ? t('runs.col.notice') : t('col.reason'), width: 'minmax(90px,1.8fr)', wide: true, cell: (row) => {
    const text = row.reason ? say(row.reason) : row.findings.filter((code) => code !== 'held').map(findingName).join(' · ');
    return <span className="text-muted" title={text}>{text}</span>;
  } },
  { id: 'state', head: t('col.state'), width: '104px', cell: (row) => <RowChip row={row} /> },
];

const MAKING_VIEWS = ['all', 'noticed', 'held'] as const;
const PAYING_VIEWS = ['all', 'moving', 'trouble', 'settled'] as const;

const byline = (run: PayoutRunView): string => run.byRule ? t('run.released-rule') : [
  t('run.made-by', { name: run.madeBy }), run.submittedBy && run.submittedAt ? t('run.submitted-by', { name: run.submittedBy, at: shortMoment(run.submittedAt) }) : '',
  run.releasedBy && run.releasedAt ? t('run.released-by', { name: run.releasedBy, at: shortMoment(run.releasedAt) }) : '',
].filter(Boolean).join(' · ');

type HeadProps = { readonly run: PayoutRunView; readonly move: (move: RunMove) => void; readonly moving: boolean; readonly askRelease: () => void; readonly back: () => void };

function Head({ run, move, moving, askRelease, back }: HeadProps) {
  const at = `/v1/payout-runs/${run.id}`;
  const making = run.state === 'draft' || run.state === 'submitted';
  useKeys({
    c: () => { if (making) move({ path: `${at}/check`, told: 'told.done' }); }, s: () => { if (run.may.submit) move({ path: `${at}/submit`, told: 'told.submitted' }); }, r: () => { if (run.may.release) askRelease(); },
  });
  return (
    <section className={`${CARD} mb-4 px-4 py-3`} aria-label={run.number}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={back} className="-ml-2" />
        <h2 className="num text-base font-semibold">{run.number}</h2>
        <RunChip state={run.state} />
        {making && <span className="flex items-center gap-1 text-muted">{run.twoPersons ? <Users size={14} aria-hidden /> : <Zap size={14} aria-hidden />}{t(run.twoPersons ? 'run.two' : 'run.one')}</span>}
        <div className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0">
          <a className={buttonClass('quiet')} href={`${at}/report`} download><Download size={15} aria-hidden />{t('run.report')}</a>
          {making && <Button look="quiet" icon={RefreshCw} disabled={moving} onClick={() => move({ path: `${at}/check`, told: 'told.done' })}>{t('run.check')}</Button>}
          {making && <Button look="quiet" disabled={moving} onClick={() => move({ path: `${at}/cancel`, told: 'told.done' })}>{t('run.cancel')}</Button>}
          {run.state === 'submitted' && <Button disabled={moving} onClick={() => move({ path: `${at}/send-back`, told: 'told.done' })}>{t('run.send-back')}</Button>}
          {run.state === 'draft' && <Button look="primary" disabled={moving || !run.may.submit} onClick={() => move({ path: `${at}/submit`, told: 'told.submitted' })}>{t('run.submit')}</Button>}
          {run.state === 'submitted' && <Button look="primary" disabled={moving || !run.may.release} onClick={askRelease}>{t('run.release')}</Button>}
        </div>
      </div>
      <div className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
        {run.sums.map((sum) => <span key={sum.currency} className="text-2xl"><Amount value={sum} size="strong" /></span>)}
        <span className="text-muted">{t('runs.pool-text', { count: run.people })}{run.held > 0 && ` · ${t('runs.pool-held', { count: run.held })}`}</span>
        <span className="text-muted">{byline(run)}</span>
        {making && <span className="ml-auto text-xs text-muted max-lg:hidden pointer-coarse:hidden">{t('run.keys')}</span>}
      </div>
      {run.may.why && <p className="mt-2 rounded-md bg-warn-soft px-3 py-2 text-warn">{say(run.may.why)}</p>}
      {!making && run.people > 0 && <div className="mt-3"><Progress states={run.states} words /></div>}
    </section>
  );
}

type Holding = { readonly count: number; readonly body: Readonly<Record<string, unknown>> };

function Run({ run }: { readonly run: PayoutRunView }) {
  const { search, set, open, close } = useFinance();
  const { move, moving } = useRunMoves();
  const [holding, setHolding] = useState<Holding | null>(null);
  const [releasing, setReleasing] = useState(false);
  const making = run.state === 'draft' || run.state === 'submitted';
  const views: readonly string[] = making ? MAKING_VIEWS : PAYING_VIEWS;
  const view = views.includes(search.view ?? '') ? (search.view ?? 'all') : 'all';
  const rows = useInfiniteQuery(runRowsQuery(run.id, view, search.stage));
  const opened = search.open ? rowsOf(rows.data ?? { pages: [], pageParams: [] }).find((row) => row.id === search.open) : undefined;
  const sum = run.sums.map(plainMoney).join(' + ');
  return (
    <>
      <Head run={run} move={move} moving={moving} askRelease={() => setReleasing(true)} back={() => set({ run: undefined, view: undefined, stage: undefined, open: undefined })} />
      {making && <div className="grid gap-x-3 lg:grid-cols-[2fr_1fr]"><Checks run={run} finding={search.stage} choose={(code) => set({ stage: code })} hold={(what) => setHolding({ count: what.count, body: what.finding ? { finding: what.finding } : {} })} /><div className="mb-4"><History run={run} /></div></div>}
      {run.rails.length > 0 && <Totals run={run} />}
      {!making && <div className="mb-4 grid gap-3 lg:grid-cols-2"><Batches run={run} carry={(id) => move({ path: `/v1/payouts/batches/${id}/carried`, told: 'told.done' })} /><History run={run} /></div>}
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Segments label={t('col.state')} value={view} onChange={(next) => set({ view: next })} options={views.map((value) => ({ value, label: t(`rows.view.${value}` as MessageId) }))} />
        {search.stage && <Button look="quiet" onClick={() => set({ stage: undefined })}>{t('run.unfilter')}</Button>}
      </div>
      <PagedGrid query={rows} label={run.number} columns={columns(making)} open={open} isOpen={(row) => row.id === search.open} nameOf={(row) => `${row.employee.name} ${row.amount.amount}`} empty={<Empty icon={Users} title={t('rows.empty')}>{t('rows.empty-text')}</Empty>} />
      {opened && <RowDrawer row={opened} run={run} move={move} hold={() => setHolding({ count: 1, body: { ids: [opened.id] } })} close={close} />}
      {holding && <HoldDialog count={holding.count} onClose={() => setHolding(null)} onHold={(reason) => { move({ path: `/v1/payout-runs/${run.id}/hold`, body: { ...holding.body, reason }, told: 'told.held', then: close }); setHolding(null); }} />}
      {releasing && <ReleaseDialog count={run.people - run.held} sum={sum} onClose={() => setReleasing(false)} onRelease={() => { move({ path: `/v1/payout-runs/${run.id}/release`, told: 'told.released' }); setReleasing(false); }} />}
    </>
  );
}

/** One run on one screen: what it comes to, what stands out, who lets it go, and what becomes of it. */
export function RunPage({ id }: { readonly id: string }) {
  const query = useQuery(runQuery(id));
  return <Loaded query={query}>{(run) => <Run run={run} />}</Loaded>;
}
