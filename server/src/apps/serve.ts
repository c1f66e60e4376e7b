import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DemoSignIn } from '@roundtrip/contract';
import type { Config } from '#platform/config';
import { onNewsEnqueue } from '#platform/events';
import { makeJobs, type Jobs } from '#platform/jobs';
import { buildHttp } from '../http/server.ts';
import { jobsFor, jobsOn } from '../jobs/index.ts';
import type { House } from '../flows/house.ts';
import { buildHouse } from './house.ts';

const WEB_ROOT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

export type Running = { readonly url: string | null; readonly house: House; stop(): Promise<void> };

/** News calls for jobs in the same transaction, so that neither is lost without the other. */
function wireNews(house: House, jobs: Jobs): void {
  const specs = jobsFor(house);
  onNewsEnqueue(async (tx, events) => {
    for (const name of jobsOn(specs, events.map((event) => event.type))) await jobs.send(tx, name);
  });
}

/** Starts what is asked for: the HTTP server, the worker, or both in one process. */
export async function run(config: Config, parts: { readonly serve: boolean; readonly work: boolean; readonly demoSignIns?: readonly DemoSignIn[] }): Promise<Running> {
  const house = buildHouse(config);
  const jobs = makeJobs(config.DATABASE_URL, house.log);
  wireNews(house, jobs);
  if (parts.work) await jobs.start(jobsFor(house), () => house.db.companies());
  const app = parts.serve
    ? await buildHttp(house, {
        secure: config.ROUNDTRIP_TLS, webRoot: existsSync(WEB_ROOT) ? WEB_ROOT : null, rehearsalUrl: config.ROUNDTRIP_REHEARSAL_URL ?? null,
        demoSignIns: parts.demoSignIns ?? [], databaseUrl: config.DATABASE_URL,
      })
    : null;
  const url = app ? await app.listen({ host: config.HOST, port: config.PORT }) : null;
  return {
    url, house,
    stop: async () => {
      await app?.close();
      await jobs.stop();
      await house.db.close();
    },
  };
}
