import { closingView, periodReopen, periodText, periodView } from '@roundtrip/contract';
import { listPeriods } from '#modules/ledger';
import { z } from 'zod';
import { closeMonth, closingChecks, reopenMonth } from '../../flows/close-period.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { wireOf } from '../present/wire.ts';
import { orRefuse } from '../problem.ts';

const byPeriod = z.object({ period: periodText });
const done = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;

export function periodRoutes(app: App, house: House): void {
  app.get('/v1/periods', { schema: { response: { 200: z.object({ items: z.array(periodView) }) } }, config: { action: 'ledger.read' } }, (request) => house.db.read(callerOf(request).companyId, async (tx) => ({
    items: (await listPeriods(tx)).map(({ period, entries, vouchers, closedAt }) => ({ id: period, period, entries: Number(entries), vouchers: Number(vouchers), closedAt })),
  })));

  app.get('/v1/periods/:period/checks', { schema: { params: byPeriod, response: { 200: closingView } }, config: { action: 'ledger.read' } }, (request) => house.db.read(callerOf(request).companyId, async (tx) => ({
    checks: (await closingChecks(tx, house, request.params.period)).map((check) => ({ ...check, open: check.open.map(({ name, minor, currency }) => ({ name, amount: minor === null || currency === null ? null : wireOf(minor, currency) })) })),
  })));

  app.post('/v1/periods/:period/close', { schema: { params: byPeriod, response: { 200: done } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await closeMonth(house, caller.companyId, { period: request.params.period, by: actorOf(caller) }));
    return DONE;
  }));

  app.post('/v1/periods/:period/reopen', { schema: { params: byPeriod, body: periodReopen, response: { 200: done } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await reopenMonth(house, caller.companyId, { period: request.params.period, reason: request.body.reason, by: actorOf(caller) }));
    return DONE;
  }));
}
