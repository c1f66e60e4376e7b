import type { Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { claimsById } from '#modules/claims';
import { answerGroup, lockGroup, refusePairs, replaceGroups, type GroupId, type NewGroup, type StoredGroup } from '#modules/matching';
import { paymentsById } from '#modules/payments';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { postPrivate } from './post-payments.ts';

export type MatchAnswer = { readonly caller: Caller & { kind: 'person' }; readonly groupId: string; readonly decision: 'confirm' | 'refuse' | 'private' };
export type MatchProblem = { readonly kind: 'request.not-found' } | { readonly kind: 'match.decided' };

/**
 * A person's word on a group: it stands, it falls apart, or it is private spending. The matcher never undoes it.
 * Answers with the group to show next.
 */
export function decideMatch(house: House, answer: MatchAnswer): Promise<Result<GroupId, MatchProblem>> {
  const { caller } = answer;
  return house.db.transact(caller.companyId, async (tx): Promise<Result<GroupId, MatchProblem>> => {
    const group = await lockGroup(tx, answer.groupId);
    if (!group || (group.employeeId !== caller.employeeId && !may(caller, 'company.read'))) return err({ kind: 'request.not-found' });
    const claim = group.claimId ? (await claimsById(tx, [group.claimId]))[0] : undefined;
    if (group.answer !== null || (claim && claim.state !== 'draft')) return err({ kind: 'match.decided' });
    const shown = answer.decision === 'refuse' ? await takeApart(tx, house, group, caller.employeeId) : await stamp(tx, house, group, answer);
    const actor = { kind: 'person', employeeId: caller.employeeId, name: caller.name } as const;
    await record(tx, actor, [{ action: `match.${answer.decision}`, subject: { kind: 'match', id: group.id }, body: { payments: group.payments, documents: group.documents, bookings: group.bookings } }]);
    await tell(tx, [{ type: 'match.decided', subject: { kind: 'match', id: shown }, ...(group.employeeId ? { employeeId: group.employeeId } : {}) }]);
    return ok(shown);
  });
}

async function stamp(tx: Tx, house: House, group: StoredGroup, answer: MatchAnswer): Promise<GroupId> {
  await answerGroup(tx, group.id, answer.decision === 'private' ? 'private' : 'confirmed', answer.caller.employeeId);
  if (answer.decision === 'private') await postPrivate(tx, house, await paymentsById(tx, group.payments));
  return group.id;
}

/** Every item stands alone again, and the pairs are remembered, so that they are not proposed again. */
async function takeApart(tx: Tx, house: House, group: StoredGroup, by: string): Promise<GroupId> {
  const now = house.clock.now();
  await refusePairs(tx, group.payments.flatMap((paymentId) => [...group.documents, ...group.bookings].map((itemId) => ({ paymentId, itemId }))), by, now);
  const alone = (part: Partial<Pick<NewGroup, 'payments' | 'documents' | 'bookings'>>): NewGroup => ({
    id: house.clock.newId<'match-group'>(), employeeId: group.employeeId, decision: 'none', answer: null, confidence: 0, runnerUp: null, matcherVersion: group.matcherVersion, at: now,
    reasons: [{ code: 'refused', weight: 0, text: { zh: '你说过它们不是一回事', en: 'You said that these do not belong together' } }], payments: [], documents: [], bookings: [], ...part,
  });
  const groups = [
    ...group.payments.map((id) => alone({ payments: [id] })), ...group.documents.map((id) => alone({ documents: [id] })), ...group.bookings.map((id) => alone({ bookings: [id] })),
  ];
  await replaceGroups(tx, { superseded: [group.id], groups }, now);
  return groups[0]?.id ?? group.id;
}
