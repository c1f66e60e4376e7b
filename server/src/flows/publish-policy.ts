import type { Bilingual, CivilDate, Result } from '@roundtrip/kernel';
import { civilDateIn, err, ok } from '@roundtrip/kernel';
import { parseRoute, routeHoles, type Person } from '#modules/approvals';
import type { Caller } from '#modules/access';
import { record } from '#modules/audit';
import { listEmployees, loadCompany } from '#modules/people';
import { diffPolicies, listPolicies, parsePolicy, policyByVersion, publishPolicy, reviewPolicy, saveDraft, type PolicyDocument, type PolicyDraft } from '#modules/policy';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { personsOn } from './acting.ts';
import { lockOpenDraft, TEMPLATES, type DraftProblem } from './edit-policy.ts';
import type { House } from './house.ts';

/** Something in a draft that must be or may have to be mended, and where. */
export type DraftConcern = { readonly severity: 'error' | 'warning'; readonly part: 'policy' | 'route'; readonly kind: string; readonly place: string; readonly message: Bilingual; readonly remedy: Bilingual };

export type PublishProblem = DraftProblem | { readonly kind: 'policy.not-right'; readonly concerns: readonly DraftConcern[] } | { readonly kind: 'policy.too-early' };

/** The document as it would stand when published: the draft's own title and day, whatever the text says. */
export function documentOf(draft: Pick<PolicyDraft, 'document' | 'title' | 'effectiveFrom'>, version = 'draft'): unknown {
  return typeof draft.document === 'object' && draft.document !== null ? { ...draft.document, version, title: draft.title, effectiveFrom: draft.effectiveFrom } : draft.document;
}

/** All that reading and reviewing the draft finds, mistakes first; a route is tried for everybody who may submit. */
export function concernsOf(draft: PolicyDraft, people: readonly Person[]): readonly DraftConcern[] {
  const policy = parsePolicy(documentOf(draft));
  const route = parseRoute(draft.route);
  const found: DraftConcern[] = [
    ...(policy.ok ? reviewPolicy(policy.value).map((concern) => ({ ...concern, part: 'policy' as const })) : policy.error.map((error) => ({ ...error, severity: 'error' as const, part: 'policy' as const }))),
    ...(route.ok ? routeHoles(route.value, people).map(holeConcern) : route.error.map((problem) => ({ ...problem, severity: 'error' as const, part: 'route' as const }))),
  ];
  return [...found.filter((one) => one.severity === 'error'), ...found.filter((one) => one.severity === 'warning')];
}

function holeConcern({ route, step, submitters }: ReturnType<typeof routeHoles>[number]): DraftConcern {
  return {
    severity: 'error', part: 'route', kind: 'route.nobody', place: `routes.${route}.steps.${step}`,
    message: { zh: `“${route}”的“${step}”一步，有 ${submitters.length} 人提交时找不到可以审批的人`, en: `Step “${step}” of “${route}” has nobody to decide when one of ${submitters.length} people submits` },
    remedy: { zh: '为这一步写明 orElse，或换一个角色', en: 'Give the step an orElse, or another role' },
  };
}

/** What the draft was begun from, as a document to compare with; null where the version is gone. */
export async function basisOf(tx: Tx, draft: PolicyDraft): Promise<PolicyDocument | null> {
  const template = (TEMPLATES as Readonly<Record<string, PolicyDocument>>)[draft.basedOn];
  if (template) return template;
  const version = await policyByVersion(tx, draft.basedOn);
  return (version?.document as PolicyDocument | undefined) ?? null;
}

/** A version is named by the day from which it holds; a second one of that day gets a number. */
async function nameFor(tx: Tx, effectiveFrom: CivilDate): Promise<string> {
  const taken = new Set((await listPolicies(tx)).map((policy) => policy.version));
  let name: string = effectiveFrom;
  for (let n = 2; taken.has(name); n++) name = `${effectiveFrom}.${n}`;
  return name;
}

/**
 * Makes the draft the next version, from its day on. Refused where reading or reviewing finds a mistake, or where the day
 * has passed: what was judged by the rules of its time stays so.
 */
export function publishDraft(house: House, caller: Caller & { kind: 'person' }, { id, revision }: { readonly id: string; readonly revision: number }): Promise<Result<string, PublishProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<string, PublishProblem>> => {
    const found = await lockOpenDraft(tx, id, revision);
    if (!found.ok) return found;
    const draft = found.value;
    const now = house.clock.now();
    if (draft.effectiveFrom < civilDateIn((await loadCompany(tx)).zone, now)) return err({ kind: 'policy.too-early' });
    const errors = concernsOf(draft, await personsOn(tx, await listEmployees(tx), { day: draft.effectiveFrom, amountMinor: 0n })).filter((concern) => concern.severity === 'error');
    if (errors.length > 0) return err({ kind: 'policy.not-right', concerns: errors });
    const version = await nameFor(tx, draft.effectiveFrom);
    const document = documentOf(draft, version);
    const basis = await basisOf(tx, draft);
    await publishPolicy(tx, { version, effectiveFrom: draft.effectiveFrom, title: draft.title, document, route: draft.route, publishedAt: now });
    await saveDraft(tx, { ...draft, status: 'published', updatedBy: caller.employeeId, updatedAt: now });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: 'policy.published', subject: { kind: 'policy', id: version }, body: { draft: id, basedOn: draft.basedOn, effectiveFrom: draft.effectiveFrom, changes: basis ? diffPolicies(basis, document as PolicyDocument) : [] },
    }]);
    await tell(tx, [{ type: 'policy.published', subject: { kind: 'policy', id: version } }]);
    return ok(version);
  });
}
