import { claimComment, claimPage, claimView as claimViewSchema, pageQuery, PROBLEMS } from '@roundtrip/contract';
import { z } from 'zod';
import { may, type Caller } from '#modules/access';
import { wasAsked } from '#modules/approvals';
import { commentsOn, listClaims, loadClaim, type Claim } from '#modules/claims';
import { listEmployees } from '#modules/people';
import type { Tx } from '#platform/db';
import { principalsToday } from '../../flows/acting.ts';
import { commentOnClaim } from '../../flows/comment-on-claim.ts';
import { draftClaims } from '../../flows/draft-claims.ts';
import type { House } from '../../flows/house.ts';
import { proposeMatches } from '../../flows/propose-matches.ts';
import { submitClaim } from '../../flows/submit-claim.ts';
import { withdrawClaim } from '../../flows/withdraw-claim.ts';
import { callerOf, demand, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { claimSummaries, claimView } from '../present/claims.ts';
import { usedBy } from '../present/documents.ts';
import { pageOf } from '../present/wire.ts';
import { orRefuse, Refusal, type Failure } from '../problem.ts';
import type { App } from '../app.ts';

const listQuery = pageQuery.extend({ scope: z.enum(['mine', 'team', 'company']).default('mine'), state: z.string().max(20).optional() });
const byId = z.object({ id: z.uuid() });

/** A refusal for an invoice that is used already, with who used it in which claim, as far as the caller may know. */
async function toldWhoUses(house: House, caller: Caller, failure: Failure & { readonly documentIds?: readonly string[] }): Promise<Failure> {
  const { documentIds } = failure;
  if (!documentIds) return failure;
  const who = await house.db.read(caller.companyId, (tx) => usedBy(tx, caller, documentIds));
  const { message } = PROBLEMS[failure.kind as keyof typeof PROBLEMS];
  return who ? { ...failure, message: { zh: `${message.zh}。${who.zh}`, en: `${message.en}. ${who.en}` } } : failure;
}

/** Whose claims a list shows. A manager's team is who reports to them. */
async function employeesIn(tx: Tx, caller: Caller, scope: 'mine' | 'team' | 'company'): Promise<string[] | null> {
  if (scope === 'company') {
    demand(caller, 'company.read');
    return null;
  }
  if (caller.kind !== 'person') throw new Refusal({ kind: 'access.forbidden' });
  if (scope === 'mine') return [caller.employeeId];
  demand(caller, 'team.read');
  return (await listEmployees(tx)).filter((employee) => employee.managerId === caller.employeeId).map((employee) => employee.id);
}

/** Who is asked to decide on it, who acts for one who is, and who was named in what was said on it. */
async function isConcerned(tx: Tx, house: House, { claim, employeeId }: { readonly claim: Claim; readonly employeeId: string }): Promise<boolean> {
  if ((await commentsOn(tx, claim.id)).some((comment) => comment.mentions.includes(employeeId))) return true;
  return wasAsked(tx, claim.id, [employeeId, ...await principalsToday(tx, house, { employeeId, amountMinor: claim.totalMinor })]);
}

/** A claim is seen by its person, by those above them, by finance, and by whom it concerns; to others it does not exist. */
async function visible(tx: Tx, house: House, caller: Caller, id: string): Promise<Claim> {
  const claim = await loadClaim(tx, id);
  const own = caller.kind === 'person' && claim?.employeeId === caller.employeeId;
  if (!claim || !(own || may(caller, 'company.read') || (may(caller, 'team.read') && (await employeesIn(tx, caller, 'team'))?.includes(claim.employeeId))
    || (caller.kind === 'person' && await isConcerned(tx, house, { claim, employeeId: caller.employeeId })))) throw new Refusal({ kind: 'request.not-found' });
  return claim;
}

export function claimRoutes(app: App, house: House): void {
  const show = (caller: Caller, id: string) => house.db.read(caller.companyId, async (tx) => claimView(tx, await visible(tx, house, caller, id), caller));

  app.get('/v1/claims', { schema: { querystring: listQuery, response: { 200: claimPage } }, config: { action: 'own.read' } }, (request) => {
    const caller = callerOf(request);
    const { scope, state, after, limit } = request.query;
    return house.db.read(caller.companyId, async (tx) => {
      const claims = await listClaims(tx, { employeeIds: await employeesIn(tx, caller, scope), state: state ?? null, after: after ?? null, limit: limit + 1 });
      return pageOf(await claimSummaries(tx, claims), limit);
    });
  });

  // Drafts draw themselves; this asks for it now and answers with what is there.
  app.post('/v1/claims', { schema: { response: { 200: claimPage } }, config: { action: 'claim.act' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    await proposeMatches(house, caller.companyId);
    await draftClaims(house, caller.companyId);
    return house.db.read(caller.companyId, async (tx) => {
      const claims = await listClaims(tx, { employeeIds: [caller.employeeId], state: 'draft', after: null, limit: 200 });
      return { items: await claimSummaries(tx, claims), next: null };
    });
  }));

  app.get('/v1/claims/:id', { schema: { params: byId, response: { 200: claimViewSchema } }, config: { action: 'own.read' } }, (request) => show(callerOf(request), request.params.id));

  for (const [verb, flow] of [['submit', submitClaim], ['withdraw', withdrawClaim]] as const) {
    app.post(`/v1/claims/:id/${verb}`, { schema: { params: byId, response: { 200: claimViewSchema } }, config: { action: 'claim.act' } }, (request) => onceFor(house, request, async () => {
      const caller = personOf(request);
      const moved = await flow(house, { caller, claimId: request.params.id });
      if (!moved.ok) throw new Refusal(await toldWhoUses(house, caller, moved.error));
      return show(caller, request.params.id);
    }));
  }

  app.post('/v1/claims/:id/comments', { schema: { params: byId, body: claimComment, response: { 200: claimViewSchema } }, config: { action: 'own.read' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    await show(caller, request.params.id);
    orRefuse(await commentOnClaim(house, { caller, claimId: request.params.id, ...request.body }));
    return show(caller, request.params.id);
  }));
}
