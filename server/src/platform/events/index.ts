import { insertMany, type Tx } from '../db/index.ts';

/** News: something that later rooms, screens and other systems may want to know. Never holds amounts or names. */
export type NewsEvent = {
  /** `<room noun>.<what happened>`: `payment.arrived`. */
  readonly type: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The employee whose matter it is: they may see it. Absent: finance only. */
  readonly employeeId?: string;
};

export type StoredNews = {
  /** Opaque and increasing: where a reader goes on. */
  readonly id: string;
  readonly type: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly employeeId: string | null;
  readonly at: string;
};

const NEWS_COLUMNS = { type: 'text', subjectKind: 'text', subjectId: 'text', employeeId: 'uuid' } as const;

/** Queues work for later in the same transaction; wired to the job queue by apps. */
export type Enqueue = (tx: Tx, events: readonly NewsEvent[]) => Promise<void>;
let enqueue: Enqueue = () => Promise.resolve();

/** Called once at start by apps: which jobs follow which news. */
export function onNewsEnqueue(fn: Enqueue): void {
  enqueue = fn;
}

/** Writes the news in the transaction that made it; readers are woken when, and only when, it commits. */
export async function tell(tx: Tx, events: readonly NewsEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ type: event.type, subjectKind: event.subject.kind, subjectId: event.subject.id, employeeId: event.employeeId ?? null }));
  await insertMany(tx, 'platform.outbox', NEWS_COLUMNS, { rows });
  await tx.query(`select pg_notify('news', $1)`, [tx.companyId]);
  await enqueue(tx, events);
}

/**
 * News after `after` in commit-safe order. Only transactions older than every one still running are shown: a row with
 * a smaller number that commits late would otherwise be skipped for ever.
 */
export async function readNews(tx: Tx, after: string, limit: number): Promise<StoredNews[]> {
  const [xid = '0', seq = '0'] = after.split('.');
  const { rows } = await tx.query<StoredNews>(
    `select xid::text || '.' || seq as id, type, subject_kind, subject_id, employee_id, at from platform.outbox
      where company_id = platform.company() and (xid, seq) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, seq limit $3`, [/^\d+$/.test(xid) ? xid : '0', /^\d+$/.test(seq) ? seq : '0', limit]);
  return rows;
}

/** Where a reader that wants only what comes next should start. */
export async function newsHead(tx: Tx): Promise<string> {
  const { rows } = await tx.query<{ head: string }>(
    `select coalesce((select xid::text || '.' || seq from platform.outbox where company_id = platform.company() and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, seq desc limit 1), '0.0') as head`);
  return rows[0]?.head ?? '0.0';
}

/**
 * What news of these kinds is about, from `after` on: also what a transaction still running hides from {@link readNews}.
 * For work that may be done twice and must not be late; its cursor moves by {@link newsHead} only.
 */
export async function newsSubjects(tx: Tx, after: string, subjectKinds: readonly string[]): Promise<Pick<StoredNews, 'type' | 'subjectKind' | 'subjectId'>[]> {
  const [xid = '0', seq = '0'] = after.split('.');
  return (await tx.query<Pick<StoredNews, 'type' | 'subjectKind' | 'subjectId'>>(
    'select distinct type, subject_kind, subject_id from platform.outbox where company_id = platform.company() and (xid, seq) > ($1::xid8, $2::bigint) and subject_kind = any($3::text[])', [xid, seq, subjectKinds])).rows;
}
