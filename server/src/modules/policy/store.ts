import type { Bilingual, CivilDate, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

export type JudgementId = Id<'judgement'>;

export type PolicyVersion = {
  readonly version: string;
  readonly effectiveFrom: CivilDate;
  readonly title: Bilingual;
  /** As it was published: parsed and compiled by the domain. */
  readonly document: unknown;
  /** The approval route that goes with it. */
  readonly route: unknown;
  readonly publishedAt: Instant;
};

const FIELDS = 'version, effective_from, title, document, route, published_at';

/** Adds a version. It is never edited: the next one supersedes it from its day. */
export async function publishPolicy(tx: Tx, policy: PolicyVersion): Promise<void> {
  await insertMany(tx, 'policy.versions', { version: 'text', effectiveFrom: 'date', title: 'jsonb', document: 'jsonb', route: 'jsonb', publishedAt: 'timestamptz' }, { rows: [policy] });
}

/** The version in force on a day. */
export async function policyOn(tx: Tx, day: CivilDate): Promise<PolicyVersion | null> {
  return (await tx.query<PolicyVersion>(`select ${FIELDS} from policy.versions where effective_from <= $1 order by effective_from desc, published_at desc limit 1`, [day])).rows[0] ?? null;
}

export async function policyByVersion(tx: Tx, version: string): Promise<PolicyVersion | null> {
  return (await tx.query<PolicyVersion>(`select ${FIELDS} from policy.versions where version = $1`, [version])).rows[0] ?? null;
}

export async function listPolicies(tx: Tx): Promise<PolicyVersion[]> {
  return (await tx.query<PolicyVersion>(`select ${FIELDS} from policy.versions order by effective_from desc, published_at desc`)).rows;
}

export type Judgement = {
  readonly id: JudgementId;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly policyVersion: string;
  readonly engineVersion: string;
  readonly input: unknown;
  readonly verdict: unknown;
  readonly at: Instant;
};

const JUDGEMENT_COLUMNS = { id: 'uuid', subjectKind: 'text', subjectId: 'uuid', policyVersion: 'text', engineVersion: 'text', input: 'jsonb', verdict: 'jsonb', at: 'timestamptz' } as const;

export async function keepJudgements(tx: Tx, judgements: readonly Judgement[]): Promise<void> {
  await insertMany(tx, 'policy.judgements', JUDGEMENT_COLUMNS, { rows: judgements });
}

/** All judgements ever given, in pages, for replay. */
export async function listJudgements(tx: Tx, after: string | null, limit: number): Promise<Judgement[]> {
  return (await tx.query<Judgement>(
    `select id, subject_kind, subject_id, policy_version, engine_version, input, verdict, at from policy.judgements
      where ($1::uuid is null or id > $1) order by id limit $2`, [after, limit])).rows;
}
