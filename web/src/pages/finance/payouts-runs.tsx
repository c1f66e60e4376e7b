import type { PayoutRunSummary } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight, FileStack, ShieldQuestion, Zap } from 'lucide-react';
import { useState } from 'react';
import { runsQuery, waitingPayeesQuery } from '../../api/payouts.ts';
import { send } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { fullMoment, shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { tellProblem } from '../../parts/toast.tsx';
import { PagedGrid } from './paged-grid.tsx';
import { Progress, RunChip } from './payouts-looks.tsx';
import { useFinance } from './use-finance.ts';
import { useRunMoves } from './use-run-moves.ts';

const columns = (): Column<PayoutRunSummary>[] => [
  { id: 'number', head: t('runs.col.run'), width: 'minmax(118px,1fr)', cell: (run) => <span className="font-medium">{run.number}</span> },
  { id: 'by', head: t('runs.col.by'), width: 'minmax(120px,1.4fr)', wide: true, cell: (run) => run.byRule
    ? <span className="flex items-center gap-1 text-accent"><Zap size={13} aria-hidden />{t('runs.by-rule')}</span> : <span className="text-muted">{run.madeBy}{run.releasedBy && ` · ${run.releasedBy}`}</span> },
  { id: 'people', head: t('runs.col.people'), width: '64px', end: true, cell: (run) => <span className="num">{run.people}</span> },
  { id: 'sum', head: t('col.amount'), width: '138px', end: true, cell: (run) => run.sums[0] ? <Amount value={run.sums[0]} size="strong" /> : '' },
  { id: 'progress', head: t('runs.col.progress'), width: 'minmax(120px,1.2fr)', wide: true, cell: (run) => <Progress states={run.states} /> },
  { id: 'made', head: t('runs.col.made'), width: '92px', end: true, wide: true, cell: (run) => <span className="num text-muted">{shortMoment(run.createdAt)}</span> },
  { id: 'state', head: t('col.state'), width: '116px', cell: (run) => <RunChip state={run.state} /> },
];

type Pool = { readonly people: number; readonly held: number; readonly sums: readonly { readonly amount: string; readonly currency: string }[] };

/** What waits for a person, and the one thing to do about it. */
function PoolCard({ pool, accounts, look, preview }: { readonly pool: Pool; readonly accounts: number; readonly look: () => void; readonly preview: () => void }) {
  return (
    <section className={`${CARD} mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3`} aria-label={t('runs.pool')}>
      <div className="min-w-0 flex-1">
        <p className="text-muted">{t('runs.pool')}</p>
        {pool.people === 0 ? <p className="mt-0.5 text-pretty">{t('runs.pool-empty')}</p> : (
          <p className="mt-0.5 flex flex-wrap items-baseline gap-x-4">
            {pool.sums.map((sum) => <span key={sum.currency} className="text-lg"><Amount value={sum} size="strong" /></span>)}
            <span className="text-muted">{t('runs.pool-text', { count: pool.people })}{pool.held > 0 && ` · ${t('runs.pool-held', { count: pool.held })}`}</span>
          </p>
        )}
      </div>
      {accounts > 0 && <Button icon={ShieldQuestion} onClick={look}>{t('runs.accounts', { count: accounts })}</Button>}
      <Button look="primary" disabled={pool.people === 0} onClick={preview}>{t('runs.preview')}<ChevronRight size={15} aria-hidden /></Button>
    </section>
  );
}

/** New accounts wait here for a second pair of eyes. */
function AccountsDrawer({ close }: { readonly close: () => void }) {
  const query = useQuery(waitingPayeesQuery);
  const { move, moving } = useRunMoves();
  return (
    <Drawer title={t('accounts.look')} onClose={close}>
      <p className="text-muted text-pretty">{t('accounts.look-text')}</p>
      <Loaded query={query}>{({ items }) => items.length === 0 ? <p>{t('accounts.none')}</p> : (
        <ul className="space-y-3">
          {items.map((payee) => (
            <li key={payee.id} className={`${CARD} p-3`}>
              <p className="flex justify-between gap-3 font-medium"><span>{payee.employee.name}</span><span className="num">{payee.accountMasked}</span></p>
              <p className="mt-0.5 flex justify-between gap-3 text-muted"><span>{t(`accounts.kind.${payee.kind}`)} · {payee.holder}</span><span className="num">{t('accounts.waits', { at: fullMoment(payee.usableFrom) })}</span></p>
              <Button className="mt-2" disabled={moving} onClick={() => move({ path: `/v1/payees/${payee.id}/confirm`, told: 'told.done' })}>{t('accounts.confirm')}</Button>
            </li>
          ))}
        </ul>
      )}</Loaded>
    </Drawer>
  );
}

export function RunsView() {
  const { set } = useFinance();
  const query = useInfiniteQuery(runsQuery);
  const [looking, setLooking] = useState(false);
  const first = query.data?.pages[0];
  const preview = (): void => void send('/v1/payout-runs', { shape: () => ({ parse: (value) => value as { id: string } }) }).then(({ id }) => set({ run: id }), tellProblem);
  return (
    <>
      {first && <PoolCard pool={first.pool} accounts={first.accountsWaiting} look={() => setLooking(true)} preview={preview} />}
      <PagedGrid query={query} label={t('runs.title')} columns={columns()} open={(run) => set({ run: run.id })} nameOf={(run) => `${run.number} ${t(`run.state.${run.state}`)}`}
        empty={<Empty icon={FileStack} title={t('runs.empty')}>{t('runs.empty-text')}</Empty>} />
      {looking && <AccountsDrawer close={() => setLooking(false)} />}
    </>
  );
}
