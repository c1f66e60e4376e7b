import type { CivilDate } from '@roundtrip/kernel';
import { civilDateIn, err, ok, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { acknowledgedOf } from '#modules/exports';
import { balances, checkLedger, closePeriod, openItems, openTaxQuestions, previewVouchers, reopenPeriod, vouchersBetween } from '#modules/ledger';
import { loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { lastDay } from './export-batch.ts';
import type { House } from './house.ts';

/** One question of closing. `stops`: the period is not closed while it does not hold; the others are named and carried on. */
export type ClosingCheck = {
  readonly code: 'over' | 'laws' | 'vouchers' | 'tax' | 'transit' | 'clearing' | 'exported'; readonly holds: boolean; readonly stops: boolean;
  /** What is open, by name: accounts with their sums, or vouchers. */
  readonly open: readonly { readonly name: string; readonly minor: bigint | null; readonly currency: string | null }[];
};
export type CloseError = { readonly kind: 'period.not-ready' | 'period.reason-needed' | 'period.not-closed' };

const CLEARING = ['clearing:', 'card-clearing:', 'suspense:'] as const;
const named = (name: string): ClosingCheck['open'][number] => ({ name, minor: null, currency: null });

/** What has to be in order before a month is closed. */
export async function closingChecks(tx: Tx, house: Pick<House, 'clock'>, period: string): Promise<ClosingCheck[]> {
  const { zone } = await loadCompany(tx);
  const sums = await balances(tx);
  const standing = (prefixes: readonly string[]): ClosingCheck['open'] => sums.filter((sum) => sum.balance !== 0n && prefixes.some((prefix) => sum.account.startsWith(prefix))).map(({ account, balance, currency }) => ({ name: account, minor: balance, currency }));
  const broken = (await checkLedger(tx)).flatMap((check) => check.bad.map((bad) => named(`${check.code}: ${bad}`)));
  const items = [...(await openItems(tx)).filter((item) => item.voucher.slice(0, 7) <= period).map((item) => named(`${item.voucher} ${item.text}`))];
  const waiting = await previewVouchers(tx);
  const missing = [...items, ...waiting.drafts.filter((draft) => draft.period <= period).map((draft) => named(draft.text))];
  const taxes = (await openTaxQuestions(tx)).filter((one) => civilDateIn(zone, one.at).slice(0, 7) <= period).map((one): ClosingCheck['open'][number] => ({ name: `${one.employeeNumber} ${one.reason.zh}`, minor: one.maxMinor, currency: one.currency }));
  const vouchers = await vouchersBetween(tx, `${period}-01` as CivilDate, lastDay(period));
  const taken = await acknowledgedOf(tx, vouchers.map((voucher) => voucher.id));
  const unsent = vouchers.filter((voucher) => !taken.has(voucher.id)).map((voucher) => named(`${voucher.word}-${String(voucher.number).padStart(4, '0')} ${voucher.text}`));
  const [transit, clearing] = [standing(['in-transit:']), standing(CLEARING)];
  const over = civilDateIn(zone, house.clock.now()) > lastDay(period);
  const check = (code: ClosingCheck['code'], open: ClosingCheck['open'], stops: boolean): ClosingCheck => ({ code, holds: open.length === 0, stops, open });
  return [
    { code: 'over', holds: over, stops: true, open: [] }, check('laws', broken, true), check('vouchers', missing, true), check('exported', unsent, true),
    // What is named here is carried on into the next period; it does not hold the month up.
    check('tax', taxes, false), check('transit', transit, false), check('clearing', clearing, false),
  ];
}

type Call = { readonly period: string; readonly by: Actor };

/** Closes a month whose list is in order. What is dated in it from now on is booked in the first open one, with its own day. */
export function closeMonth(house: House, companyId: string, { period, by }: Call): Promise<Result<null, CloseError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<null, CloseError>> => {
    const checks = await closingChecks(tx, house, period);
    if (checks.some((check) => check.stops && !check.holds)) return err({ kind: 'period.not-ready' });
    await closePeriod(tx, period, house.clock.now());
    await record(tx, by, [{ action: 'period.closed', subject: { kind: 'period', id: period }, body: { carried: checks.flatMap((check) => check.open.map((one) => `${check.code} ${one.name} ${one.minor ?? ''}`.trim())) } }]);
    await tell(tx, [{ type: 'ledger.period', subject: { kind: 'period', id: period } }]);
    return ok(null);
  });
}

/** Opens a closed month again, never without a reason; the audit trail keeps who and why. */
export function reopenMonth(house: House, companyId: string, { period, by, reason }: Call & { readonly reason: string }): Promise<Result<null, CloseError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<null, CloseError>> => {
    if (reason.trim() === '') return err({ kind: 'period.reason-needed' });
    if (!(await reopenPeriod(tx, period))) return err({ kind: 'period.not-closed' });
    await record(tx, by, [{ action: 'period.reopened', subject: { kind: 'period', id: period }, body: { reason: reason.trim() } }]);
    await tell(tx, [{ type: 'ledger.period', subject: { kind: 'period', id: period } }]);
    return ok(null);
  });
}
