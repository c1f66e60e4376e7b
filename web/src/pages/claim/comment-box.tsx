import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { PersonPicker } from '../../parts/person-picker.tsx';

type Named = Parameters<Parameters<typeof PersonPicker>[0]['onPick']>[0];

/** A word on the claim, for good. Whom it names is told and may see the claim. */
export function CommentBox({ claimId }: { readonly claimId: string }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [named, setNamed] = useState<Named>([]);
  const say = useMutation({
    mutationFn: () => send(`/v1/claims/${claimId}/comments`, { body: { text: text.trim(), mentions: named.map((one) => one.id) } }),
    onSuccess: () => { setText(''); setNamed([]); void queries.invalidateQueries({ queryKey: ['claims'] }); },
  });
  return (
    <form className="mt-4 space-y-2 border-t border-line pt-4" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') say.mutate(); }}>
      <label className="block">{t('comment.label')}<textarea rows={2} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} className="mt-1 block w-full resize-none rounded-md border border-line-strong bg-surface p-3 text-base" /></label>
      {text.trim() !== '' && (
        <>
          <PersonPicker label={t('comment.mention')} many picked={named} onPick={setNamed} />
          <div className="flex justify-end"><Button type="submit" disabled={say.isPending}>{t('comment.send')}</Button></div>
        </>
      )}
    </form>
  );
}
