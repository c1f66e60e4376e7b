import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { epochMs, money, uuidv7, type CivilDate, type Instant } from '@roundtrip/kernel';
import type { ConnectorContext } from './feeds.ts';
import type { OrderAnswer, PayoutBatch, PayoutOrder, PayoutRail } from './payouts.ts';

/** How the line or the vendor fails: before anything is done, after it was done, or with an answer that is not the vendor's. */
export type RailTrouble = 'none' | 'hang-up' | 'error-after' | 'forged';

export type RailKit = {
  /** Asked when the tests run: keys and ports may be made only then. */
  config(): Readonly<Record<string, string>>;
  readonly optional?: readonly string[];
  ctx(): ConnectorContext;
  /** How many orders the vendor holds, and how many calls it got. */
  held(): number;
  calls(): number;
  trouble(kind: RailTrouble): void;
  /** An account that the vendor pays to. */
  readonly account: string;
};

const DEBTOR = { name: '示例科技有限公司', account: '1900000001' };

let numbers = 0;
/** An id as payouts have it: some vendors forget, so its moment counts. */
function freshId(at: Instant): string {
  numbers += 1;
  return uuidv7(epochMs(at), Uint8Array.of(7, 7, 7, 7, 7, 7, 7, 7, numbers >> 8, numbers & 255)).replaceAll('-', '');
}

/** What every rail that pays order by order must keep, whatever the line does. */
export function payoutRailKit(rail: PayoutRail, kit: RailKit): void {
  const order = (facts: Partial<PayoutOrder> = {}): PayoutOrder => ({ id: freshId(kit.ctx().now), payee: { name: '张三', account: kit.account }, amount: money(12_345n, 'CNY'), purpose: '差旅报销 11 月', ...facts });
  const batch = (orders: readonly PayoutOrder[]): PayoutBatch => ({ messageId: `RT${orders[0]?.id ?? ''}`, createdAt: kit.ctx().now, executeOn: '2026-11-24' as CivilDate, debtor: DEBTOR, orders });
  const sendEach = async (...orders: PayoutOrder[]): Promise<readonly OrderAnswer[]> => (await rail.sendEach?.(kit.ctx(), kit.config(), batch(orders))) ?? [];
  const askEach = async (...ids: string[]): Promise<readonly OrderAnswer[]> => (await rail.askEach?.(kit.ctx(), kit.config(), ids)) ?? [];
  const taken = ['accepted', 'awaiting-payee', 'settled'];

  describe(`rail ${rail.id}`, () => {
    beforeEach(() => { kit.trouble('none'); });

    test('takes its configuration and refuses rubbish by the name of the field', () => {
      const config = kit.config();
      expect(rail.checkConfig({ ...config, junk: 'x' })).toEqual({ ok: true, value: config });
      for (const name of Object.keys(config).filter((each) => !(kit.optional ?? []).includes(each))) {
        const { [name]: _gone, ...rest } = config;
        const checked = rail.checkConfig(rest);
        expect(checked.ok ? '' : checked.error.message.en).toContain(`(${name})`);
      }
      fc.assert(fc.property(fc.anything(), (anything) => { expect(rail.checkConfig(anything).ok).toBe(false); }), { numRuns: 50 });
    });

    test('the same order twice is one order, and is answered alike', async () => {
      const [before, one] = [kit.held(), order()];
      const [first] = await sendEach(one);
      expect(first?.orderId).toBe(one.id);
      expect(taken).toContain(first?.standing.kind);
      expect(await sendEach(one)).toEqual([first]);
      expect(await askEach(one.id)).toMatchObject([{ orderId: one.id, standing: { kind: first?.standing.kind } }]);
      expect(kit.held()).toBe(before + 1);
    });

    test('an order under a used id with another amount is never a clear answer, and pays nothing', async () => {
      const one = order();
      await sendEach(one);
      const before = kit.held();
      expect(await sendEach({ ...one, amount: money(99_900n, 'CNY') })).toMatchObject([{ standing: { kind: 'unknown' } }]);
      expect(kit.held()).toBe(before);
    });

    test.each(['error-after', 'forged'] as const)('%s is unknown; asked afterwards, the order is there, and sent again it is still one', async (trouble) => {
      const [before, one] = [kit.held(), order()];
      kit.trouble(trouble);
      expect(await sendEach(one)).toMatchObject([{ orderId: one.id, standing: { kind: 'unknown' } }]);
      expect(await askEach(one.id)).toMatchObject([{ standing: { kind: 'unknown' } }]);
      kit.trouble('none');
      const [asked] = await askEach(one.id);
      expect(taken).toContain(asked?.standing.kind);
      await sendEach(one);
      expect(kit.held()).toBe(before + 1);
    });

    test('a line that breaks before is unknown too; asked afterwards, the vendor never got it', async () => {
      const [before, one] = [kit.held(), order()];
      kit.trouble('hang-up');
      expect(await sendEach(one)).toMatchObject([{ standing: { kind: 'unknown' } }]);
      kit.trouble('none');
      expect(await askEach(one.id)).toMatchObject([{ standing: { kind: 'refused', how: 'never-received' } }]);
      expect(kit.held()).toBe(before);
    });

    test.each([
      ['another currency', { amount: money(100n, 'USD') }], ['nothing', { amount: money(0n, 'CNY') }], ['less than nothing', { amount: money(-100n, 'CNY') }], ['less than the vendor pays', { amount: money(9n, 'CNY') }],
      ['more than a number carries', { amount: money(10n ** 17n, 'CNY') }], ['no account', { payee: { name: '张三', account: ' ' } }], ['an id with a dash', { id: '0192f0c0-aaaa' }], ['an id that is too long', { id: 'a'.repeat(33) }],
    ] as const)('%s is refused, and nobody is called', async (_, wrong) => {
      const before = kit.calls();
      expect(await sendEach(order(wrong))).toMatchObject([{ standing: { kind: 'refused' } }]);
      expect(kit.calls()).toBe(before);
    });

    test('law: every order is answered, in order, and held once, with amounts to the fen', async () => {
      const orders = fc.uniqueArray(fc.record({ minor: fc.bigInt({ min: 10n, max: 100_000n }), purpose: fc.string({ unit: 'grapheme', maxLength: 80 }) }), { minLength: 1, maxLength: 4 });
      await fc.assert(fc.asyncProperty(orders, async (wanted) => {
        const [before, made] = [kit.held(), wanted.map(({ minor, purpose }) => order({ amount: money(minor, 'CNY'), purpose }))];
        const answers = await sendEach(...made);
        expect(answers.map((answer) => answer.orderId)).toEqual(made.map((one) => one.id));
        expect(answers.every((answer) => taken.includes(answer.standing.kind))).toBe(true);
        expect(await rail.sendEach?.(kit.ctx(), kit.config(), batch(made))).toEqual(answers);
        expect(kit.held()).toBe(before + made.length);
      }), { numRuns: 8 });
    });

    test('a batch of one may be sent as a batch; more is refused; the file is the same for the same batch', async () => {
      const [one, two] = [order(), order()];
      expect(await rail.send?.(kit.ctx(), kit.config(), batch([one]))).toMatchObject({ kind: 'accepted' });
      const before = kit.held();
      expect(await rail.send?.(kit.ctx(), kit.config(), batch([one, two]))).toMatchObject({ kind: 'refused' });
      expect(kit.held()).toBe(before);
      expect(rail.render(batch([one, two]))).toEqual(rail.render(structuredClone(batch([one, two]))));
    });
  });
}
