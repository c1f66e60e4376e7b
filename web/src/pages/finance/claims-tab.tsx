import type { ClaimSummary, ClaimView } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileStack, Zap } from 'lucide-react';
import { claimQuery, claimsQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { ClaimFigures } from '../../parts/claim-figures.tsx';
import { ClaimLines } from '../../parts/claim-lines.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { shortMoment } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { CLAIM_LOOKS } from '../../parts/words.ts';
import { CLAIM_FILTERS } from './claim-states.ts';
import { PagedGrid } from './paged-grid.tsx';
import { useFinance } from './use-finance.ts';

const stateChip = ({ state }: ClaimSummary) => <Chip tone={CLAIM_LOOKS[state].tone} icon={CLAIM_LOOKS[state].icon}>{t(CLAIM_LOOKS[state].label)}</Chip>;

const columns = (): Column<ClaimSummary>[] => [
  { id: 'number', head: t('col.number'), width: '118px', wide: true, cell: (c) => <span className="num text-muted">{c.number}</span> },
  { id: 'title', head: t('col.title'), width: 'minmax(110px,2fr)', cell: (c) => <span className="font-medium">{c.title}</span> },
  { id: 'who', head: t('col.employee'), width: 'minmax(70px,1fr)', cell: (c) => c.employee.name },
  { id: 'lines', head: t('col.lines'), width: '52px', end: true, wide: true, cell: (c) => <span className="num">{c.lineCount}</span> },
  { id: 'auto', head: t('col.touch'), width: '84px', wide: true, cell: (c) => c.automatic ? <span className="flex items-center gap-1 text-accent"><Zap size={13} aria-hidden />{t('claim.automatic')}</span> : '' },
  { id: 'total', head: t('col.total'), width: '112px', end: true, wide: true, cell: (c) => <Amount value={c.total} /> },
  { id: 'due', head: t('col.reimbursable'), width: '118px', end: true, cell: (c) => <Amount value={c.reimbursable} size="strong" /> },
  { id: 'at', head: t('col.updated'), width: '92px', end: true, wide: true, cell: (c) => <span className="num text-muted">{shortMoment(c.updatedAt)}</span> },
  { id: 'state', head: t('col.state'), width: '92px', cell: stateChip },
];

function Body({ claim }: { readonly claim: ClaimView }) {
  return (
    <>
      <div><p className="text-muted">{claim.employee.name}</p><div className="mb-2"><ClaimFigures claim={claim} /></div>{stateChip(claim)}</div>
      <Timeline claim={claim} />
      <ClaimLines lines={claim.lines} />
    </>
  );
}

export function ClaimDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const query = useQuery(claimQuery(id));
  return (
    <Drawer title={query.data?.title ?? t('finance.claim')} onClose={close} actions={<Link to="/claims/$id" params={{ id }} className={`${buttonClass('plain', 'thumb')} flex-1`}>{t('finance.open-claim')}</Link>}>
      <Loaded query={query}>{(claim) => <Body claim={claim} />}</Loaded>
    </Drawer>
  );
}

export function ClaimsTab() {
  const { search, set, open, close } = useFinance();
  const filter = CLAIM_FILTERS.find(({ value }) => value === search.state);
  const query = useInfiniteQuery(claimsQuery('company', filter?.state));
  return (
    <>
      <div className="mb-3"><Segments label={t('col.state')} value={filter?.value ?? ''} onChange={(state) => set({ state })} options={CLAIM_FILTERS.map(({ value, label }) => ({ value, label: t(label) }))} /></div>
      <PagedGrid query={query} {...(filter?.keep ? { keep: filter.keep } : {})} {...(filter?.until ? { until: filter.until } : {})} label={t('finance.tab.claims')} columns={columns()} open={open} isOpen={({ id }) => id === search.open} nameOf={(c) => `${c.number} ${c.title} ${c.employee.name}`}
        empty={<Empty icon={FileStack} title={t('finance.claims.empty')}>{t('finance.claims.empty-text')}</Empty>} />
      {search.open && <ClaimDrawer id={search.open} close={close} />}
    </>
  );
}
