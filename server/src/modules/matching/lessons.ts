import type { Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { learnedFrom, NOTHING_LEARNED, type Learned, type Lesson } from './domain/index.ts';
import type { DecisionId } from './decisions.ts';

const COLUMNS = {
  seq: 'integer', decisionId: 'uuid', merchant: 'text', seller: 'text', merchantShown: 'text', sellerShown: 'text', confirmed: 'integer', refused: 'integer', levels: 'jsonb', byId: 'uuid', at: 'timestamptz',
} as const;
const FIELDS = 'merchant, seller, merchant_shown, seller_shown, confirmed, refused, levels';

/** The version of what the company has taught so far; 0 before anything was. */
export async function learnedVersion(tx: Tx): Promise<number> {
  return (await tx.query<{ seq: number }>('select l.seq from matching.lessons l order by l.seq desc limit 1')).rows[0]?.seq ?? 0;
}

/** A version never changes once it is there, so it is summed once. The few newest of each company stay. */
const summed = new Map<string, Learned>();
const SUMMED_MAX = 64;

/** All that was learned up to a version. Asked before a transaction adds lessons of its own, so that what is kept was committed. */
export async function learnedAt(tx: Tx, version: number): Promise<Learned> {
  if (version === 0) return NOTHING_LEARNED;
  const key = `${tx.companyId}/${version}`;
  const known = summed.get(key);
  if (known) return known;
  const { rows } = await tx.query<Lesson>(`select ${FIELDS} from matching.lessons where seq <= $1 order by seq`, [version]);
  const learned = learnedFrom(rows, version);
  const [oldest] = summed.keys();
  if (summed.size >= SUMMED_MAX && oldest !== undefined) summed.delete(oldest);
  summed.set(key, learned);
  return learned;
}

export async function lessonsOfDecision(tx: Tx, decisionId: DecisionId): Promise<Lesson[]> {
  return (await tx.query<Lesson>(`select ${FIELDS} from matching.lessons where decision_id = $1 order by seq`, [decisionId])).rows;
}

export async function keepLessons(tx: Tx, lessons: readonly Lesson[], { decisionId, by, now }: { readonly decisionId: DecisionId | null; readonly by: string; readonly now: Instant }): Promise<void> {
  if (lessons.length === 0) return;
  const last = await learnedVersion(tx);
  await insertMany(tx, 'matching.lessons', COLUMNS, { rows: lessons.map((lesson, i) => ({ ...lesson, seq: last + 1 + i, decisionId, byId: by, at: now })) });
}

/** Who taught each alias last, and when. */
export async function teachers(tx: Tx): Promise<{ merchant: string; seller: string; byId: string; at: Instant }[]> {
  return (await tx.query<{ merchant: string; seller: string; byId: string; at: Instant }>(
    `select distinct on (merchant, seller) merchant, seller, by_id, at from matching.lessons where merchant <> '' order by merchant, seller, seq desc`)).rows;
}
