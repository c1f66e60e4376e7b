import type { DocumentDetail } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { documentQuery, noteVerification, type VerificationWord } from '../../api/documents.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { Segments } from '../../parts/segments.tsx';
import { wordsOf } from '../../parts/states.tsx';
import { VERIFICATION_LOOKS } from '../../parts/verification-looks.ts';

type State = VerificationWord['state'];
const STATES = ['verified', 'mismatch', 'not-found', 'red', 'void'] as const satisfies readonly State[];

/** Finance looked the invoice up itself: the state, and what the bureau's page showed, kept as evidence. */
export function VerifyDrawer({ detail, close }: { readonly detail: DocumentDetail; readonly close: () => void }) {
  const queries = useQueryClient();
  const { id, number, code, issuedOn, total } = detail.document;
  const [state, setState] = useState<State>('verified');
  const [mismatch, setMismatch] = useState('total');
  const [answer, setAnswer] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: (word: VerificationWord) => noteVerification(id, word),
    onSuccess: (news) => { queries.setQueryData(documentQuery(id).queryKey, news); void queries.invalidateQueries({ queryKey: ['documents'] }); close(); },
  });
  const save = (): void => mutate({ state, answer: answer.trim(), ...(state === 'mismatch' ? { mismatch } : {}) });
  return (
    <Drawer title={t('document.verify-by-hand')} onClose={close} actions={<Button look="primary" size="thumb" className="flex-1" disabled={isPending || answer.trim() === ''} onClick={save}>{t('document.verify-save')}</Button>}>
      <p className="text-pretty">{t('document.verify-text')}</p>
      <p className="num rounded-md bg-sunk px-3 py-2 [white-space:normal] break-words">{[code, number, issuedOn, `${total.amount} ${total.currency}`].filter(Boolean).join(' · ')}</p>
      <div><p className="mb-1.5 text-muted">{t('document.verify-state')}</p><Segments label={t('document.verify-state')} value={state} onChange={setState} options={STATES.map((value) => ({ value, label: t(VERIFICATION_LOOKS[value].label) }))} /></div>
      {state === 'mismatch' && (
        <label className="block"><span className="mb-1.5 block text-muted">{t('document.verify-differs')}</span>
          <select value={mismatch} onChange={(event) => setMismatch(event.target.value)} className="h-9 w-full rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11">{detail.fields.map((field) => <option key={field.name} value={field.name}>{say(field.label)}</option>)}</select>
        </label>
      )}
      <label className="block"><span className="mb-1.5 block text-muted">{t('document.verify-answer')}</span>
        <textarea rows={5} maxLength={4000} value={answer} onChange={(event) => setAnswer(event.target.value)} className="block w-full resize-y rounded-md border border-line-strong bg-surface p-3" />
      </label>
      {error && <p role="alert" className="text-bad text-pretty">{wordsOf(error)}</p>}
    </Drawer>
  );
}
