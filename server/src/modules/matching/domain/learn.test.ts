import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnedFrom, lessonsOf, takenBack, type DecidedPair, type Lesson } from './learn.ts';
import { matchAll } from './match.ts';
import { decideRun } from './run.ts';
import type { MatchInput, MatchInvoice, MatchPayment } from './types.ts';

/** Shops by the name over the door and by the name on the invoice: nothing of the one stands in the other. */
const SHOPS = [
  ['云上小馆', '杭州恒泽餐饮管理有限公司'], ['巷口面庄', '上海味源食品有限公司'], ['不二茶铺', '宁波清和商贸有限公司'], ['半日咖啡', '杭州豆语餐饮有限公司'], ['老友火锅', '成都川流餐饮管理有限公司'],
  ['江南春', '苏州锦宴餐饮有限公司'], ['拾味食堂', '南京丰禾餐饮服务有限公司'], ['山月小厨', '杭州木石餐饮有限公司'],
] as const;
const ROUNDS = 12;
const PEOPLE = ['p1', 'p2', 'p3'];

const payment = (id: string, shop: number, more: Pick<MatchPayment, 'minor' | 'day' | 'payerId'>): MatchPayment => ({
  id, currency: 'CNY', direction: 'out', type: 'purchase', channel: 'wechatpay', merchant: SHOPS[shop]?.[0] ?? '', description: '', city: null, mcc: null, orderNo: null, relatedId: null, ...more,
});
const invoice = (id: string, shop: number, more: Pick<MatchInvoice, 'minor' | 'day' | 'submittedBy'>): MatchInvoice => ({
  id, currency: 'CNY', kind: 'fapiao', seller: SHOPS[shop]?.[1] ?? '', goods: '*餐饮服务*餐费', passenger: null, journeyDay: null, orderNo: null, ...more,
});

/** Lunches of one price: a person pays at two shops on the same day and hands in both invoices. Only the names tell which is whose. */
function lunches(from: number): { readonly input: MatchInput; readonly truth: readonly DecidedPair[] } {
  const [payments, invoices, truth] = [[] as MatchPayment[], [] as MatchInvoice[], [] as DecidedPair[]];
  for (let round = from; round < from + ROUNDS; round++) {
    const [a, b] = [round % SHOPS.length, (round * 3 + 1 + Math.floor(round / SHOPS.length)) % SHOPS.length];
    if (a === b) continue;
    const [minor, day, who] = [BigInt(3_800 + round * 100), 20_000 + round * 2, PEOPLE[round % PEOPLE.length] ?? 'p1'];
    for (const shop of [a, b]) {
      const id = `${round}-${shop}`;
      payments.push(payment(`P${id}`, shop, { minor, day, payerId: who }));
      // Ids in another order than the payments', so that nothing is right by its place.
      const paper = `I${round}-${(shop * 5 + round) % 8}`;
      invoices.push(invoice(paper, shop, { minor, day, submittedBy: who }));
      truth.push({ paymentId: `P${id}`, invoiceId: paper, right: true });
    }
  }
  return { input: { employees: PEOPLE.map((id) => ({ id, names: [] })), payments, invoices, bookings: [] }, truth };
}

type Score = { readonly right: number; readonly automatic: number; readonly automaticRight: number; readonly all: number };

function score(input: MatchInput, truth: readonly DecidedPair[]): Score {
  const wanted = new Map(truth.map((pair) => [pair.paymentId, pair.invoiceId]));
  const pairs = matchAll(input).filter((group) => group.payments.length === 1 && group.invoices.length === 1);
  const isRight = (group: (typeof pairs)[number]): boolean => wanted.get(group.payments[0] ?? '') === group.invoices[0];
  const automatic = pairs.filter((group) => group.decision === 'auto');
  return { right: pairs.filter(isRight).length, automatic: automatic.length, automaticRight: automatic.filter(isRight).length, all: truth.length };
}

/** What a person teaches who confirms each shop `times` times on other days. */
function taught(times: number): Lesson[] {
  const past = Array.from({ length: times }, (_, i) => {
    const truth = SHOPS.map((_shop, shop): DecidedPair => ({ paymentId: `P${i}/${shop}`, invoiceId: `I${i}/${shop}`, right: true }));
    const facts = { minor: BigInt(10_000 + i), day: 19_000 + i };
    return lessonsOf({ employees: [], bookings: [], payments: SHOPS.map((_shop, shop) => payment(`P${i}/${shop}`, shop, { ...facts, payerId: 'p1' })), invoices: SHOPS.map((_shop, shop) => invoice(`I${i}/${shop}`, shop, { ...facts, submittedBy: 'p1' })) }, truth);
  });
  return past.flat();
}

describe('what confirmations are worth where the shop and the firm bear different names', () => {
  const { input, truth } = lunches(0);
  const after = (times: number): Score => score({ ...input, learned: learnedFrom(taught(times), times) }, truth);

  test('without them it is a coin; each helps, and none makes it sure of something wrong', () => {
    const [none, one, two, five] = [score(input, truth), after(1), after(2), after(5)];
    expect(none.right).toBeLessThan(truth.length * 0.75);
    expect(one.right).toBe(truth.length);
    expect([one, two, five].every((each) => each.right === truth.length && each.automaticRight === each.automatic)).toBe(true);
    expect(five.automatic).toBeGreaterThanOrEqual(two.automatic);
    expect(two.automatic).toBeGreaterThanOrEqual(none.automatic);
    expect(none.automatic).toBe(0);
    expect(two.automatic).toBe(truth.length);
  });

  test('the reason is what people said', () => {
    const group = decideRun({ input: { ...input, allowedError: 1 / 2000, learned: learnedFrom(taught(2), 2) }, refused: [], fuse: 'whole' }).find((one) => one.payments.length === 1 && one.invoices.length === 1);
    expect(group?.reasons.some((reason) => /twice|2 times/.test(reason.text.en) && /2 次/.test(reason.text.zh))).toBe(true);
  });

  test('as many refusals speak against a pair', () => {
    const refusing = taught(2).map((lesson) => ({ ...lesson, confirmed: 0, refused: 1 }));
    const lone: MatchInput = { ...input, payments: input.payments.slice(0, 1), invoices: input.invoices.slice(0, 1) };
    const sure = (lessons: readonly Lesson[]): number => matchAll({ ...lone, learned: learnedFrom(lessons, 1) }).find((group) => group.payments.length === 1 && group.invoices.length === 1)?.confidence ?? 0;
    expect(sure(refusing)).toBeLessThan(sure([]));
    expect(sure(taught(2))).toBeGreaterThanOrEqual(sure([]));
  });
});

describe('learning', () => {
  const lessons = taught(3);
  test('the order of the lessons is no matter', () => {
    fc.assert(fc.property(fc.shuffledSubarray(lessons, { minLength: lessons.length }), (shuffled) => {
      expect(learnedFrom(shuffled, 3)).toEqual(learnedFrom(lessons, 3));
    }), { numRuns: 20 });
  });

  test('what is taken back leaves nothing', () => {
    fc.assert(fc.property(fc.subarray(lessons), (some) => {
      expect(learnedFrom([...lessons, ...some, ...some.map(takenBack)], 1)).toEqual(learnedFrom(lessons, 1));
    }), { numRuns: 20 });
    expect(learnedFrom([...lessons, ...lessons.map(takenBack)], 1)).toEqual({ version: 1, aliases: [], levels: [] });
  });

  test('names that are alike teach no alias; the other payment of the same shop is no refusal of it', () => {
    const like = { ...payment('P', 0, { minor: 100n, day: 1, payerId: null }), merchant: '恒泽餐饮' };
    expect(lessonsOf({ employees: [], bookings: [], payments: [like], invoices: [invoice('I', 0, { minor: 100n, day: 1, submittedBy: null })] }, [{ paymentId: 'P', invoiceId: 'I', right: true }])).toMatchObject([{ merchant: '', confirmed: 0 }]);
    const two = [payment('P1', 0, { minor: 100n, day: 1, payerId: null }), payment('P2', 0, { minor: 100n, day: 2, payerId: null })];
    const said = lessonsOf({ employees: [], bookings: [], payments: two, invoices: [invoice('I', 0, { minor: 100n, day: 2, submittedBy: null })] }, [{ paymentId: 'P2', invoiceId: 'I', right: true }, { paymentId: 'P1', invoiceId: 'I', right: false }]);
    expect(said.map((lesson) => [lesson.confirmed, lesson.refused])).toEqual([[1, 0]]);
  });
});
