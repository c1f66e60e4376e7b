import { overviewView } from '@roundtrip/contract';
import { civilDateIn, instantAt } from '@roundtrip/kernel';
import { countClaims } from '#modules/claims';
import { countQuarantine } from '#modules/ingest';
import { unmatchedPayments } from '#modules/matching';
import { companySums } from '#modules/payments';
import { loadCompany } from '#modules/people';
import { payoutSums } from '#modules/payouts';
import type { House } from '../../flows/house.ts';
import { callerOf } from '../caller.ts';
import { wireOf } from '../present/wire.ts';
import type { App } from '../app.ts';

const counted = (sum: { n: bigint; minor: bigint } | undefined, currency: string) => ({ count: Number(sum?.n ?? 0n), amount: wireOf(sum?.minor ?? 0n, currency) });

export function overviewRoutes(app: App, house: House): void {
  app.get('/v1/overview', { schema: { response: { 200: overviewView } }, config: { action: 'company.read' } }, (request) => house.db.read(callerOf(request).companyId, async (tx) => {
    const { currency, zone } = await loadCompany(tx);
    const today = civilDateIn(zone, house.clock.now());
    const dawn = instantAt(zone, `${today}T00:00:00`) ?? house.clock.now();
    const monthStart = instantAt(zone, `${today.slice(0, 7)}-01T00:00:00`) ?? dawn;
    const claims = await countClaims(tx, monthStart);
    const transit = await payoutSums(tx, ['sending', 'accepted', 'unknown']);
    const unmatched = await unmatchedPayments(tx);
    return {
      paymentsToday: counted(await companySums(tx, { currency, since: dawn, ids: null }), currency), unmatched: counted(await companySums(tx, { currency, since: null, ids: unmatched }), currency),
      claimsOpen: counted({ n: claims.open.reduce((sum, c) => sum + c.n, 0n), minor: claims.open.reduce((sum, c) => sum + c.minor, 0n) }, currency),
      inTransit: counted(transit, currency), paidThisMonth: counted(claims.paid, currency),
      touchFree: { numerator: Number(claims.decided.automatic), denominator: Number(claims.decided.total) },
      minutesToMoneyMedian: claims.paid.minutes, quarantined: await countQuarantine(tx),
    };
  }));
}
