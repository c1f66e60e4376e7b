import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { quarantineQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { CARD, Section } from '../../parts/card.tsx';
import { shortMoment, sizeOf } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { UploadBox, useUploads } from '../../parts/upload.tsx';

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

export function ImportsTab() {
  const uploads = useUploads('/v1/imports');
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="min-w-0"><UploadBox uploads={uploads} title={t('imports.upload')} hint={t('imports.upload-hint')} /></div>
      <Quarantine />
    </div>
  );
}
