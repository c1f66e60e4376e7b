import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Instant, PaymentFacts } from '@roundtrip/kernel';
import { lineOf, listClaims } from '#modules/claims';
import { balances } from '#modules/ledger';
import { liveGroups } from '#modules/matching';
import { decideMatch } from './decide-match.ts';
import { draftClaims } from './draft-claims.ts';
import { proposeMatches } from './propose-matches.ts';
import { submitClaim } from './submit-claim.ts';
import { takePayments } from './take-payments.ts';
import { aPayment, openTestHouse, type TestHouse } from './testing.ts';
import { withdrawClaim } from './withdraw-claim.ts';

/** What the simulation found, each as the shortest story that shows it. */

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const pay = (...facts: PaymentFacts[]) => takePayments(base.house, base.companyId, { actor: { kind: 'feed', name: 'test' }, source: 'api', records: facts.map((one) => ({ reference: `${one.externalId}:${one.status}`, body: one.externalId, facts: [one] })) });
const find = async () => {
  await proposeMatches(base.house, base.companyId);
  await draftClaims(base.house, base.companyId);
};
const claims = (number: string) => base.house.db.read(base.companyId, (tx) => listClaims(tx, { employeeIds: [base.person(number).employeeId], state: null, after: null, limit: 20 }));
const balanceOf = async (account: string) => (await base.house.db.read(base.companyId, (tx) => balances(tx, account))).reduce((sum, one) => sum + one.balance, 0n);

test('a withdrawn claim takes in the draft that its month has begun since', async () => {
  await pay(aPayment('first', '600.00', { payer: 'E004' }));
  await find();
  const [claim] = await claims('E004');
  const call = { caller: base.person('E004'), claimId: claim?.id ?? '' };
  expect(await submitClaim(base.house, call)).toEqual({ ok: true, value: null });
  await pay(aPayment('second', '20.00', { payer: 'E004', merchant: '晨光文具', paidAt: '2026-11-19T04:00:00.000Z' as Instant }));
  await find();
  expect((await claims('E004')).map((one) => one.state).sort()).toEqual(['draft', 'submitted']);
  expect(await withdrawClaim(base.house, call)).toEqual({ ok: true, value: null });
  await find();
  expect((await claims('E004')).map(({ number, state, totalMinor }) => [number, state, totalMinor])).toEqual([[claim?.number, 'draft', 62_000n]]);
});

test('company money that was called private while it was held is owed back once it is posted, and not once it is let go', async () => {
  const card = (status: PaymentFacts['status'], id: string) => aPayment(id, '86.00', { channel: 'corporate_card', payer: 'E003', status, companyPaid: { minor: 8_600n, currency: 'CNY' }, account: 'program' });
  await pay(card('pending', 'held'));
  await find();
  const group = (await base.house.db.read(base.companyId, liveGroups)).find((one) => one.employeeId === base.person('E003').employeeId);
  expect(await decideMatch(base.house, { caller: base.person('E003'), groupId: group?.id ?? '', decision: 'private' })).toMatchObject({ ok: true });
  expect(await balanceOf('receivable:E003')).toBe(0n);
  await pay(card('posted', 'held'));
  expect([await balanceOf('receivable:E003'), await balanceOf('card-clearing:program')]).toEqual([8_600n, 0n]);
  await pay(card('reversed', 'held'));
  expect([await balanceOf('receivable:E003'), await balanceOf('card-clearing:program')]).toEqual([0n, 0n]);
});

test('company money that came back beside a purchase takes nothing from what the person paid', () => {
  const stored = (facts: PaymentFacts) => ({ id: facts.externalId, source: '', payerId: null, receivedAt: facts.paidAt, facts }) as never;
  const own = aPayment('own', '342.51');
  const back = aPayment('back', '13.32', { type: 'refund', direction: 'in', companyPaid: { minor: 1_332n, currency: 'CNY' } });
  const line = lineOf({ id: 'g', employeeId: 'e', decision: 'auto', answer: null, confidence: 1, payments: [stored(own), stored(back)], documents: [], bookings: [] }, { currency: 'CNY', zone: 'Asia/Shanghai', trip: null });
  expect([line?.amount.minor, line?.companyPaid.minor]).toEqual([32_919n, -1_332n]);
});
