import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { invariant } from '@roundtrip/kernel';
import { loadCompany } from '#modules/people';
import type { Clock } from '#platform/clock';
import { insertMany, type Tx } from '#platform/db';
import { loadBooks } from './books.ts';
import { datedIn, draftVouchers, needsVoucher, openPeriod, redLines, voucherBalances, type DraftVoucher, type EntryId, type EntryKind, type EntryLine, type OpenReason, type VoucherLine, type VoucherSource } from './domain/index.ts';

export type VoucherId = Id<'voucher'>;
type New = DraftVoucher & { readonly reversesId: string | null; readonly correctsId: string | null; readonly madeBy: string };

const COLUMNS = {
  id: 'uuid', period: 'text', word: 'text', number: 'integer', dated: 'date', effective: 'date', text: 'text', attachments: 'integer', reversesId: 'uuid', correctsId: 'uuid', madeBy: 'text', at: 'timestamptz',
} as const;
const LINES = { voucherId: 'uuid', lineNo: 'integer', account: 'text', title: 'text', text: 'text', side: 'text', minor: 'bigint', currency: 'text', dims: 'jsonb' } as const;
/** Shown as the maker of what no person made. */
const MACHINE = '归程';

/** Numbers and keeps vouchers: gapless within period and word, whatever else is posted at the same moment. */
async function keepVouchers(tx: Tx, clock: Clock, word: string, drafts: readonly New[]): Promise<VoucherId[]> {
  if (drafts.length === 0) return [];
  for (const draft of drafts) invariant(voucherBalances(draft.lines), `the voucher of ${draft.text} balances`);
  const counts = [...Map.groupBy(drafts, (draft) => draft.period)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([period, list]) => ({ period, word, last: list.length }));
  const { rows } = await insertMany<(typeof counts)[number], { period: string; last: number }>(tx, 'ledger.voucher_counters', { period: 'text', word: 'text', last: 'integer' },
    { rows: counts, tail: 'on conflict (company_id, period, word) do update set last = ledger.voucher_counters.last + excluded.last returning period, last' });
  const next = new Map(rows.map(({ period, last }) => [period, last - (counts.find((one) => one.period === period)?.last ?? 0) + 1]));
  const at = clock.now();
  const made = drafts.map((draft) => {
    const number = next.get(draft.period) ?? 1;
    next.set(draft.period, number + 1);
    return { ...draft, id: clock.newId<'voucher'>(), word, number, dated: datedIn(draft.period, draft.effective), at };
  });
  await insertMany(tx, 'ledger.vouchers', COLUMNS, { rows: made.map(({ entryIds: _, lines: __, ...row }) => row) });
  await insertMany(tx, 'ledger.voucher_lines', LINES, { rows: made.flatMap((one) => one.lines.map((line, i) => ({ voucherId: one.id, lineNo: i + 1, ...line }))) });
  await insertMany(tx, 'ledger.voucher_entries', { entryId: 'uuid', voucherId: 'uuid' }, { rows: made.flatMap((one) => one.entryIds.map((entryId) => ({ entryId, voucherId: one.id }))) });
  return made.map((one) => one.id);
}

/** The vouchers of entries, in the transaction of the entries. What cannot be placed becomes an open item that says why; gives back how many were made. */
export async function makeVouchers(tx: Tx, clock: Clock, sources: readonly VoucherSource[]): Promise<number> {
  const wanted = sources.filter((source) => needsVoucher(source.lines));
  if (wanted.length === 0) return 0;
  const books = await loadBooks(tx, (await loadCompany(tx)).currency);
  const { drafts, open } = draftVouchers(wanted, books);
  await keepVouchers(tx, clock, books.word, drafts.map((draft) => ({ ...draft, reversesId: null, correctsId: null, madeBy: MACHINE })));
  const at = clock.now();
  await insertMany(tx, 'ledger.open_items', { entryId: 'uuid', reason: 'text', detail: 'jsonb', at: 'timestamptz' }, {
    rows: open.map(({ entryId, why: { reason, ...detail } }) => ({ entryId, reason, detail, at })), tail: 'on conflict (company_id, entry_id) do update set reason = excluded.reason, detail = excluded.detail',
  });
  await tx.query('update ledger.open_items set settled_at = $1 where settled_at is null and entry_id = any($2::uuid[])', [at, drafts.flatMap((draft) => draft.entryIds)]);
  return drafts.length;
}

type SourceRow = { id: EntryId; kind: EntryKind; period: string; onDate: CivilDate; text: string; department: string | null; employeeNumber: string | null; attachments: number; reversesId: string | null };

async function sourcesOf(tx: Tx, rows: readonly SourceRow[]): Promise<VoucherSource[]> {
  const closed = await closedPeriods(tx);
  const { rows: lines } = await tx.query<EntryLine & { entryId: string }>('select l.entry_id, l.account, l.minor, l.currency from ledger.lines l where l.entry_id = any($1::uuid[]) order by l.entry_id, l.line_no', [rows.map((row) => row.id)]);
  const byEntry = Map.groupBy(lines, (line) => line.entryId);
  return rows.map(({ onDate, department, employeeNumber, reversesId, period, ...row }) => ({
    ...row, on: onDate, period: openPeriod(`${period}-01` as CivilDate, closed), red: reversesId !== null, lines: byEntry.get(row.id) ?? [], ...(department === null ? {} : { department }), ...(employeeNumber === null ? {} : { employeeNumber }),
  }));
}

async function closedPeriods(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.query<{ period: string }>('select period from ledger.counters where closed_at is not null')).rows.map((row) => row.period));
}

const SOURCE = 'e.id, e.kind, e.period, e.on_date, e.text, e.department, e.employee_number, e.attachments, e.reverses_id';

async function unvouchered(tx: Tx): Promise<VoucherSource[]> {
  const { rows } = await tx.query<SourceRow>(`select ${SOURCE} from ledger.entries e where not exists (select from ledger.voucher_entries v where v.company_id = e.company_id and v.entry_id = e.id) order by e.period, e.number`);
  return (await sourcesOf(tx, rows)).filter((source) => needsVoucher(source.lines));
}

/** Makes the vouchers that could not be made before, in the first open period; gives back how many were made. */
export async function makeOpenVouchers(tx: Tx, clock: Clock): Promise<number> {
  return makeVouchers(tx, clock, await unvouchered(tx));
}

export type OpenItem = { readonly entryId: string; readonly voucher: string; readonly on: CivilDate; readonly text: string; readonly kind: EntryKind; readonly sourceId: string; readonly reason: OpenReason['reason']; readonly detail: Readonly<Record<string, string | null>>; readonly at: Instant };

/** What waits for an accountant before it can be a voucher. */
export async function openItems(tx: Tx): Promise<OpenItem[]> {
  return (await tx.query<OpenItem>(
    `select o.entry_id, e.period || '/' || lpad(e.number::text, 6, '0') as voucher, e.on_date as "on", e.text, e.kind, e.source_id, o.reason, o.detail, o.at from ledger.open_items o
       join ledger.entries e on e.company_id = o.company_id and e.id = o.entry_id where o.settled_at is null order by o.at, o.entry_id limit 500`)).rows;
}

export type CorrectError = { readonly kind: 'voucher.not-found' | 'voucher.reversed' | 'voucher.unplaced' };

/**
 * Takes a voucher back with a red letter and makes it anew by today's rules, both in the first open period. The first
 * stays readable; it is taken back at most once, and a red letter never.
 */
export async function correctVoucher(tx: Tx, clock: Clock, { id, by, on }: { readonly id: string; readonly by: string; readonly on: CivilDate }): Promise<{ ok: true; value: readonly VoucherId[] } | { ok: false; error: CorrectError }> {
  const [first] = await vouchersById(tx, [id]);
  if (!first) return { ok: false, error: { kind: 'voucher.not-found' } };
  if (first.reversesId !== null || first.reversedBy !== null) return { ok: false, error: { kind: 'voucher.reversed' } };
  const { rows } = await tx.query<SourceRow>(`select ${SOURCE} from ledger.entries e join ledger.voucher_entries v on v.company_id = e.company_id and v.entry_id = e.id where v.voucher_id = $1 order by e.number`, [id]);
  const books = await loadBooks(tx, (await loadCompany(tx)).currency);
  const period = openPeriod(on, await closedPeriods(tx));
  const { drafts, open } = draftVouchers((await sourcesOf(tx, rows)).map((source) => ({ ...source, period })), books);
  if (open.length > 0) return { ok: false, error: { kind: 'voucher.unplaced' } };
  const cited = `${first.dated} ${first.word}字第${first.number}号凭证`;
  const red: New = { entryIds: first.entryIds as EntryId[], period, effective: on, text: `注销 ${cited}`, attachments: 0, lines: redLines(first.lines, `注销 ${cited}`), reversesId: id, correctsId: null, madeBy: by };
  const blue = drafts.map((draft): New => ({ ...draft, effective: on, text: `订正 ${cited}`, reversesId: null, correctsId: id, madeBy: by }));
  return { ok: true, value: await keepVouchers(tx, clock, books.word, [red, ...blue]) };
}

export type StoredVoucher = {
  readonly id: VoucherId; readonly period: string; readonly word: string; readonly number: number; readonly dated: CivilDate; readonly effective: CivilDate; readonly text: string; readonly attachments: number;
  readonly reversesId: string | null; readonly correctsId: string | null; readonly reversedBy: string | null; readonly madeBy: string; readonly at: Instant;
  readonly entryIds: readonly string[]; readonly sources: readonly { readonly kind: EntryKind; readonly sourceId: string }[]; readonly lines: readonly VoucherLine[];
};

const FIELDS = `v.id, v.period, v.word, v.number, v.dated, v.effective, v.text, v.attachments, v.reverses_id, v.corrects_id, v.made_by, v.at,
  (select r.id from ledger.vouchers r where r.company_id = v.company_id and r.reverses_id = v.id) as reversed_by`;

async function whole(tx: Tx, rows: readonly Omit<StoredVoucher, 'entryIds' | 'sources' | 'lines'>[]): Promise<StoredVoucher[]> {
  const ids = rows.map((row) => row.id);
  const lines = Map.groupBy((await tx.query<VoucherLine & { voucherId: string }>('select l.voucher_id, l.account, l.title, l.text, l.side, l.minor, l.currency, l.dims from ledger.voucher_lines l where l.voucher_id = any($1::uuid[]) order by l.voucher_id, l.line_no', [ids])).rows, (line) => line.voucherId);
  const sources = Map.groupBy((await tx.query<{ voucherId: string; entryId: string; kind: EntryKind; sourceId: string }>(
    'select x.voucher_id, x.entry_id, e.kind, e.source_id from ledger.voucher_entries x join ledger.entries e on e.company_id = x.company_id and e.id = x.entry_id where x.voucher_id = any($1::uuid[]) order by x.voucher_id, e.number', [ids])).rows, (row) => row.voucherId);
  return rows.map((row) => ({
    ...row, lines: (lines.get(row.id) ?? []).map(({ voucherId: _, ...line }) => line),
    entryIds: (sources.get(row.id) ?? []).map((one) => one.entryId), sources: (sources.get(row.id) ?? []).map(({ kind, sourceId }) => ({ kind, sourceId })),
  }));
}

export async function vouchersById(tx: Tx, ids: readonly string[]): Promise<StoredVoucher[]> {
  return whole(tx, (await tx.query<StoredVoucher>(`select ${FIELDS} from ledger.vouchers v where v.id = any($1::uuid[]) order by v.period, v.word, v.number`, [ids])).rows);
}

/** Newest period and highest number first. `source`: those that book a claim, payout, payment or bank line. */
export async function listVouchers(tx: Tx, { period, source, after, limit }: { readonly period: string | null; readonly source: string | null; readonly after: string | null; readonly limit: number }): Promise<StoredVoucher[]> {
  return whole(tx, (await tx.query<StoredVoucher>(
    `select ${FIELDS} from ledger.vouchers v where ($1::text is null or v.period = $1)
       and ($2::text is null or exists (select from ledger.voucher_entries x join ledger.entries e on e.company_id = x.company_id and e.id = x.entry_id where x.company_id = v.company_id and x.voucher_id = v.id and e.source_id = $2))
       and ($3::uuid is null or (v.period, v.word, v.number) < (select a.period, a.word, a.number from ledger.vouchers a where a.id = $3))
      order by v.period desc, v.word desc, v.number desc limit $4`, [period, source, after, limit])).rows);
}

/** Vouchers dated between two days, both included, in their order. */
export async function vouchersBetween(tx: Tx, from: CivilDate, to: CivilDate): Promise<StoredVoucher[]> {
  return whole(tx, (await tx.query<StoredVoucher>(`select ${FIELDS} from ledger.vouchers v where v.dated between $1 and $2 order by v.period, v.word, v.number`, [from, to])).rows);
}

/** What would be made of all that waits, without making it. */
export async function previewVouchers(tx: Tx): Promise<ReturnType<typeof draftVouchers>> {
  return draftVouchers(await unvouchered(tx), await loadBooks(tx, (await loadCompany(tx)).currency));
}
