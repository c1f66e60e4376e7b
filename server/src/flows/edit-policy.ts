import type { Bilingual, CivilDate, Result } from '@roundtrip/kernel';
import { civilDateIn, err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { record } from '#modules/audit';
import { loadCompany } from '#modules/people';
import { addDraft, CN_PRIVATE_COMPANY, CN_STATE_ORGAN, lockDraft, policyByVersion, policyOn, saveDraft, US_GSA, type DraftId, type PolicyDraft } from '#modules/policy';
import { tell } from '#platform/events';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

type Person = Caller & { kind: 'person' };
export type DraftProblem = { readonly kind: 'request.not-found' } | { readonly kind: 'policy.draft-changed' } | { readonly kind: 'policy.draft-closed' };

/** What a policy may be begun from, beside every version that was ever published. */
export const TEMPLATES = { 'template:cn-private-company': CN_PRIVATE_COMPANY, 'template:cn-state-organ': CN_STATE_ORGAN, 'template:us-gsa': US_GSA } as const;
const isTemplate = (name: string): name is keyof typeof TEMPLATES => Object.hasOwn(TEMPLATES, name);

type Start = { readonly title: Bilingual; readonly document: unknown; readonly route: unknown };

async function startFrom(tx: Tx, basedOn: string, today: CivilDate): Promise<Start | null> {
  const inForce = await policyOn(tx, today);
  // A template says what is allowed, not who approves: the route stays the company's own.
  if (isTemplate(basedOn)) return inForce && { title: TEMPLATES[basedOn].title, document: TEMPLATES[basedOn], route: inForce.route };
  return policyByVersion(tx, basedOn);
}

/** Begins a draft from a version or a template: restoring an old version is a draft that begins from it. */
export function beginDraft(house: House, caller: Person, { basedOn, effectiveFrom }: { readonly basedOn: string; readonly effectiveFrom: CivilDate | null }): Promise<Result<DraftId, DraftProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<DraftId, DraftProblem>> => {
    const now = house.clock.now();
    const today = civilDateIn((await loadCompany(tx)).zone, now);
    const start = await startFrom(tx, basedOn, today);
    if (!start) return err({ kind: 'request.not-found' });
    const id: DraftId = house.clock.newId<'policy-draft'>();
    const by = caller.employeeId;
    await addDraft(tx, { id, title: start.title, basedOn, effectiveFrom: effectiveFrom ?? today, document: start.document, route: start.route, revision: 1, status: 'open', createdBy: by, createdAt: now, updatedBy: by, updatedAt: now });
    await record(tx, { kind: 'person', employeeId: by, name: caller.name }, [{ action: 'policy.draft-begun', subject: { kind: 'policy-draft', id }, body: { basedOn } }]);
    await tell(tx, [{ type: 'policy.draft-changed', subject: { kind: 'policy-draft', id } }]);
    return ok(id);
  });
}

export type DraftEdit = { readonly revision: number; readonly title: Bilingual; readonly effectiveFrom: CivilDate; readonly document: unknown; readonly route: unknown };

/** The draft, locked, where it is still open and at the revision that its editor saw. */
export async function lockOpenDraft(tx: Tx, id: string, revision: number): Promise<Result<PolicyDraft, DraftProblem>> {
  const draft = await lockDraft(tx, id);
  if (!draft) return err({ kind: 'request.not-found' });
  if (draft.status !== 'open') return err({ kind: 'policy.draft-closed' });
  return draft.revision === revision ? ok(draft) : err({ kind: 'policy.draft-changed' });
}

/** Saves what was written. A draft may be wrong while it is being written; of two editors the second is told. */
export function changeDraft(house: House, caller: Person, id: string, edit: DraftEdit): Promise<Result<PolicyDraft, DraftProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<PolicyDraft, DraftProblem>> => {
    const found = await lockOpenDraft(tx, id, edit.revision);
    if (!found.ok) return found;
    const draft: PolicyDraft = { ...found.value, ...edit, revision: edit.revision + 1, updatedBy: caller.employeeId, updatedAt: house.clock.now() };
    await saveDraft(tx, draft);
    await tell(tx, [{ type: 'policy.draft-changed', subject: { kind: 'policy-draft', id } }]);
    return ok(draft);
  });
}

export function discardDraft(house: House, caller: Person, { id, revision }: { readonly id: string; readonly revision: number }): Promise<Result<null, DraftProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, DraftProblem>> => {
    const found = await lockOpenDraft(tx, id, revision);
    if (!found.ok) return found;
    await saveDraft(tx, { ...found.value, status: 'discarded', updatedBy: caller.employeeId, updatedAt: house.clock.now() });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'policy.draft-discarded', subject: { kind: 'policy-draft', id }, body: {} }]);
    await tell(tx, [{ type: 'policy.draft-changed', subject: { kind: 'policy-draft', id } }]);
    return ok(null);
  });
}
