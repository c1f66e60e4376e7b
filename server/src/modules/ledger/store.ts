import type { Bilingual, CivilDate, Instant } from '@roundtrip/kernel';
import { invariant } from '@roundtrip/kernel';
import type { Clock } from '#platform/clock';
import { insertMany, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import { makeVouchers } from './vouchers.ts';
import { accountTitle, balanced, openPeriod, opposite, type EntryId, type EntryKind, type NewEntry } from './domain/index.ts';

export type PostedEntry = { readonly id: EntryId; readonly kind: EntryKind; readonly sourceId: string; /** False: this event was booked before, and this is that entry. */ readonly fresh: boolean };

const keyOf = (entry: { readonly kind: string; readonly sourceId: string }): string => `${entry.kind}\u0000${entry.sourceId}`;
const writeVoucher = (period: string, number: bigint): string => `${period}/${number.toString().padStart(6, '0')}`;

/**
 * Books entries in the transaction of what they book, all in a few statements. An entry that does not balance is a bug
 * of ours and throws before anything is written; an event that was booked before is not booked again. Vouchers are
 * numbered without gaps within company and period.
 */
export async function post(tx: Tx, clock: Clock, entries: readonly NewEntry[]): Promise<PostedEntry[]> {
  const events = [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
  if (events.length === 0) return [];
  for (const entry of events) invariant(balanced(entry), `the entry ${entry.kind} of ${entry.sourceId} balances`);
  const known = await entriesOf(tx, events);
  const fresh = events.filter((entry) => !known.has(keyOf(entry))).map((entry) => ({ ...entry, id: clock.newId<'entry'>() }));
  await keepEntries(tx, clock, fresh);
  const first = fresh[0];
  if (first) await tell(tx, [{ type: 'ledger.posted', subject: { kind: 'entry', id: first.id } }]);
  const made = new Map(fresh.map((entry) => [keyOf(entry), entry.id]));
  return events.map((entry) => {
    const id = made.get(keyOf(entry)) ?? known.get(keyOf(entry));
    invariant(id, 'an entry is new or known');
    return { id, kind: entry.kind, sourceId: entry.sourceId, fresh: made.has(keyOf(entry)) };
  });
}

async function entriesOf(tx: Tx, events: readonly Pick<NewEntry, 'kind' | 'sourceId'>[]): Promise<Map<string, EntryId>> {
  const { rows } = await tx.query<{ id: EntryId; kind: string; sourceId: string }>(
    `select e.id, e.kind, e.source_id from unnest($1::text[], $2::text[]) as k(kind, source_id)
       join ledger.entries e on e.company_id = platform.company() and e.kind = k.kind and e.source_id = k.source_id`,
    [events.map((e) => e.kind), events.map((e) => e.sourceId)]);
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

const ENTRY_COLUMNS = { id: 'uuid', period: 'text', number: 'bigint', kind: 'text', sourceId: 'text', onDate: 'date', text: 'text', reversesId: 'uuid', at: 'timestamptz', department: 'text', employeeNumber: 'text', attachments: 'integer' } as const;
const LINE_COLUMNS = { entryId: 'uuid', lineNo: 'integer', account: 'text', minor: 'bigint', currency: 'text' } as const;

async function keepEntries(tx: Tx, clock: Clock, entries: readonly (NewEntry & { readonly id: EntryId })[]): Promise<void> {
  if (entries.length === 0) return;
  const closed = new Set((await tx.query<{ period: string }>('select period from ledger.counters where closed_at is not null')).rows.map((row) => row.period));
  const periods = entries.map((entry) => openPeriod(entry.on, closed));
  const next = await nextNumbers(tx, periods);
  const at = clock.now();
  const rows = entries.map((entry, i) => {
    const period = periods[i] ?? '';
    const number = next.get(period) ?? 1n;
    next.set(period, number + 1n);
    return { id: entry.id, period, number, kind: entry.kind, sourceId: entry.sourceId, onDate: entry.on, text: entry.text.slice(0, 500), reversesId: entry.reversesId ?? null, at, department: entry.department ?? null, employeeNumber: entry.employeeNumber ?? null, attachments: entry.attachments ?? 0 };
  });
  const lines = entries.flatMap((entry) => entry.lines.map((line, i) => ({ entryId: entry.id, lineNo: i + 1, account: line.account, minor: line.minor, currency: line.currency })));
  await openAccounts(tx, lines);
  await insertMany(tx, 'ledger.entries', ENTRY_COLUMNS, { rows });
  await insertMany(tx, 'ledger.lines', LINE_COLUMNS, { rows: lines });
  await makeVouchers(tx, clock, entries.map((entry, i) => ({ ...entry, period: periods[i] ?? '', red: entry.reversesId !== undefined })));
}

/** Takes as many numbers of each period as are needed; its counter stays locked to the end of the transaction. */
async function nextNumbers(tx: Tx, periods: readonly string[]): Promise<Map<string, bigint>> {
  const wanted = new Map<string, bigint>();
  for (const period of periods) wanted.set(period, (wanted.get(period) ?? 0n) + 1n);
  const counts = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([period, last]) => ({ period, last }));
  const { rows } = await insertMany<(typeof counts)[number], { period: string; last: bigint }>(tx, 'ledger.counters', { period: 'text', last: 'bigint' },
    { rows: counts, tail: 'on conflict (company_id, period) do update set last = ledger.counters.last + excluded.last returning period, last' });
  return new Map(rows.map(({ period, last }) => [period, last - (wanted.get(period) ?? 0n) + 1n]));
}

async function openAccounts(tx: Tx, lines: readonly { readonly account: string; readonly currency: string }[]): Promise<void> {
  const rows = [...new Map(lines.map(({ account, currency }) => [`${account} ${currency}`, { code: account, currency, title: accountTitle(account) }])).values()];
  await insertMany(tx, 'ledger.accounts', { code: 'text', currency: 'text', title: 'jsonb' }, { rows, tail: 'on conflict do nothing' });
}

/** Takes an entry back with its opposite: at most once, and the first stays readable. Null where there is no such entry. */
export async function reverse(tx: Tx, clock: Clock, { entryId, on }: { readonly entryId: string; readonly on: CivilDate }): Promise<PostedEntry | null> {
  const [entry] = await withLines(tx, (await tx.query<EntryRow>(`select ${ENTRY_FIELDS} from ledger.entries e where e.id = $1`, [entryId])).rows);
  if (!entry) return null;
  const [posted] = await post(tx, clock, [{ kind: 'correction', sourceId: entry.id, on, text: `${entry.voucher} ${entry.text}`, lines: opposite(entry.lines), reversesId: entry.id }]);
  return posted ?? null;
}

/** From now on what is dated in the period is numbered in the next open one. */
export async function closePeriod(tx: Tx, period: string, at: Instant): Promise<void> {
  await tx.query(
    `insert into ledger.counters (company_id, period, last, closed_at) values (platform.company(), $1, 0, $2)
     on conflict (company_id, period) do update set closed_at = coalesce(ledger.counters.closed_at, excluded.closed_at)`, [period, at]);
}

export type StoredLine = { readonly account: string; readonly title: Bilingual; readonly minor: bigint; readonly currency: string };
export type StoredEntry = {
  readonly id: EntryId; readonly voucher: string; readonly kind: EntryKind; readonly sourceId: string; readonly on: CivilDate; readonly text: string;
  readonly at: Instant; readonly reversesId: EntryId | null; readonly lines: readonly StoredLine[];
};

type EntryRow = { id: EntryId; period: string; number: bigint; kind: EntryKind; sourceId: string; onDate: CivilDate; text: string; at: Instant; reversesId: EntryId | null };
const ENTRY_FIELDS = 'e.id, e.period, e.number, e.kind, e.source_id, e.on_date, e.text, e.at, e.reverses_id';

async function withLines(tx: Tx, rows: readonly EntryRow[]): Promise<StoredEntry[]> {
  const { rows: lines } = await tx.query<StoredLine & { entryId: EntryId }>(
    'select l.entry_id, l.account, l.minor, l.currency from ledger.lines l where l.entry_id = any($1::uuid[]) order by l.entry_id, l.line_no', [rows.map((row) => row.id)]);
  const byEntry = Map.groupBy(lines, (line) => line.entryId);
  return rows.map(({ period, number, onDate, ...row }) => ({
    ...row, voucher: writeVoucher(period, number), on: onDate,
    lines: (byEntry.get(row.id) ?? []).map(({ account, minor, currency }) => ({ account, title: accountTitle(account), minor, currency })),
  }));
}

export type EntryFilter = { readonly account: string | null; readonly sourceIds: readonly string[] | null; readonly after: string | null; readonly limit: number };

/** Latest day first. */
export async function listEntries(tx: Tx, filter: EntryFilter): Promise<StoredEntry[]> {
  return withLines(tx, (await tx.query<EntryRow>(
    `select ${ENTRY_FIELDS} from ledger.entries e where ($1::text is null or exists (select from ledger.lines l where l.company_id = e.company_id and l.entry_id = e.id and l.account = $1))
       and ($2::text[] is null or e.source_id = any($2))
       and ($3::uuid is null or (e.on_date, e.id) < (select x.on_date, x.id from ledger.entries x where x.id = $3))
      order by e.on_date desc, e.id desc limit $4`, [filter.account, filter.sourceIds, filter.after, filter.limit])).rows);
}

/** Everything dated between two days, both included, in the order of its vouchers. */
export async function entriesBetween(tx: Tx, from: CivilDate, to: CivilDate): Promise<StoredEntry[]> {
  return withLines(tx, (await tx.query<EntryRow>(
    `select ${ENTRY_FIELDS} from ledger.entries e where e.on_date between $1 and $2 order by e.period, e.number`, [from, to])).rows);
}

export type Balance = { readonly account: string; readonly title: Bilingual; readonly currency: string; readonly debit: bigint; readonly credit: bigint; readonly balance: bigint };

/** Turnover and balance of every account whose code begins so; '' for all. A debit balance is positive. */
export async function balances(tx: Tx, prefix = ''): Promise<Balance[]> {
  const { rows } = await tx.query<Omit<Balance, 'title'>>(
    `select l.account, l.currency, coalesce(sum(l.minor) filter (where l.minor > 0), 0)::bigint as debit,
            coalesce(-sum(l.minor) filter (where l.minor < 0), 0)::bigint as credit, sum(l.minor)::bigint as balance
       from ledger.lines l where starts_with(l.account, $1) group by l.account, l.currency order by l.account, l.currency`, [prefix]);
  return rows.map((row) => ({ ...row, title: accountTitle(row.account) }));
}

/** Is the month of this day closed? What is booked on it is numbered in the next open one. */
export async function periodClosed(tx: Tx, on: CivilDate): Promise<boolean> {
  return (await tx.query('select from ledger.counters where period = $1 and closed_at is not null', [on.slice(0, 7)])).rowCount > 0;
}
