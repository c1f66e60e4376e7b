import { migrate } from '#platform/db';
import { prepareQueues } from '#platform/jobs';
import { JOB_QUEUES } from '../jobs/index.ts';

/** Brings the database up to date: schema first, then the job queues. Safe to run from several nodes at once. */
export async function prepare(databaseUrl: string): Promise<readonly string[]> {
  const applied = await migrate(databaseUrl);
  await prepareQueues(databaseUrl, JOB_QUEUES);
  return applied;
}
