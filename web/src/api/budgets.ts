import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, withParams } from './client.ts';

/** All of it is refreshed by the news of budgets and of the claims that take from them. */
const KEY = 'budgets';
const PAGE = 50;

export const budgetsQuery = queryOptions({ queryKey: [KEY, 'all'] as const, queryFn: ({ signal }) => getJson('/v1/budgets', (c) => c.budgetList, signal) });
export const budgetHoldsQuery = (id: string) => infiniteQueryOptions({
  queryKey: [KEY, 'holds', id] as const,
  queryFn: ({ pageParam, signal }) => getJson(withParams(`/v1/budgets/${id}/holds`, { limit: PAGE, after: pageParam }), (c) => c.budgetHolds, signal),
  initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
});
