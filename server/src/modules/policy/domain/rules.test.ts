import { describe, expect, test } from 'vitest';
import type { ConditionDocument, PolicyDocument, RuleDocument, TableDocument } from './document.ts';
import { judge } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import type { Policy } from './policy.ts';
import { readCases, shortly } from './testing/casebook.ts';

const title = { zh: '规则', en: 'A rule' };

function policyOf(rules: readonly RuleDocument[], over: Partial<PolicyDocument> = {}): Policy {
  const parsed = parsePolicy({
    format: 'roundtrip-policy/1', version: 't', title, effectiveFrom: '2026-01-01', currency: 'CNY', rules,
    grades: [{ code: 'boss', title }, { code: 'staff', title, aliases: ['*'] }], places: [{ name: '东京', aliases: ['Tokyo'] }], cityLists: { coast: ['青岛', '大连'] }, ...over,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const capRule = (table: TableDocument<string>, over: object = {}): RuleDocument => ({ id: 'cap', kind: 'cap', clause: '1', title, per: 'expense', onBreach: 'cut', table, ...over });

function judged(policy: Policy, line: string): string {
  const [found] = readCases(`${line} => -`);
  return shortly(judge(policy, found!.question), found!.question);
}

describe('hit policies', () => {
  const rows = [{ id: 'coast', when: { city: ['@coast'] }, then: '300.00' }, { id: 'summer', when: { season: { from: '07-01', to: '08-31' } }, then: '400.00' }, { id: 'rest', then: '200.00' }];
  test.each([
    ['first', '青岛 2026-07-15', 'cut 300.00 cap'], ['first', '上海 2026-07-15', 'cut 400.00 cap'], ['first', '上海 2026-01-15', 'cut 200.00 cap'],
    ['lowest', '青岛 2026-07-15', 'cut 200.00 cap'], ['highest', '青岛 2026-07-15', 'cut 400.00 cap'], ['highest', '青岛 2026-01-15', 'cut 300.00 cap'],
    ['unique', '青岛 2026-07-15', 'warn ? cap(ambiguous)'], ['unique', '上海 2026-01-15', 'cut 200.00 cap'],
    // 缺城市:后面的行不能替前面的行作主
    ['first', '- 2026-07-15', 'warn ? cap(city)'], ['lowest', '- 2026-07-15', 'warn ? cap(city)'],
  ] as const)('%s: %s → %s', (hit, where, end) => {
    const [city, spentOn] = where.split(' ');
    expect(judged(policyOf([capRule({ hit, rows })]), `staff office ${city} ${spentOn} 500.00`)).toBe(end);
  });
});

describe('handlings of a cap', () => {
  test.each([['refuse', 'refuse cap'], ['warn', 'warn cap'], ['cut', 'cut 100.00 cap'], ['approve', 'warn ? cap']] as const)('%s', (onBreach, end) => {
    const policy = policyOf([capRule({ rows: [{ then: '100.00' }] }, { onBreach })]);
    expect(judged(policy, 'staff office - 2026-03-01 100.01')).toBe(end);
    expect(judged(policy, 'staff office - 2026-03-01 100.00')).toBe('pass');
  });
});

describe('conditions', () => {
  const hits: readonly (readonly [ConditionDocument, string, boolean])[] = [
    [{ category: ['office'] }, 'staff office - 2026-03-01 1.00', true],
    [{ category: ['meal'] }, 'staff office - 2026-03-01 1.00', false],
    [{ grade: ['boss'] }, 'boss office - 2026-03-01 1.00', true],
    [{ grade: ['boss'] }, 'intern office - 2026-03-01 1.00', false],
    [{ city: ['@coast'] }, 'staff office 青岛市 2026-03-01 1.00', true],
    [{ city: ['山东*'] }, 'staff office 青岛市 2026-03-01 1.00', true],
    [{ city: ['东京'] }, 'staff office Tokyo 2026-03-01 1.00', true],
    [{ city: ['山东省'] }, 'staff office Tokyo 2026-03-01 1.00', false],
    [{ atHome: true }, 'staff office 青岛 2026-03-01 1.00 home=青岛市', true],
    [{ atHome: true }, 'staff office 青岛 2026-03-01 1.00 home=上海', false],
    [{ atHome: false }, 'staff office 青岛 2026-03-01 1.00 home=上海', true],
    [{ onTrip: false }, 'staff office - 2026-03-01 1.00', true],
    [{ onTrip: false }, 'staff office - 2026-03-01 1.00 trip=t1', false],
    [{ season: { from: '12-20', to: '01-10' } }, 'staff office - 2026-12-31 1.00', true],
    [{ season: { from: '12-20', to: '01-10' } }, 'staff office - 2026-01-10 1.00', true],
    [{ season: { from: '12-20', to: '01-10' } }, 'staff office - 2026-01-11 1.00', false],
    [{ spentOn: { from: '2026-03-01' } }, 'staff office - 2026-03-01 1.00', true],
    [{ spentOn: { to: '2026-02-28' } }, 'staff office - 2026-03-01 1.00', false],
    [{ nights: { from: 8 } }, 'staff hotel - 2026-03-01 1.00 nights=8', true],
    [{ nights: { from: 8 } }, 'staff hotel - 2026-03-01 1.00 nights=7', false],
    [{ attendees: { from: 10 } }, 'staff meal - 2026-03-01 1.00 guests=10', true],
    [{ distanceKm: { to: 5 } }, 'staff taxi - 2026-03-01 1.00 km=4.9', true],
    [{ amount: { from: '100.00', to: '200.00' } }, 'staff office - 2026-03-01 200.00', true],
    [{ amount: { from: '100.00', to: '200.00' } }, 'staff office - 2026-03-01 200.01', false],
    [{ seatClass: ['first_seat'] }, 'staff rail - 2026-03-01 1.00 seat=一等座', true],
    [{ channel: ['cash'] }, 'staff office - 2026-03-01 1.00 channel=cash', true],
    [{ channel: ['cash'] }, 'staff office - 2026-03-01 1.00', false],
    [{ department: ['研发'] }, 'staff office - 2026-03-01 1.00 department=研发', true],
    [{ merchant: ['ktv'] }, 'staff office - 2026-03-01 1.00 merchant=金色ＫＴＶ', true],
    [{ merchant: ['ktv'] }, 'staff office - 2026-03-01 1.00', false],
    [{ goods: ['香烟'] }, 'staff office - 2026-03-01 1.00 goods=*烟草制品*中华香烟', true],
    [{ category: ['office'], amount: { from: '5.00' } }, 'staff office - 2026-03-01 1.00', false],
  ];
  test.each(hits)('%j hits “%s”: %s', (when, line, hit) => {
    expect(judged(policyOf([{ id: 'flag', kind: 'flag', clause: '1', title, onBreach: 'refuse', when }]), line)).toBe(hit ? 'refuse flag' : 'pass');
  });

  test.each([
    [{ atHome: true }, 'staff office 青岛 2026-03-01 1.00', 'homeCity'], [{ nights: { from: 8 } }, 'staff hotel - 2026-03-01 1.00', 'nights'], [{ attendees: { from: 2 } }, 'staff meal - 2026-03-01 1.00', 'attendees'],
    [{ department: ['研发'] }, 'staff office - 2026-03-01 1.00', 'department'], [{ city: ['上海'] }, 'staff office - 2026-03-01 1.00', 'city'], [{ distanceKm: { to: 5 } }, 'staff taxi - 2026-03-01 1.00', 'distanceKm'],
    [{ seatClass: ['first'] }, 'staff flight - 2026-03-01 1.00', 'seatClass'], [{ grade: ['boss'] }, '- office - 2026-03-01 1.00', 'grade'],
  ] as const)('%j cannot tell “%s” without %s', (when, line, fact) => {
    expect(judged(policyOf([{ id: 'flag', kind: 'flag', clause: '1', title, onBreach: 'refuse', when: when as ConditionDocument }]), line)).toBe(`warn ? flag(${fact})`);
  });

  test('what is known not to fit settles it, whatever else is unknown', () => {
    expect(judged(policyOf([{ id: 'flag', kind: 'flag', clause: '1', title, onBreach: 'refuse', when: { city: ['上海'], amount: { from: '5.00' } } }]), 'staff office - 2026-03-01 1.00')).toBe('pass');
  });
});

describe('confidence', () => {
  const policy = policyOf([{ id: 'sure', kind: 'confidence', clause: '1', title, onBreach: 'approve', atLeast: 0.9 }]);
  test.each([['0.9', 'pass'], ['0.89', 'warn ? sure']])('%s → %s', (confidence, end) => {
    expect(judged(policy, `staff office - 2026-03-01 1.00 confidence=${confidence}`)).toBe(end);
  });
});

test('a policy in another currency counts in that currency’s own digits', () => {
  const policy = policyOf([capRule({ rows: [{ then: '15000' }] })], { currency: 'JPY' });
  const [found] = readCases('staff office - 2026-03-01 15001 currency=JPY => -');
  expect(judge(policy, found!.question)).toMatchObject({ outcome: 'cut', allowed: { minor: 15000n, currency: 'JPY' }, wouldPass: [{ change: { amount: '15000' } }] });
});
