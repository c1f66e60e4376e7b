import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../../api/client.ts';
import { t, type MessageId } from '../../i18n/index.ts';
import { tell, tellProblem } from '../../parts/toast.tsx';

export type RunMove = { readonly path: string; readonly body?: unknown; readonly told?: MessageId; readonly then?: () => void };

/** Everything that a person does to runs and payouts: one call, and the screen is read anew whether it was taken or refused. */
export function useRunMoves() {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ path, body }: RunMove) => send(path, body === undefined ? {} : { body }),
    onSuccess: (_, { told, then }) => { if (told) tell(t(told)); then?.(); },
    onError: tellProblem,
    onSettled: () => { for (const key of ['payouts', 'overview', 'claims']) void queries.invalidateQueries({ queryKey: [key] }); },
  });
  return { move: mutate, moving: isPending };
}
