import { listenForNews } from '#platform/db';
import { newsHead, readNews, type StoredNews } from '#platform/events';
import { may, type Caller } from '#modules/access';
import type { House } from '../../flows/house.ts';
import { personOf } from '../caller.ts';
import type { App, HttpOptions } from '../app.ts';

const BATCH_MAX = 200;
const HEARTBEAT_MS = 20_000;
/** News is shown once every older transaction has ended; a notice that comes too early is looked at again. */
const EARLY_MS = 60;
const EARLY_TRIES_MAX = 30;

const maySee = (caller: Caller & { kind: 'person' }, news: StoredNews): boolean => news.employeeId === caller.employeeId || may(caller, 'company.read') || (news.employeeId !== null && may(caller, 'team.read'));

/** One stream a page: what changed that the caller may see. `Last-Event-ID` resumes, so that a reconnect loses nothing. */
export function eventRoutes(app: App, house: House, options: HttpOptions): void {
  const listeners = new Map<string, Set<() => void>>();
  const stop = listenForNews(options.databaseUrl, (companyId) => {
    for (const [id, wakers] of listeners) if (companyId === null || companyId === id) for (const wake of wakers) wake();
  });
  app.addHook('onClose', stop);
  app.get('/v1/events', { schema: { hide: true }, config: { action: 'own.read', rateLimit: false } }, async (request, reply) => {
    const caller = personOf(request);
    const last = request.headers['last-event-id'];
    let cursor = typeof last === 'string' && last !== '' ? last : await house.db.read(caller.companyId, newsHead);
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    out.write(`retry: 1000\n\n`);
    let reading: Promise<void> | null = null;
    let again = false;
    let early = 0;
    const pump = async (): Promise<void> => {
      do {
        again = false;
        const news = await house.db.read(caller.companyId, (tx) => readNews(tx, cursor, BATCH_MAX));
        for (const one of news) {
          cursor = one.id;
          if (maySee(caller, one)) out.write(`id: ${one.id}\ndata: ${JSON.stringify({ id: one.id, type: one.type, subject: { kind: one.subjectKind, id: one.subjectId }, at: one.at })}\n\n`);
        }
        again ||= news.length === BATCH_MAX;
        early = news.length > 0 ? 0 : early + 1;
        if (early > 0 && early < EARLY_TRIES_MAX && !again) setTimeout(wake, EARLY_MS);
      } while (again && !out.destroyed);
    };
    function wake(): void {
      if (reading) {
        again = true;
        return;
      }
      reading = pump().catch((error: unknown) => { house.log.warn({ err: error }, 'event stream'); }).finally(() => { reading = null; });
    }
    const notice = (): void => {
      early = 0;
      wake();
    };
    const own = listeners.get(caller.companyId) ?? new Set();
    listeners.set(caller.companyId, own.add(notice));
    // The heartbeat also picks up news that a long transaction had held back when its notice came.
    const heartbeat = setInterval(() => { out.write(': \n\n'); wake(); }, HEARTBEAT_MS);
    request.raw.on('close', () => {
      clearInterval(heartbeat);
      own.delete(notice);
    });
    notice();
  });
}
