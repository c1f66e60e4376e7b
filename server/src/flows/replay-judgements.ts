import { isDeepStrictEqual } from 'node:util';
import { judge, listJudgements, policyByVersion, type CompiledPolicy, type Question, type Verdict } from '#modules/policy';
import { packFacts, unpackFacts, type Db } from '#platform/db';
import { compiledPolicy } from './judge-lines.ts';

export type Replay = { readonly judged: number; /** Judgements that come out otherwise than they are kept. */ readonly differing: readonly string[] };

const PAGE = 500;
/** Through the same form in which it is kept, so that only real differences are found. */
const kept = (verdict: unknown): unknown => unpackFacts(JSON.parse(packFacts(verdict)));

/** Judges everything that was ever judged again, by the version and input that were kept. A difference is a broken promise. */
export async function replayJudgements(db: Db, companyId: string): Promise<Replay> {
  const policies = new Map<string, CompiledPolicy>();
  const differing: string[] = [];
  let judged = 0;
  for (let after: string | null = null; ;) {
    const page = await db.read(companyId, async (tx) => {
      const judgements = await listJudgements(tx, after, PAGE);
      for (const version of new Set(judgements.map((judgement) => judgement.policyVersion))) {
        const policy = policies.has(version) ? null : await policyByVersion(tx, version);
        if (policy) policies.set(version, compiledPolicy(companyId, policy));
      }
      return judgements;
    });
    for (const judgement of page) {
      const policy = policies.get(judgement.policyVersion);
      const again: Verdict | null = policy ? judge(policy, unpackFacts<Question>(judgement.input)) : null;
      if (!isDeepStrictEqual(kept(again), unpackFacts(judgement.verdict))) differing.push(judgement.id);
      judged++;
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE || after === null) return { judged, differing };
  }
}
