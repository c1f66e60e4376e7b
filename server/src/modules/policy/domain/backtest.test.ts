import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import { startBacktest } from './backtest.ts';
import { compilePolicy, type CompiledPolicy } from './compile.ts';
import type { CapDocument, PolicyDocument } from './document.ts';
import { judge, standingOf } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import type { Question } from './question.ts';
import { CN_PRIVATE_COMPANY } from './templates/cn-private-company.ts';

function compiled(document: PolicyDocument): CompiledPolicy {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return compilePolicy(parsed.value);
}

const OLD = compiled(CN_PRIVATE_COMPANY);
const stricter = (staff: string): CompiledPolicy => compiled({
  ...CN_PRIVATE_COMPANY, version: 'draft',
  rules: CN_PRIVATE_COMPANY.rules.map((rule) => (rule.id === 'meal-day' ? { ...(rule as CapDocument), table: { rows: [{ id: 'meal', then: { byGrade: { executive: '200.00', manager: '150.00', staff } } }] } } : rule)),
});

const meal = (id: string, minor: bigint, employeeId = 'e1'): Question => ({
  expense: { id, employeeId, category: 'meal', amount: { minor, currency: 'CNY' }, spentOn: '2026-11-10' as CivilDate, city: '上海', invoiceNumbers: ['1'] },
  employee: { grade: 'staff' }, context: { today: '2026-11-20' as CivilDate, hasInvoice: true, invoiceTotal: { minor, currency: 'CNY' }, buyerTitleOk: true, matchConfidence: 1 },
});

const run = (draft: CompiledPolicy, questions: readonly Question[]) => {
  const backtest = startBacktest(draft);
  for (const question of questions) backtest.add(question.expense.id, question, standingOf(OLD, question));
  return backtest.result();
};

describe('a back-test', () => {
  test('the same policy changes nothing', () => {
    const result = run(OLD, [meal('a', 5_000n), meal('b', 20_000n)]);
    expect(result).toMatchObject({ judged: 2, changed: 0, stops: 0, people: 0, examples: [] });
    expect(result.standardAfter).toBe(result.standardBefore);
  });

  test('a lower cap: who, how much, by which rule, the most money first', () => {
    const result = run(stricter('100.00'), [meal('a', 9_000n), meal('b', 11_000n), meal('c', 20_000n, 'e2')]);
    expect(result).toMatchObject({ judged: 3, changed: 2, people: 2, moves: { 'pass→cut': 1, 'cut→cut': 1 }, rules: { 'meal-day': 2 }, standardBefore: 9_000n + 11_000n + 12_000n, standardAfter: 9_000n + 10_000n + 10_000n });
    expect(result.examples.map((one) => one.subjectId)).toEqual(['c', 'b']);
    expect(result.categories['meal']).toEqual({ judged: 3, changed: 2, difference: -3_000n });
  });

  test('order does not matter, and the short answer is the long one', () => {
    const draft = stricter('80.00');
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 1n, max: 40_000n }), { maxLength: 30 }), (amounts) => {
      const questions = amounts.map((minor, index) => meal(String(index).padStart(3, '0'), minor));
      expect(run(draft, [...questions].reverse())).toEqual(run(draft, questions));
      for (const question of questions) {
        const { outcome, needsApproval, standard, findings } = judge(draft, question);
        expect(standingOf(draft, question)).toEqual({ outcome, needsApproval, standard: standard.minor, rules: findings.map((one) => one.rule) });
      }
    }), { numRuns: 40 });
  });
});
