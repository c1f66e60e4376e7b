import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { receiveWebhook, vendorReply } from '../../flows/receive-webhook.ts';
import type { House } from '../../flows/house.ts';
import { orRefuse } from '../problem.ts';
import type { App } from '../app.ts';

const WEBHOOKS_A_MINUTE = 60_000;

export function webhookRoutes(app: App, house: House): void {
  app.post('/v1/webhooks/:connector/:installation', {
    schema: { params: z.object({ connector: z.string(), installation: z.uuid() }), response: { 200: z.object({ records: z.number(), added: z.number() }) } },
    config: { raw: true, rateLimit: { max: WEBHOOKS_A_MINUTE, timeWindow: '1 minute' } },
  }, async (request, reply) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
    const outcome = await receiveWebhook(house, {
      connector: request.params.connector, installationId: request.params.installation, call: { headers, body: request.rawBody },
    });
    const words = vendorReply(house, request.params.connector, outcome);
    if (words) return inVendorsWords(reply as unknown as FastifyReply, words);
    return orRefuse(outcome);
  });
}

/** Past every serializer: vendors compare what they read letter by letter. */
function inVendorsWords(reply: FastifyReply, { status, headers, body }: NonNullable<ReturnType<typeof vendorReply>>): never {
  return reply.code(status).headers(headers).serializer((text: unknown) => String(text)).send(body) as never;
}
