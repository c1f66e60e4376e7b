import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import { compilePolicy } from '../compile.ts';
import { POLICY_FORMAT, type ConditionDocument, type HitPolicy, type PolicyDocument, type RowDocument } from '../document.ts';
import { judge } from '../judge.ts';
import { parsePolicy } from '../parse/index.ts';
import type { Policy } from '../policy.ts';
import { CN_PRIVATE_COMPANY } from '../templates/cn-private-company.ts';
import { CN_STATE_ORGAN } from '../templates/cn-state-organ.ts';
import { reviewPolicy } from './check.ts';

const GRADES = ['boss', 'lead', 'staff'] as const;
const CITIES = ['北京', '南通', '苏州', '成都', '广州'] as const;
const MONTHS = ['01', '04', '07', '10'] as const;

const documentOf = (rows: readonly RowDocument<string>[], hit: HitPolicy = 'first', when: ConditionDocument = { category: ['hotel'] }): PolicyDocument => ({
  format: POLICY_FORMAT, version: 'v', title: { zh: '试', en: 'trial' }, effectiveFrom: '2026-01-01', currency: 'CNY',
  grades: GRADES.map((code) => ({ code, title: { zh: code, en: code } })),
  rules: [{ id: 'cap', kind: 'cap', per: 'expense', clause: '一', title: { zh: '标准', en: 'cap' }, when, onBreach: 'cut', table: { hit, rows } }],
});

function policyOf(document: PolicyDocument): Policy {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const row = (id: string, when: ConditionDocument, amount = '100.00'): RowDocument<string> => ({ id, when, then: amount });
const kinds = (rows: readonly RowDocument<string>[], hit?: HitPolicy): string[] => reviewPolicy(policyOf(documentOf(rows, hit))).map((one) => `${one.kind} ${one.place}`);

/** Every question that the conditions below can tell apart. */
const QUESTIONS = CITIES.flatMap((city) => GRADES.flatMap((grade) => MONTHS.flatMap((month) => [1, 2, 3, 4, 5].map((nights) => ({
  expense: { id: 'x', employeeId: 'e', category: 'hotel', amount: { minor: 1n, currency: 'CNY' }, spentOn: `2026-${month}-15` as CivilDate, city, nights },
  employee: { grade }, context: { today: '2026-11-01' as CivilDate },
})))));

const subset = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const quarter = (from: number, to: number) => ({ from: `${MONTHS[from] ?? '01'}-01`, to: ['03-31', '06-30', '09-30', '12-31'][to] ?? '12-31' });

const condition: fc.Arbitrary<ConditionDocument> = fc.record({
  city: maybe(subset(['北京', '南通', '江苏*', '四川*'])), grade: maybe(subset(GRADES)), nights: maybe(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))),
  season: maybe(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(([a, b]) => quarter(a, b))),
}).map((one) => JSON.parse(JSON.stringify(one)) as ConditionDocument);
const tables = fc.array(condition, { minLength: 1, maxLength: 5 }).map((whens) => whens.map((when, index) => row(`r${index}`, when)));

describe('what a review says is what judging does', () => {
  test('a row is unreachable exactly when no question is decided by it', () => {
    fc.assert(fc.property(tables, (rows) => {
      const policy = policyOf(documentOf(rows));
      const compiled = compilePolicy(policy);
      const decided = new Set(QUESTIONS.flatMap((question) => judge(compiled, question).basis.map((basis) => basis.cell)));
      const dead = reviewPolicy(policy).filter((one) => one.kind === 'unreachable').map((one) => one.place);
      expect(dead).toEqual(rows.flatMap((one, index) => (decided.has(one.id ?? '') ? [] : [`rules[0].table.rows[${index}]`])));
    }), { numRuns: 60 });
  });

  test('a gap is found exactly when some question finds no row', () => {
    fc.assert(fc.property(tables, (rows) => {
      const policy = policyOf(documentOf(rows));
      const compiled = compilePolicy(policy);
      const unanswered = QUESTIONS.some((question) => judge(compiled, question).findings.some((finding) => finding.facts['table'] === 'gap'));
      const found = reviewPolicy(policy).find((one) => one.kind === 'gap');
      // The grid has only five cities: a review may know of more, never of less.
      if (unanswered) expect(found).toBeDefined();
      if (!found) expect(unanswered).toBe(false);
    }), { numRuns: 60 });
  });

  test('two rows overlap exactly when a question is answered by both', () => {
    fc.assert(fc.property(tables, (rows) => {
      const policy = policyOf(documentOf(rows, 'unique'));
      const compiled = compilePolicy(policy);
      const both = QUESTIONS.some((question) => judge(compiled, question).findings.some((finding) => finding.facts['table'] === 'ambiguous'));
      expect(reviewPolicy(policy).some((one) => one.kind === 'overlap')).toBe(both);
    }), { numRuns: 60 });
  });
});

describe('cases', () => {
  const rest = row('rest', {});
  const cases: readonly { readonly says: string; readonly rows: readonly RowDocument<string>[]; readonly hit?: HitPolicy; readonly want: readonly string[] }[] = [
    { says: 'special first, the rest last: nothing to say', rows: [row('a', { city: ['北京'] }), rest], want: [] },
    { says: 'the rest first swallows all', rows: [rest, row('a', { city: ['北京'] })], want: ['unreachable rules[0].table.rows[1]'] },
    { says: 'a province takes its cities', rows: [row('a', { city: ['江苏*'] }), row('b', { city: ['南通', '苏州'] }), rest], want: ['unreachable rules[0].table.rows[1]'] },
    { says: 'two halves together take the whole', rows: [row('a', { season: { from: '01-01', to: '06-30' } }), row('b', { season: { from: '07-01', to: '12-31' } }), rest], want: ['unreachable rules[0].table.rows[2]'] },
    { says: 'a season over New Year', rows: [row('a', { season: { from: '10-01', to: '03-31' } }), row('b', { season: { from: '04-01', to: '09-30' } })], want: [] },
    { says: 'a day is left out', rows: [row('a', { season: { from: '10-01', to: '03-30' } }), row('b', { season: { from: '04-01', to: '09-30' } })], want: ['gap rules[0].table'] },
    { says: 'nights 1 to 3, then from 4', rows: [row('a', { nights: { to: 3 } }), row('b', { nights: { from: 4 } })], want: [] },
    { says: 'nights 1 to 3, then from 5', rows: [row('a', { nights: { to: 3 } }), row('b', { nights: { from: 5 } })], want: ['gap rules[0].table'] },
    { says: 'amounts meet at the cent', rows: [row('a', { amount: { to: '99.99' } }), row('b', { amount: { from: '100.00' } })], want: [] },
    { says: 'amounts that share a cent, where one row may fit', hit: 'unique', rows: [row('a', { amount: { to: '100.00' } }), row('b', { amount: { from: '100.00' } })], want: ['overlap rules[0].table.rows[1]'] },
    { says: 'a row for other categories', rows: [row('a', { category: ['meal'] }), rest], want: ['never-fits rules[0].table.rows[0].when'] },
    { says: 'places abroad that no row names', rows: [row('a', { city: ['北京'] })], want: ['gap rules[0].table'] },
  ];
  test.each(cases)('$says', ({ rows, hit, want }) => { expect(kinds(rows, hit)).toEqual(want); });

  test('a standard that falls as the grade rises', () => {
    const concerns = reviewPolicy(policyOf(documentOf([{ id: 'a', then: { byGrade: { boss: '500.00', lead: '700.00', staff: '500.00' } } }])));
    expect(concerns.map((one) => one.place)).toEqual(['rules[0].table.rows[0].then.byGrade.boss']);
  });

  test('the templates have nothing that must be mended', () => {
    for (const template of [CN_PRIVATE_COMPANY, CN_STATE_ORGAN]) expect(reviewPolicy(policyOf(template)).filter((one) => one.severity === 'error')).toEqual([]);
  });
});
