import type { CivilDate } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';

/** What one person has been granted before in one category: how often, the middle amount and the latest. */
export type PastOf = { readonly employeeId: string; readonly category: string; readonly count: number; readonly medianMinor: bigint; readonly lastMinor: bigint; readonly lastOn: CivilDate };

/** Of these people, by category; only what was approved counts. */
export async function pastOf(tx: Tx, employeeIds: readonly string[]): Promise<PastOf[]> {
  return (await tx.query<PastOf>(
    `select c.employee_id, l.category, count(*)::int as count, percentile_disc(0.5) within group (order by l.amount_minor) as median_minor,
            (array_agg(l.amount_minor order by l.spent_on desc, l.id desc))[1] as last_minor, max(l.spent_on) as last_on
       from claims.lines l join claims.claims c on c.company_id = l.company_id and c.id = l.claim_id
      where c.employee_id = any($1::uuid[]) and c.state in ('approved', 'paying', 'paid', 'closed') group by 1, 2`, [[...new Set(employeeIds)]])).rows;
}
