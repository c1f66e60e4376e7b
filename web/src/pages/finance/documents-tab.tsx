import type { DocumentFilter, DocumentRow } from '@roundtrip/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileText, TriangleAlert } from 'lucide-react';
import { documentsQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Chip } from '../../parts/chip.tsx';
import type { Column } from '../../parts/grid.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty } from '../../parts/states.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { VERIFICATION_LOOKS } from '../../parts/verification-looks.ts';
import { PagedGrid } from './paged-grid.tsx';
import { Recoveries } from './recoveries.tsx';
import { useFinance } from './use-finance.ts';

const FILTERS = ['unverified', 'verified', 'trouble', 'findings'] as const satisfies readonly DocumentFilter[];
const doubtsOf = ({ findings }: DocumentRow): number => findings.filter(({ severity }) => severity !== 'info').length;

function stateChip({ verification }: DocumentRow) {
  const look = VERIFICATION_LOOKS[verification];
  return <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>;
}

const columns = (): Column<DocumentRow>[] => [
  { id: 'seller', head: t('col.seller'), width: 'minmax(110px,2fr)', cell: (d) => <span className="font-medium">{d.seller || t('imports.no-seller')}</span> },
  { id: 'number', head: t('col.invoice-number'), width: '176px', wide: true, cell: (d) => <span className="num text-muted">{d.number}</span> },
  { id: 'on', head: t('col.issued'), width: '92px', wide: true, cell: (d) => <span className="num text-muted">{d.issuedOn}</span> },
  { id: 'who', head: t('col.employee'), width: 'minmax(70px,1fr)', wide: true, cell: (d) => d.submittedBy?.name ?? '' },
  { id: 'findings', head: t('document.findings'), width: '88px', wide: true, cell: (d) => doubtsOf(d) > 0 && <span className="flex items-center gap-1 text-warn"><TriangleAlert size={14} aria-hidden /><span className="num">{doubtsOf(d)}</span></span> },
  { id: 'total', head: t('col.total'), width: '118px', end: true, cell: (d) => <Amount value={d.total} size="strong" /> },
  { id: 'state', head: t('document.verification'), width: '128px', cell: stateChip },
];

/** Every invoice of the company: found by seller or number, narrowed to what needs a look, opened with its picture. */
export function DocumentsTab() {
  const { search, set } = useFinance();
  const navigate = useNavigate();
  const query = useInfiniteQuery(documentsQuery(search.state, search.q));
  useKeys({ '/': () => document.getElementById('search')?.focus() });
  const narrowed = search.q !== undefined || search.state !== undefined;
  return (
    <>
      <Recoveries />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField label={t('document.search')} value={search.q ?? ''} onChange={(q) => set({ q })} />
        <Segments label={t('document.verification')} value={search.state ?? ''} onChange={(state) => set({ state })} options={[{ value: '', label: t('finance.all') }, ...FILTERS.map((value) => ({ value, label: t(`document.filter.${value}`) }))]} />
      </div>
      <PagedGrid query={query} label={t('finance.tab.documents')} columns={columns()} open={({ id }) => void navigate({ to: '/documents/$id', params: { id } })} nameOf={(d) => `${d.seller} ${d.number}`}
        empty={<Empty icon={FileText} title={t(narrowed ? 'document.none-such' : 'imports.documents.empty')}>{t(narrowed ? 'document.none-such-text' : 'imports.documents.empty-text')}</Empty>} />
    </>
  );
}
