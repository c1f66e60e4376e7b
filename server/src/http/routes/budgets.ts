import { budgetChange, budgetHolds, budgetList, budgetRequest, idText, pageQuery } from '@roundtrip/contract';
import { civilDateIn, parseCivilDate, parseMoney, type CivilDate } from '@roundtrip/kernel';
import { z } from 'zod';
import { holdsOf, listBudgets, type BudgetId } from '#modules/budgets';
import { listEmployees, loadCompany } from '#modules/people';
import { CATEGORIES } from '#modules/policy';
import { changeBudget, openBudget, rollBudget } from '../../flows/edit-budgets.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { budgetViewOf, holdViews } from '../present/budgets.ts';
import { pageOf } from '../present/wire.ts';
import { orRefuse } from '../problem.ts';

const byId = z.object({ id: idText });
const DONE = z.object({ done: z.literal(true) });
const MADE = z.object({ id: idText });
const SETS = { action: 'budget.set' } as const;

/** Money set aside: what there is of it, who takes it, and the hand that changes it. */
export function budgetRoutes(app: App, house: House): void {
  app.get('/v1/budgets', { schema: { response: { 200: budgetList } }, config: { action: 'company.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => {
      const company = await loadCompany(tx);
      const today = civilDateIn(company.zone, house.clock.now());
      return {
        items: (await listBudgets(tx)).map((budget) => budgetViewOf(budget, today)), currency: company.currency, departments: [...new Set((await listEmployees(tx)).map((one) => one.department))].sort(),
        categories: CATEGORIES.map(({ code, title }) => ({ code, title })),
      };
    }));

  app.get('/v1/budgets/:id/holds', { schema: { params: byId, querystring: pageQuery, response: { 200: budgetHolds } }, config: { action: 'company.read' } }, (request) => {
    const { after, limit } = request.query;
    return house.db.read(callerOf(request).companyId, async (tx) => pageOf(await holdViews(tx, await holdsOf(tx, request.params.id, { after: after ?? null, limit: limit + 1 }), (await loadCompany(tx)).currency), limit));
  });

  app.post('/v1/budgets', { schema: { body: budgetRequest, response: { 200: MADE } }, config: SETS }, (request) => onceFor(house, request, async () => {
    const { total, day, parentId, ...rest } = request.body;
    return { id: orRefuse(await openBudget(house, personOf(request), { ...rest, parentId, currency: total.currency, totalMinor: orRefuse(parseMoney(total.amount, total.currency)).minor, day: parseCivilDate(day) as CivilDate })) as BudgetId as string };
  }));

  app.post('/v1/budgets/:id', { schema: { params: byId, body: budgetChange, response: { 200: DONE } }, config: SETS }, (request) => onceFor(house, request, async () => {
    const { total, ...rest } = request.body;
    orRefuse(await changeBudget(house, personOf(request), { id: request.params.id, change: { ...rest, currency: total.currency, totalMinor: orRefuse(parseMoney(total.amount, total.currency)).minor } }));
    return { done: true as const };
  }));

  app.post('/v1/budgets/:id/roll', { schema: { params: byId, response: { 200: MADE } }, config: SETS }, (request) => onceFor(house, request, async () => ({ id: orRefuse(await rollBudget(house, personOf(request), request.params.id)) as string })));
}
