import { advanceDecision, advanceList, advanceRequest, advanceReturn, advanceTurn, idText } from '@roundtrip/contract';
import { parseCivilDate, parseMoney, type CivilDate } from '@roundtrip/kernel';
import { z } from 'zod';
import { askAdvance, decideAdvance, returnAdvance, withdrawAdvance } from '../../flows/advances.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { advanceListOf, advanceTurns } from '../present/advances.ts';
import { orRefuse } from '../problem.ts';

const byId = z.object({ id: idText });
const DONE = z.object({ done: z.literal(true) });

/** 借款: asked for on a phone, decided, paid like any payout, paid off by claims or given back. */
export function advanceRoutes(app: App, house: House): void {
  app.get('/v1/advances/mine', { schema: { response: { 200: advanceList } }, config: { action: 'own.read' } }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, (tx) => advanceListOf(tx, caller.employeeId, house.clock.now()));
  });

  app.get('/v1/advances', { schema: { response: { 200: advanceList } }, config: { action: 'company.read' } }, (request) => house.db.read(callerOf(request).companyId, (tx) => advanceListOf(tx, null, house.clock.now())));

  app.get('/v1/advances/turns', { schema: { response: { 200: z.object({ items: z.array(advanceTurn) }) } }, config: { action: 'approval.decide' } }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => ({ items: await advanceTurns(tx, caller.employeeId, house.clock.now()) }));
  });

  app.post('/v1/advances', { schema: { body: advanceRequest, response: { 200: z.object({ id: idText }) } }, config: { action: 'claim.act' } }, (request) => onceFor(house, request, async () => {
    const { amount, purpose, dueOn } = request.body;
    const { minor, currency } = orRefuse(parseMoney(amount.amount, amount.currency));
    if (minor <= 0n) return orRefuse({ ok: false, error: { kind: 'money.malformed' } });
    return { id: orRefuse(await askAdvance(house, personOf(request), { minor, currency, purpose, dueOn: parseCivilDate(dueOn) as CivilDate })) as string };
  }));

  app.post('/v1/advances/turns/:id/decision', { schema: { params: byId, body: advanceDecision, response: { 200: DONE } }, config: { action: 'approval.decide' } }, (request) => onceFor(house, request, async () => {
    const { decision, reason } = request.body;
    orRefuse(await decideAdvance(house, personOf(request), { turnId: request.params.id, decision, reason: reason ?? null }));
    return { done: true as const };
  }));

  app.post('/v1/advances/:id/withdraw', { schema: { params: byId, response: { 200: DONE } }, config: { action: 'claim.act' } }, (request) => onceFor(house, request, async () => {
    orRefuse(await withdrawAdvance(house, personOf(request), request.params.id));
    return { done: true as const };
  }));

  app.post('/v1/advances/:id/return', { schema: { params: byId, body: advanceReturn, response: { 200: DONE } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const { amount, on, reference } = request.body;
    const { minor, currency } = orRefuse(parseMoney(amount.amount, amount.currency));
    orRefuse(await returnAdvance(house, personOf(request), { id: request.params.id, minor, currency, on: parseCivilDate(on) as CivilDate, reference }));
    return { done: true as const };
  }));
}
