import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CN_PRIVATE_COMPANY } from '../templates/cn-private-company.ts';
import { CN_STATE_ORGAN } from '../templates/cn-state-organ.ts';
import { parsePolicy } from './index.ts';

const title = { zh: '规则', en: 'A rule' };
const cap = { id: 'hotel', kind: 'cap', clause: '1', title, per: 'night', onBreach: 'cut', when: { category: ['hotel'] }, table: { rows: [{ then: '500.00' }] } };
const head = { format: 'roundtrip-policy/1', version: '1', title, effectiveFrom: '2026-01-01', currency: 'CNY', grades: [{ code: 'staff', title }, { code: 'boss', title }] };
const doc = (over: object): object => ({ ...head, rules: [cap], ...over });
const rule = (over: object): object => doc({ rules: [{ ...cap, ...over }] });
const row = (over: object): object => rule({ table: { rows: [{ then: '500.00', ...over }] } });
const flag = (over: object): object => doc({ rules: [{ id: 'f', kind: 'flag', clause: '1', title, onBreach: 'refuse', when: { merchant: ['KTV'] }, ...over }] });

test.each([
  ['a document that is a list', [], 'policy.wrong-type', 'policy'],
  ['no version', doc({ version: undefined }), 'policy.missing', 'version'],
  ['another format', doc({ format: 'roundtrip-policy/9' }), 'policy.unknown-value', 'format'],
  ['a mistyped field', doc({ currancy: 'CNY' }), 'policy.unknown-field', 'currancy'],
  ['a day that does not exist', doc({ effectiveFrom: '2026-02-30' }), 'policy.bad-date', 'effectiveFrom'],
  ['no such currency', doc({ currency: 'RMB' }), 'policy.wrong-currency', 'currency'],
  ['no such zone', doc({ zone: 'Asia/Shanghigh' }), 'policy.unknown-value', 'zone'],
  ['two grades of one code', doc({ grades: [{ code: 'a', title }, { code: 'a', title }] }), 'policy.duplicate', 'grades[1].code'],
  ['an alias for two grades', doc({ grades: [{ code: 'a', title, aliases: ['x'] }, { code: 'b', title, aliases: ['X'] }] }), 'policy.duplicate', 'grades[1].aliases[0]'],
  ['a list with an unknown city', doc({ cityLists: { tier1: ['上海', '上嗨'] } }), 'policy.unknown-city', 'cityLists.tier1[1]'],
  ['a place without a name', doc({ places: [{ aliases: ['x'] }] }), 'policy.missing', 'places[0].name'],
  ['a category without an account', doc({ categories: [{ code: 'gift', title, accountTitle: title }] }), 'policy.missing', 'categories[0].account'],
  ['no rules', doc({ rules: undefined }), 'policy.missing', 'rules'],
  ['two rules of one id', doc({ rules: [cap, cap] }), 'policy.duplicate', 'rules[1].id'],
  ['no such kind', rule({ kind: 'capp' }), 'policy.unknown-value', 'rules[0].kind'],
  ['no such handling', rule({ onBreach: 'ignore' }), 'policy.unknown-value', 'rules[0].onBreach'],
  ['a field of another kind', rule({ daysMax: 3 }), 'policy.unknown-field', 'rules[0].daysMax'],
  ['no such unit', rule({ per: 'week' }), 'policy.unknown-value', 'rules[0].per'],
  ['no such hit policy', rule({ table: { hit: 'any', rows: [{ then: '1.00' }] } }), 'policy.unknown-value', 'rules[0].table.hit'],
  ['a table without rows', rule({ table: { rows: [] } }), 'policy.incomplete', 'rules[0].table.rows'],
  ['an unknown city', row({ when: { city: ['上嗨'] } }), 'policy.unknown-city', 'rules[0].table.rows[0].when.city[0]'],
  ['an unknown list of cities', row({ when: { city: ['@tier9'] } }), 'policy.unknown-city', 'rules[0].table.rows[0].when.city[0]'],
  ['an unknown grade', row({ when: { grade: ['stuff'] } }), 'policy.unknown-grade', 'rules[0].table.rows[0].when.grade[0]'],
  ['an unknown category', rule({ when: { category: ['hotell'] } }), 'policy.unknown-category', 'rules[0].when.category[0]'],
  ['an unknown condition', row({ when: { citty: ['上海'] } }), 'policy.unknown-field', 'rules[0].table.rows[0].when.citty'],
  ['an empty list', row({ when: { city: [] } }), 'policy.bad-range', 'rules[0].table.rows[0].when.city'],
  ['a season without an end', row({ when: { season: { from: '07-01' } } }), 'policy.missing', 'rules[0].table.rows[0].when.season.to'],
  ['a season of no such day', row({ when: { season: { from: '06-31', to: '07-02' } } }), 'policy.bad-date', 'rules[0].table.rows[0].when.season.from'],
  ['a range that runs backwards', row({ when: { amount: { from: '9.00', to: '1.00' } } }), 'policy.bad-range', 'rules[0].table.rows[0].when.amount'],
  ['a range without ends', row({ when: { nights: {} } }), 'policy.bad-range', 'rules[0].table.rows[0].when.nights'],
  ['half a night', row({ when: { nights: { from: 1.5 } } }), 'policy.wrong-type', 'rules[0].table.rows[0].when.nights.from'],
  ['an unknown channel', row({ when: { channel: ['paypal'] } }), 'policy.unknown-value', 'rules[0].table.rows[0].when.channel[0]'],
  ['money as a number', row({ then: 500 }), 'policy.wrong-type', 'rules[0].table.rows[0].then'],
  ['money in another currency', row({ then: '80.00 USD' }), 'policy.wrong-currency', 'rules[0].table.rows[0].then'],
  ['more digits than fen', row({ then: '500.005' }), 'policy.bad-amount', 'rules[0].table.rows[0].then'],
  ['money below nothing', row({ then: '-1.00' }), 'policy.bad-amount', 'rules[0].table.rows[0].then'],
  ['a thousands comma', row({ then: '1,000.00' }), 'policy.bad-amount', 'rules[0].table.rows[0].then'],
  ['a grade without a standard', row({ then: { byGrade: { staff: '500.00' } } }), 'policy.incomplete', 'rules[0].table.rows[0].then.byGrade'],
  ['a standard for no such grade', row({ then: { byGrade: { staff: '1.00', boss: '2.00', bos: '3.00' } } }), 'policy.unknown-field', 'rules[0].table.rows[0].then.byGrade.bos'],
  ['two rows of one id', rule({ table: { rows: [{ id: 'a', then: '1.00' }, { id: 'a', then: '1.00' }] } }), 'policy.duplicate', 'rules[0].table.rows[1].id'],
  ['a label in one language', row({ label: { zh: '一线' } }), 'policy.missing', 'rules[0].table.rows[0].label.en'],
  ['a flag that would hit everything', flag({ when: undefined }), 'policy.missing', 'rules[0].when'],
  ['a flag that cuts to nowhere', flag({ onBreach: 'cut' }), 'policy.wrong-handling', 'rules[0].onBreach'],
  ['a word that is not a text', flag({ when: { merchant: [1] } }), 'policy.wrong-type', 'rules[0].when.merchant[0]'],
  ['a seat that does not exist', doc({ rules: [{ ...cap, kind: 'class', onBreach: 'refuse', per: undefined, table: { rows: [{ then: ['ecconomy'] }] } }] }), 'policy.unknown-value', 'rules[0].table.rows[0].then[0]'],
  ['an age of minus a day', doc({ rules: [{ id: 'a', kind: 'age', clause: '1', title, onBreach: 'warn', daysMax: -1 }] }), 'policy.wrong-type', 'rules[0].daysMax'],
  ['a confidence of 90', doc({ rules: [{ id: 'a', kind: 'confidence', clause: '1', title, onBreach: 'approve', atLeast: 90 }] }), 'policy.wrong-type', 'rules[0].atLeast'],
  ['company-paid that only warns', doc({ rules: [{ id: 'a', kind: 'company-paid', clause: '1', title, onBreach: 'warn' }] }), 'policy.wrong-handling', 'rules[0].onBreach'],
])('refuses %s', (_name, document, kind, place) => {
  const parsed = parsePolicy(document);
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.error.map((error) => `${error.kind} ${error.place}`)).toContain(`${kind} ${place}`);
  for (const { message, remedy } of parsed.error) expect([message.zh, message.en, remedy.zh, remedy.en].every((text) => text.trim().length > 0)).toBe(true);
});

test('names every mistake at once, and guesses what was meant', () => {
  const parsed = parsePolicy({ ...doc({ versoin: '1' }), rules: [{ ...cap, when: { categry: ['hotel'] } }, { ...cap, id: 'b', table: { rows: [{ then: 5 }] } }] });
  expect(parsed.ok ? [] : parsed.error.map((error) => [error.place, error.remedy.en])).toEqual([
    ['versoin', 'Did you mean “version”?'],
    ['rules[0].when.categry', 'Did you mean “category”?'],
    ['rules[1].table.rows[0].then', 'Make it an amount written as text, such as "500.00"'],
  ]);
});

test.each([CN_PRIVATE_COMPANY, CN_STATE_ORGAN])('reads $version, also after a journey through JSON', (document) => {
  expect(parsePolicy(document)).toMatchObject({ ok: true });
  expect(parsePolicy(JSON.parse(JSON.stringify(document)))).toMatchObject({ ok: true, value: { version: document.version, currency: 'CNY' } });
});

test('whatever is given, it answers', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (value, part) => {
    expect(parsePolicy(value).ok).toBe(false);
    expect(typeof parsePolicy(doc({ rules: part })).ok).toBe('boolean');
    expect(typeof parsePolicy(rule({ when: part })).ok).toBe('boolean');
    expect(typeof parsePolicy(row({ then: part })).ok).toBe('boolean');
  }), { numRuns: 300 });
});

test('what was found right cannot be changed behind its back', () => {
  const document = JSON.parse(JSON.stringify(CN_PRIVATE_COMPANY)) as { rules: unknown[] };
  const parsed = parsePolicy(document);
  document.rules.length = 0;
  expect(parsed.ok && parsed.value.document.rules.length).toBe(CN_PRIVATE_COMPANY.rules.length);
});

test('categories are the standard ones and the company’s own', () => {
  const parsed = parsePolicy(doc({ categories: [{ code: 'gift', title: { zh: '礼品', en: 'Gifts' }, account: '6601.09', accountTitle: { zh: '销售费用-礼品', en: 'Selling: gifts' } }, { code: 'hotel', title, account: '6601.01', accountTitle: title }] }));
  expect(parsed.ok && [parsed.value.categories.get('gift')?.account, parsed.value.categories.get('hotel')?.account, parsed.value.categories.get('meal')?.account]).toEqual(['6601.09', '6601.01', '6602.01.07']);
});
