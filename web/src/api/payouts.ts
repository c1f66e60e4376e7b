import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, withParams } from './client.ts';

/** All of it is refreshed by the news of payouts, runs and accounts. */
const KEY = 'payouts';
const RUNS_PAGE = 50;
const ROWS_PAGE = 500;

export const runsQuery = infiniteQueryOptions({
  queryKey: [KEY, 'runs'] as const,
  queryFn: ({ pageParam, signal }) => getJson(withParams('/v1/payout-runs', { limit: RUNS_PAGE, after: pageParam }), (c) => c.payoutRunPage, signal),
  initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
});
export const runQuery = (id: string) => queryOptions({ queryKey: [KEY, 'run', id] as const, queryFn: ({ signal }) => getJson(`/v1/payout-runs/${id}`, (c) => c.payoutRunView, signal) });
export const runRowsQuery = (id: string, view: string, finding: string | undefined) => infiniteQueryOptions({
  queryKey: [KEY, 'rows', id, view, finding ?? ''] as const,
  queryFn: ({ pageParam, signal }) => getJson(withParams(`/v1/payout-runs/${id}/rows`, { view, finding, limit: ROWS_PAGE, after: pageParam }), (c) => c.payoutRowPage, signal),
  initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
});
export const myPayeesQuery = queryOptions({ queryKey: [KEY, 'mine'] as const, queryFn: ({ signal }) => getJson('/v1/payees/mine', (c) => c.payeeList, signal) });
export const waitingPayeesQuery = queryOptions({ queryKey: [KEY, 'waiting'] as const, queryFn: ({ signal }) => getJson('/v1/payees/waiting', (c) => c.payeeList.pick({ items: true }), signal) });
