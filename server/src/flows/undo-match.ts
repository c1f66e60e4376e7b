import type { Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { answerGroup, groupsById, lockDecision, lockGroupsOfItems, markUndone, replaceGroups, reviveGroups, type GroupId, type StoredDecision, type StoredGroup } from '#modules/matching';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import { alone, stagesOf } from './decide-match.ts';
import type { House } from './house.ts';
import { bookPrivate } from './private-spending.ts';
import { unteach } from './teach.ts';

export type UndoProblem = { readonly kind: 'request.not-found' } | { readonly kind: 'match.moved-on' };

/**
 * Takes a person's decision back, from whatever page and however long ago, as long as nothing was built on it: the claim
 * is still a draft and nobody has decided on the same items since. The groups stand again as they were seen.
 */
export function undoMatch(house: House, call: { readonly caller: Caller & { kind: 'person' }; readonly decisionId: string }): Promise<Result<GroupId, UndoProblem>> {
  const { caller } = call;
  return house.db.transact(caller.companyId, async (tx): Promise<Result<GroupId, UndoProblem>> => {
    await oneAtATime(tx, 'match');
    const decision = await lockDecision(tx, call.decisionId);
    if (!decision || (decision.byId !== caller.employeeId && !may(caller, 'company.read'))) return err({ kind: 'request.not-found' });
    if (decision.undoneAt !== null) return ok(decision.groupId);
    const undone = decision.replaced.length > 0 ? await restore(tx, house, decision) : await unsay(tx, house, decision);
    if (!undone) return err({ kind: 'match.moved-on' });
    await unteach(tx, house, { decisionId: decision.id, by: caller.employeeId });
    await markUndone(tx, decision, caller.employeeId, house.clock.now());
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'match.undone', subject: { kind: 'match', id: decision.groupId }, body: { decision: decision.id, kind: decision.kind } }]);
    await tell(tx, [{ type: 'match.decided', subject: { kind: 'match', id: decision.groupId }, ...(decision.employeeId ? { employeeId: decision.employeeId } : {}) }]);
    return ok(decision.groupId);
  });
}

const itemsOf = (groups: readonly StoredGroup[]): string[] => groups.flatMap((group) => [...group.payments, ...group.documents, ...group.bookings]);

async function unsay(tx: Tx, house: House, decision: StoredDecision): Promise<boolean> {
  const [group] = await groupsById(tx, [decision.groupId]);
  if (!group || group.answer === null || (decision.kind === 'private' && (await stagesOf(tx, [group])).size > 0)) return false;
  if ((await stagesOf(tx, [group])).size > 0 && group.sampled === null) return false;
  await answerGroup(tx, group.id, null, null);
  if (decision.kind === 'private') await bookPrivate(tx, house, group.payments, false);
  return true;
}

/** What the decision made, and whatever the matcher has since built from its pieces, gives way to what stood before. */
async function restore(tx: Tx, house: House, decision: StoredDecision): Promise<boolean> {
  const before = await groupsById(tx, decision.replaced);
  const items = itemsOf(before);
  const now = await lockGroupsOfItems(tx, items);
  const own = new Set<string>(decision.made);
  if (now.some((group) => group.answer !== null && !own.has(group.id)) || (await stagesOf(tx, now)).size > 0) return false;
  const back = new Set(items);
  const rest = (ids: readonly string[]): string[] => ids.filter((id) => !back.has(id));
  const groups = now.flatMap((group) => alone(house, group, { payments: rest(group.payments), documents: rest(group.documents), bookings: rest(group.bookings) }, { zh: '一个决定被撤回，重新查找中', en: 'A decision was taken back; it is looked at again' }));
  await replaceGroups(tx, { superseded: now.map((group) => group.id), groups }, house.clock.now());
  await reviveGroups(tx, decision.replaced);
  return true;
}
