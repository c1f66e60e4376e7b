import { z } from 'zod';
import { receiveWebhook } from '../../flows/receive-webhook.ts';
import type { House } from '../../flows/house.ts';
import { orRefuse } from '../problem.ts';
import type { App } from '../app.ts';

const WEBHOOKS_A_MINUTE = 60_000;

export function webhookRoutes(app: App, house: House): void {
  app.post('/v1/webhooks/:connector/:installation', {
    schema: { params: z.object({ connector: z.string(), installation: z.uuid() }), response: { 200: z.object({ records: z.number(), added: z.number() }) } },
    config: { raw: true, rateLimit: { max: WEBHOOKS_A_MINUTE, timeWindow: '1 minute' } },
  }, async (request) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
    return orRefuse(await receiveWebhook(house, {
      connector: request.params.connector, installationId: request.params.installation, call: { headers, body: request.rawBody },
    }));
  });
}
