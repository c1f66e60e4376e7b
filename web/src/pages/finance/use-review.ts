import type { MatchDecision, ReviewItem, ReviewQueue } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { reviewQueueQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';

export type Act = Exclude<MatchDecision, 'refuse'>;
export const ACTS: readonly Act[] = ['confirm', 'runner-up', 'split', 'not-mine', 'private'];

export const nameOf = (item: Pick<ReviewItem, 'payments' | 'documents' | 'bookings'>): string => item.payments[0]?.merchant ?? item.documents[0]?.seller ?? item.bookings[0]?.supplier ?? '';
export const canDo = (item: ReviewItem, act: Act): boolean => (act === 'runner-up' ? item.runnerUp !== null : act === 'private' ? item.payments.length > 0 : act === 'not-mine' ? item.employee !== null : true);

export type Review = {
  readonly queue: ReviewQueue | undefined;
  readonly items: readonly ReviewItem[];
  readonly current: ReviewItem | undefined;
  readonly at: number;
  readonly left: number;
  /** What the last answer did, in words: said beside the card, since a notice over it would hide the buttons. */
  readonly told: string | null;
  select(id: string): void;
  move(by: 1 | -1): void;
  act(act: Act): void;
  undo(decisionId?: string): void;
};

/**
 * The queue and where a person stands in it. An answer shows at once and the next group is there; the server is told
 * meanwhile, and a refusal brings the group back. What was decided can be undone from any page load: the server keeps it.
 */
export function useReview(scope: 'mine' | 'company') {
  const query = useQuery(reviewQueueQuery(scope));
  const queries = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const all = query.data?.items ?? [];
  const items = all.filter((item) => !gone.has(item.id));
  const found = items.findIndex((item) => item.id === chosen);
  const at = Math.max(0, found);
  const current = items[at];
  const refresh = (): void => { for (const key of ['matches', 'claims', 'overview', 'payments']) void queries.invalidateQueries({ queryKey: [key] }); };
  const bringBack = (id: string): void => setGone((before) => new Set([...before].filter((one) => one !== id)));
  const decide = useMutation({
    mutationFn: ({ item, act }: { item: ReviewItem; act: Act }) => send(`/v1/matches/${item.id}/decision`, { body: { decision: act } }),
    onError: (_error, { item }) => bringBack(item.id), onSettled: refresh,
  });
  const takeBack = useMutation({
    mutationFn: ({ id }: { id: string; groupId: string; title: string }) => send(`/v1/matches/decisions/${id}/undo`),
    onSuccess: (_done, { groupId, title }) => { bringBack(groupId); setChosen(groupId); setTold(t('review.told.undone', { title })); }, onSettled: refresh,
  });
  const review: Review = {
    queue: query.data, items, current, at, told, left: Math.max(0, (query.data?.left ?? 0) - (all.length - items.length)),
    select: setChosen,
    move: (by) => { const next = items[Math.min(items.length - 1, Math.max(0, at + by))]; if (next) setChosen(next.id); },
    act: (act) => {
      if (!current || !canDo(current, act)) return;
      setGone((before) => new Set([...before, current.id]));
      setChosen((items[at + 1] ?? items[at - 1])?.id ?? null);
      setTold(t(`review.told.${act}`, { title: nameOf(current) }));
      decide.mutate({ item: current, act });
    },
    undo: (decisionId) => {
      // The last answer may still be on its way: it is waited for, so that it is the one that is taken back.
      const last = async (): Promise<void> => {
        while (queries.isMutating() > 0) await new Promise((done) => { setTimeout(done, 50); });
        const { decided } = decisionId && query.data ? query.data : await queries.fetchQuery({ ...reviewQueueQuery(scope), staleTime: 0 });
        const wanted = decided.find((one) => (decisionId ? one.id === decisionId : one.canUndo));
        if (wanted) takeBack.mutate({ id: wanted.id, groupId: wanted.groupId, title: wanted.title });
      };
      void last();
    },
  };
  return { query, review };
}
