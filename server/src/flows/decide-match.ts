import type { Bilingual, Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { claimsById } from '#modules/claims';
import {
  answerGroup, excludePerson, groupsById, keepDecision, lockGroup, lockGroupsOfItems, refusePairs, replaceGroups,
  type DecisionId, type DecisionKind, type GroupId, type NewGroup, type StoredGroup,
} from '#modules/matching';
import { paymentsById } from '#modules/payments';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { bookPrivate } from './private-spending.ts';
import { pairsApart, withRunnerUp, type Members } from './runner-up.ts';
import { teach } from './teach.ts';
import { watchFuse } from './watch-fuse.ts';

type Person = Caller & { kind: 'person' };
export type MatchAnswer = { readonly caller: Person; readonly groupId: string; readonly decision: DecisionKind | 'refuse' };
export type MatchProblem = { readonly kind: 'request.not-found' } | { readonly kind: 'match.decided' } | { readonly kind: 'match.no-runner-up' } | { readonly kind: 'match.taken' };
export type Decided = { readonly groupId: GroupId; readonly decisionId: DecisionId };

/** What a decision does: the group to show, the groups it replaced and those it made. */
type Effect = { readonly resultId: GroupId; readonly replaced: readonly GroupId[]; readonly made: readonly GroupId[] };
type Scene = { readonly house: House; readonly group: StoredGroup; readonly caller: Person; readonly decisionId: DecisionId };

/** What the decision says of the matcher; private spending says nothing of which papers belong together. */
const WAS_RIGHT: Readonly<Record<DecisionKind, boolean | null>> = { confirm: true, 'runner-up': false, split: false, 'not-mine': false, private: null };

/**
 * A person's word on a group: it stands, the runner-up takes its place, it falls apart, it is somebody else's, or it is
 * private spending. The matcher never undoes it; the person may ({@link undoMatch}).
 */
export function decideMatch(house: House, answer: MatchAnswer): Promise<Result<Decided, MatchProblem>> {
  const { caller } = answer;
  const kind = answer.decision === 'refuse' ? 'split' : answer.decision;
  return house.db.transact(caller.companyId, async (tx): Promise<Result<Decided, MatchProblem>> => {
    await oneAtATime(tx, 'match');
    const group = await lockGroup(tx, answer.groupId) ?? (await sameAgain(tx, answer.groupId));
    if (!group || (group.employeeId !== caller.employeeId && !may(caller, 'company.read'))) return err({ kind: 'request.not-found' });
    const late = (await stagesOf(tx, [group])).has(group.id);
    // A sample that a claim has already used is still judged: its verdict is for the fuse, the claim stays as it is.
    if (group.answer !== null || (late && group.sampled === null)) return err({ kind: 'match.decided' });
    const scene: Scene = { house, group, caller, decisionId: house.clock.newId<'match-decision'>() };
    const effect = late ? await noted(tx, scene, kind) : await EFFECTS[kind](tx, scene);
    if (!effect.ok) return effect;
    await keepDecision(tx, {
      id: scene.decisionId, kind, groupId: group.id, ...effect.value, employeeId: group.employeeId, byId: caller.employeeId, at: house.clock.now(),
      promised: group.promised, wasAuto: group.decision === 'auto', sampled: group.sampled, wasRight: WAS_RIGHT[kind],
    });
    await watchFuse(tx, house);
    await teach(tx, house, { decisionId: scene.decisionId, kind, group, resultId: effect.value.resultId, by: caller.employeeId });
    const actor = { kind: 'person', employeeId: caller.employeeId, name: caller.name } as const;
    await record(tx, actor, [{ action: `match.${kind}`, subject: { kind: 'match', id: group.id }, body: { decision: scene.decisionId, payments: group.payments, documents: group.documents, bookings: group.bookings } }]);
    await tell(tx, [{ type: 'match.decided', subject: { kind: 'match', id: effect.value.resultId }, ...(group.employeeId ? { employeeId: group.employeeId } : {}) }]);
    return ok({ groupId: effect.value.resultId, decisionId: scene.decisionId });
  });
}

/** What was decided anew meanwhile and came to the same members is still what the person is looking at. */
async function sameAgain(tx: Tx, id: string): Promise<StoredGroup | null> {
  const [seen] = await groupsById(tx, [id]);
  if (!seen) return null;
  const items = [...seen.payments, ...seen.documents, ...seen.bookings];
  const [now, ...others] = await lockGroupsOfItems(tx, items);
  return now && others.length === 0 && now.payments.length + now.documents.length + now.bookings.length === items.length ? now : null;
}

/** The groups whose claim has left the draft: they are no longer anybody's to change. */
export async function stagesOf(tx: Tx, groups: readonly StoredGroup[]): Promise<Set<string>> {
  const claims = new Map((await claimsById(tx, groups.flatMap((group) => (group.claimId ? [group.claimId] : [])))).map((claim) => [claim.id as string, claim.state]));
  return new Set(groups.filter((group) => group.claimId !== null && (claims.get(group.claimId) ?? 'draft') !== 'draft').map((group) => group.id));
}

type Act = (tx: Tx, scene: Scene) => Promise<Result<Effect, MatchProblem>>;
const same = (group: StoredGroup): Result<Effect, MatchProblem> => ok({ resultId: group.id, replaced: [], made: [] });

const EFFECTS: Readonly<Record<DecisionKind, Act>> = {
  confirm: async (tx, { group, caller }) => {
    await answerGroup(tx, group.id, 'confirmed', caller.employeeId);
    return same(group);
  },
  private: async (tx, { house, group, caller }) => {
    await answerGroup(tx, group.id, 'private', caller.employeeId);
    await bookPrivate(tx, house, group.payments, true);
    return same(group);
  },
  split: (tx, scene) => takeApart(tx, scene),
  'not-mine': (tx, scene) => giveBack(tx, scene),
  'runner-up': (tx, scene) => takeRunnerUp(tx, scene),
};

async function noted(tx: Tx, { group, caller }: Scene, kind: DecisionKind): Promise<Result<Effect, MatchProblem>> {
  await answerGroup(tx, group.id, kind === 'confirm' || kind === 'private' ? 'confirmed' : 'refused', caller.employeeId);
  return same(group);
}

const because = (code: string, zh: string, en: string): NewGroup['reasons'] => [{ code, weight: 0, text: { zh, en } }];

type Made = { readonly members: Partial<Members>; readonly employeeId?: string | null; readonly reasons: NewGroup['reasons'] };

/** A group by a person's word, or one that waits for the matcher to look again. */
function groupBy(house: House, from: StoredGroup, { members, employeeId = from.employeeId, reasons }: Made): NewGroup {
  return {
    id: house.clock.newId<'match-group'>(), employeeId, decision: 'none', answer: null, confidence: 0, runnerUp: null, matcherVersion: from.matcherVersion, at: house.clock.now(), reasons,
    atRiskMinor: 0n, change: null, learnedVersion: from.learnedVersion, promised: false, sampled: null, runId: null, payments: [], documents: [], bookings: [], ...members,
  };
}

/** Each of these items in a group of its own. */
export const alone = (house: House, from: StoredGroup, { payments = [], documents = [], bookings = [] }: Partial<Members>, words: Bilingual): NewGroup[] => {
  const reasons = because('refused', words.zh, words.en);
  return [...payments.map((id) => ({ payments: [id] })), ...documents.map((id) => ({ documents: [id] })), ...bookings.map((id) => ({ bookings: [id] }))].map((members) => groupBy(house, from, { members, reasons }));
};

const APART: Bilingual = { zh: '你说过它们不是一回事', en: 'You said that these do not belong together' };

/** Every item stands alone again, and the pairs are remembered, so that they are not proposed again. */
async function takeApart(tx: Tx, { house, group, caller, decisionId }: Scene): Promise<Result<Effect, MatchProblem>> {
  const now = house.clock.now();
  await refusePairs(tx, group.payments.flatMap((paymentId) => [...group.documents, ...group.bookings].map((itemId) => ({ paymentId, itemId }))), { decisionId, by: caller.employeeId, now });
  const groups = alone(house, group, group, APART);
  await replaceGroups(tx, { superseded: [group.id], groups }, now);
  return ok({ resultId: groups[0]?.id ?? group.id, replaced: [group.id], made: groups.map((one) => one.id) });
}

/** It goes back to nobody, for finance to see, and this person is not asked about its items again. */
async function giveBack(tx: Tx, { house, group, caller }: Scene): Promise<Result<Effect, MatchProblem>> {
  const now = house.clock.now();
  if (group.employeeId === null) return err({ kind: 'match.decided' });
  await excludePerson(tx, [...group.payments, ...group.documents, ...group.bookings], { employeeId: group.employeeId, by: caller.employeeId, now });
  const given: NewGroup = {
    ...groupBy(house, group, { members: { payments: group.payments, documents: group.documents, bookings: group.bookings }, employeeId: null, reasons: because('not-mine', '本人说不是自己的', 'The person says that it is not theirs') }),
    decision: 'review', atRiskMinor: group.atRiskMinor,
  };
  await replaceGroups(tx, { superseded: [group.id], groups: [given] }, now);
  return ok({ resultId: given.id, replaced: [group.id], made: [given.id] });
}

/** The other combination takes its place; what falls out of it stands alone and is looked at again. */
async function takeRunnerUp(tx: Tx, { house, group, caller, decisionId }: Scene): Promise<Result<Effect, MatchProblem>> {
  const now = house.clock.now();
  const { runnerUp } = group;
  if (!runnerUp) return err({ kind: 'match.no-runner-up' });
  const touched = await lockGroupsOfItems(tx, [...group.payments, ...group.documents, ...group.bookings, ...runnerUp.payments, ...runnerUp.invoices, ...runnerUp.bookings]);
  if (touched.some((one) => one.answer !== null) || (await stagesOf(tx, touched)).size > 0) return err({ kind: 'match.taken' });
  const members = withRunnerUp({ group, runnerUp, others: touched.filter((one) => one.id !== group.id), facts: await paymentsById(tx, touched.flatMap((one) => one.payments)) });
  const taken = groupBy(house, group, {
    members, employeeId: touched.find((one) => members.payments.some((id) => one.payments.includes(id)))?.employeeId ?? group.employeeId,
    reasons: because('runner-up', '人选了另一种组合', 'A person chose the other combination'),
  });
  const kept = new Set([...members.payments, ...members.documents, ...members.bookings]);
  const rest = (ids: readonly string[]): string[] => ids.filter((id) => !kept.has(id));
  const left = touched.flatMap((one) => alone(house, one, { payments: rest(one.payments), documents: rest(one.documents), bookings: rest(one.bookings) }, APART));
  await refusePairs(tx, pairsApart(group, members), { decisionId, by: caller.employeeId, now });
  await replaceGroups(tx, { superseded: touched.map((one) => one.id), groups: [{ ...taken, confidence: 1, decision: 'review', answer: 'confirmed' }, ...left] }, now);
  return ok({ resultId: taken.id, replaced: touched.map((one) => one.id), made: [taken.id, ...left.map((one) => one.id)] });
}
