import { recoveryPage, recoveryRequest } from '@roundtrip/contract';
import { z } from 'zod';
import { listRecoveries } from '#modules/documents';
import { endRecovery } from '../../flows/ask-back.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { recoveryViews } from '../present/documents.ts';
import { peopleOf } from '../present/facts.ts';
import { Refusal } from '../problem.ts';

const LISTED_MAX = 500;

/** What is asked back because an invoice was taken back after a claim had used it. */
export function recoveryRoutes(app: App, house: House): void {
  app.get('/v1/recoveries', { schema: { querystring: z.object({ state: z.enum(['open', 'all']).default('open') }), response: { 200: recoveryPage } }, config: { action: 'company.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => ({
      items: await recoveryViews(tx, await listRecoveries(tx, { all: request.query.state === 'all', limit: LISTED_MAX }), await peopleOf(tx)),
    })));

  app.post('/v1/recoveries/:id/close', {
    schema: { params: z.object({ id: z.uuid() }), body: recoveryRequest, response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'payout.release' },
  }, (request) => onceFor(house, request, async () => {
    const caller = callerOf(request);
    if (!(await endRecovery(house, caller.companyId, { actor: actorOf(caller), id: request.params.id, note: request.body.note }))) throw new Refusal({ kind: 'request.not-found' });
    return { done: true as const };
  }));
}
