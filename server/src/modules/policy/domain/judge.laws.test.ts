import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { compilePolicy } from './compile.ts';
import type { PolicyDocument, RuleDocument } from './document.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import type { Policy } from './policy.ts';
import type { Question } from './question.ts';
import { SEAT_CLASSES } from './seats.ts';
import { CN_PRIVATE_COMPANY } from './templates/cn-private-company.ts';
import { CN_STATE_ORGAN } from './templates/cn-state-organ.ts';
import { applyChange } from './would-pass.ts';

const DAY = '2026-01-01' as CivilDate;

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 4 });
const yuan = (max: number): fc.Arbitrary<{ minor: bigint; currency: string }> => fc.integer({ min: 1, max }).map((minor) => ({ minor: BigInt(minor), currency: 'CNY' }));

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  expense: fc.record({
    id: fc.constant('x'), employeeId: fc.constant('e'),
    category: fc.constantFrom('hotel', 'flight', 'rail', 'meal', 'taxi', 'entertainment', 'telecom', 'office', 'mileage', 'per_diem', 'other', 'jewels'),
    amount: fc.oneof({ weight: 9, arbitrary: yuan(300_000) }, { weight: 1, arbitrary: fc.constant({ minor: 5_000n, currency: 'USD' }) }),
    spentOn: fc.integer({ min: 0, max: 364 }).map((days) => addDays(DAY, days)),
    city: maybe(fc.constantFrom('上海', '南通', '三亚', '天津市宁河区', 'Tokyo', '海南')),
    nights: maybe(fc.integer({ min: 1, max: 9 })),
    seatClass: maybe(fc.constantFrom<string>(...SEAT_CLASSES, '神仙舱')),
    distanceKm: maybe(fc.integer({ min: 0, max: 900 })),
    attendees: maybe(fc.array(fc.constant('客'), { maxLength: 6 })),
    merchant: maybe(fc.constantFrom('老王面馆', '星光KTV')),
    channel: maybe(fc.constantFrom('alipay', 'corporate_card')),
  }),
  employee: fc.record({ grade: maybe(fc.constantFrom('staff', 'manager', 'executive', 'bureau', '部级', 'P7')) }),
  context: fc.record({
    today: fc.integer({ min: 0, max: 800 }).map((days) => addDays(DAY, days)),
    hasInvoice: maybe(fc.boolean()), buyerTitleOk: maybe(fc.boolean()), invoiceTotal: maybe(yuan(300_000)),
    spentSameDay: maybe(fc.record({ meal: yuan(20_000), taxi: yuan(20_000) })),
    companyPaid: maybe(fc.oneof(fc.boolean(), yuan(300_000))), matchConfidence: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
});

/** Most is known and nothing is hopeless, so that there is something to suggest. */
const mendableQuestion: fc.Arbitrary<Question> = fc.record({ question: anyQuestion, city: fc.constantFrom('上海', '南通', '三亚'), grade: fc.constantFrom('staff', 'manager', 'executive') }).map(({ question, city, grade }) => ({
  expense: { ...question.expense, city, merchant: undefined, channel: undefined },
  employee: { grade },
  context: { ...question.context, today: addDays(question.expense.spentOn, 5), companyPaid: undefined },
}));

const policyOf = (document: PolicyDocument): Policy => {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
};
const anyDocument = fc.constantFrom(CN_PRIVATE_COMPANY, CN_STATE_ORGAN);
const RUNS = { numRuns: 400 };

test('each suggestion, applied, passes', () => {
  const policies = new Map([CN_PRIVATE_COMPANY, CN_STATE_ORGAN].map((document) => [document, policyOf(document)]));
  let suggested = 0;
  fc.assert(fc.property(anyDocument, fc.oneof(mendableQuestion, anyQuestion), (document, question) => {
    const policy = policies.get(document)!;
    for (const { change } of judge(policy, question).wouldPass) {
      suggested += 1;
      const after = judge(policy, applyChange(question, change));
      expect(after).toMatchObject({ outcome: 'pass', needsApproval: false, findings: [] });
    }
  }), { numRuns: 1500 });
  expect(suggested).toBeGreaterThan(100);
});

test('adding a rule never removes another rule’s finding', () => {
  const rules = [...CN_PRIVATE_COMPANY.rules];
  fc.assert(fc.property(fc.subarray(rules), fc.subarray(rules), anyQuestion, (some, more, question) => {
    const known = new Set(some.map((rule) => rule.id));
    const fewer = judge(policyOf({ ...CN_PRIVATE_COMPANY, rules: some }), question);
    const all = judge(policyOf({ ...CN_PRIVATE_COMPANY, rules: [...more.filter((rule) => !known.has(rule.id)), ...some] }), question);
    for (const finding of fewer.findings) expect(all.findings).toContainEqual(finding);
  }), RUNS);
});

test('adding a rule never grants more', () => {
  const rules = [...CN_PRIVATE_COMPANY.rules];
  fc.assert(fc.property(fc.subarray(rules), anyQuestion, (some, question) => {
    const fewer = judge(policyOf({ ...CN_PRIVATE_COMPANY, rules: some }), question);
    const all = judge(policyOf(CN_PRIVATE_COMPANY), question);
    expect(all.allowed.minor <= fewer.allowed.minor).toBe(true);
    expect(fewer.needsApproval && !all.needsApproval).toBe(false);
  }), RUNS);
});

/** A database may keep the document's keys in another order. */
const keysReversed = (value: unknown): unknown => (Array.isArray(value) ? value.map(keysReversed) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, keysReversed(inner)])) : value);

test('same version and question, same verdict: parsed anew from JSON, compiled or not, after other questions', () => {
  fc.assert(fc.property(anyDocument, anyQuestion, anyQuestion, (document, question, other) => {
    const policy = policyOf(document);
    const first = judge(policy, question);
    const again = policyOf(keysReversed(JSON.parse(JSON.stringify(document))) as PolicyDocument);
    judge(again, other);
    expect(judge(again, question)).toEqual(first);
    expect(judge(compilePolicy(policy), structuredClone(question))).toEqual(first);
  }), { numRuns: 150 });
});

test('the granted amount lies between nothing and what was asked, and what the company paid is not granted', () => {
  fc.assert(fc.property(anyDocument, anyQuestion, (document, question) => {
    const { allowed, standard, outcome, needsApproval, findings } = judge(policyOf(document), question);
    expect(allowed.minor >= 0n && allowed.minor <= standard.minor && standard.minor <= question.expense.amount.minor).toBe(true);
    expect(allowed.currency).toBe(question.expense.amount.currency);
    if (outcome === 'pass') expect({ needsApproval, findings, allowed }).toEqual({ needsApproval: false, findings: [], allowed: question.expense.amount });
    if (outcome === 'refuse') expect(allowed.minor).toBe(0n);
  }), RUNS);
});

test('taking away a fact never turns anything else into a pass', () => {
  const FACTS = ['city', 'nights', 'seatClass', 'distanceKm'] as const;
  fc.assert(fc.property(anyDocument, anyQuestion, fc.constantFrom(...FACTS), (document, question, fact) => {
    const policy = policyOf(document);
    const without: Question = { ...question, expense: { ...question.expense, [fact]: undefined } };
    if (judge(policy, question).outcome !== 'pass') expect(judge(policy, without).outcome).not.toBe('pass');
  }), RUNS);
});

test('more of a day is never granted by splitting it', () => {
  const policy = policyOf({ ...CN_PRIVATE_COMPANY, rules: CN_PRIVATE_COMPANY.rules.filter((rule: RuleDocument) => rule.id === 'meal-day') });
  const meal = (minor: bigint, spent: bigint): bigint => judge(policy, {
    expense: { id: 'x', employeeId: 'e', category: 'meal', amount: { minor, currency: 'CNY' }, spentOn: DAY }, employee: { grade: 'staff' },
    context: { today: DAY, spentSameDay: { meal: { minor: spent, currency: 'CNY' } } },
  }).allowed.minor;
  fc.assert(fc.property(fc.array(fc.bigInt({ min: 1n, max: 20_000n }), { minLength: 1, maxLength: 6 }), (parts) => {
    let granted = 0n;
    for (const part of parts) granted += meal(part, granted);
    expect(granted).toBe(meal(parts.reduce((a, b) => a + b), 0n));
  }), RUNS);
});
