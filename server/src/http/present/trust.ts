import type { FuseView, TrustView } from '@roundtrip/contract';
import { cleanNeeded, greatestRate, lossBound } from '@roundtrip/kernel';
import { aliasWords, fuseHistory, learnedAt, learnedVersion, loadFuse, loadTrust, teachers, verdictsSince, type FuseState } from '#modules/matching';
import type { Tx } from '#platform/db';
import { peopleOf, personIn, type People } from './facts.ts';

export const fuseViewOf = (state: FuseState, people: People): FuseView => ({ level: state.level, text: state.text, at: state.at, by: state.byId ? personIn(people, state.byId) : null });

const HISTORY_SHOWN = 10;
/** Rates of error for which finance is told what they would cost. */
const RATES = [0.1, 0.03, 0.01];

/** All that says how far automatic matching can be trusted, and what it has learned. */
export async function trustViewOf(tx: Tx): Promise<TrustView> {
  const people = await peopleOf(tx);
  const [trust, fuse] = [await loadTrust(tx), await loadFuse(tx)];
  const verdicts = await verdictsSince(tx, fuse.at);
  const learned = await learnedAt(tx, await learnedVersion(tx));
  const taught = new Map((await teachers(tx)).map((one) => [`${one.merchant}\u0000${one.seller}`, one]));
  return {
    allowedError: trust.allowedError, sampleRate: trust.sampleRate, fuse: fuseViewOf(fuse, people), history: (await fuseHistory(tx, HISTORY_SHOWN)).map((state) => fuseViewOf(state, people)),
    judged: verdicts.judged, wrong: verdicts.wrong, atMost: greatestRate(verdicts.wrong, verdicts.judged), automatic: verdicts.automatic, found: verdicts.found,
    loss: RATES.map((rate) => ({ rate, groups: lossBound(rate, trust) })), cleanNeeded: cleanNeeded(trust), cleanSoFar: verdicts.promised - verdicts.promisedWrong,
    learned: {
      version: learned.version, aliases: [...learned.aliases].sort((a, b) => b.confirmed + b.refused - a.confirmed - a.refused).map((alias) => {
        const last = taught.get(`${alias.merchant}\u0000${alias.seller}`);
        return { ...alias, words: aliasWords(alias), by: last ? personIn(people, last.byId) : null, at: last?.at ?? null };
      }),
    },
  };
}
