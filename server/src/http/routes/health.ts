import { z } from 'zod';
import { makeMetrics } from '#platform/metrics';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';

const health = z.object({ status: z.enum(['ok', 'failing']) });

export function healthRoutes(app: App, house: House): void {
  app.get('/healthz', { schema: { response: { 200: health } } }, () => Promise.resolve({ status: 'ok' as const }));
  app.get('/readyz', { schema: { response: { 200: health, 503: health } } }, async (_request, reply) => {
    const ready = await house.db.companies().then(() => true, () => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failing' });
  });
  const metrics = makeMetrics();
  metrics.gauge('roundtrip_companies', 'Companies served', async () => (await house.db.companies()).length);
  app.addHook('onResponse', (request, reply, done) => {
    metrics.answered({ method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => reply.type(metrics.contentType).serializer((body: unknown) => String(body)).send(await metrics.text()));
  app.get('/openapi.json', { schema: { hide: true } }, () => Promise.resolve(app.swagger()));
}
