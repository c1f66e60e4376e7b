import type { DocumentView } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FileText, ShieldCheck } from 'lucide-react';
import { documentsQuery, quarantineQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { shortMoment, sizeOf } from '../../parts/format.ts';
import type { Column } from '../../parts/grid.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { UploadBox, useUploads } from '../../parts/upload.tsx';
import { PagedGrid } from './paged-grid.tsx';

function Quarantine() {
  const query = useQuery(quarantineQuery);
  return (
    <Section id="quarantine" title={t('imports.quarantine')} aside={query.data && <span className="num">{query.data.items.length}</span>}>
      <div className={CARD}>
        <Loaded query={query}>
          {({ items }) => items.length === 0 ? <Empty icon={ShieldCheck} title={t('imports.quarantine.empty')}>{t('imports.quarantine.empty-text')}</Empty> : (
            <ul className="divide-y divide-line">
              {items.map((each) => (
                <li key={each.id} className="px-4 py-2.5">
                  <p className="flex justify-between gap-3"><span className="min-w-0 truncate font-medium">{each.fileName}</span><span className="num shrink-0 text-muted">{sizeOf(each.bytes)} · {shortMoment(each.at)}</span></p>
                  <p className="text-bad text-pretty">{[say(each.message), each.place].filter(Boolean).join(' · ')}</p><p className="text-muted text-pretty">{say(each.remedy)}</p>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </Section>
  );
}

const columns = (): Column<DocumentView>[] => [
  { id: 'seller', head: t('col.seller'), width: 'minmax(110px,2fr)', cell: (d) => <span className="font-medium">{d.seller || t('imports.no-seller')}</span> },
  { id: 'number', head: t('col.invoice-number'), width: '176px', wide: true, cell: (d) => <span className="num text-muted">{d.number}</span> },
  { id: 'on', head: t('col.issued'), width: '92px', wide: true, cell: (d) => <span className="num text-muted">{d.issuedOn}</span> },
  { id: 'total', head: t('col.total'), width: '118px', end: true, cell: (d) => <Amount value={d.total} size="strong" /> },
];

function Documents() {
  const query = useInfiniteQuery(documentsQuery);
  return (
    <Section id="documents" title={t('imports.documents')}>
      <PagedGrid query={query} label={t('imports.documents')} columns={columns()} nameOf={(d) => `${d.seller} ${d.number}`} empty={<Empty icon={FileText} title={t('imports.documents.empty')}>{t('imports.documents.empty-text')}</Empty>} />
    </Section>
  );
}

export function ImportsTab() {
  const uploads = useUploads('/v1/imports');
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="min-w-0 space-y-6"><UploadBox uploads={uploads} title={t('imports.upload')} hint={t('imports.upload-hint')} /><Documents /></div>
      <Quarantine />
    </div>
  );
}
