import type { Writable } from 'node:stream';
import type { Db } from '#platform/db';
import { replayJudgements } from '../flows/replay-judgements.ts';

/** `roundtrip policy replay`: judges all history again. Exit code 1 and the ids where a verdict differs from the one that is kept. */
export async function runReplay(db: Db, companies: readonly string[], out: Writable): Promise<number> {
  let wrong = 0;
  for (const companyId of companies) {
    const { judged, differing } = await replayJudgements(db, companyId);
    wrong += differing.length;
    out.write(`Company ${companyId}: ${judged} judged again, ${differing.length} differ${differing.length > 0 ? `: ${differing.join(', ')}` : ''}\n`);
  }
  return wrong === 0 ? 0 : 1;
}
