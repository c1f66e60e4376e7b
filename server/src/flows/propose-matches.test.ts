import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instant } from '@roundtrip/kernel';
import { listDecisions, liveGroups, loadFuse, learnedAt, learnedVersion, type StoredGroup } from '#modules/matching';
import { readTrail } from '#modules/audit';
import { decideMatch } from './decide-match.ts';
import { replayMatches } from './match-runs.ts';
import { proposeMatches } from './propose-matches.ts';
import { takeFiles } from './take-files.ts';
import { takePayments } from './take-payments.ts';
import { forgetAlias } from './teach.ts';
import { anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';
import { undoMatch } from './undo-match.ts';
import { setTrust, turnFuse } from './watch-fuse.ts';

let base: TestHouse;
let n = 0;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const actor = { kind: 'feed', name: 'test' } as const;
const at = (day: number): Instant => `2026-11-${String(day).padStart(2, '0')}T04:00:00.000Z` as Instant;
const pay = (id: string, amount: string, day: number, more: { merchant?: string; payer?: string } = {}) =>
  takePayments(base.house, base.companyId, { actor, source: 'api', records: [{ reference: id, body: id, facts: [aPayment(id, amount, { paidAt: at(day), ...more })] }] });
const hand = (amount: string, day: number, seller?: string, number = 'E003') => {
  n += 1;
  return takeFiles(base.house, base.companyId, { actor, submittedBy: base.person(number).employeeId, mayImport: false, files: [{ fileName: `${n}`, bytes: invoiceFile(anInvoice(`2633200000000002${String(n).padStart(4, '0')}`, amount, { issuedOn: `2026-11-${String(day).padStart(2, '0')}` as never, ...(seller ? { seller } : {}) })) }] });
};
const live = (): Promise<StoredGroup[]> => base.house.db.read(base.companyId, liveGroups);
const find = (scope: 'auto' | 'whole' | 'part' = 'auto') => proposeMatches(base.house, base.companyId, { scope });
const decide = (groupId: string, decision: 'confirm' | 'split' | 'runner-up') => decideMatch(base.house, { caller: base.person('E009'), groupId, decision });
const ofInvoice = async (amount: bigint): Promise<StoredGroup | undefined> => (await live()).find((group) => group.documents.length > 0 && group.payments.length > 0 && group.answer === null && amount > 0n);
const learned = () => base.house.db.read(base.companyId, async (tx) => learnedAt(tx, await learnedVersion(tx)));

describe('what arrives', () => {
  test('a new piece re-decides what hangs together with it, says what changed, and leaves the rest as it was', async () => {
    await pay('a1', '311.00', 10);
    await hand('311.00', 10);
    await pay('b1', '87.00', 3, { payer: 'E004', merchant: '杭州山外酒楼' });
    await hand('87.00', 3, '杭州山外酒楼有限公司', 'E004');
    await find('whole');
    const before = await live();
    const held = before.find((group) => group.payments.length === 1 && group.documents.length === 1 && group.employeeId === base.person('E003').employeeId);
    expect(held).toBeDefined();
    await pay('a2', '311.00', 11);
    expect((await find('part')).scope).toBe('part');
    const after = await live();
    const changed = after.find((group) => group.documents.some((id) => held?.documents.includes(id)));
    expect(changed?.id).not.toBe(held?.id);
    expect(changed?.change).toMatchObject({ replaced: [held?.id], because: [{ kind: 'payment' }], text: { en: expect.stringContaining('arrived') as unknown } });
    const other = (groups: readonly StoredGroup[]) => groups.filter((group) => group.employeeId === base.person('E004').employeeId).map((group) => group.id);
    expect(other(after)).toEqual(other(before));
    expect(await base.house.db.read(base.companyId, (tx) => readTrail(tx, { kind: 'match-run', id: changed?.runId ?? '' }))).toMatchObject([{ action: 'match.run', body: { changed: [changed?.id] } }]);
  });

  test('the part comes to the same groups as the whole', async () => {
    for (const [i, day] of [5, 6, 7].entries()) {
      await pay(`c${i}`, '45.50', day);
      await hand('45.50', day + 1);
      await find('part');
    }
    const shape = (groups: readonly StoredGroup[]) => groups.map((group) => [...group.payments, ...group.documents].sort().join('+')).sort();
    const parts = shape(await live());
    await find('whole');
    expect(shape(await live())).toEqual(parts);
  });

  test('a person’s word is never undone, whatever arrives', async () => {
    const group = await ofInvoice(1n);
    await decide(group?.id ?? '', 'confirm');
    await pay('a3', '311.00', 10);
    await find('part');
    await find('whole');
    expect((await live()).find((one) => one.id === group?.id)).toMatchObject({ answer: 'confirmed', payments: group?.payments, documents: group?.documents });
  });
});

describe('what decisions teach', () => {
  test('confirmations make an alias, refusals count, undo takes it back, and each version stays readable', async () => {
    const before = await base.house.db.read(base.companyId, learnedVersion);
    const decisions: string[] = [];
    for (const day of [12, 14]) {
      const [paid] = await pay(`l${day}`, `${500 + day}.00`, day, { merchant: '全季' });
      await hand(`${500 + day}.00`, day, '杭州某某酒店管理有限公司');
      await find();
      const group = (await live()).find((one) => one.payments.includes(paid?.id ?? ''));
      expect(group?.documents.length).toBe(1);
      const answer = await decide(group?.id ?? '', 'confirm');
      if (answer.ok) decisions.push(answer.value.decisionId);
    }
    const taught = (await learned()).aliases.find((alias) => alias.merchantShown === '全季');
    expect(taught).toMatchObject({ sellerShown: '杭州某某酒店管理有限公司', confirmed: 2, refused: 0 });
    const version = await base.house.db.read(base.companyId, learnedVersion);
    expect(version).toBeGreaterThan(before);
    await undoMatch(base.house, { caller: base.person('E009'), decisionId: decisions[1] ?? '' });
    expect((await learned()).aliases.find((alias) => alias.merchantShown === '全季')).toMatchObject({ confirmed: 1 });
    expect((await base.house.db.read(base.companyId, (tx) => learnedAt(tx, version))).aliases.find((alias) => alias.merchantShown === '全季')).toMatchObject({ confirmed: 2 });
    expect(await forgetAlias(base.house, { caller: base.person('E009'), merchant: taught?.merchant ?? '', seller: taught?.seller ?? '' })).toMatchObject({ ok: true });
    expect((await learned()).aliases.find((alias) => alias.merchantShown === '全季')).toBeUndefined();
    expect(await forgetAlias(base.house, { caller: base.person('E003'), merchant: 'x', seller: 'y' })).toMatchObject({ ok: false });
  });
});

describe('the fuse of the company', () => {
  test('it is set by finance with a reason, holds back what it should, and its changes are on the trail', async () => {
    expect(await setTrust(base.house, { caller: base.person('E009'), settings: { allowedError: 1 / 500, sampleRate: 1 } })).toMatchObject({ ok: true });
    expect(await turnFuse(base.house, { caller: base.person('E009'), level: 'stopped', reason: ' ' })).toMatchObject({ ok: false });
    expect(await turnFuse(base.house, { caller: base.person('E003'), level: 'stopped', reason: 'x' })).toMatchObject({ ok: false });
    expect(await turnFuse(base.house, { caller: base.person('E009'), level: 'stopped', reason: '换了供应商' })).toMatchObject({ ok: true });
    await find('whole');
    expect((await live()).filter((group) => group.decision === 'auto' && group.answer === null)).toEqual([]);
    expect((await base.house.db.read(base.companyId, (tx) => readTrail(tx, { kind: 'match-fuse', id: base.companyId }))).map((line) => line.action)).toContain('match.fuse-stopped');
    await turnFuse(base.house, { caller: base.person('E009'), level: 'whole', reason: '查清了' });
  });

  test('a blind sample that a person finds wrong makes it go by itself, and everything after goes to people', async () => {
    for (let i = 0; i < 3; i++) {
      await pay(`f${i}`, `${700 + i}.31`, 16 + i, { payer: 'E002', merchant: '杭州小满餐厅' });
      await hand(`${700 + i}.31`, 16 + i, '杭州小满餐厅有限公司', 'E002');
    }
    await find('whole');
    const sampled = (await live()).filter((group) => group.decision === 'auto' && group.answer === null && group.sampled === 'even');
    expect(sampled.length).toBeGreaterThanOrEqual(3);
    await decide(sampled[0]?.id ?? '', 'split');
    expect(await base.house.db.read(base.companyId, loadFuse)).toMatchObject({ level: 'stopped', byId: null });
    await find();
    expect((await live()).filter((group) => group.decision === 'auto' && group.answer === null)).toEqual([]);
    expect((await base.house.db.read(base.companyId, (tx) => listDecisions(tx, { byId: null, limit: 1 })))[0]).toMatchObject({ wasAuto: true, wasRight: false });
  });
});

test('every run replays to the letter', async () => {
  const replay = await replayMatches(base.house.db, base.companyId);
  expect(replay.differing).toEqual([]);
  expect(replay.replayed).toBeGreaterThan(8);
  expect(replay.groups).toBeGreaterThan(20);
});
