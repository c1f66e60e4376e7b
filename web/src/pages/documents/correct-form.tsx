import type { DocumentDetail, FieldView } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { correctField, documentQuery, type CorrectionWord } from '../../api/documents.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { wordsOf } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.tsx';

/** Says what a field really is; the way back is another correction, so that nothing that was said is lost. */
export function useCorrect(detail: DocumentDetail, done: () => void = () => undefined) {
  const queries = useQueryClient();
  const { id } = detail.document;
  const take = (news: DocumentDetail): void => {
    queries.setQueryData(documentQuery(id).queryKey, news);
    for (const key of ['documents', 'matches', 'claims']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const back = useMutation({ mutationFn: (word: CorrectionWord) => correctField(id, word), onSuccess: take });
  return useMutation({
    mutationFn: (word: CorrectionWord) => correctField(id, word),
    onSuccess: (news, { field }) => {
      const before = detail.fields.find(({ name }) => name === field)?.value ?? '';
      take(news);
      done();
      tell(t('document.corrected-told'), { label: t('action.undo'), run: () => back.mutate({ field, value: before, reason: t('document.reason-undo') }) });
    },
  });
}

/** The field as the paper shows it, in place of what was read. */
export function CorrectForm({ detail, field, close }: { readonly detail: DocumentDetail; readonly field: FieldView; readonly close: () => void }) {
  const id = useId();
  const [value, setValue] = useState(field.value ?? '');
  const [reason, setReason] = useState(t('document.reason-misread'));
  const { mutate, isPending, error } = useCorrect(detail, close);
  const input = 'block h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11 pointer-coarse:text-base';
  return (
    <form className="space-y-2.5" onSubmit={(event) => { event.preventDefault(); mutate({ field: field.name, value, reason: reason.trim() }); }}>
      <label className="block"><span className="mb-1 block text-muted">{t('document.as-printed')}</span>
        <input id={id} autoFocus autoComplete="off" maxLength={300} value={value} onChange={(event) => setValue(event.target.value)} className={`${input} num font-medium`}
          {...(field.form === 'date' ? { type: 'date' } : { type: 'text', inputMode: field.form === 'amount' ? 'decimal' : 'text' } as const)} {...(error ? { 'aria-invalid': true, 'aria-describedby': `${id}-wrong` } : {})} />
      </label>
      <label className="block"><span className="mb-1 block text-muted">{t('document.why')}</span><input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} className={input} /></label>
      {error && <p role="alert" id={`${id}-wrong`} className="text-bad text-pretty">{wordsOf(error)}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={isPending || reason.trim() === '' || value === (field.value ?? '')}>{t('document.correct-save')}</Button>
      </div>
    </form>
  );
}
