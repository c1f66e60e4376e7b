import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsById, linesOf, listClaims } from '#modules/claims';
import { balances } from '#modules/ledger';
import { liveGroups } from '#modules/matching';
import type { Instant } from '@roundtrip/kernel';
import { decideMatch } from './decide-match.ts';
import { decideStep } from './decide-step.ts';
import { draftClaims } from './draft-claims.ts';
import { proposeMatches } from './propose-matches.ts';
import { submitClaim } from './submit-claim.ts';
import { takeBookings } from './take-bookings.ts';
import { takeFiles } from './take-files.ts';
import { takePayments } from './take-payments.ts';
import { aBooking, anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';
import { withdrawClaim } from './withdraw-claim.ts';
import { inboxOf } from '#modules/approvals';

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const actor = { kind: 'feed', name: 'test' } as const;
const pay = (...facts: ReturnType<typeof aPayment>[]) => takePayments(base.house, base.companyId, { actor, source: 'api', records: facts.map((one) => ({ reference: one.externalId, body: one.externalId, facts: [one] })) });
const hand = (number: string, ...files: Uint8Array[]) =>
  takeFiles(base.house, base.companyId, { actor, submittedBy: base.person(number).employeeId, mayImport: false, files: files.map((bytes, i) => ({ fileName: `${i}`, bytes })) });
const find = async () => {
  await proposeMatches(base.house, base.companyId);
  await draftClaims(base.house, base.companyId);
};
const claims = (number: string) => base.house.db.read(base.companyId, (tx) => listClaims(tx, { employeeIds: [base.person(number).employeeId], state: null, after: null, limit: 20 }));
const lines = (claimId: string) => base.house.db.read(base.companyId, (tx) => linesOf(tx, [claimId]));
const balanceOf = async (account: string) => (await base.house.db.read(base.companyId, (tx) => balances(tx, account))).reduce((sum, one) => sum + one.balance, 0n);

describe('the way of an expense', () => {
  test('payment, invoice and booking become one claim of the trip, judged, nothing typed', async () => {
    await takeBookings(base.house, base.companyId, { actor, source: 'tmc', bookings: [{ reference: 'h1', body: 'h1', facts: aBooking('h1', '900.00') }] });
    await pay(
      aPayment('hotel', '900.00', { merchant: '上海静安全季酒店', orderNo: 'Oh1', paidAt: '2026-11-12T01:00:00.000Z' as Instant }),
      aPayment('meal', '86.00', { paidAt: '2026-11-10T11:00:00.000Z' as Instant }),
    );
    await hand('E003', invoiceFile(anInvoice('26332000000000000011', '86.00')), invoiceFile(anInvoice('26312000000000000012', '900.00', { seller: '上海静安全季酒店管理有限公司', items: [{ name: '*住宿服务*住宿费', quantity: '2' }], issuedOn: '2026-11-12' as never })));
    await find();
    const [claim, ...others] = await claims('E003');
    expect(others).toEqual([]);
    expect(claim).toMatchObject({ state: 'draft', title: '上海', totalMinor: 98_600n, reimbursableMinor: 98_600n });
    expect((await lines(claim?.id ?? '')).map((line) => [line.category, line.missing])).toEqual([['meal', []], ['hotel', []]]);
  });

  test('submitted by one tap, it is approved by rule, booked, and owed', async () => {
    const [claim] = await claims('E003');
    const answer = await submitClaim(base.house, { caller: base.person('E003'), claimId: claim?.id ?? '' });
    expect(answer).toEqual({ ok: true, value: null });
    const [after] = await claims('E003');
    expect(after).toMatchObject({ state: 'approved', automatic: true });
    expect(await balanceOf('payable:E003')).toBe(-98_600n);
    expect(await balanceOf('clearing:spend')).toBe(0n);
    expect(await balanceOf('unclaimed:E003')).toBe(0n);
  });

  test('what arrives again changes nothing', async () => {
    const before = await base.house.db.read(base.companyId, liveGroups);
    await pay(aPayment('meal', '86.00', { paidAt: '2026-11-10T11:00:00.000Z' as Instant }));
    await hand('E004', invoiceFile(anInvoice('26332000000000000011', '86.00')));
    await find();
    expect((await base.house.db.read(base.companyId, liveGroups)).map((group) => group.id)).toEqual(before.map((group) => group.id));
    expect(await claims('E004')).toEqual([]);
  });

  test('over the cap and without an invoice it asks the manager, then finance; nobody decides on their own', async () => {
    await pay(aPayment('dinner', '600.00', { payer: 'E004', merchant: '杭州云上酒楼' }));
    await find();
    const [claim] = await claims('E004');
    expect(await submitClaim(base.house, { caller: base.person('E003'), claimId: claim?.id ?? '' })).toMatchObject({ ok: false, error: { kind: 'claim.not-yours' } });
    expect(await submitClaim(base.house, { caller: base.person('E004'), claimId: claim?.id ?? '' })).toEqual({ ok: true, value: null });
    const turnOf = async (number: string) => (await base.house.db.read(base.companyId, (tx) => inboxOf(tx, [base.person(number).employeeId])))[0]?.turn.id ?? '';
    expect(await turnOf('E009')).toBe('');
    const turnId = await turnOf('E002');
    expect(await decideStep(base.house, { caller: base.person('E004'), turnId, decision: 'approve', reason: null })).toMatchObject({ ok: false, error: { kind: 'approval.own-money' } });
    expect(await decideStep(base.house, { caller: base.person('E002'), turnId, decision: 'approve', reason: null })).toEqual({ ok: true, value: null });
    expect(await decideStep(base.house, { caller: base.person('E002'), turnId, decision: 'approve', reason: null })).toMatchObject({ ok: false });
    expect(await decideStep(base.house, { caller: base.person('E009'), turnId: await turnOf('E009'), decision: 'reject', reason: null })).toMatchObject({ ok: false, error: { kind: 'approval.reason-needed' } });
    expect(await decideStep(base.house, { caller: base.person('E009'), turnId: await turnOf('E009'), decision: 'reject', reason: 'no invoice' })).toEqual({ ok: true, value: null });
    const [after] = await base.house.db.read(base.companyId, (tx) => claimsById(tx, [claim?.id ?? '']));
    expect(after?.state).toBe('rejected');
    await find();
    expect((await claims('E004')).map((one) => one.state).sort()).toEqual(['draft', 'rejected']);
  });

  test('withdrawn, it is the draft that it was and its invoices are free', async () => {
    await hand('E004', invoiceFile(anInvoice('26332000000000000099', '600.00', { seller: '杭州云上酒楼有限公司' })));
    await find();
    const draft = (await claims('E004')).find((claim) => claim.state === 'draft');
    const call = { caller: base.person('E004'), claimId: draft?.id ?? '' };
    expect(await submitClaim(base.house, call)).toEqual({ ok: true, value: null });
    expect(await withdrawClaim(base.house, call)).toEqual({ ok: true, value: null });
    expect(await submitClaim(base.house, call)).toEqual({ ok: true, value: null });
  });

  test('private spending leaves the books and the claims', async () => {
    await pay(aPayment('coffee', '31.00', { payer: 'E002', merchant: '星点咖啡' }));
    await find();
    expect(await balanceOf('unclaimed:E002')).toBe(-3_100n);
    const group = (await base.house.db.read(base.companyId, liveGroups)).find((one) => one.employeeId === base.person('E002').employeeId);
    expect(await decideMatch(base.house, { caller: base.person('E003'), groupId: group?.id ?? '', decision: 'private' })).toMatchObject({ ok: false });
    expect(await decideMatch(base.house, { caller: base.person('E002'), groupId: group?.id ?? '', decision: 'private' })).toMatchObject({ ok: true });
    await find();
    expect(await claims('E002')).toEqual([]);
    expect(await balanceOf('unclaimed:E002')).toBe(0n);
  });

  test('a broken file is set aside whole and nothing else is lost', async () => {
    const [bad, good] = await hand('E003', Buffer.from('rubbish'), invoiceFile(anInvoice('26332000000000000077', '12.00')));
    expect(bad).toMatchObject({ outcome: 'quarantined', problem: { kind: 'file.malformed', place: 'byte 0' } });
    expect(good).toMatchObject({ outcome: 'accepted' });
    const [future] = await hand('E003', invoiceFile(anInvoice('26332000000000000078', '12.00', { issuedOn: '2199-01-01' as never })));
    expect(future).toMatchObject({ outcome: 'quarantined', problem: { kind: 'document.future-date' } });
    const [negative] = await hand('E003', invoiceFile(anInvoice('26332000000000000079', '-12.00')));
    expect(negative).toMatchObject({ outcome: 'quarantined', problem: { kind: 'document.negative-total' } });
  });
});
