import { z } from 'zod';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';

const health = z.object({ status: z.enum(['ok', 'failing']) });

export function healthRoutes(app: App, house: House): void {
  app.get('/healthz', { schema: { response: { 200: health } } }, () => Promise.resolve({ status: 'ok' as const }));
  app.get('/readyz', { schema: { response: { 200: health, 503: health } } }, async (_request, reply) => {
    const ready = await house.db.companies().then(() => true, () => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failing' });
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => Promise.resolve(app.swagger()));
}
