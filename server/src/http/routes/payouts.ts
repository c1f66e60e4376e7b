import { pageQuery, payoutPage, reconciliationView } from '@roundtrip/contract';
import { claimsById } from '#modules/claims';
import { listEmployees } from '#modules/people';
import { listPayouts } from '#modules/payouts';
import { readReconciliation } from '#modules/reconciliation';
import { z } from 'zod';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { callerOf } from '../caller.ts';
import { pageOf, toWire, wireOf } from '../present/wire.ts';

const listQuery = pageQuery.extend({ state: z.string().max(100).optional() });
const moneyOf = (minor: bigint | null, currency: string) => (minor === null ? null : wireOf(minor, currency));

export function payoutRoutes(app: App, house: House): void {
  app.get('/v1/payouts', { schema: { querystring: listQuery, response: { 200: payoutPage } }, config: { action: 'payout.read' } }, (request) => {
    const { state, after, limit } = request.query;
    return house.db.read(callerOf(request).companyId, async (tx) => {
      const payouts = await listPayouts(tx, { employeeIds: null, states: state ? state.split(',') : null, after: after ?? null, limit: limit + 1 });
      const claims = new Map((await claimsById(tx, payouts.map((payout) => payout.claimId))).map((claim) => [claim.id as string, claim.number]));
      const people = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, employee]));
      return pageOf(payouts.map((payout) => ({
        id: payout.id as string, claimId: payout.claimId, claimNumber: claims.get(payout.claimId) ?? '', employee: { id: payout.employeeId, name: people.get(payout.employeeId)?.name ?? '' },
        accountMasked: people.get(payout.employeeId)?.accountMasked ?? '', amount: wireOf(payout.amountMinor, payout.currency), state: payout.state, batchId: payout.batchId, rail: payout.rail ?? '',
        reason: payout.reason, plannedAt: payout.plannedAt, settledAt: payout.settledAt,
      })), limit);
    });
  });

  app.get('/v1/reconciliation', { schema: { response: { 200: reconciliationView } }, config: { action: 'ledger.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const { statements, differences, checks } = await readReconciliation(tx, house.clock.now());
      return {
        statements: statements.map(({ account, fromDate, toDate, openingMinor, closingMinor, currency, entries }) => ({ account, from: fromDate, to: toDate, opening: moneyOf(openingMinor, currency), closing: moneyOf(closingMinor, currency), entries })),
        differences: differences.map(({ id, kind, message, amount, subject, since }) => ({ id, kind, message, amount: amount && toWire(amount), subject, since })),
        checks: checks.map(({ code, title, holds, checked }) => ({ code, title, holds, checked })),
      };
    }));
}
