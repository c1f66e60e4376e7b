import { automationSettings, automationTurn, automationView, claimPage, METER_NUMBERS, sampleJudgement, samplePage, wrongClosed, type AutomationView } from '@roundtrip/contract';
import { epochMs, instantOf, parseMoney, type Instant } from '@roundtrip/kernel';
import { z } from 'zod';
import { meterOf } from '#modules/approvals';
import { claimsById } from '#modules/claims';
import { loadCompany } from '#modules/people';
import type { House } from '../../flows/house.ts';
import { endWrong, judgeSample } from '../../flows/judge-sample.ts';
import { setAutomation, turnAutomation } from '../../flows/watch-automation.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { automationView as viewOf, meterFacts, sampleViews } from '../present/automation.ts';
import { claimSummaries } from '../present/claims.ts';
import { orRefuse, Refusal } from '../problem.ts';

const DAYS = 90;
const DAY_MS = 86_400_000;
const READS = { action: 'company.read' } as const;
const byId = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });

/** How far approvals run by themselves: limits, fuse, the blind sample, and the honest meter with the lists behind it. */
export function automationRoutes(app: App, house: House): void {
  const since = (): Instant => instantOf(Math.floor(epochMs(house.clock.now()) / DAY_MS) * DAY_MS - DAYS * DAY_MS);
  const shown = (companyId: string): Promise<AutomationView> => house.db.read(companyId, (tx) => viewOf(tx, house, since()));

  app.get('/v1/automation', { schema: { response: { 200: automationView } }, config: READS }, (request) => shown(callerOf(request).companyId));

  app.get('/v1/automation/meter/:number', {
    schema: { params: z.object({ number: z.enum(METER_NUMBERS) }), querystring: z.object({ part: z.enum(['hits', 'all']).default('all') }), response: { 200: claimPage } }, config: READS,
  }, (request) => house.db.read(callerOf(request).companyId, async (tx) => {
    const meter = meterOf(await meterFacts(tx, since()), since())[request.params.number];
    return { items: await claimSummaries(tx, await claimsById(tx, meter[request.query.part])), next: null };
  }));

  app.post('/v1/automation/settings', { schema: { body: automationSettings, response: { 200: automationView } }, config: READS }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { amountMax, dayMax, personDayMax, ruleDayMax, ...rest } = request.body;
    const { currency } = await house.db.read(caller.companyId, loadCompany);
    const [amountMaxMinor, dayMaxMinor, personDayMaxMinor, ruleDayMaxMinor] = [amountMax, dayMax, personDayMax, ruleDayMax].map((money) => {
      const { minor } = orRefuse(parseMoney(money.amount, money.currency));
      if (money.currency !== currency || minor < 0n) throw new Refusal({ kind: 'request.invalid', issues: [{ path: 'currency', message: `limits are in ${currency}, and not below zero` }] } as never);
      return minor;
    }) as [bigint, bigint, bigint, bigint];
    orRefuse(await setAutomation(house, { caller, settings: { ...rest, amountMaxMinor, dayMaxMinor, personDayMaxMinor, ruleDayMaxMinor } }));
    return shown(caller.companyId);
  }));

  app.post('/v1/automation/fuse', { schema: { body: automationTurn, response: { 200: automationView } }, config: READS }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await turnAutomation(house, { caller, ...request.body }));
    return shown(caller.companyId);
  }));

  app.get('/v1/automation/samples', { schema: { response: { 200: samplePage } }, config: READS }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => ({ items: await sampleViews(tx, caller.employeeId) }));
  });

  app.post('/v1/automation/samples/:id', { schema: { params: byId, body: sampleJudgement, response: { 200: done } }, config: READS }, (request) => onceFor(house, request, async () => {
    const { isRight, wrong, reason } = request.body;
    const wrongMinor = wrong ? orRefuse(parseMoney(wrong.amount, wrong.currency)).minor : 0n;
    orRefuse(await judgeSample(house, { caller: personOf(request), said: { requestId: request.params.id, isRight, reason, wrongMinor: wrongMinor < 0n ? 0n : wrongMinor } }));
    return { done: true as const };
  }));

  app.post('/v1/automation/wrongs/:id/close', { schema: { params: byId, body: wrongClosed, response: { 200: done } }, config: READS }, (request) => onceFor(house, request, async () => {
    orRefuse(await endWrong(house, { caller: personOf(request), requestId: request.params.id, note: request.body.note }));
    return { done: true as const };
  }));
}
