import type { Db } from '../server/src/platform/db/index.ts';
import { runSeed, type RunReport } from './run.ts';

/**
 * Plays seeds one after the other. Not side by side: on a database this small, two companies' transactions are taken for
 * rivals and tried again, and a run that depends on its neighbours could not be played again.
 */
export async function playSeeds(db: Db, seeds: readonly number[], onReport: (report: RunReport) => void): Promise<void> {
  for (const seed of seeds) onReport(await runSeed(db, seed));
}

/** What to show of a run that went wrong: enough to play it again. */
export const describeFailure = ({ seed, rail, crashes, findings }: RunReport): string =>
  [`seed ${seed} (${rail}, ${crashes} crashes): npm run simulate -- --seed ${seed}`, ...findings.map((finding) => `  ${finding}`)].join('\n');
