import { correctionRequest, documentDetail as detailView } from '@roundtrip/contract';
import { z } from 'zod';
import type { Caller } from '#modules/access';
import { documentsById, originalsOf, type StoredDocument } from '#modules/documents';
import type { Tx } from '#platform/db';
import { correctInvoice } from '../../flows/correct-document.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { callerOf, demand, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { documentDetail } from '../present/document-detail.ts';
import { orRefuse, Refusal } from '../problem.ts';

const byId = z.object({ id: z.uuid() });
const PAGES_MAX = 40;

/** A document that this caller may see: their own, or anybody's for those who see their team's. */
async function seen(tx: Tx, caller: Caller, id: string): Promise<StoredDocument> {
  const [document] = await documentsById(tx, [id]);
  if (!document) throw new Refusal({ kind: 'request.not-found' });
  if (caller.kind !== 'person' || document.submittedBy !== caller.employeeId) demand(caller, 'team.read');
  return document;
}

/** The whole of an invoice, for whoever may see it. */
export async function detailOf(house: House, caller: Caller, id: string) {
  const detail = await house.db.read(caller.companyId, async (tx) => documentDetail(tx, { document: await seen(tx, caller, id), caller }));
  if (!detail) throw new Refusal({ kind: 'request.not-found' });
  return detail;
}

/** One invoice from its arrival to its booking. */
export function documentLifeRoutes(app: App, house: House): void {
  app.get('/v1/documents/:id', { schema: { params: byId, response: { 200: detailView } }, config: { action: 'own.read' } }, (request) => detailOf(house, callerOf(request), request.params.id));

  // A page is a picture that we drew: what a file holds never reaches a browser as a page of ours.
  app.get('/v1/documents/:id/pages/:page', {
    schema: { params: byId.extend({ page: z.coerce.number().int().min(1).max(PAGES_MAX) }), querystring: z.object({ original: z.uuid().optional() }), hide: true }, config: { action: 'own.read' },
  }, async (request, reply) => {
    const caller = callerOf(request);
    const originals = await house.db.read(caller.companyId, async (tx) => originalsOf(tx, [(await seen(tx, caller, request.params.id)).id]));
    const wanted = request.query.original;
    for (const original of originals.filter((one) => wanted === undefined || one.id === wanted)) {
      const bytes = await house.blobs.get(caller.companyId, original.sha256);
      const drawn = bytes ? await house.connectors.drawPage(bytes, request.params.page) : null;
      if (drawn?.ok) {
        return reply.type('image/png').header('content-security-policy', "default-src 'none'; sandbox").header('x-content-type-options', 'nosniff').header('cache-control', 'private, max-age=86400, immutable').send(Buffer.from(drawn.value));
      }
    }
    throw new Refusal({ kind: 'document.no-page' });
  });

  app.post('/v1/documents/:id/corrections', { schema: { params: byId, body: correctionRequest, response: { 200: detailView } }, config: { action: 'document.add' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = personOf(request);
      const { field, value, reason } = request.body;
      orRefuse(await correctInvoice(house, { caller, documentId: request.params.id, field, value, reason }));
      return detailOf(house, caller, request.params.id);
    }));
}
