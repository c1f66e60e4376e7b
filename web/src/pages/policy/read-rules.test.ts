import { i18n } from '@lingui/core';
import { beforeAll, expect, test } from 'vitest';
import '../../i18n/index.ts';
import { en } from '../../i18n/en/index.ts';
import { isRules, readRules } from './read-rules.ts';

const both = (text: string) => ({ zh: text, en: text });
const rule = { clause: '4', title: both('Hotel'), onBreach: 'cut' as const };
const document = {
  format: 'roundtrip-policy/1', currency: 'CNY', grades: [{ code: 'L4', title: both('Executives') }], cityLists: { tier1: ['Beijing', 'Shanghai'] },
  rules: [
    { ...rule, id: 'hotel', kind: 'cap', per: 'night' as const, when: { category: ['hotel'], onTrip: true }, table: { rows: [
      { when: { city: ['@tier1'] }, then: { byGrade: { L4: '1200.00', '*': '550.00' } } },
      { label: both('Summer'), when: { season: { from: '07-01', to: '08-31' } }, then: { byGrade: { L4: '1300.00' } } },
      { then: { byGrade: { '*': '380.00' } } },
    ] } },
    { ...rule, id: 'seat', kind: 'class', table: { rows: [{ then: ['economy', 'Recaro'] }] } },
    { ...rule, id: 'guests', kind: 'guests', atLeast: 2, when: { category: ['entertainment'], amount: { from: '500.00' } } },
  ],
};

beforeAll(() => { i18n.load('en', en); i18n.activate('en'); });

test('a table by grade has a column for each grade, and a gap shows as a gap', () => {
  expect(readRules(document)[0]).toMatchObject({
    says: ['Applies to: Hotel · on a trip'],
    table: { columns: ['Case · CNY a night', 'Executives', 'Everybody else'], rows: [['Beijing, Shanghai', '1,200.00', '550.00'], ['Summer', '1,300.00', '—'], ['Elsewhere', '—', '380.00']] },
  });
});

test('one row without a condition holds in every case; a class that we do not know stays as written', () => {
  expect(readRules(document)[1]?.table).toEqual({ columns: ['Case', 'Allowed'], rows: [['In every case', 'economy, Recaro']] });
});

test('a rule without a table says what it asks', () => {
  expect(readRules(document)[2]).toMatchObject({ says: ['Applies to: Entertainment · ≥ 500.00 CNY', 'At least 2 guests named'], table: null });
});

test('another form is not taken for ours', () => {
  expect([isRules(document), isRules({ format: 'other/1' }), isRules(null), isRules('x')]).toEqual([true, false, false, false]);
});
