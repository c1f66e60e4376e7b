import { booksChange, booksOpenView, chartView, idText, pageQuery, periodText, taxDecision, voucherPage } from '@roundtrip/contract';
import { parseMoney } from '@roundtrip/kernel';
import Papa from 'papaparse';
import { bookSettings, loadChart, loadMappings, listVouchers, openItems, openTaxQuestions, previewVouchers, type ChartAccount } from '#modules/ledger';
import { z } from 'zod';
import { changeBooks } from '../../flows/change-books.ts';
import { correctWithRed } from '../../flows/correct-voucher.ts';
import { decideTax } from '../../flows/decide-tax.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf, personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { openItemOf, voucherViews } from '../present/books.ts';
import { pageOf, wireOf } from '../present/wire.ts';
import { orRefuse, Refusal } from '../problem.ts';

const READ = { action: 'ledger.read' } as const;
const byId = z.object({ id: idText });
const voucherQuery = pageQuery.extend({ period: periodText.optional(), source: z.string().max(200).optional() });

/** A chart as people keep it: `code,title,dims`, one account a row, dims separated by spaces. What is wrong with it is said by the ledger. */
const chartFrom = (csv: string): ChartAccount[] => Papa.parse<Record<string, string>>(csv.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: 'greedy' }).data
  .map((row) => ({ code: (row['code'] ?? '').trim(), title: (row['title'] ?? '').trim(), dims: (row['dims'] ?? '').split(/\s+/).filter((dim) => dim !== '') as unknown as ChartAccount['dims'] }));

/** The formal books: vouchers, what waits for an accountant, chart and rules. */
export function bookRoutes(app: App, house: House): void {
  app.get('/v1/vouchers', { schema: { querystring: voucherQuery, response: { 200: voucherPage } }, config: READ }, (request) => {
    const { period, source, after, limit } = request.query;
    return house.db.read(callerOf(request).companyId, async (tx) =>
      pageOf(await voucherViews(tx, await listVouchers(tx, { period: period ?? null, source: source ?? null, after: after ?? null, limit: limit + 1 })), limit));
  });

  app.post('/v1/vouchers/:id/correct', { schema: { params: byId, response: { 200: z.object({ made: z.array(idText) }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    return { made: [...orRefuse(await correctWithRed(house, caller.companyId, { id: request.params.id, by: actorOf(caller), name: caller.name }))] };
  }));

  app.get('/v1/books/open', { schema: { response: { 200: booksOpenView } }, config: READ }, (request) => house.db.read(callerOf(request).companyId, async (tx) => {
    const preview = await previewVouchers(tx);
    return {
      items: (await openItems(tx)).map(openItemOf), preview: { ready: preview.drafts.length, waiting: preview.open.length },
      taxes: (await openTaxQuestions(tx)).map(({ id, claimId, documentId, category, employeeNumber, maxMinor, currency, clause, reason, at }) => ({ id, claimId, documentId, category, employeeNumber, max: wireOf(maxMinor, currency), clause, reason, at })),
    };
  }));

  app.post('/v1/books/taxes/:id', { schema: { params: byId, body: taxDecision, response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const amount = parseMoney(request.body.amount.amount, request.body.amount.currency);
    if (!amount.ok) throw new Refusal(amount.error);
    orRefuse(await decideTax(house, caller.companyId, { id: request.params.id, minor: amount.value.minor, by: actorOf(caller), name: caller.name }));
    return { done: true as const };
  }));

  app.get('/v1/books', { schema: { response: { 200: chartView } }, config: READ }, (request) => house.db.read(callerOf(request).companyId, async (tx) => ({
    ...(await bookSettings(tx)), chart: (await loadChart(tx)).map((account) => ({ ...account, dims: [...account.dims] })), rules: await loadMappings(tx),
  })));

  app.post('/v1/books', { schema: { body: booksChange, response: { 200: z.object({ made: z.number() }) } }, config: { action: 'payout.release' } }, (request) => onceFor(house, request, async () => {
    const caller = personOf(request);
    const { chartCsv, ...change } = request.body;
    return { made: orRefuse(await changeBooks(house, caller.companyId, { change: { ...change, ...(chartCsv === undefined ? {} : { chart: chartFrom(chartCsv) }) }, by: actorOf(caller) })) };
  }));
}
