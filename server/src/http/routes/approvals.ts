import { approvalDecision, approvalHandOn, approvalView, colleagueView, delegationRequest, delegationView } from '@roundtrip/contract';
import { civilDateIn, parseCivilDate, parseMoney, type CivilDate } from '@roundtrip/kernel';
import { z } from 'zod';
import { delegationsOf } from '#modules/approvals';
import { listEmployees, loadCompany } from '#modules/people';
import { decideStep } from '../../flows/decide-step.ts';
import { delegate, endDelegation } from '../../flows/delegate.ts';
import { handOnStep } from '../../flows/hand-on-step.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { approvalInbox, delegationViews } from '../present/approvals.ts';
import { peopleOf } from '../present/facts.ts';
import { orRefuse } from '../problem.ts';
import { routeTrials } from './route-trials.ts';

const byId = z.object({ id: z.uuid() });
const DONE = z.object({ done: z.literal(true) });
const DECIDES = { action: 'approval.decide' } as const;

export function approvalRoutes(app: App, house: House): void {
  app.get('/v1/approvals', { schema: { response: { 200: z.object({ items: z.array(approvalView) }) } }, config: DECIDES }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => ({ items: await approvalInbox(tx, caller.employeeId, civilDateIn((await loadCompany(tx)).zone, house.clock.now())) }));
  });

  app.post('/v1/approvals/:id/decision', { schema: { params: byId, body: approvalDecision, response: { 200: DONE } }, config: DECIDES }, (request) => onceFor(house, request, async () => {
    const { decision, reason } = request.body;
    orRefuse(await decideStep(house, { caller: personOf(request), turnId: request.params.id, decision, reason: reason ?? null }));
    return { done: true as const };
  }));

  app.post('/v1/approvals/:id/hand-on', { schema: { params: byId, body: approvalHandOn, response: { 200: DONE } }, config: DECIDES }, (request) => onceFor(house, request, async () => {
    const { reason, ...move } = request.body;
    orRefuse(await handOnStep(house, { caller: personOf(request), turnId: request.params.id, move, reason: reason ?? null }));
    return { done: true as const };
  }));

  delegationRoutes(app, house);

  routeTrials(app, house);
}

/** Who acts for the caller, and who could. */
function delegationRoutes(app: App, house: House): void {
  app.get('/v1/delegations', { schema: { response: { 200: z.object({ items: z.array(delegationView) }) } }, config: DECIDES }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const company = await loadCompany(tx);
      return { items: delegationViews(await delegationsOf(tx, caller.employeeId), await peopleOf(tx), { today: civilDateIn(company.zone, house.clock.now()), currency: company.currency }) };
    });
  });

  app.post('/v1/delegations', { schema: { body: delegationRequest, response: { 200: z.object({ id: z.uuid() }) } }, config: DECIDES }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { delegateId, fromDay, toDay, amountMax, reason } = request.body;
    const limit = amountMax === null ? null : orRefuse(parseMoney(amountMax.amount, amountMax.currency)).minor;
    return { id: orRefuse(await delegate(house, caller, { delegateId, fromDay: parseCivilDate(fromDay) as CivilDate, toDay: parseCivilDate(toDay) as CivilDate, amountMax: limit, reason })) as string };
  }));

  app.post('/v1/delegations/:id/end', { schema: { params: byId, response: { 200: DONE } }, config: DECIDES }, (request) => onceFor(house, request, async () => {
    orRefuse(await endDelegation(house, personOf(request), request.params.id));
    return { done: true as const };
  }));

  app.get('/v1/colleagues', { schema: { response: { 200: z.object({ items: z.array(colleagueView) }) } }, config: { action: 'own.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => ({ items: (await listEmployees(tx)).filter((one) => one.active).map(({ id, name, department }) => ({ id: id as string, name, department })) })));
}
