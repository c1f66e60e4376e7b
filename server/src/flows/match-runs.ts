import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { decideRun, groupsOfRun, listRuns, MATCHER_VERSION, type MatchRun, type RunGroup, type StoredGroup, type StoredRun } from '#modules/matching';
import { sha256Hex } from '#platform/blobs';
import { packFacts, unpackFacts, type Db } from '#platform/db';

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
const keyOf = (group: Pick<RunGroup, 'payments' | 'invoices' | 'bookings'>): string => [...[...group.payments].sort(), '|', ...[...group.invoices].sort(), '|', ...[...group.bookings].sort()].join(',');

/** Everything that came out, in one order and one text. */
const digestOf = (groups: readonly RunGroup[]): string => sha256Hex([...groups].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map((group) => packFacts(group)).join('\n'));

/** A run as it is kept: what it was decided from, and the digest of what came out. */
export const keptRun = (head: Pick<StoredRun, 'id' | 'at' | 'scope' | 'learnedVersion'>, run: MatchRun, groups: readonly RunGroup[]): StoredRun => ({
  ...head, matcherVersion: MATCHER_VERSION, input: zstdCompressSync(packFacts(run), LEVEL), output: digestOf(groups), groups: groups.length,
});

const runOf = (stored: StoredRun): MatchRun => unpackFacts<MatchRun>(JSON.parse(zstdDecompressSync(stored.input).toString('utf8')));

export type MatchReplay = { readonly replayed: number; /** Runs of a matcher that this code no longer is. */ readonly other: number; readonly groups: number; /** Runs and groups that come out otherwise than they are kept. */ readonly differing: readonly string[] };

const PAGE = 20;
// A float that went through PostgreSQL comes back as it was; words and weights through JSON too.
const sameAs = (group: StoredGroup, again: RunGroup): boolean =>
  group.confidence === again.confidence && group.decision === again.decision && packFacts(sorted(group.reasons)) === packFacts(sorted(again.reasons)) && packFacts(sorted(group.runnerUp)) === packFacts(sorted(again.runnerUp));

/** The same value with its keys in one order: jsonb keeps none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** Decides every run again from what was kept, and holds each group that was made of it against the answer. */
export async function replayMatches(db: Db, companyId: string): Promise<MatchReplay> {
  const differing: string[] = [];
  let [replayed, other, groups] = [0, 0, 0];
  for (let after: string | null = null; ;) {
    const page: StoredRun[] = await db.read(companyId, (tx) => listRuns(tx, after, PAGE));
    for (const stored of page) {
      if (stored.matcherVersion !== MATCHER_VERSION) {
        other += 1;
        continue;
      }
      const again = decideRun(runOf(stored));
      if (digestOf(again) !== stored.output) differing.push(stored.id);
      const byKey = new Map(again.map((group) => [keyOf(group), group]));
      for (const group of await db.read(companyId, (tx) => groupsOfRun(tx, stored.id))) {
        const found = byKey.get(keyOf({ payments: group.payments, invoices: group.documents, bookings: group.bookings }));
        if (!found || !sameAs(group, found)) differing.push(group.id);
        groups += 1;
      }
      replayed += 1;
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE || after === null) return { replayed, other, groups, differing };
  }
}
