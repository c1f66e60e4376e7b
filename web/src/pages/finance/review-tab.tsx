import type { MatchView } from '@roundtrip/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import { openMatchesQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { percent, shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { amountOf, lookOf, momentOf, titleOf } from '../../parts/match.ts';
import { Segments } from '../../parts/segments.tsx';
import { Empty } from '../../parts/states.tsx';
import { useDecide } from '../../parts/use-decide.ts';
import { Why } from '../../parts/why.tsx';
import { categoryName } from '../../parts/words.ts';
import { PagedGrid } from './paged-grid.tsx';
import { ReviewDesk } from './review-desk.tsx';
import { ReviewTrust } from './review-trust.tsx';
import { useFinance } from './use-finance.ts';

const chipOf = (match: MatchView) => { const look = lookOf(match); return <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>; };

function Sureness({ value }: { readonly value: number }) {
  const tone = value >= 0.9 ? 'bg-ok' : value >= 0.6 ? 'bg-warn' : 'bg-bad';
  return <span className="flex items-center gap-2"><span aria-hidden className="h-1 w-9 overflow-hidden rounded-full bg-sunk"><span className={`block h-full ${tone}`} style={{ width: percent(value) }} /></span><span className="num">{percent(value)}</span></span>;
}

const columns = (): Column<MatchView>[] => [
  { id: 'what', head: t('col.merchant'), width: 'minmax(110px,2fr)', cell: (m) => <span className="font-medium">{titleOf(m)}</span> },
  { id: 'at', head: t('col.paid-at'), width: '92px', wide: true, cell: (m) => <span className="num text-muted">{shortMoment(momentOf(m))}</span> },
  { id: 'who', head: t('col.employee'), width: 'minmax(80px,1fr)', wide: true, cell: (m) => m.employee?.name ?? <span className="text-faint">{t('finance.nobody')}</span> },
  { id: 'category', head: t('col.category'), width: 'minmax(70px,1fr)', wide: true, cell: (m) => categoryName(m.category) },
  { id: 'amount', head: t('col.amount'), width: '118px', end: true, cell: (m) => <Amount value={amountOf(m)} size="strong" /> },
  { id: 'sure', head: t('col.sureness'), width: '96px', wide: true, cell: (m) => <Sureness value={m.confidence} /> },
  { id: 'state', head: t('col.state'), width: '104px', cell: chipOf },
];

function ReviewDrawer({ match, close }: { readonly match: MatchView; readonly close: () => void }) {
  const decide = useDecide();
  const say = (decision: 'confirm' | 'refuse' | 'private') => (): void => { decide(match, decision); close(); };
  const actions = match.answer === null ? (
    <>
      <Button look="primary" size="thumb" className="flex-1" onClick={say('confirm')}>{t('match.confirm')}</Button>
      <Button size="thumb" onClick={say('refuse')}>{t('match.refuse')}</Button>
      <Button look="quiet" size="thumb" onClick={say('private')}>{t('match.make-private')}</Button>
    </>
  ) : match.claimId ? <Link to="/claims/$id" params={{ id: match.claimId }} className={buttonClass('plain', 'thumb')}>{t('match.to-claim')}</Link> : undefined;
  return (
    <Drawer title={titleOf(match)} onClose={close} actions={actions}>
      <div><p className="text-muted">{match.employee?.name ?? t('finance.nobody')}</p><Amount value={amountOf(match)} size="hero" /><div className="mt-2 flex items-center gap-3">{chipOf(match)}<Sureness value={match.confidence} /></div></div>
      <Why match={match} />
    </Drawer>
  );
}

/** Everything that nobody has said anything of, doubtful or not, as a list. */
function OpenList() {
  const { search, open, close } = useFinance();
  const query = useInfiniteQuery(openMatchesQuery);
  return (
    <PagedGrid query={query} label={t('finance.tab.review')} columns={columns()} open={open} isOpen={({ id }) => id === search.open} nameOf={(m) => `${titleOf(m)} ${amountOf(m).amount}`}
      empty={<Empty icon={ListChecks} title={t('finance.review.empty')}>{t('finance.review.empty-text')}</Empty>}>
      {(rows) => { const opened = rows.find(({ id }) => id === search.open); return opened && <ReviewDrawer match={opened} close={close} />; }}
    </PagedGrid>
  );
}

export function ReviewTab() {
  const { search, set } = useFinance();
  const view = search.view === 'open' || search.view === 'trust' ? search.view : 'queue';
  return (
    <>
      <div className="mb-3"><Segments label={t('review.view')} value={view} onChange={(next) => set({ view: next === 'queue' ? undefined : next, open: undefined })} options={[{ value: 'queue', label: t('review.view.queue') }, { value: 'open', label: t('finance.review.open') }, { value: 'trust', label: t('trust.view') }]} /></div>
      {view === 'queue' ? <ReviewDesk /> : view === 'open' ? <OpenList /> : <ReviewTrust />}
    </>
  );
}
