import { argv } from 'node:process';
import { matchInputOf } from '../../../server/src/apps/match-command.ts';
import { matchAll } from '../../../server/src/modules/matching/domain/index.ts';
import { addTo, newTally, summary } from '../score.ts';
import { JUDGING_SEEDS } from '../seeds.ts';
import { makeOtherWorld } from './world.ts';

/** The same figures on the second kind of world, which the matcher was not made on: what it is worth where nobody tuned it. */
function judge(noise: number): Record<string, unknown> {
  const tally = newTally();
  const from = performance.now();
  for (const seed of JUDGING_SEEDS) {
    const world = makeOtherWorld({ seed, people: 300, noise });
    addTo(tally, world, matchAll(matchInputOf(world)));
  }
  const shapes = argv.includes('--shapes') ? { missed: Object.fromEntries(tally.missed), wrong: Object.fromEntries(tally.wrong), bins: tally.bins.map((bin) => [bin.n, Number((bin.said / bin.n).toFixed(4)), Number((bin.right / bin.n).toFixed(4))]) } : {};
  return { ...summary(tally), ms: Math.round(performance.now() - from), ...shapes };
}

const results = { noise1: judge(1), noise2: judge(2) };
process.stdout.write(argv.includes('--json') ? `${JSON.stringify({ bench: 'matching-other', results })}\n` : `${JSON.stringify(results, null, 1)}\n`);
