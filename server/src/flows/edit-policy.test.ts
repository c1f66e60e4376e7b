import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CivilDate, Instant } from '@roundtrip/kernel';
import { addDays, civilDateIn } from '@roundtrip/kernel';
import { readTrail } from '#modules/audit';
import { listClaims } from '#modules/claims';
import { CN_PRIVATE_COMPANY, latestBacktest, listPolicies, loadDraft, policyOn, type DraftId, type PolicyDocument, type PolicyDraft } from '#modules/policy';
import { askBacktest, runBacktests } from './backtest-policy.ts';
import { draftClaims } from './draft-claims.ts';
import { beginDraft, changeDraft, discardDraft } from './edit-policy.ts';
import { proposeMatches } from './propose-matches.ts';
import { concernsOf, publishDraft } from './publish-policy.ts';
import { replayJudgements } from './replay-judgements.ts';
import { submitClaim } from './submit-claim.ts';
import { takeFiles } from './take-files.ts';
import { takePayments } from './take-payments.ts';
import { anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';

let base: TestHouse;
let today: CivilDate;
beforeAll(async () => {
  base = await openTestHouse();
  today = civilDateIn('Asia/Shanghai', base.house.clock.now());
});
afterAll(() => base.close());

const admin = () => base.person('E001');
const draftOf = async (id: DraftId): Promise<PolicyDraft> => (await base.read((tx) => loadDraft(tx, id))) as PolicyDraft;

async function begin(): Promise<PolicyDraft> {
  const begun = await beginDraft(base.house, admin(), { basedOn: CN_PRIVATE_COMPANY.version, effectiveFrom: null });
  if (!begun.ok) throw new Error(begun.error.kind);
  return draftOf(begun.value);
}

/** Meals of a day for staff at most so much. */
const mealsAt = (staff: string, document = CN_PRIVATE_COMPANY): PolicyDocument => ({
  ...document,
  rules: document.rules.map((rule) => (rule.id === 'meal-day' && rule.kind === 'cap' ? { ...rule, table: { rows: [{ id: 'meal', then: { byGrade: { executive: '200.00', manager: '150.00', staff } } }] } } : rule)),
});

const save = (draft: PolicyDraft, more: Partial<PolicyDraft>) => changeDraft(base.house, admin(), draft.id, { revision: draft.revision, title: draft.title, effectiveFrom: draft.effectiveFrom, document: draft.document, route: draft.route, ...more });

/** A meal that was paid, claimed and judged by the version in force. */
async function judged(externalId: string, amount: string): Promise<void> {
  const actor = { kind: 'feed', name: 'test' } as const;
  await takePayments(base.house, base.companyId, { actor, source: 'api', records: [{ reference: externalId, body: externalId, facts: [aPayment(externalId, amount, { paidAt: `${addDays(today, -1)}T04:00:00.000Z` as Instant })] }] });
  await takeFiles(base.house, base.companyId, { actor, submittedBy: base.person('E003').employeeId, mayImport: false, files: [{ fileName: externalId, bytes: invoiceFile(anInvoice(`2633200000000000${externalId}`, amount, { issuedOn: addDays(today, -1) })) }] });
  await proposeMatches(base.house, base.companyId);
  await draftClaims(base.house, base.companyId);
  const [claim] = await base.read((tx) => listClaims(tx, { employeeIds: [base.person('E003').employeeId], state: 'draft', after: null, limit: 1 }));
  expect(await submitClaim(base.house, { caller: base.person('E003'), claimId: claim?.id ?? '' })).toEqual({ ok: true, value: null });
}

describe('from a draft to the next version', () => {
  test('what was judged is what a back-test tells of', async () => {
    await judged('2001', '86.00');
    const draft = await begin();
    const saved = await save(draft, { document: mealsAt('50.00') });
    expect(saved).toMatchObject({ ok: true, value: { revision: 2 } });
    expect(await askBacktest(base.house, admin(), draft.id)).toMatchObject({ ok: true });
    await runBacktests(base.house, base.companyId);
    const backtest = await base.read((tx) => latestBacktest(tx, draft.id));
    expect(backtest).toMatchObject({ status: 'done', draftRevision: 2, result: { judged: 1, changed: 1, moves: { 'pass→cut': 1 }, standardBefore: 8_600n, standardAfter: 5_000n, rules: { 'meal-day': 1 } } });
    await runBacktests(base.house, base.companyId);
    expect((await base.read((tx) => latestBacktest(tx, draft.id)))?.finishedAt).toBe(backtest?.finishedAt);
  });

  test('of two editors the second is told', async () => {
    const draft = await begin();
    expect(await save(draft, { title: { zh: '甲', en: 'A' } })).toMatchObject({ ok: true });
    expect(await save(draft, { title: { zh: '乙', en: 'B' } })).toEqual({ ok: false, error: { kind: 'policy.draft-changed' } });
  });

  test('a draft with a mistake is kept but not published, and what is in force stays', async () => {
    const draft = await begin();
    const wrong = { ...mealsAt('50.00'), rules: mealsAt('not money').rules };
    const saved = await save(draft, { document: wrong });
    if (!saved.ok) throw new Error(saved.error.kind);
    expect(concernsOf(saved.value, [])).toMatchObject([{ severity: 'error', kind: 'policy.bad-amount', place: expect.stringContaining('byGrade.staff') as string }, { severity: 'warning', kind: 'gap' }].slice(0, 1));
    expect(await publishDraft(base.house, admin(), { id: draft.id, revision: 2 })).toMatchObject({ ok: false, error: { kind: 'policy.not-right' } });
    expect(await askBacktest(base.house, admin(), draft.id)).toMatchObject({ ok: false, error: { kind: 'policy.not-right' } });
    expect((await base.read((tx) => policyOn(tx, today)))?.version).toBe(CN_PRIVATE_COMPANY.version);
  });

  test('the past cannot be ruled anew', async () => {
    const draft = await begin();
    await save(draft, { effectiveFrom: addDays(today, -1) });
    expect(await publishDraft(base.house, admin(), { id: draft.id, revision: 2 })).toEqual({ ok: false, error: { kind: 'policy.too-early' } });
  });

  test('published, it holds from its day, history replays, and the trail says what changed', async () => {
    const draft = await begin();
    await save(draft, { document: mealsAt('50.00'), effectiveFrom: today });
    expect(await publishDraft(base.house, admin(), { id: draft.id, revision: 2 })).toEqual({ ok: true, value: today });
    expect(await publishDraft(base.house, admin(), { id: draft.id, revision: 2 })).toEqual({ ok: false, error: { kind: 'policy.draft-closed' } });
    expect((await base.read((tx) => policyOn(tx, today)))?.version).toBe(today);
    expect((await base.read((tx) => policyOn(tx, addDays(today, -1))))?.version).toBe(CN_PRIVATE_COMPANY.version);
    await judged('2002', '40.00');
    expect(await replayJudgements(base.house.db, base.companyId)).toEqual({ judged: 2, differing: [] });
    const [published] = await base.read((tx) => readTrail(tx, { kind: 'policy', id: today }));
    expect(published?.body).toMatchObject({ basedOn: CN_PRIVATE_COMPANY.version, changes: [{ rule: 'meal-day', path: 'table.meal.then.staff', from: '120.00', to: '50.00' }] });
  });

  test('an old version is restored by a draft that begins from it; a discarded draft is gone', async () => {
    const again = await begin();
    expect((again.document as PolicyDocument).version).toBe(CN_PRIVATE_COMPANY.version);
    expect(await publishDraft(base.house, admin(), { id: again.id, revision: 1 })).toEqual({ ok: true, value: `${today}.2` });
    expect((await base.read((tx) => policyOn(tx, today)))?.version).toBe(`${today}.2`);
    const other = await begin();
    expect(await discardDraft(base.house, admin(), { id: other.id, revision: 1 })).toEqual({ ok: true, value: null });
    expect(await save(other, {})).toEqual({ ok: false, error: { kind: 'policy.draft-closed' } });
    expect((await base.read(listPolicies)).map((policy) => policy.version)).toEqual([`${today}.2`, today, CN_PRIVATE_COMPANY.version]);
  });
});
