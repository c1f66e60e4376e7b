import type { Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import { record } from '#modules/audit';
import { addComment, lockClaim } from '#modules/claims';
import { listEmployees } from '#modules/people';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type Comment = { readonly caller: Caller & { kind: 'person' }; readonly claimId: string; readonly text: string; readonly mentions: readonly string[] };
export type CommentProblem = { readonly kind: 'request.not-found' };

/** A word on a claim, for good. Whom it names is told, and may see the claim from then on; whether the caller may see it, the caller of this has asked. */
export function commentOnClaim(house: House, { caller, claimId, text, mentions }: Comment): Promise<Result<null, CommentProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<null, CommentProblem>> => {
    const claim = await lockClaim(tx, claimId);
    const known = new Set<string>((await listEmployees(tx)).filter((one) => one.active).map((one) => one.id));
    const named = [...new Set(mentions)];
    if (!claim || named.some((id) => !known.has(id))) return err({ kind: 'request.not-found' });
    const id = house.clock.newId<'comment'>();
    await addComment(tx, { id, claimId: claim.id, authorId: caller.employeeId, text, mentions: named, at: house.clock.now() });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'claim.commented', subject: { kind: 'claim', id: claim.id }, body: { comment: id, text, mentions: named } }]);
    const heard = new Set([claim.employeeId, ...named].filter((one) => one !== caller.employeeId));
    await tell(tx, [...heard].map((employeeId) => ({ type: named.includes(employeeId) ? 'claim.mentioned' : 'claim.commented', subject: { kind: 'claim', id: claim.id }, employeeId })));
    return ok(null);
  });
}
