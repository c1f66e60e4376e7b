import type { MatchView } from '@roundtrip/contract';
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { t } from '../i18n/index.ts';
import { doUndoably, tell } from './toast.tsx';

type Decision = 'confirm' | 'refuse' | 'private';
type Pages = { readonly items: MatchView[] } | InfiniteData<{ items: MatchView[] }>;
const ANSWERS = { confirm: 'confirmed', refuse: 'refused', private: 'private' } as const;

const inPages = (pages: Pages | undefined, change: (match: MatchView) => MatchView): Pages | undefined => {
  if (!pages) return pages;
  if ('items' in pages) return { ...pages, items: pages.items.map(change) };
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
};

/**
 * Says what a person thinks of a match. It shows at once; a "no" waits a few seconds before it is sent, since the
 * server does not take a decision back.
 */
export function useDecide(): (match: MatchView, decision: Decision) => void {
  const queries = useQueryClient();
  const refresh = (): void => { for (const key of ['matches', 'claims', 'overview']) void queries.invalidateQueries({ queryKey: [key] }); };
  const { mutate } = useMutation({
    mutationFn: ({ id, decision }: { id: string; decision: Decision }) => send(`/v1/matches/${id}/decision`, { body: { decision } }),
    onSettled: refresh,
  });
  return (match, decision) => {
    const show = (answer: MatchView['answer'], missing: MatchView['missing']): void =>
      void queries.setQueriesData<Pages>({ queryKey: ['matches'] }, (pages) => inPages(pages, (each) => (each.id === match.id ? { ...each, answer, missing } : each)));
    show(ANSWERS[decision], match.missing.filter((what) => what !== 'decision'));
    const commit = (): void => mutate({ id: match.id, decision });
    if (decision === 'confirm') { commit(); tell(t('match.told.confirm')); }
    else doUndoably(t(decision === 'private' ? 'match.told.private' : 'match.told.refuse'), commit, () => show(match.answer, match.missing));
  };
}
