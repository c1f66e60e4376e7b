import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { CARD } from '../../parts/card.tsx';
import { Grid, type Column } from '../../parts/grid.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { moreOf, rowsOf } from './use-finance.ts';

type Page<T> = { readonly items: T[]; readonly next: string | null };
type PagedGridProps<T extends { readonly id: string }> = {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<T>>>; readonly label: string; readonly columns: readonly Column<T>[]; readonly empty: ReactNode;
  readonly nameOf: (row: T) => string; readonly open?: (row: T) => void; readonly isOpen?: (row: T) => boolean; 
  /** What this view shows of the list, and from which row on there is nothing more for it. */
  readonly keep?: (row: T) => boolean; readonly until?: (row: T) => boolean; readonly children?: (rows: readonly T[]) => ReactNode;
};
const bones = <div className={CARD}><SkeletonRows rows={12} tall={false} /></div>;

function Rows<T extends { readonly id: string }>({ data, query, label, columns, empty, nameOf, open, isOpen, keep, until }: PagedGridProps<T> & { readonly data: InfiniteData<Page<T>> }) {
  const all = rowsOf(data);
  const rows = keep ? all.filter(keep) : all;
  const { isFetching, fetchNextPage } = query;
  const last = all.at(-1);
  const hasNextPage = query.hasNextPage && !(until && last && until(last));
  // A filter may leave a page with nothing on it and more behind it.
  useEffect(() => { if (rows.length === 0 && hasNextPage && !isFetching) void fetchNextPage(); }, [rows.length, hasNextPage, isFetching, fetchNextPage]);
  if (rows.length === 0) return hasNextPage ? bones : <div className={CARD}>{empty}</div>;
  return <Grid label={label} columns={columns} rows={rows} more={{ ...moreOf(query), has: hasNextPage }} nameOf={nameOf} {...(open ? { open } : {})} openId={isOpen ? rows.find(isOpen)?.id : undefined} />;
}

/** A cursor-paged list as a grid: skeleton, empty words, rows, and whatever stands beside them. */
export function PagedGrid<T extends { readonly id: string }>(props: PagedGridProps<T>) {
  return <Loaded query={props.query} skeleton={bones}>{(data) => <><Rows {...props} data={data} />{props.children?.(rowsOf(data))}</>}</Loaded>;
}
