import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instant } from '@roundtrip/kernel';
import { listWrongs, meterOf, samplesFor, scopeFuses } from '#modules/approvals';
import { exportTrail, readTrail } from '#modules/audit';
import { listClaims } from '#modules/claims';
import { meterFacts } from '../http/present/automation.ts';
import { runMeter } from './meter-command.ts';
import { draftClaims } from '../flows/draft-claims.ts';
import { judgeSample } from '../flows/judge-sample.ts';
import { proposeMatches } from '../flows/propose-matches.ts';
import { submitClaim } from '../flows/submit-claim.ts';
import { takeFiles } from '../flows/take-files.ts';
import { takePayments } from '../flows/take-payments.ts';
import { anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from '../flows/testing.ts';
import { setAutomation, turnAutomation } from '../flows/watch-automation.ts';

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const actor = { kind: 'feed', name: 'test' } as const;
const SINCE = '2026-01-01T00:00:00.000Z' as Instant;
let count = 0;

/** A lunch with its invoice, drafted and submitted; gives back the claim as it stands then. */
async function lunch(number: string, amount: string) {
  const id = `lunch-${++count}`;
  const { house, companyId } = base;
  await takePayments(house, companyId, { actor, source: 'api', records: [{ reference: id, body: id, facts: [aPayment(id, amount, { payer: number })] }] });
  await takeFiles(house, companyId, { actor, submittedBy: base.person(number).employeeId, mayImport: false, files: [{ fileName: id, bytes: invoiceFile(anInvoice(`2633200000000000${String(count).padStart(4, '0')}`, amount)) }] });
  await proposeMatches(house, companyId);
  await draftClaims(house, companyId);
  const claims = () => house.db.read(companyId, (tx) => listClaims(tx, { employeeIds: [base.person(number).employeeId], state: null, after: null, limit: 50 }));
  const draft = (await claims()).find((claim) => claim.state === 'draft');
  expect(await submitClaim(house, { caller: base.person(number), claimId: draft?.id ?? '' })).toEqual({ ok: true, value: null });
  const after = (await claims()).find((claim) => claim.id === draft?.id);
  const [planned] = (await house.db.read(companyId, (tx) => readTrail(tx, { kind: 'claim', id: after?.id ?? '' }))).filter((one) => one.action === 'approval.planned');
  return { claim: after, why: ((planned?.body as { why?: string[] } | undefined)?.why ?? []).join('; ') };
}

const limits = (over: object) => setAutomation(base.house, {
  caller: base.person('E009'), settings: { amountMaxMinor: 500_000n, dayMaxMinor: 100_000n, personDayMaxMinor: 10_000n, ruleDayMaxMinor: 100_000n, allowedError: 0.005, sampleRate: 1, ...over },
});
const samples = (number: string) => base.house.db.read(base.companyId, (tx) => samplesFor(tx, base.person(number).employeeId, 50));
const levels = async () => new Map((await base.house.db.read(base.companyId, (tx) => scopeFuses(tx, null))).map((fuse) => [fuse.scope, fuse.level]));

describe('safe automation', () => {
  test('money at risk in a day: what would exceed it asks a person, and says so', async () => {
    expect(await limits({})).toEqual({ ok: true, value: null });
    expect((await lunch('E003', '80.00')).claim).toMatchObject({ state: 'approved', automatic: true });
    const over = await lunch('E003', '30.00');
    expect(over.claim).toMatchObject({ state: 'submitted' });
    expect(over.why).toContain('would exceed the day’s');
    await limits({ dayMaxMinor: 9_000n });
    const all = await lunch('E004', '20.00');
    expect(all.why).toContain('for the company');
    await limits({ ruleDayMaxMinor: 9_000n });
    expect((await lunch('E004', '21.00')).why).toContain('category “meal”');
    await limits({ personDayMaxMinor: 100_000n });
  });

  test('a drawn claim is judged once, never by whose money it is; a wrong one is an open item', async () => {
    expect(await samples('E003')).toEqual([]);
    const [drawn] = await samples('E009');
    const say = (number: string, over: object = {}) => judgeSample(base.house, { caller: base.person(number), said: { requestId: drawn?.requestId ?? '', isRight: false, wrongMinor: 3_000n, reason: '多报了一人', ...over } });
    expect(await say('E003')).toMatchObject({ ok: false, error: { kind: 'access.forbidden' } });
    expect(await say('E009', { reason: ' ' })).toMatchObject({ ok: false, error: { kind: 'match.reason-needed' } });
    expect(await say('E009')).toEqual({ ok: true, value: null });
    expect(await say('E009')).toMatchObject({ ok: false, error: { kind: 'request.not-found' } });
    expect(await base.house.db.read(base.companyId, (tx) => listWrongs(tx, 10))).toMatchObject([{ minor: 3_000n, reason: '多报了一人' }]);
  });

  test('the error stopped automation by itself, for all that it counts under; a person lets it run again with a reason', async () => {
    expect((await levels()).get('all')).not.toBe('whole');
    const stopped = (scope: string) => turnAutomation(base.house, { caller: base.person('E009'), scope, level: 'stopped', reason: '先看看' });
    expect(await stopped('all')).toEqual({ ok: true, value: null });
    expect((await lunch('E004', '22.00')).why).toContain('Automatic approval is stopped for the company');
    expect(await turnAutomation(base.house, { caller: base.person('E009'), scope: 'all', level: 'whole', reason: ' ' })).toMatchObject({ ok: false });
    for (const scope of (await levels()).keys()) expect(await turnAutomation(base.house, { caller: base.person('E009'), scope, level: 'whole', reason: '查清了' })).toEqual({ ok: true, value: null });
    expect((await lunch('E004', '23.00')).claim).toMatchObject({ automatic: true });
  });

  test('the meter from the tables and from the exported trail are the same, and each number is the length of its list', async () => {
    const lines: string[] = [];
    const facts = await base.house.db.read(base.companyId, async (tx) => {
      for await (const line of exportTrail(tx)) lines.push(line);
      return meterFacts(tx, SINCE);
    });
    const meter = meterOf(facts, SINCE);
    const file = join(await mkdtemp(join(tmpdir(), 'roundtrip-meter-')), 'audit.jsonl');
    await writeFile(file, lines.join(''));
    const out = new PassThrough();
    expect(await runMeter(file, { since: SINCE, out })).toBe(0);
    expect(JSON.parse(String(out.read()))).toEqual({ since: SINCE, ...meter });
    await writeFile(file, lines.join('').replace('"automatic":true', '"automatic":false'));
    expect(await runMeter(file, { since: SINCE, out })).toBe(1);
    expect(meter['touch-free']).toMatchObject({ value: 1, hits: { length: 2 }, all: { length: 2 } });
    expect(meter['wrong-approve']).toMatchObject({ value: 1, hits: { length: 1 }, all: { length: 1 } });
  });
});
