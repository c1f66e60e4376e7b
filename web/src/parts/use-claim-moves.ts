import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { claimQuery } from '../api/queries.ts';
import { t } from '../i18n/index.ts';
import { tell } from './toast.tsx';

/** Submit and withdraw; a submit says how to take it back for as long as that is possible. */
export function useClaimMoves() {
  const queries = useQueryClient();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ id, move }: { id: string; move: 'submit' | 'withdraw' }) => send(`/v1/claims/${id}/${move}`, { shape: (c) => c.claimView }),
    onSuccess: (claim, { id, move }) => {
      queries.setQueryData(claimQuery(id).queryKey, claim);
      tell(t(move === 'submit' ? 'claim.told.submitted' : 'claim.told.withdrawn'), move === 'submit' && claim.canWithdraw ? { label: t('action.undo'), run: () => mutate({ id, move: 'withdraw' }) } : undefined);
    },
    onSettled: () => { for (const key of ['claims', 'matches', 'approvals', 'overview']) void queries.invalidateQueries({ queryKey: [key] }); },
  });
  return { move: mutate, moving: isPending ? variables?.id : undefined };
}
