import { useQuery } from '@tanstack/react-query';
import { BookOpenText } from 'lucide-react';
import { policiesQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { CARD, PageHead, Section } from '../../parts/card.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { cellText } from './cell-text.ts';
import { readDocument, type PolicyView, type Table } from './read-document.ts';

function TableView({ table }: { readonly table: Table }) {
  return (
    <Section title={table.title}>
      <div tabIndex={0} role="region" aria-label={table.title} className={`${CARD} overflow-x-auto!`}>
        <table className="w-full border-collapse">
          <thead className="border-b border-line bg-hover"><tr>{table.columns.map((column) => <th key={column} className="h-9 px-4 text-left text-xs font-medium whitespace-nowrap text-muted">{column}</th>)}</tr></thead>
          <tbody className="divide-y divide-line">
            {table.rows.map((row, index) => <tr key={index} className="h-9">{row.map((cell, at) => <td key={at} className="num max-w-[44ch] px-4 py-1.5 [white-space:normal]">{cellText(cell)}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Policy({ policy }: { readonly policy: PolicyView }) {
  return (
    <article>
      <p className="mb-4 flex flex-wrap gap-x-3 text-muted"><span className="font-medium text-ink">{say(policy.title)}</span><span className="num">{policy.version}</span><span>{t(`policy.status.${policy.status}`)}</span><span className="num">{t('policy.from', { day: policy.effectiveFrom })}</span></p>
      <div className="space-y-6">{readDocument(policy.document).map((table) => <TableView key={table.id} table={table} />)}</div>
    </article>
  );
}

export function PolicyPage() {
  const query = useQuery(policiesQuery);
  return (
    <div className="mx-auto max-w-[1080px]">
      <PageHead title={t('nav.policy')} />
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={6} tall={false} /></div>}>
        {({ items }) => items.length === 0 ? <div className={CARD}><Empty icon={BookOpenText} title={t('policy.empty')}>{t('policy.empty-text')}</Empty></div>
          : <div className="space-y-10">{items.map((policy) => <Policy key={policy.version} policy={policy} />)}</div>}
      </Loaded>
    </div>
  );
}
