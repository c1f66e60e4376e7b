import type { Bilingual, CivilDate, Id, Instant } from '@roundtrip/kernel';
import type { EmployeeId } from '#modules/people';
import { insertMany, type Tx } from '#platform/db';

export type DraftId = Id<'policy-draft'>;

/** What may become the next version of the policy. */
export type PolicyDraft = {
  readonly id: DraftId;
  readonly title: Bilingual;
  readonly basedOn: string;
  readonly effectiveFrom: CivilDate;
  /** As it is being written: it need not be right yet. */
  readonly document: unknown;
  readonly route: unknown;
  readonly revision: number;
  readonly status: 'open' | 'published' | 'discarded';
  readonly createdBy: EmployeeId;
  readonly createdAt: Instant;
  readonly updatedBy: EmployeeId;
  readonly updatedAt: Instant;
};

const COLUMNS = {
  id: 'uuid', title: 'jsonb', basedOn: 'text', effectiveFrom: 'date', document: 'jsonb', route: 'jsonb', revision: 'integer', status: 'text', createdBy: 'uuid', createdAt: 'timestamptz', updatedBy: 'uuid', updatedAt: 'timestamptz',
} as const;
const FIELDS = 'id, title, based_on, effective_from, document, route, revision, status, created_by, created_at, updated_by, updated_at';

export async function addDraft(tx: Tx, draft: PolicyDraft): Promise<void> {
  await insertMany(tx, 'policy.drafts', COLUMNS, { rows: [draft] });
}

export async function openDrafts(tx: Tx): Promise<PolicyDraft[]> {
  return (await tx.query<PolicyDraft>(`select ${FIELDS} from policy.drafts where status = 'open' order by updated_at desc`)).rows;
}

export async function loadDraft(tx: Tx, id: string): Promise<PolicyDraft | null> {
  return (await tx.query<PolicyDraft>(`select ${FIELDS} from policy.drafts where id = $1`, [id])).rows[0] ?? null;
}

/** Locks the draft to the end of the transaction. */
export async function lockDraft(tx: Tx, id: string): Promise<PolicyDraft | null> {
  return (await tx.query<PolicyDraft>(`select ${FIELDS} from policy.drafts where id = $1 for update`, [id])).rows[0] ?? null;
}

export async function saveDraft(tx: Tx, draft: PolicyDraft): Promise<void> {
  await tx.query(
    `update policy.drafts set title = $2, effective_from = $3, document = $4, route = $5, revision = $6, status = $7, updated_by = $8, updated_at = $9 where id = $1`,
    [draft.id, JSON.stringify(draft.title), draft.effectiveFrom, JSON.stringify(draft.document), JSON.stringify(draft.route), draft.revision, draft.status, draft.updatedBy, draft.updatedAt]);
}
