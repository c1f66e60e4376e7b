import { insertMany, type Tx } from '#platform/db';
import { meetEntries, type Told } from '#modules/payments';
import type { BankLine, Statement } from './domain/index.ts';

const STATEMENT_COLUMNS = {
  id: 'uuid', account: 'text', reference: 'text', currency: 'text', fromDate: 'date', toDate: 'date', openingMinor: 'bigint', closingMinor: 'bigint', entries: 'integer', receivedAt: 'timestamptz',
} as const;
const LINE_COLUMNS = {
  id: 'uuid', account: 'text', reference: 'text', direction: 'text', amountMinor: 'bigint', currency: 'text', bookedOn: 'date', text: 'text', endToEndId: 'text', batchRef: 'text', returnReason: 'text', entryId: 'text', entryParts: 'integer',
  state: 'text', why: 'text', payoutIds: 'uuid[]', receivedAt: 'timestamptz',
} as const;
const LINE_FIELDS = 'l.id, l.account, l.reference, l.direction, l.amount_minor, l.currency, l.booked_on, l.text, l.end_to_end_id, l.batch_ref, l.return_reason, l.entry_id, l.entry_parts, l.state, l.why, l.payout_ids, l.received_at';

export async function keepStatements(tx: Tx, statements: readonly Statement[]): Promise<void> {
  await insertMany(tx, 'reconciliation.statements', STATEMENT_COLUMNS, { rows: statements, tail: 'on conflict do nothing' });
}

const toldOf = (line: BankLine): Told => ({
  entry: `${line.account} ${line.entryId ?? ''}`, id: line.reference, parts: line.entryParts ?? 1, state: line.state === 'replaced' ? 'gone' : 'posted',
  // What settled payouts or gave them back stays; what nobody could explain gives way to lines that say more.
  fixed: line.state === 'explained',
});

/**
 * Keeps lines; one that an earlier file told of already, as itself or as a part or the whole of the same booked entry, is
 * not kept again. Answers with how many were new, and with the lines whose parts now stand in their place.
 */
export async function keepLines(tx: Tx, lines: readonly BankLine[]): Promise<{ readonly added: number; readonly replaced: readonly BankLine[] }> {
  const named = lines.filter((line) => line.entryId !== null);
  for (const account of [...new Set(named.map((line) => line.account))].sort()) await tx.query('select pg_advisory_xact_lock(hashtextextended(platform.company()::text || $1, 1))', [account]);
  const kept = (await linesOfEntries(tx, named)).map((of) => ({ ...toldOf(of), of }));
  const { take, replaced } = meetEntries(kept, named.map((of) => ({ ...toldOf(of), of })));
  const gone = replaced.map(({ of }) => of);
  await markLines(tx, gone.map((line) => ({ ...line, state: 'replaced', why: null })));
  const fresh = [...lines.filter((line) => line.entryId === null), ...take.map(({ of }) => of)];
  const added = (await insertMany(tx, 'reconciliation.lines', LINE_COLUMNS, { rows: fresh, tail: 'on conflict (company_id, account, reference) do nothing' })).rowCount;
  return { added, replaced: gone };
}

async function linesOfEntries(tx: Tx, lines: readonly BankLine[]): Promise<BankLine[]> {
  if (lines.length === 0) return [];
  return (await tx.query<BankLine>(
    `select ${LINE_FIELDS} from (select distinct * from unnest($1::text[], $2::text[]) as k(account, entry_id)) k
       join reconciliation.lines l on l.company_id = platform.company() and l.account = k.account and l.entry_id = k.entry_id`,
    [lines.map((line) => line.account), lines.map((line) => line.entryId)])).rows;
}

/** Lines that nobody has explained yet, money going out before money coming back. */
export async function lockOpenLines(tx: Tx): Promise<BankLine[]> {
  return (await tx.query<BankLine>(`select ${LINE_FIELDS} from reconciliation.lines l where l.state = 'open' order by l.direction desc, l.booked_on, l.id for update`)).rows;
}

export async function markLines(tx: Tx, lines: readonly Pick<BankLine, 'id' | 'state' | 'why' | 'payoutIds'>[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `update reconciliation.lines l set state = u.state, why = u.why, payout_ids = array(select jsonb_array_elements_text(u.payouts::jsonb))::uuid[]
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as u(id, state, why, payouts) where l.company_id = platform.company() and l.id = u.id`,
    [lines.map((l) => l.id), lines.map((l) => l.state), lines.map((l) => l.why), lines.map((l) => JSON.stringify(l.payoutIds))]);
}

export async function linesToExplain(tx: Tx, limit: number): Promise<BankLine[]> {
  return (await tx.query<BankLine>(`select ${LINE_FIELDS} from reconciliation.lines l where l.state not in ('explained', 'replaced') order by l.booked_on desc, l.id desc limit $1`, [limit])).rows;
}

/** Of these payouts, those whose leaving stands booked without having settled them. */
export async function disputedPayouts(tx: Tx, payoutIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select distinct p.id from reconciliation.lines l cross join unnest(l.payout_ids) as p(id) where l.state = 'differs' and l.direction = 'out' and l.why = 'state' and p.id = any($1::uuid[])`, [payoutIds]);
  return new Set(rows.map((row) => row.id));
}

/** The payouts that a bank line settled. */
export async function bookedPayouts(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(`select distinct unnest(payout_ids) as id from reconciliation.lines where state = 'explained' and direction = 'out'`);
  return new Set(rows.map((row) => row.id));
}

export async function listStatements(tx: Tx, limit: number): Promise<Statement[]> {
  return (await tx.query<Statement>(
    `select id, account, reference, currency, from_date, to_date, opening_minor, closing_minor, entries, received_at from reconciliation.statements
      order by to_date desc nulls last, received_at desc limit $1`, [limit])).rows;
}

/** What the lines of each account come to: everything that the bank has booked and we know of. */
export async function lineSums(tx: Tx): Promise<{ readonly account: string; readonly currency: string; readonly minor: bigint; readonly lines: bigint }[]> {
  return (await tx.query<{ account: string; currency: string; minor: bigint; lines: bigint }>(
    `select account, currency, sum(case direction when 'in' then amount_minor else -amount_minor end)::bigint as minor, count(*) as lines
       from reconciliation.lines where state not in ('open', 'replaced') group by account, currency order by account`)).rows;
}

/** Statements whose lines that we know do not make their closing balance of their opening one. */
export async function incompleteStatements(tx: Tx): Promise<string[]> {
  return (await tx.query<{ id: string }>(
    `select s.reference as id from reconciliation.statements s left join reconciliation.lines l
        on l.company_id = s.company_id and l.account = s.account and l.currency = s.currency and l.booked_on between s.from_date and s.to_date and l.state <> 'replaced'
      where s.opening_minor is not null and s.closing_minor is not null and s.from_date is not null and s.to_date is not null
      group by s.id, s.reference, s.opening_minor, s.closing_minor
     having s.opening_minor + coalesce(sum(case l.direction when 'in' then l.amount_minor else -l.amount_minor end), 0) <> s.closing_minor order by s.reference limit 20`)).rows.map((row) => row.id);
}

/** Of these payouts, the ones that no bank line settled. */
export async function unbookedPayouts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const booked = await bookedPayouts(tx);
  return ids.filter((id) => !booked.has(id));
}
