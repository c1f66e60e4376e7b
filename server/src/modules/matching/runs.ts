import type { Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

export type RunId = Id<'match-run'>;
export type StoredRun = {
  readonly id: RunId; readonly at: Instant; readonly scope: 'whole' | 'part'; readonly matcherVersion: string; readonly learnedVersion: number;
  readonly input: Uint8Array; readonly output: string; readonly groups: number;
};

export async function keepRun(tx: Tx, run: StoredRun): Promise<void> {
  await insertMany(tx, 'matching.runs', { id: 'uuid', at: 'timestamptz', scope: 'text', matcherVersion: 'text', learnedVersion: 'integer', input: 'bytea', output: 'text', groups: 'integer' }, { rows: [run] });
}

/** A page of runs, oldest first. */
export async function listRuns(tx: Tx, after: string | null, limit: number): Promise<StoredRun[]> {
  return (await tx.query<StoredRun>(
    `select r.id, r.at, r.scope, r.matcher_version, r.learned_version, r.input, r.output, r.groups from matching.runs r where ($1::uuid is null or r.id > $1) order by r.id limit $2`, [after, limit])).rows;
}
