import { aliasRef, fuseTurn, matchReplay, trustSettings, trustView } from '@roundtrip/contract';
import type { House } from '../../flows/house.ts';
import { replayMatches } from '../../flows/match-runs.ts';
import { forgetAlias } from '../../flows/teach.ts';
import { setTrust, turnFuse } from '../../flows/watch-fuse.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { trustViewOf } from '../present/trust.ts';
import { orRefuse } from '../problem.ts';

/** How far automatic matching is trusted: its settings, its fuse, what it learned, and its replay. */
export function matchTrustRoutes(app: App, house: House): void {
  const shown = (companyId: string) => house.db.read(companyId, trustViewOf);

  app.get('/v1/matches/trust', { schema: { response: { 200: trustView } }, config: { action: 'company.read' } }, (request) => shown(callerOf(request).companyId));

  app.post('/v1/matches/trust', { schema: { body: trustSettings, response: { 200: trustView } }, config: { action: 'company.read' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await setTrust(house, { caller, settings: request.body }));
    return shown(caller.companyId);
  }));

  app.post('/v1/matches/fuse', { schema: { body: fuseTurn, response: { 200: trustView } }, config: { action: 'company.read' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await turnFuse(house, { caller, ...request.body }));
    return shown(caller.companyId);
  }));

  app.post('/v1/matches/learned/forget', { schema: { body: aliasRef, response: { 200: trustView } }, config: { action: 'company.read' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await forgetAlias(house, { caller, ...request.body }));
    return shown(caller.companyId);
  }));

  app.get('/v1/matches/replay', { schema: { response: { 200: matchReplay } }, config: { action: 'company.read' } }, async (request) => {
    const replay = await replayMatches(house.db, callerOf(request).companyId);
    return { ...replay, differing: [...replay.differing] };
  });
}
