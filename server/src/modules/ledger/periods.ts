import type { Instant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';

export type PeriodRow = { readonly period: string; readonly entries: bigint; readonly vouchers: bigint; readonly closedAt: Instant | null };

/** The months that anything was booked in, newest first. */
export async function listPeriods(tx: Tx): Promise<PeriodRow[]> {
  return (await tx.query<PeriodRow>(
    `select c.period, c.last as entries, c.closed_at, coalesce((select sum(v.last) from ledger.voucher_counters v where v.company_id = c.company_id and v.period = c.period), 0)::bigint as vouchers
       from ledger.counters c order by c.period desc limit 120`)).rows;
}

/** Open again: what is dated in it is numbered in it from now on. False where it was not closed. */
export async function reopenPeriod(tx: Tx, period: string): Promise<boolean> {
  return (await tx.query('update ledger.counters set closed_at = null where period = $1 and closed_at is not null', [period])).rowCount > 0;
}
