import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, itemsOf, withParams } from './client.ts';

/** All of it is refreshed by the news of the ledger. */
const KEY = 'ledger';
const VOUCHERS_PAGE = 50;

export const vouchersQuery = infiniteQueryOptions({
  queryKey: [KEY, 'vouchers'] as const,
  queryFn: ({ pageParam, signal }) => getJson(withParams('/v1/vouchers', { limit: VOUCHERS_PAGE, after: pageParam }), (c) => c.voucherPage, signal),
  initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
});
export const booksOpenQuery = queryOptions({ queryKey: [KEY, 'open'] as const, queryFn: ({ signal }) => getJson('/v1/books/open', (c) => c.booksOpenView, signal) });
export const periodsQuery = queryOptions({ queryKey: [KEY, 'periods'] as const, queryFn: ({ signal }) => getJson('/v1/periods', itemsOf((c) => c.periodView), signal) });
export const closingQuery = (period: string) => queryOptions({ queryKey: [KEY, 'closing', period] as const, queryFn: ({ signal }) => getJson(`/v1/periods/${period}/checks`, (c) => c.closingView, signal) });
export const exportsQuery = queryOptions({ queryKey: [KEY, 'exports'] as const, queryFn: ({ signal }) => getJson('/v1/exports', (c) => c.exportsView, signal) });
