import type { Tx } from '#platform/db';

/** What a check looked at and which of it do not hold, by their vouchers or names. */
export type LedgerCheck = { readonly code: 'balanced' | 'once' | 'reversals' | 'vouchers' | 'periods' | 'formal-balanced' | 'formal-numbers' | 'formal-complete'; readonly checked: number; readonly bad: readonly string[] };

const VOUCHER = `e.period || '/' || lpad(e.number::text, 6, '0')`;

/** Each recomputes from the rows alone: what is wrong is found whatever wrote it. */
const CHECKS: readonly { readonly code: LedgerCheck['code']; readonly count: string; readonly bad: string }[] = [
  {
    code: 'balanced',
    count: 'select count(*) as n from ledger.entries',
    bad: `select distinct ${VOUCHER} as id from ledger.entries e left join ledger.lines l on l.company_id = e.company_id and l.entry_id = e.id
           group by e.id, e.period, e.number, l.currency having coalesce(sum(l.minor), 1) <> 0 or count(l.line_no) < 2`,
  },
  {
    code: 'once',
    count: 'select count(*) as n from ledger.entries',
    bad: `select kind || ' ' || source_id as id from ledger.entries group by kind, source_id having count(*) > 1`,
  },
  {
    code: 'reversals',
    count: 'select count(*) as n from ledger.entries where reverses_id is not null',
    bad: `with sums as (select e.id, e.period, e.number, coalesce(e.reverses_id, e.id) as pair, l.account, l.currency, sum(l.minor) as minor
             from ledger.entries e join ledger.lines l on l.company_id = e.company_id and l.entry_id = e.id
            where e.reverses_id is not null or e.id in (select r.reverses_id from ledger.entries r where r.reverses_id is not null) group by 1, 2, 3, 4, 5, 6)
          select distinct min(e.period || '/' || lpad(e.number::text, 6, '0')) as id from sums e group by e.pair, e.account, e.currency having sum(e.minor) <> 0
          union select ${VOUCHER} from ledger.entries e where e.reverses_id in (select r.reverses_id from ledger.entries r where r.reverses_id is not null group by 1 having count(*) > 1)`,
  },
  {
    code: 'vouchers',
    count: 'select count(*) as n from ledger.counters',
    bad: `select coalesce(c.period, e.period) as id from ledger.counters c
            full join (select period, count(*) as n, min(number) as first, max(number) as last from ledger.entries group by period) e on e.period = c.period
           where c.period is null or coalesce(e.n, 0) <> c.last or coalesce(e.last, 0) <> c.last or coalesce(e.first, 1) <> 1`,
  },
  {
    code: 'formal-balanced',
    count: 'select count(*) as n from ledger.vouchers',
    bad: `select distinct v.period || ' ' || v.word || v.number as id from ledger.vouchers v left join ledger.voucher_lines l on l.company_id = v.company_id and l.voucher_id = v.id
           group by v.id, v.period, v.word, v.number, l.currency having coalesce(sum(case l.side when 'debit' then l.minor else -l.minor end), 1) <> 0`,
  },
  {
    code: 'formal-numbers',
    count: 'select count(*) as n from ledger.voucher_counters',
    bad: `select coalesce(c.period, v.period) || ' ' || coalesce(c.word, v.word) as id from ledger.voucher_counters c
            full join (select period, word, count(*) as n, min(number) as first, max(number) as last from ledger.vouchers group by period, word) v on v.period = c.period and v.word = c.word
           where c.period is null or v.period is null or v.n <> c.last or v.last <> c.last or v.first <> 1`,
  },
  {
    // What was booked before vouchers were kept waits at the closing checklist; from the first voucher on nothing is left out.
    code: 'formal-complete',
    count: 'select count(*) as n from ledger.entries',
    bad: `select ${VOUCHER} as id from ledger.entries e where e.at >= (select min(v.at) from ledger.vouchers v)
             and exists (select from ledger.lines l where l.company_id = e.company_id and l.entry_id = e.id and l.account !~ '^(clearing|unclaimed):')
             and not exists (select from ledger.open_items o where o.company_id = e.company_id and o.entry_id = e.id and o.settled_at is null)
             and 1 <> (select count(*) filter (where v.reverses_id is null) - count(*) filter (where v.reverses_id is not null)
                         from ledger.voucher_entries x join ledger.vouchers v on v.company_id = x.company_id and v.id = x.voucher_id where x.company_id = e.company_id and x.entry_id = e.id)`,
  },
  {
    code: 'periods',
    count: 'select count(*) as n from ledger.entries',
    bad: `select ${VOUCHER} as id from ledger.entries e left join ledger.counters c on c.company_id = e.company_id and c.period = e.period
           where to_char(e.on_date, 'YYYY-MM') > e.period or (c.closed_at is not null and e.at > c.closed_at)`,
  },
];

const NAMED_MAX = 20;

/** Every entry balances, nothing is reversed twice, vouchers have no gaps, closed periods stay closed. */
export async function checkLedger(tx: Tx): Promise<LedgerCheck[]> {
  const checks: LedgerCheck[] = [];
  for (const { code, count, bad } of CHECKS) {
    const { rows: [counted] } = await tx.query<{ n: bigint }>(count);
    const { rows } = await tx.query<{ id: string }>(`select id from (${bad}) as found(id) order by id limit ${NAMED_MAX}`);
    checks.push({ code, checked: Number(counted?.n ?? 0n), bad: rows.map((row) => row.id) });
  }
  return checks;
}

/** What entries of one kind moved on the accounts that begin so, by the event that they book; amounts as debits. */
export async function movesBySource(tx: Tx, kind: string, prefix: string): Promise<Map<string, bigint>> {
  const { rows } = await tx.query<{ sourceId: string; minor: bigint }>(
    `select e.source_id, sum(l.minor)::bigint as minor from ledger.entries e join ledger.lines l on l.company_id = e.company_id and l.entry_id = e.id
      where e.kind = $1 and starts_with(l.account, $2) group by e.source_id`, [kind, prefix]);
  return new Map(rows.map((row) => [row.sourceId, row.minor]));
}
