import type { Tx } from './db.ts';

/**
 * One at a time for a company, to the end of the transaction: two workers that redraw the same drafts would only make
 * each other try again.
 */
export async function oneAtATime(tx: Tx, work: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tx.companyId}/${work}`]);
}
