import { civilDateIn } from '@roundtrip/kernel';
import { record, type Actor } from '#modules/audit';
import { loadCompany } from '#modules/people';
import { blocks, countRuns, HELD_FOR_PERSON, lockPool, lockRuleRun, mayGoByRule, payoutLimits, savePayouts, saveRun, type Payout, type Run } from '#modules/payouts';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { judgePayouts } from './judge-payouts.ts';

const RULE: Actor = { kind: 'rule', name: 'release-payouts' };
/** Shown beside runs that no person released. */
const RULE_NAME = 'rule';

/** The next number of a run on this day. */
export async function nextRunNumber(tx: Tx, day: string): Promise<string> {
  const prefix = `FK${day.replaceAll('-', '')}-`;
  return `${prefix}${(await countRuns(tx, prefix)) + 1}`;
}

/**
 * What stands out in nothing and is small enough is released by the company's own limits, into one run a day. The rest
 * stays in the pool, told why, and waits for a run that people make.
 */
export async function releaseByRule(tx: Tx, house: House): Promise<number> {
  await oneAtATime(tx, 'payout-runs');
  const pool = (await lockPool(tx)).filter((payout) => payout.heldFor !== HELD_FOR_PERSON);
  if (pool.length === 0) return 0;
  const [company, limits, now] = [await loadCompany(tx), await payoutLimits(tx), house.clock.now()];
  const day = civilDateIn(company.zone, now);
  const before = await lockRuleRun(tx, day);
  const run: Run = before ?? {
    id: house.clock.newId<'payout-run'>(), number: await nextRunNumber(tx, day), state: 'released', ruleDay: day, madeBy: null, madeByName: RULE_NAME, submittedBy: null, submittedByName: null, submittedAt: null,
    releasedBy: null, releasedByName: RULE_NAME, releasedAt: now, ruleMinor: 0n, version: 0, createdAt: now, updatedAt: now,
  };
  let released = run.ruleMinor;
  const changed: Payout[] = [];
  const gone: Payout[] = [];
  for (const [i, { payout: seen }] of (await judgePayouts(tx, house, pool, false)).entries()) {
    const stop = seen.findings.find(blocks) ?? (seen.cleared ? undefined : seen.findings[0]);
    const goes = stop === undefined && mayGoByRule({ amountMinor: seen.amountMinor, currency: seen.currency, companyCurrency: company.currency, releasedTodayMinor: released, limits });
    if (goes) {
      released += seen.amountMinor;
      gone.push({ ...seen, runId: run.id, heldFor: null, reason: null, updatedAt: now });
    } else {
      const was = pool[i];
      const after: Payout = { ...seen, reason: seen.heldFor !== null ? seen.reason : (stop ?? 'limit.rule') };
      if (was && (was.reason !== after.reason || was.accountDigest !== after.accountDigest || was.rail !== after.rail || was.findings.join() !== after.findings.join())) changed.push({ ...after, updatedAt: now });
    }
  }
  await savePayouts(tx, [...gone, ...changed]);
  if (gone.length === 0) return 0;
  await saveRun(tx, { ...run, ruleMinor: released, updatedAt: now });
  await record(tx, RULE, [{
    action: 'payout-run.released', subject: { kind: 'payout-run', id: run.id },
    body: { number: run.number, payouts: gone.length, minor: (released - run.ruleMinor).toString(), dayMinor: released.toString(), singleMax: limits.autoSingleMaxMinor.toString(), dayMax: limits.autoDayMaxMinor.toString() },
  }]);
  await tell(tx, [{ type: 'payout-run.released', subject: { kind: 'payout-run', id: run.id } }]);
  return gone.length;
}
