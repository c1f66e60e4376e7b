import type { RecoveryView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { closeRecovery, recoveriesQuery } from '../../api/documents.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { fullMoment } from '../../parts/format.ts';
import { tellProblem } from '../../parts/toast.tsx';

function Recovery({ recovery }: { readonly recovery: RecoveryView }) {
  const queries = useQueryClient();
  const [note, setNote] = useState<string | null>(null);
  const { mutate, isPending } = useMutation({ mutationFn: (words: string) => closeRecovery(recovery.id, words), onError: tellProblem, onSuccess: () => void queries.invalidateQueries({ queryKey: ['documents'] }) });
  const link = 'text-accent hover:underline';
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-60"><span className="font-medium">{recovery.person?.name}</span> · <Link to="/claims/$id" params={{ id: recovery.claimId }} className={link}>{recovery.claimNumber}</Link>
          <span className="block text-muted"><Link to="/documents/$id" params={{ id: recovery.documentId }} className={`num ${link}`}>{recovery.number}</Link> · {fullMoment(recovery.openedAt)}</span></p>
        <Amount value={recovery.amount} size="strong" />
        {note === null && <Button onClick={() => setNote('')}>{t('recovery.close')}</Button>}
      </div>
      {note !== null && (
        <form className="mt-2 flex flex-wrap gap-2" onSubmit={(event) => { event.preventDefault(); mutate(note.trim()); }}>
          <input autoFocus required maxLength={500} aria-label={t('recovery.note')} placeholder={t('recovery.note')} value={note} onChange={(event) => setNote(event.target.value)} className="h-8 min-w-0 flex-1 rounded-sm border border-line-strong bg-surface px-2.5 placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-base" />
          <Button onClick={() => setNote(null)}>{t('action.cancel')}</Button><Button type="submit" look="primary" disabled={isPending || note.trim() === ''}>{t('recovery.close')}</Button>
        </form>
      )}
    </li>
  );
}

/** Money that claims took on invoices which were taken back since; nothing is shown where nothing is asked back. */
export function Recoveries() {
  const { data } = useQuery(recoveriesQuery);
  if (!data || data.items.length === 0) return null;
  return <div className="mb-5"><Section id="recoveries" title={t('recovery.title')} aside={t('recovery.text')}><ul className={`${CARD} divide-y divide-line`}>{data.items.map((recovery) => <Recovery key={recovery.id} recovery={recovery} />)}</ul></Section></div>;
}
