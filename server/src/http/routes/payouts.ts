import { pageQuery, payoutPage, reconciliationView } from '@roundtrip/contract';
import { listEmployees, maskAccount } from '#modules/people';
import { listPayouts, reasonWords } from '#modules/payouts';
import { readReconciliation } from '#modules/reconciliation';
import { z } from 'zod';
import { releasePayout } from '../../flows/plan-payouts.ts';
import { batchFile } from '../../flows/send-payouts.ts';
import { paidFor } from '../../flows/settle-advances.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { Refusal } from '../problem.ts';
import { pageOf, toWire, wireOf } from '../present/wire.ts';

const listQuery = pageQuery.extend({ state: z.string().max(100).optional() });
const moneyOf = (minor: bigint | null, currency: string) => (minor === null ? null : wireOf(minor, currency));

export function payoutRoutes(app: App, house: House): void {
  app.get('/v1/payouts', { schema: { querystring: listQuery, response: { 200: payoutPage } }, config: { action: 'payout.read' } }, (request) => {
    const { state, after, limit } = request.query;
    return house.db.read(callerOf(request).companyId, async (tx) => {
      const payouts = await listPayouts(tx, { employeeIds: null, states: state ? state.split(',') : null, after: after ?? null, limit: limit + 1 });
      const claims = await paidFor(tx, payouts.map((payout) => payout.claimId));
      const people = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee]));
      return pageOf(payouts.map((payout) => ({
        id: payout.id as string, claimId: payout.claimId, claimNumber: claims.get(payout.claimId) ?? '', employee: { id: payout.employeeId, name: people.get(payout.employeeId)?.name ?? '' },
        accountMasked: payout.accountMasked ?? people.get(payout.employeeId)?.accountMasked ?? '', amount: wireOf(payout.amountMinor, payout.currency), state: payout.state, batchId: payout.batchId, rail: payout.rail ?? '',
        reason: payout.reason ? reasonWords(payout.reason) : null, plannedAt: payout.plannedAt, settledAt: payout.settledAt,
      })), limit);
    });
  });

  app.post('/v1/payouts/:id/release', { schema: { params: z.object({ id: z.uuid() }), response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'payout.release' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = callerOf(request);
      if (!(await releasePayout(house, caller.companyId, { actor: actorOf(caller), payoutId: request.params.id }))) throw new Refusal({ kind: 'payout.wrong-state' });
      return { done: true as const };
    }));

  // The bank's file of a batch, for whoever carries it there: the same bytes each time.
  app.get('/v1/payouts/batches/:id/file', { schema: { params: z.object({ id: z.uuid() }), hide: true }, config: { action: 'payout.release' } }, async (request, reply) => {
    const file = await batchFile(house, callerOf(request).companyId, request.params.id);
    if (!file) throw new Refusal({ kind: 'request.not-found' });
    return reply.type('application/octet-stream').header('content-disposition', `attachment; filename="${file.fileName}"`).send(Buffer.from(file.bytes));
  });

  app.get('/v1/reconciliation', { schema: { response: { 200: reconciliationView } }, config: { action: 'ledger.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const { statements, differences, checks } = await readReconciliation(tx, house.clock.now());
      return {
        statements: statements.map(({ account, fromDate, toDate, openingMinor, closingMinor, currency, entries }) => ({ account: maskAccount(account), from: fromDate, to: toDate, opening: moneyOf(openingMinor, currency), closing: moneyOf(closingMinor, currency), entries })),
        differences: differences.map(({ id, kind, message, amount, subject, since }) => ({ id, kind, message, amount: amount && toWire(amount), subject, since })),
        checks: checks.map(({ code, title, holds, checked }) => ({ code, title, holds, checked })),
      };
    }));
}
