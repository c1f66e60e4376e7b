import { exportAnswer, exportMake, exportsView, idText } from '@roundtrip/contract';
import { listBatches } from '#modules/exports';
import { z } from 'zod';
import { answerExport, batchFile, makeBatch } from '../../flows/export-batch.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { orRefuse, Refusal } from '../problem.ts';

const byId = z.object({ id: idText });
const BATCHES_MAX = 200;

/** Vouchers on their way into other systems: batches, their files, and what the systems answered. */
export function exportRoutes(app: App, house: House): void {
  const exporters = (house.connectors.exporters ?? []).filter((one) => one.takes === 'vouchers');

  app.get('/v1/exports', { schema: { response: { 200: exportsView } }, config: { action: 'ledger.read' } }, (request) => house.db.read(callerOf(request).companyId, async (tx) => ({
    items: (await listBatches(tx, { period: null, limit: BATCHES_MAX })).map(({ system: _, ...batch }) => ({ ...batch, title: exporters.find((one) => one.id === batch.format)?.title ?? { zh: batch.format, en: batch.format } })),
    formats: exporters.map(({ id, title }) => ({ id, title })),
  })));

  app.post('/v1/exports', { schema: { body: exportMake, response: { 200: z.object({ id: idText }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const exporter = exporters.find((one) => one.id === request.body.format);
    if (!exporter) throw new Refusal({ kind: 'request.invalid' });
    return { id: orRefuse(await makeBatch(house, caller.companyId, { exporter, period: request.body.period, by: { actor: actorOf(caller), name: caller.name } })) };
  }));

  // Asked for again it is the same file: the way to send a batch a second time.
  app.get('/v1/exports/:id/file', { schema: { params: byId }, config: { action: 'ledger.read' } }, async (request, reply) => {
    const file = await batchFile(house, callerOf(request).companyId, { id: request.params.id, exporters });
    if (!file) throw new Refusal({ kind: 'export.no-such-batch' });
    return reply.type('application/octet-stream').header('content-disposition', `attachment; filename="${file.name}"`).send(Buffer.from(file.bytes));
  });

  app.post('/v1/exports/:id/answer', { schema: { params: byId, body: exportAnswer, response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await answerExport(house, caller.companyId, { id: request.params.id, state: request.body.state, note: request.body.note || null, by: { actor: actorOf(caller), name: caller.name } }));
    return { done: true as const };
  }));
}
