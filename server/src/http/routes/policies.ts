import { policyDraftEdit, policyDraftStart, policyDraftView, policyList, policyTrial, policyVerdictView } from '@roundtrip/contract';
import { civilDateIn, parseCivilDate, parseMoney, type CivilDate } from '@roundtrip/kernel';
import { z } from 'zod';
import type { Caller } from '#modules/access';
import { loadCompany } from '#modules/people';
import { compilePolicy, judge, listPolicies, loadDraft, openDrafts, parsePolicy, policyOn, type PolicyDraft } from '#modules/policy';
import type { Tx } from '#platform/db';
import { askBacktest } from '../../flows/backtest-policy.ts';
import { beginDraft, changeDraft, discardDraft } from '../../flows/edit-policy.ts';
import type { House } from '../../flows/house.ts';
import { documentOf, publishDraft } from '../../flows/publish-policy.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { draftSummaries, draftView, verdictView } from '../present/policies.ts';
import { orRefuse, Refusal } from '../problem.ts';

const byId = z.object({ id: z.uuid() });
const atRevision = z.object({ revision: z.number().int() });
const WRITES = { action: 'policy.publish' } as const;
const dayOf = (text: string): CivilDate => parseCivilDate(text) as CivilDate;

async function found(tx: Tx, id: string): Promise<PolicyDraft> {
  const draft = await loadDraft(tx, id);
  if (!draft) throw new Refusal({ kind: 'request.not-found' });
  return draft;
}

/** The versions that were published, and the drafts of the next. */
export function policyRoutes(app: App, house: House): void {
  const show = (caller: Caller, id: string) => house.db.read(caller.companyId, async (tx) => draftView(tx, await found(tx, id)));

  app.get('/v1/policies', { schema: { response: { 200: policyList } }, config: { action: 'policy.read' } }, (request) => {
    const caller = callerOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const inForce = await policyOn(tx, civilDateIn((await loadCompany(tx)).zone, house.clock.now()));
      return {
        items: (await listPolicies(tx)).map(({ version, effectiveFrom, title, document }) => ({
          version, effectiveFrom, title, document, status: version === inForce?.version ? 'published' as const : inForce && effectiveFrom > inForce.effectiveFrom ? 'draft' as const : 'superseded' as const,
        })),
        drafts: await draftSummaries(tx, await openDrafts(tx)),
      };
    });
  });

  app.post('/v1/policies', { schema: { body: policyDraftStart, response: { 200: policyDraftView } }, config: WRITES }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { basedOn, effectiveFrom } = request.body;
    return show(caller, orRefuse(await beginDraft(house, caller, { basedOn, effectiveFrom: effectiveFrom === undefined ? null : dayOf(effectiveFrom) })));
  }));

  app.get('/v1/policies/:id', { schema: { params: byId, response: { 200: policyDraftView } }, config: WRITES }, (request) => show(callerOf(request), request.params.id));

  app.put('/v1/policies/:id', { schema: { params: byId, body: policyDraftEdit, response: { 200: policyDraftView } }, config: WRITES }, async (request) => {
    const caller = personOf(request);
    orRefuse(await changeDraft(house, caller, request.params.id, { ...request.body, effectiveFrom: dayOf(request.body.effectiveFrom) }));
    return show(caller, request.params.id);
  });

  app.post('/v1/policies/:id/discard', { schema: { params: byId, body: atRevision, response: { 200: policyDraftView } }, config: WRITES }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await discardDraft(house, caller, { id: request.params.id, revision: request.body.revision }));
    return show(caller, request.params.id);
  }));

  app.post('/v1/policies/:id/backtest', { schema: { params: byId, response: { 200: policyDraftView } }, config: WRITES }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await askBacktest(house, caller, request.params.id));
    return show(caller, request.params.id);
  }));

  app.post('/v1/policies/:id/publish', { schema: { params: byId, body: atRevision, response: { 200: z.object({ version: z.string() }) } }, config: WRITES }, (request) => onceFor(house, request, async () => ({
    version: orRefuse(await publishDraft(house, personOf(request), { id: request.params.id, revision: request.body.revision })),
  })));

  app.post('/v1/policies/:id/try', { schema: { params: byId, body: policyTrial, response: { 200: policyVerdictView } }, config: WRITES }, async (request) => {
    const caller = callerOf(request);
    const draft = await house.db.read(caller.companyId, (tx) => found(tx, request.params.id));
    const parsed = parsePolicy(documentOf(draft));
    if (!parsed.ok) throw new Refusal({ kind: 'policy.not-right', concerns: parsed.error } as never);
    const { expense, grade, homeCity, departmentId, hasInvoice, goods } = request.body;
    const amount = orRefuse(parseMoney(expense.amount, expense.currency));
    return verdictView(judge(compilePolicy(parsed.value), {
      expense: { ...expense, amount, spentOn: dayOf(expense.spentOn) }, employee: { grade, homeCity, departmentId }, context: { today: civilDateIn(parsed.value.zone, house.clock.now()), hasInvoice, goods },
    }));
  });
}
