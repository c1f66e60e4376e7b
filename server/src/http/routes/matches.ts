import { matchDecision, matchPage, matchView, pageQuery } from '@roundtrip/contract';
import { z } from 'zod';
import { groupsById, listGroups } from '#modules/matching';
import { loadCompany } from '#modules/people';
import { decideMatch } from '../../flows/decide-match.ts';
import type { House } from '../../flows/house.ts';
import { callerOf, personOf, scopeOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { matchViews } from '../present/matches.ts';
import { pageOf } from '../present/wire.ts';
import { orRefuse, Refusal } from '../problem.ts';
import type { App } from '../app.ts';

const listQuery = pageQuery.extend({ scope: z.enum(['mine', 'company']).default('mine'), state: z.enum(['open', 'review', 'all']).default('open') });

export function matchRoutes(app: App, house: House): void {
  app.get('/v1/matches', { schema: { querystring: listQuery, response: { 200: matchPage } }, config: { action: 'own.read' } }, (request) => {
    const caller = callerOf(request);
    const { scope, state, after, limit } = request.query;
    return house.db.read(caller.companyId, async (tx) => {
      const groups = await listGroups(tx, { employeeId: scopeOf(caller, scope), state, after: after ?? null, limit: limit + 1 });
      return pageOf(await matchViews(tx, groups, (await loadCompany(tx)).currency), limit);
    });
  });

  app.post('/v1/matches/:id/decision', { schema: { params: z.object({ id: z.uuid() }), body: matchDecision, response: { 200: matchView } }, config: { action: 'match.decide' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = personOf(request);
      const groupId = orRefuse(await decideMatch(house, { caller, groupId: request.params.id, decision: request.body.decision }));
      return house.db.read(caller.companyId, async (tx) => {
        const [view] = await matchViews(tx, await groupsById(tx, [groupId]), (await loadCompany(tx)).currency);
        if (!view) throw new Refusal({ kind: 'request.not-found' });
        return view;
      });
    }));
}
