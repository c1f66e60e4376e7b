import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { tell, tellProblem } from '../../parts/toast.tsx';

/** What finance does to the formal books: one call, and the books are read anew whether it was taken or refused. */
export function useBookMoves() {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body?: unknown }) => send(path, body === undefined ? {} : { body }),
    onSuccess: () => tell(t('books.done')), onError: tellProblem,
    onSettled: () => { void queries.invalidateQueries({ queryKey: ['ledger'] }); },
  });
  return { move: mutate, moving: isPending };
}
