import { utils } from '@e965/xlsx';
import { idText, pageQuery, payoutHold, payoutLimitsChange, payoutLimitsView, payoutPutBack, payoutRowPage, payoutRowQuery, payoutRunPage, payoutRunView } from '@roundtrip/contract';
import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { loadCompany } from '#modules/people';
import { listPayees, listRuns, loadRun, payoutLimits, runSums, saveLimits, type PayoutLimits } from '#modules/payouts';
import { z } from 'zod';
import { askPayouts } from '../../flows/ask-payouts.ts';
import { carryBatch } from '../../flows/carry-batch.ts';
import type { House } from '../../flows/house.ts';
import { askForAccount, checkRun, endRun, holdInRun, makeRun, putBackInRun, releaseRun, submitRun, type RunPerson } from '../../flows/run-payouts.ts';
import { takeBankFile } from '../../flows/take-bank-files.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { poolView, runRows, runSummary, runView } from '../present/payout-runs.ts';
import { pageOf } from '../present/wire.ts';
import { orRefuse, Refusal } from '../problem.ts';

const byId = z.object({ id: idText });
const done = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;
const READ = { action: 'payout.read' } as const;
const RELEASE = { action: 'payout.release' } as const;
const REPORT_ROWS_MAX = 100_000;

const byOf = (caller: Caller & { kind: 'person' }): RunPerson => ({ employeeId: caller.employeeId, name: caller.name });

export function payoutRunRoutes(app: App, house: House): void {
  readingRoutes(app, house);
  makingRoutes(app, house);
  exceptionRoutes(app, house);
  answerRoutes(app, house);
  limitRoutes(app, house);
}

function readingRoutes(app: App, house: House): void {
  app.get('/v1/payout-runs', { schema: { querystring: pageQuery, response: { 200: payoutRunPage } }, config: READ }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const { after, limit } = request.query;
      const runs = await listRuns(tx, { after: after ?? null, limit: limit + 1 });
      const sums = await runSums(tx, runs.map((run) => run.id), true);
      return { ...pageOf(runs.map((run) => runSummary(run, sums)), limit), pool: poolView(sums), accountsWaiting: (await listPayees(tx, { waitingAt: house.clock.now() })).length };
    }));

  app.get('/v1/payout-runs/:id', { schema: { params: byId, response: { 200: payoutRunView } }, config: READ }, (request) => {
    const caller = callerOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const run = await loadRun(tx, request.params.id);
      if (!run) throw new Refusal({ kind: 'request.not-found' });
      return runView(tx, house, run, { employeeId: caller.kind === 'person' ? caller.employeeId : null, mayRelease: may(caller, 'payout.release') });
    });
  });

  // `pool` is what waits for a run.
  app.get('/v1/payout-runs/:id/rows', { schema: { params: z.object({ id: z.union([idText, z.literal('pool')]) }), querystring: payoutRowQuery, response: { 200: payoutRowPage } }, config: READ }, (request) => {
    const { view, finding, after, limit } = request.query;
    const runId = request.params.id === 'pool' ? null : request.params.id;
    return house.db.read(callerOf(request).companyId, async (tx) => pageOf(await runRows(tx, house, { runId, view, finding: finding ?? null, after: after ?? null, limit: limit + 1 }), limit));
  });

  app.get('/v1/payout-runs/:id/report', { schema: { params: byId, hide: true }, config: READ }, async (request, reply) => {
    const report = await house.db.read(callerOf(request).companyId, async (tx) => {
      const run = await loadRun(tx, request.params.id);
      return run && { run, rows: await runRows(tx, house, { runId: run.id, view: 'all', finding: null, after: null, limit: REPORT_ROWS_MAX }) };
    });
    if (!report) throw new Refusal({ kind: 'request.not-found' });
    const table = [['run', 'payout', 'claim', 'employee', 'department', 'account', 'bank', 'rail', 'amount', 'currency', 'state', 'held', 'findings', 'reason', 'planned', 'sent', 'settled'], ...report.rows.map((row) => [
      report.run.number, row.id, row.claimNumber, row.employee.name, row.department, row.accountMasked, row.bank.zh, row.rail?.zh ?? '', row.amount.amount, row.amount.currency, row.state, row.held ? 'held' : '', row.findings.join(' '),
      row.reason?.zh ?? '', row.plannedAt, row.sentAt ?? '', row.settledAt ?? '',
    ])];
    const text = `\ufeff${utils.sheet_to_csv(utils.aoa_to_sheet(table), { RS: '\r\n' })}\r\n`;
    return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${report.run.number}.csv"`).send(text);
  });
}

function makingRoutes(app: App, house: House): void {
  app.post('/v1/payout-runs', { schema: { response: { 200: z.object({ id: idText }) } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    return { id: orRefuse(await makeRun(house, caller.companyId, { by: byOf(caller) })) };
  }));

  app.post('/v1/payout-runs/:id/check', { schema: { params: byId, response: { 200: done } }, config: RELEASE }, async (request) => {
    orRefuse(await checkRun(house, personOf(request).companyId, { runId: request.params.id }));
    return DONE;
  });

  app.post('/v1/payout-runs/:id/hold', { schema: { params: byId, body: payoutHold, response: { 200: z.object({ held: z.number() }) } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { ids, finding, reason } = request.body;
    const which = ids ? { ids } : finding ? { finding } : 'blocked';
    return { held: orRefuse(await holdInRun(house, caller.companyId, { by: byOf(caller), runId: request.params.id, which, reason })) };
  }));

  app.post('/v1/payout-runs/:id/put-back', { schema: { params: byId, body: payoutPutBack, response: { 200: done } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await putBackInRun(house, caller.companyId, { by: byOf(caller), runId: request.params.id, ids: request.body.ids }));
    return DONE;
  }));

  const moves = { submit: submitRun, release: releaseRun } as const;
  for (const [verb, flow] of Object.entries(moves)) {
    app.post(`/v1/payout-runs/:id/${verb}`, { schema: { params: byId, response: { 200: done } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
      const caller = personOf(request);
      const outcome = await flow(house, caller.companyId, { by: byOf(caller), runId: request.params.id });
      // A refused look is kept as well, so that the screen shows what stands out now.
      if (!outcome.ok && outcome.error.kind === 'payout-run.blocked') await checkRun(house, caller.companyId, { runId: request.params.id });
      orRefuse(outcome);
      return DONE;
    }));
  }

  for (const [verb, to] of [['send-back', 'draft'], ['cancel', 'cancelled']] as const) {
    app.post(`/v1/payout-runs/:id/${verb}`, { schema: { params: byId, response: { 200: done } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
      const caller = personOf(request);
      orRefuse(await endRun(house, caller.companyId, { by: byOf(caller), runId: request.params.id, to }));
      return DONE;
    }));
  }
}

function exceptionRoutes(app: App, house: House): void {
  app.post('/v1/payouts/:id/ask-account', { schema: { params: byId, response: { 200: done } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    if (!(await askForAccount(house, caller.companyId, { by: byOf(caller), payoutId: request.params.id }))) throw new Refusal({ kind: 'payout.wrong-state' });
    return DONE;
  }));

  // Asks, and sends nothing: with the same ids as before.
  app.post('/v1/payouts/ask', { schema: { response: { 200: z.object({ asked: z.number() }) } }, config: RELEASE }, (request) => askPayouts(house, callerOf(request).companyId));

  app.post('/v1/payouts/batches/:id/carried', { schema: { params: byId, response: { 200: done } }, config: RELEASE }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    if (!(await carryBatch(house, caller.companyId, { actor: actorOf(caller), batchId: request.params.id }))) throw new Refusal({ kind: 'payout.wrong-state' });
    return DONE;
  }));
}

/** What the bank answered to a file or a sheet of ours, carried by a person: its reports and statements, whole or not at all. */
function answerRoutes(app: App, house: House): void {
  app.post('/v1/payouts/bank-answers', { schema: { response: { 200: z.object({ taken: z.number(), aside: z.number() }) } }, config: { action: 'statement.import' } }, async (request) => {
    const caller = callerOf(request);
    let [taken, aside] = [0, 0];
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      if (await takeBankFile(house, caller.companyId, { actor: actorOf(caller), fileName: (part.filename || 'file').slice(0, 200), bytes: await part.toBuffer() })) taken++;
      else aside++;
    }
    if (taken + aside === 0) throw new Refusal({ kind: 'request.invalid' });
    return { taken, aside };
  });
}

const wireLimits = (limits: PayoutLimits, currency: string) => ({
  autoSingleMaxMinor: limits.autoSingleMaxMinor.toString(), autoDayMaxMinor: limits.autoDayMaxMinor.toString(), twoPersonFromMinor: limits.twoPersonFromMinor.toString(), coolingHours: limits.coolingHours, currency,
});

function limitRoutes(app: App, house: House): void {
  app.get('/v1/payout-limits', { schema: { response: { 200: payoutLimitsView } }, config: READ }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => wireLimits(await payoutLimits(tx), (await loadCompany(tx)).currency)));

  app.put('/v1/payout-limits', { schema: { body: payoutLimitsChange, response: { 200: payoutLimitsView } }, config: { action: 'payout.limit' } }, (request) => {
    const caller = callerOf(request);
    const { autoSingleMaxMinor, autoDayMaxMinor, twoPersonFromMinor, coolingHours } = request.body;
    const limits: PayoutLimits = { autoSingleMaxMinor: BigInt(autoSingleMaxMinor), autoDayMaxMinor: BigInt(autoDayMaxMinor), twoPersonFromMinor: BigInt(twoPersonFromMinor), coolingHours };
    return house.db.transact(caller.companyId, async (tx) => {
      const { currency } = await loadCompany(tx);
      const before = wireLimits(await payoutLimits(tx), currency);
      await saveLimits(tx, limits, house.clock.now());
      await record(tx, actorOf(caller), [{ action: 'payout-limits.changed', subject: { kind: 'company', id: caller.companyId }, body: { before, after: wireLimits(limits, currency) } }]);
      return wireLimits(limits, currency);
    });
  });
}
