import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import { epochMs, instantOf } from '@roundtrip/kernel';
import type { OrderStanding, PayoutRail } from '../connectors/spi/index.ts';
import { saveClaims, type ClaimId } from '#modules/claims';
import { post, rules } from '#modules/ledger';
import { listPayouts } from '#modules/payouts';
import { askPayouts } from './ask-payouts.ts';
import { planPayouts } from './plan-payouts.ts';
import { sendPayouts } from './send-payouts.ts';
import { openTestHouse, type TestHouse } from './testing.ts';

/** A wallet that loses the answer to every order, and is asked by the order's own id. */
const wallet = { sent: [] as string[], asked: [] as string[], says: { kind: 'unknown', reason: '' } as OrderStanding };
const rail: PayoutRail = {
  id: 'bank-api', title: { zh: '', en: '' }, capabilities: { transport: 'api', currencies: ['CNY'], batchMax: 1 }, checkConfig: () => ({ ok: true, value: {} }), render: () => new Uint8Array(),
  send: (_ctx, _config, batch) => {
    wallet.sent.push(...batch.orders.map((order) => order.id));
    return Promise.resolve({ kind: 'unknown', reason: 'HTTP 500' });
  },
  askEach: (_ctx, _config, ids) => {
    wallet.asked.push(...ids);
    return Promise.resolve(ids.map((orderId) => ({ orderId, standing: wallet.says })));
  },
};
const opened: TestHouse[] = [];
afterAll(async () => { for (const each of opened) await each.close(); });
beforeEach(() => { Object.assign(wallet, { sent: [], asked: [] }); });

async function owed(): Promise<TestHouse> {
  const base = await openTestHouse({ connectors: { paymentFeeds: [], travelFeeds: [], bankFileFeeds: [], rails: [rail], readTable: () => Promise.reject(new Error('no tables')), verifiers: [], readVerdicts: () => ({ ok: true, value: [] }), renderBooking: () => new Uint8Array(), drawPage: () => Promise.reject(new Error('no pages')), readFile: () => Promise.reject(new Error('no files')) } });
  opened.push(base);
  const { house, companyId } = base;
  const { employeeId } = base.person('E003');
  const [id, at] = [house.clock.newId<'claim'>() as ClaimId, house.clock.now()];
  await house.db.transact(companyId, async (tx) => {
    await saveClaims(tx, [{ id, number: 'BX-1', employeeId, tripId: null, month: '2026-11', title: '', state: 'approved', currency: 'CNY', totalMinor: 12_345n, reimbursableMinor: 12_345n, companyPaidMinor: 0n, automatic: true, version: 1, createdAt: at, updatedAt: at, submittedAt: at, decidedAt: at, paidAt: null }]);
    await post(tx, house.clock, rules.claimApproved({ claimId: id, number: 'BX-1', on: '2026-11-24' as CivilDate, currency: 'CNY', employeeNumber: 'E003', department: '', attachments: 0, lines: [{ category: 'hotel', inputVatMinor: 0n, reimbursableMinor: 12_345n, owedBackMinor: 0n, personalMinor: 0n, cards: [] }] }));
    await planPayouts(tx, house, [{ claimId: id, employeeId, amount: { minor: 12_345n, currency: 'CNY' } }]);
  });
  await sendPayouts(house, companyId);
  return base;
}

const statesOf = ({ house, companyId }: TestHouse) => house.db.read(companyId, async (tx) => (await listPayouts(tx, { employeeIds: null, states: null, after: null, limit: 9 })).map((payout) => [payout.state, payout.heldFor !== null]).sort());

describe('an order of a wallet that nobody answered for', () => {
  test.each<[OrderStanding, (string | boolean)[][]]>([
    [{ kind: 'unknown', reason: 'HTTP 500' }, [['unknown', false]]],
    [{ kind: 'awaiting-payee', reference: 'W1', confirmation: 'x' }, [['accepted', false]]],
    [{ kind: 'settled', reference: 'W1' }, [['accepted', false]]],
    [{ kind: 'refused', how: 'never-received', reason: 'NOT_FOUND' }, [['failed', false], ['planned', false]]],
    [{ kind: 'refused', how: 'failed', reason: 'REAL_NAME_CHECK_FAIL' }, [['failed', false], ['planned', true]]],
    [{ kind: 'returned', reference: 'W1', reason: 'PAYEE_CARD_INFO_ERROR' }, [['failed', false], ['planned', true]]],
  ])('says %o', async (says, states) => {
    const base = await owed();
    expect(await statesOf(base)).toEqual([['unknown', false]]);
    wallet.says = says;
    // A vendor that never got it is believed once the call can be on its way no longer.
    if (says.kind === 'refused' && says.how === 'never-received') {
      await askPayouts(base.house, base.companyId);
      expect(await statesOf(base)).toEqual([['unknown', false]]);
      wallet.asked = [];
    }
    const later = { ...base.house, clock: { ...base.house.clock, now: () => instantOf(epochMs(base.house.clock.now()) + 61_000) } };
    expect(await askPayouts(later, base.companyId)).toEqual({ asked: 1 });
    expect(wallet.asked).toEqual(wallet.sent);
    expect(wallet.sent.length).toBe(1);
    expect(await statesOf(base)).toEqual(states);
  });
});

describe('an order that a wallet has taken', () => {
  const taken = async () => {
    const base = await owed();
    wallet.says = { kind: 'awaiting-payee', reference: 'W1' };
    await askPayouts(base.house, base.companyId);
    expect(await statesOf(base)).toEqual([['accepted', false]]);
    return base;
  };

  test.each<[OrderStanding, (string | boolean)[][]]>([
    [{ kind: 'awaiting-payee', reference: 'W1' }, [['accepted', false]]],
    [{ kind: 'settled', reference: 'W1' }, [['accepted', false]]],
    [{ kind: 'unknown', reason: 'HTTP 500' }, [['accepted', false]]],
    [{ kind: 'refused', how: 'never-received', reason: 'NOT_FOUND' }, [['accepted', false]]],
    [{ kind: 'refused', how: 'expired', reason: 'OVERDUE_CLOSE' }, [['failed', false], ['planned', true]]],
    [{ kind: 'returned', reference: 'W1', reason: 'PAYEE_CARD_INFO_ERROR' }, [['failed', false], ['planned', true]]],
  ])('and asked again says %o', async (says, states) => {
    const base = await taken();
    wallet.says = says;
    for (let times = 0; times < 2; times += 1) await askPayouts(base.house, base.companyId);
    expect(await statesOf(base)).toEqual(states);
    expect(wallet.sent.length).toBe(1);
  });
});
