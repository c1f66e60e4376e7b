import { idText, payeeChoice, payeeList } from '@roundtrip/contract';
import { listEmployees, loadEmployee, type EmployeeId } from '#modules/people';
import { listPayees, listPayouts, reasonWords } from '#modules/payouts';
import { z } from 'zod';
import { chooseAccount, confirmAccount } from '../../flows/choose-payee.ts';
import type { House } from '../../flows/house.ts';
import { paidFor } from '../../flows/settle-advances.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { payeeViewOf } from '../present/payout-runs.ts';
import { wireOf } from '../present/wire.ts';
import { orRefuse } from '../problem.ts';

const WAITING_MAX = 20;

/** Where people are paid to: their own accounts, and the second look at new ones. */
export function payeeRoutes(app: App, house: House): void {
  app.get('/v1/payees/mine', { schema: { response: { 200: payeeList } }, config: { action: 'own.read' } }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const now = house.clock.now();
      const waiting = (await listPayouts(tx, { employeeIds: [caller.employeeId], states: ['planned'], after: null, limit: WAITING_MAX })).filter((payout) => payout.reason !== null);
      const numbers = await paidFor(tx, waiting.map((payout) => payout.claimId));
      return {
        items: (await listPayees(tx, { employeeId: caller.employeeId })).map((payee) => payeeViewOf(payee, caller.name, now)), listed: (await loadEmployee(tx, caller.employeeId))?.accountMasked ?? null,
        waiting: waiting.map((payout) => ({ claimNumber: numbers.get(payout.claimId) ?? '', amount: wireOf(payout.amountMinor, payout.currency), reason: reasonWords(payout.reason ?? '') })),
      };
    });
  });

  app.post('/v1/payees', { schema: { body: payeeChoice, response: { 200: z.object({ id: idText }) } }, config: { action: 'own.read' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { kind, holder, account, bankCode, bankName } = request.body;
    return { id: orRefuse(await chooseAccount(house, caller.companyId, { by: { employeeId: caller.employeeId, name: caller.name }, kind, holder, account, bankCode: bankCode || null, bankName: bankName || null })) };
  }));

  app.get('/v1/payees/waiting', { schema: { response: { 200: payeeList.pick({ items: true }) } }, config: { action: 'payout.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const now = house.clock.now();
      const names = new Map((await listEmployees(tx)).map((employee) => [employee.id as EmployeeId as string, employee.name]));
      return { items: (await listPayees(tx, { waitingAt: now })).map((payee) => payeeViewOf(payee, names.get(payee.employeeId) ?? '', now)) };
    }));

  app.post('/v1/payees/:id/confirm', { schema: { params: z.object({ id: idText }), response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    orRefuse(await confirmAccount(house, caller.companyId, { by: { employeeId: caller.employeeId, name: caller.name }, payeeId: request.params.id }));
    return { done: true as const };
  }));
}
