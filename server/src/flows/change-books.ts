import { err, ok, type Result } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { bookSettings, chartProblem, loadChart, makeOpenVouchers, replaceChart, replaceMappings, saveBookSettings, type ChartAccount, type ChartProblem, type MappingRule } from '#modules/ledger';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type BooksChange = { readonly standard?: 'enterprise' | 'small' | undefined; readonly word?: string | undefined; readonly summary?: 'each' | 'batch' | undefined; readonly chart?: readonly ChartAccount[] | undefined; readonly rules?: readonly MappingRule[] | undefined };

/** Another standard, chart or rules, and at once the vouchers that waited for them; gives back how many were made. What stands is never changed by it. */
export function changeBooks(house: House, companyId: string, { change, by }: { readonly change: BooksChange; readonly by: Actor }): Promise<Result<number, ChartProblem>> {
  return house.db.transact(companyId, async (tx): Promise<Result<number, ChartProblem>> => {
    const wrong = change.chart ? chartProblem(change.chart) : null;
    if (wrong) return err(wrong);
    const now = await bookSettings(tx);
    await saveBookSettings(tx, { standard: change.standard ?? now.standard, word: change.word ?? now.word, summary: change.summary ?? now.summary }, house.clock.now());
    if (change.chart) await replaceChart(tx, change.chart);
    if (change.rules) {
      const known = new Set((await loadChart(tx)).map((account) => account.code));
      const lost = change.rules.find((rule) => !known.has(rule.account));
      if (lost) return err({ kind: 'chart.not-right', where: lost.account, why: 'parent' });
      await replaceMappings(tx, change.rules);
    }
    const made = await makeOpenVouchers(tx, house.clock);
    await record(tx, by, [{ action: 'books.changed', subject: { kind: 'books', id: companyId }, body: { standard: change.standard ?? null, word: change.word ?? null, summary: change.summary ?? null, chart: change.chart?.length ?? null, rules: change.rules?.length ?? null, made } }]);
    await tell(tx, [{ type: 'ledger.posted', subject: { kind: 'books', id: companyId } }]);
    return ok(made);
  });
}
