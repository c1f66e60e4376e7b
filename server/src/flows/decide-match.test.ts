import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Instant } from '@roundtrip/kernel';
import { balances, checkLedger } from '#modules/ledger';
import { groupsOfItems, groupsById, listDecisions, liveGroups, replaceGroups, type DecisionKind, type StoredGroup } from '#modules/matching';
import { decideMatch } from './decide-match.ts';
import { draftClaims } from './draft-claims.ts';
import { proposeMatches } from './propose-matches.ts';
import { takeFiles } from './take-files.ts';
import { takePayments } from './take-payments.ts';
import { anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';
import { undoMatch } from './undo-match.ts';

let base: TestHouse;
let n = 0;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const actor = { kind: 'feed', name: 'test' } as const;
const live = (): Promise<StoredGroup[]> => base.house.db.read(base.companyId, liveGroups);
const decide = (groupId: string, decision: DecisionKind, who = 'E009') => decideMatch(base.house, { caller: base.person(who), groupId, decision });
const undo = (decisionId: string, who = 'E009') => undoMatch(base.house, { caller: base.person(who), decisionId });
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const find = () => proposeMatches(base.house, base.companyId);
/** What the groups hold, whatever their ids. */
const shape = (groups: readonly StoredGroup[]): string[] => groups.map((group) => [...group.payments, ...group.documents, ...group.bookings].sort().join('+')).sort();

/** Two payments of one amount and one invoice over it: which of them was it? */
async function doubtful(): Promise<StoredGroup> {
  n += 1;
  const amount = `${100 + n}.00`;
  await takePayments(base.house, base.companyId, { actor, source: 'api', records: [1, 2].map((day) => aPayment(`d${n}-${day}`, amount, { paidAt: `2026-11-1${day}T04:00:00.000Z` as Instant })).map((one) => ({ reference: one.externalId, body: one.externalId, facts: [one] })) });
  await takeFiles(base.house, base.companyId, { actor, submittedBy: base.person('E003').employeeId, mayImport: false, files: [{ fileName: 'f', bytes: invoiceFile(anInvoice(`2633200000000001${String(n).padStart(4, '0')}`, amount, { issuedOn: '2026-11-12' as never })) }] });
  await find();
  const group = (await live()).find((one) => one.answer === null && one.documents.length === 1 && one.payments.length === 1 && one.decision === 'review');
  if (!group) throw new Error('no doubtful group');
  return group;
}

describe('a person’s word', () => {
  let group: StoredGroup;
  beforeEach(async () => { group = await doubtful(); });

  test.each(['confirm', 'runner-up', 'split', 'not-mine', 'private'] as const)('%s can be taken back, and everything stands as before', async (kind) => {
    const before = shape(await live());
    const { decisionId } = valueOf(await decide(group.id, kind));
    await find();
    valueOf(await undo(decisionId));
    expect(shape(await live())).toEqual(before);
    expect((await base.house.db.read(base.companyId, (tx) => groupsById(tx, [group.id])))[0]).toMatchObject({ answer: null });
    await find();
    expect(shape(await live())).toEqual(before);
    expect((await base.house.db.read(base.companyId, checkLedger)).flatMap((check) => check.bad)).toEqual([]);
    await decide((await live()).find((one) => one.documents.some((id) => group.documents.includes(id)))?.id ?? '', 'confirm');
  });

  test('the machine never undoes it', async () => {
    const { groupId } = valueOf(await decide(group.id, 'runner-up'));
    const taken = (await live()).find((one) => one.id === groupId);
    expect(taken).toMatchObject({ answer: 'confirmed', documents: group.documents, payments: group.runnerUp?.payments });
    for (let i = 0; i < 2; i++) {
      await find();
      await draftClaims(base.house, base.companyId);
    }
    const held = await base.house.db.read(base.companyId, (tx) => groupsOfItems(tx, group.documents));
    expect(held.get(group.documents[0] ?? '')).toBe(groupId);
  });

  test('what is not theirs leaves them and is not offered to them again', async () => {
    const { groupId } = valueOf(await decide(group.id, 'not-mine', 'E003'));
    await find();
    const given = (await live()).find((one) => one.payments.some((id) => group.payments.includes(id)));
    expect(given?.employeeId).toBeNull();
    expect((await live()).some((one) => one.id === groupId || one.employeeId === null)).toBe(true);
  });

  test('private, not private, private again: the books hold the last word', async () => {
    const owed = async () => (await base.house.db.read(base.companyId, (tx) => balances(tx, 'unclaimed:E003'))).reduce((sum, one) => sum + one.balance, 0n);
    const from = await owed();
    const first = valueOf(await decide(group.id, 'private'));
    const gone = await owed();
    expect(gone).not.toBe(from);
    valueOf(await undo(first.decisionId));
    expect(await owed()).toBe(from);
    valueOf(await decide(group.id, 'private'));
    expect(await owed()).toBe(gone);
  });

  test('what was decided anew meanwhile with the same members is still what the person sees', async () => {
    await base.house.db.transact(base.companyId, (tx) => replaceGroups(tx, { superseded: [group.id], groups: [{ ...group, id: base.house.clock.newId<'match-group'>(), confidence: group.confidence / 2 }] }, base.house.clock.now()));
    const { groupId } = valueOf(await decide(group.id, 'confirm'));
    expect((await live()).find((one) => one.id === groupId)).toMatchObject({ answer: 'confirmed', payments: group.payments });
  });

  test('nobody else may say it or take it back', async () => {
    expect(await decide(group.id, 'confirm', 'E004')).toMatchObject({ ok: false });
    const { decisionId } = valueOf(await decide(group.id, 'confirm', 'E003'));
    expect(await undo(decisionId, 'E004')).toMatchObject({ ok: false });
    expect(await decide(group.id, 'split')).toMatchObject({ ok: false, error: { kind: 'match.decided' } });
    expect((await base.house.db.read(base.companyId, (tx) => listDecisions(tx, { byId: base.person('E003').employeeId, limit: 1 })))[0]).toMatchObject({ id: decisionId, kind: 'confirm' });
  });
});
