import { useNavigate, useSearch } from '@tanstack/react-router';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { FinanceSearch } from '../../app/finance-places.ts';

type Page<T> = { readonly items: T[]; readonly next: string | null };

/** The screen's state as it stands in the address, and a way to change it. */
export function useFinance() {
  const search = useSearch({ from: '/inside/finance/$tab' });
  const navigate = useNavigate({ from: '/finance/$tab' });
  const set = (change: { [K in keyof FinanceSearch]?: string | undefined }): void => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== ''));
    void navigate({ search: next, replace: !('open' in change), resetScroll: false });
  };
  return { search, set, open: (row: { readonly id: string }) => set({ open: row.id }), close: () => set({ open: undefined }) };
}

export const rowsOf = <T,>(data: InfiniteData<Page<T>>): T[] => data.pages.flatMap((page) => page.items);
export const moreOf = (query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>) =>
  ({ has: query.hasNextPage, load: () => { if (!query.isFetchingNextPage) void query.fetchNextPage(); } });
