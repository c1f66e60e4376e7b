import type { Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { ItemKind } from './store.ts';

/** What could still be matched, by what may relate it to others. */
export type MatchItem = { readonly kind: ItemKind; readonly itemId: string; readonly personId: string | null; readonly minor: bigint; readonly currency: string; readonly orderNo: string | null; readonly day: number };

const COLUMNS = { kind: 'text', itemId: 'uuid', personId: 'uuid', minor: 'bigint', currency: 'text', orderNo: 'text', day: 'integer' } as const;
const FIELDS = 'i.kind, i.item_id, i.person_id, i.minor, i.currency, i.order_no, i.day';

/** Keeps what is open now. `all`: nothing else is. Otherwise `gone` no longer is. */
export async function keepItems(tx: Tx, change: { readonly items: readonly MatchItem[]; readonly gone: readonly string[] | 'all' }): Promise<void> {
  if (change.gone === 'all') await tx.query('delete from matching.items');
  else if (change.gone.length > 0) await tx.query(`delete from matching.items where kind in ('payment', 'document', 'booking') and item_id = any($1::uuid[])`, [change.gone]);
  await insertMany(tx, 'matching.items', COLUMNS, {
    rows: change.items,
    tail: 'on conflict (company_id, kind, item_id) do update set person_id = excluded.person_id, minor = excluded.minor, currency = excluded.currency, order_no = excluded.order_no, day = excluded.day',
  });
}

/** Whether there are more than `atLeast` open items; counting stops there. */
export async function itemsCount(tx: Tx, atLeast: number): Promise<number> {
  const { rows } = await tx.query<{ n: bigint }>('select count(*) as n from (select from matching.items limit $1) as counted', [atLeast + 1]);
  return Number(rows[0]?.n ?? 0n);
}

/** Payment and paper of one thing are seldom further apart. */
const REACH_DAYS = 75;

export const RELATED_SQL = `with seed as (select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::integer[]) as s(person_id, minor, currency, order_no, day))
  select ${FIELDS}, true as near from seed s join matching.items i on i.company_id = platform.company() and i.currency = s.currency and i.minor = s.minor and i.day between s.day - ${REACH_DAYS} and s.day + ${REACH_DAYS}
  union
  select ${FIELDS}, true as near from seed s join matching.items i on i.company_id = platform.company() and i.order_no = s.order_no
  union
  select ${FIELDS}, false as near from seed s join matching.items i on i.company_id = platform.company() and i.person_id = s.person_id and i.day between s.day - ${REACH_DAYS} and s.day + ${REACH_DAYS}`;

/** Everything that shares an amount, an order or (unless told not to) a person with these, in reach of days. `near`: by amount or order. */
export async function relatedItems(tx: Tx, seeds: readonly MatchItem[], byPerson: boolean): Promise<(MatchItem & { readonly near: boolean })[]> {
  if (seeds.length === 0) return [];
  return (await tx.query<MatchItem & { near: boolean }>(RELATED_SQL, [
    seeds.map((seed) => (byPerson ? seed.personId : null)), seeds.map((seed) => seed.minor), seeds.map((seed) => seed.currency), seeds.map((seed) => seed.orderNo), seeds.map((seed) => seed.day),
  ])).rows;
}

export type Cursor = { readonly news: string; readonly workedAt: Instant; readonly wholeAt: Instant };

/** How far the news has been worked in; null before the first whole run. */
export async function loadCursor(tx: Tx): Promise<Cursor | null> {
  return (await tx.query<Cursor>('select c.news, c.worked_at, c.whole_at from matching.cursors c')).rows[0] ?? null;
}

export async function moveCursor(tx: Tx, cursor: Cursor): Promise<void> {
  await tx.query(`insert into matching.cursors (company_id, news, worked_at, whole_at) values (platform.company(), $1, $2, $3)
    on conflict (company_id) do update set news = excluded.news, worked_at = excluded.worked_at, whole_at = excluded.whole_at`, [cursor.news, cursor.workedAt, cursor.wholeAt]);
}
