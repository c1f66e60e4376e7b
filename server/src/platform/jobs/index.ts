import { PgBoss } from 'pg-boss';
import { grantToApp, type Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';

/** A job: idempotent, handed one company and woken at most once at a time for it. */
export type JobSpec = {
  readonly name: string;
  /** News that calls for it. */
  readonly on: readonly string[];
  /** Cron in UTC for every company, where it must also run by itself. */
  readonly schedule?: string;
  readonly expireSeconds: number;
  run(companyId: string): Promise<void>;
};

export type Jobs = {
  /** Queues a job in the caller's transaction. A second request for the same company while one waits is the same request. */
  send(tx: Tx, name: string, options?: { readonly afterSeconds?: number }): Promise<void>;
  start(specs: readonly JobSpec[], companies: () => Promise<string[]>): Promise<void>;
  stop(): Promise<void>;
};

const RETRIES_MAX = 8;
const NAP_SECONDS = 2;
const SCHEMA = 'jobs';
const STOP_MS_MAX = 5_000;
/** PostgreSQL's admin_shutdown. */
const DATABASE_STOPPED = '57P01';

/** The queue's statements run inside the caller's transaction. */
const throughTx = (tx: Tx) => ({
  executeSql: async (text: string, values: unknown[] = []) => ({ rows: (await tx.query(text, values)).rows }),
});

/** `supervise: false` for a process that only sends. Queues exist after {@link prepareQueues}. */
export function makeJobs(databaseUrl: string, log: Log): Jobs {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, max: 4, useListenNotify: true, migrate: false, createSchema: false });
  boss.on('error', (error) => {
    // The database was stopped by its operator (Ctrl-C reaches it at the same moment as us): the queue reconnects by itself.
    if ((error as NodeJS.ErrnoException).code === DATABASE_STOPPED) log.info('the job queue lost its database');
    else log.error({ err: error }, 'job queue');
  });
  let started: Promise<unknown> | null = null;
  const ready = (): Promise<unknown> => (started ??= boss.start());
  return {
    async send(tx, name, options = {}) {
      await ready();
      await boss.send(name, { companyId: tx.companyId }, {
        db: throughTx(tx), singletonKey: tx.companyId, ...(options.afterSeconds ? { startAfter: options.afterSeconds } : {}),
      });
    },
    async start(specs, companies) {
      await ready();
      for (const spec of specs) {
        const run = async (companyId: string): Promise<void> => {
          try {
            await spec.run(companyId);
          } catch (error) {
            log.error({ err: error, job: spec.name, companyId }, 'a job failed and will be tried again');
            throw error;
          }
        };
        await boss.work<{ companyId?: string }>(spec.name, { pollingIntervalSeconds: NAP_SECONDS }, async (jobs) => {
          for (const job of jobs) {
            // A scheduled job names no company: it is done for each.
            for (const companyId of job.data.companyId ? [job.data.companyId] : await companies()) await run(companyId);
          }
        });
        if (spec.schedule) await boss.schedule(spec.name, spec.schedule, {});
      }
    },
    async stop() {
      if (!started) return;
      // It answers before its connections are gone; whoever stops the database next must wait for that.
      const gone = new Promise<void>((done) => { boss.once('stopped', () => { done(); }); });
      await boss.stop({ graceful: true, timeout: STOP_MS_MAX });
      await Promise.race([gone, new Promise<void>((done) => { setTimeout(done, STOP_MS_MAX).unref(); })]);
    },
  };
}

/** Creates the queue's schema and one queue for each job; run by whoever migrates, before anything else starts. */
export async function prepareQueues(databaseUrl: string, specs: readonly Pick<JobSpec, 'name' | 'expireSeconds'>[]): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, max: 2, supervise: false, schedule: false });
  await boss.start();
  for (const { name, expireSeconds } of specs) {
    await boss.createQueue(name, { policy: 'short', notify: true, retryLimit: RETRIES_MAX, retryBackoff: true, retryDelay: 1, expireInSeconds: expireSeconds });
  }
  await boss.stop({ graceful: false });
  await grantToApp(databaseUrl, SCHEMA);
}
