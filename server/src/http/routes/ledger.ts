import { balanceView, ledgerPage, pageQuery } from '@roundtrip/contract';
import { z } from 'zod';
import { balances, listEntries } from '#modules/ledger';
import type { House } from '../../flows/house.ts';
import { callerOf } from '../caller.ts';
import { pageOf, wireOf } from '../present/wire.ts';
import type { App } from '../app.ts';

const entryQuery = pageQuery.extend({ account: z.string().max(200).optional(), source: z.string().max(200).optional() });

export function ledgerRoutes(app: App, house: House): void {
  app.get('/v1/ledger/entries', { schema: { querystring: entryQuery, response: { 200: ledgerPage } }, config: { action: 'ledger.read' } }, (request) => {
    const { account, source, after, limit } = request.query;
    return house.db.read(callerOf(request).companyId, async (tx) => {
      const entries = await listEntries(tx, { account: account ?? null, sourceIds: source ? [source] : null, after: after ?? null, limit: limit + 1 });
      return pageOf(entries.map(({ id, voucher, on, text, kind, at, lines }) => ({
        id: id as string, voucher, on, text, kind, at,
        lines: lines.map(({ account: code, title, minor, currency }) => ({ account: code, title, debit: minor > 0n ? wireOf(minor, currency) : null, credit: minor < 0n ? wireOf(-minor, currency) : null })),
      })), limit);
    });
  });

  app.get('/v1/ledger/balances', { schema: { response: { 200: z.object({ items: z.array(balanceView) }) } }, config: { action: 'ledger.read' } }, (request) =>
    house.db.read(callerOf(request).companyId, async (tx) => ({
      items: (await balances(tx)).map(({ account, title, currency, debit, credit, balance }) => ({ account, title, debit: wireOf(debit, currency), credit: wireOf(credit, currency), balance: wireOf(balance, currency) })),
    })));
}
