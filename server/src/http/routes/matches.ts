import { decidedMatch, matchDecision, matchPage, matchView, pageQuery, reviewQueue } from '@roundtrip/contract';
import { z } from 'zod';
import { may } from '#modules/access';
import { countDecisions, groupsById, listDecisions, listGroups, loadFuse, reviewGroups } from '#modules/matching';
import { loadCompany } from '#modules/people';
import { civilDateIn, instantAt, invariant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';
import { decideMatch } from '../../flows/decide-match.ts';
import type { House } from '../../flows/house.ts';
import { callerOf, personOf, scopeOf } from '../caller.ts';
import { undoMatch } from '../../flows/undo-match.ts';
import { onceFor } from '../idempotent.ts';
import { matchViews } from '../present/matches.ts';
import { decisionViews, reviewItems } from '../present/review.ts';
import { peopleOf } from '../present/facts.ts';
import { fuseViewOf } from '../present/trust.ts';
import { pageOf, wireOf } from '../present/wire.ts';
import { orRefuse, Refusal } from '../problem.ts';
import type { App } from '../app.ts';

const listQuery = pageQuery.extend({ scope: z.enum(['mine', 'company']).default('mine'), state: z.enum(['open', 'review', 'all']).default('open') });

const DECIDED_SHOWN = 12;
const reviewQuery = z.object({ scope: z.enum(['mine', 'company']).default('mine'), limit: z.coerce.number().int().min(1).max(100).default(30) });

export function matchRoutes(app: App, house: House): void {
  app.get('/v1/matches', { schema: { querystring: listQuery, response: { 200: matchPage } }, config: { action: 'own.read' } }, (request) => {
    const caller = callerOf(request);
    const { scope, state, after, limit } = request.query;
    return house.db.read(caller.companyId, async (tx) => {
      const groups = await listGroups(tx, { employeeId: scopeOf(caller, scope), state, after: after ?? null, limit: limit + 1 });
      return pageOf(await matchViews(tx, groups, (await loadCompany(tx)).currency), limit);
    });
  });

  app.get('/v1/matches/review', { schema: { querystring: reviewQuery, response: { 200: reviewQueue } }, config: { action: 'own.read' } }, (request) => {
    const caller = personOf(request);
    const employeeId = scopeOf(caller, request.query.scope);
    return house.db.read(caller.companyId, async (tx) => {
      const { groups, left, atRiskMinor } = await reviewGroups(tx, { employeeId, limit: request.query.limit });
      const decided = await listDecisions(tx, { byId: caller.employeeId, limit: DECIDED_SHOWN });
      const { zone, currency } = await loadCompany(tx);
      const fuse = may(caller, 'company.read') ? fuseViewOf(await loadFuse(tx), await peopleOf(tx)) : null;
      const midnight = instantAt(zone, `${civilDateIn(zone, house.clock.now())}T00:00:00`);
      invariant(midnight, 'a day begins');
      return { items: await reviewItems(tx, groups), left, atRisk: wireOf(atRiskMinor, currency), fuse, doneToday: await countDecisions(tx, { byId: caller.employeeId, since: midnight }), decided: await decisionViews(tx, decided) };
    });
  });

  const shownAs = async (tx: Tx, groupId: string) => {
    const [view] = await matchViews(tx, await groupsById(tx, [groupId]), (await loadCompany(tx)).currency);
    if (!view) throw new Refusal({ kind: 'request.not-found' });
    return view;
  };

  app.post('/v1/matches/:id/decision', { schema: { params: z.object({ id: z.uuid() }), body: matchDecision, response: { 200: decidedMatch } }, config: { action: 'match.decide' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = personOf(request);
      const { groupId, decisionId } = orRefuse(await decideMatch(house, { caller, groupId: request.params.id, decision: request.body.decision }));
      return { ...(await house.db.read(caller.companyId, (tx) => shownAs(tx, groupId))), decisionId };
    }));

  app.post('/v1/matches/decisions/:id/undo', { schema: { params: z.object({ id: z.uuid() }), response: { 200: matchView } }, config: { action: 'match.decide' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = personOf(request);
      const groupId = orRefuse(await undoMatch(house, { caller, decisionId: request.params.id }));
      return house.db.read(caller.companyId, (tx) => shownAs(tx, groupId));
    }));
}
