import { err, isCurrency, ok, type Result } from '@roundtrip/kernel';
import { CATEGORIES, type Category } from '../categories.ts';
import { POLICY_FORMAT, type GradeDocument, type PlaceDocument, type PolicyDocument } from '../document.ts';
import { gazetteer, type Gazetteer } from '../places.ts';
import type { Policy } from '../policy.ts';
import { cityName, type Names } from './condition.ts';
import { asBilingual, asDay, asList, asObject, asText, createReader, onlyFields, oneOf, suggest, type Fields, type PolicyError, type Reader } from './reader.ts';
import { readRule } from './rule.ts';

const FIELDS = ['format', 'version', 'title', 'effectiveFrom', 'currency', 'zone', 'grades', 'categories', 'places', 'cityLists', 'rules'];
const OTHER_GRADES = '*';

const foldGrade = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

function codesOf(reader: Reader, list: readonly unknown[], place: string, read: (fields: Fields, at: string) => void): string[] {
  const codes: string[] = [];
  list.forEach((item, index) => {
    const at = `${place}[${index}]`;
    const fields = asObject(reader, item, at);
    if (!fields) return;
    read(fields, at);
    const code = asText(reader, fields['code'], `${at}.code`);
    if (code === null) return;
    if (codes.includes(code)) reader.fail('policy.duplicate', `${at}.code`, { zh: `“${code}”已经有了`, en: `“${code}” is there already` }, { zh: '删去一个', en: 'Remove one' });
    codes.push(code);
  });
  return codes;
}

function readGrades(reader: Reader, value: unknown): string[] {
  const words = new Set<string>();
  return codesOf(reader, asList(reader, value, 'grades'), 'grades', (fields, at) => {
    onlyFields(reader, fields, at, ['code', 'title', 'aliases']);
    asBilingual(reader, fields['title'], `${at}.title`);
    const aliases = fields['aliases'] === undefined ? [] : asList(reader, fields['aliases'], `${at}.aliases`);
    aliases.forEach((alias, index) => {
      const text = asText(reader, alias, `${at}.aliases[${index}]`);
      if (text === null) return;
      if (words.has(foldGrade(text))) reader.fail('policy.duplicate', `${at}.aliases[${index}]`, { zh: `“${text}”指向两个职级`, en: `“${text}” stands for two grades` }, { zh: '删去一个', en: 'Remove one' });
      words.add(foldGrade(text));
    });
  });
}

function readCategories(reader: Reader, value: unknown): string[] {
  const own = value === undefined ? [] : codesOf(reader, asList(reader, value, 'categories'), 'categories', (fields, at) => {
    onlyFields(reader, fields, at, ['code', 'title', 'account', 'accountTitle']);
    asBilingual(reader, fields['title'], `${at}.title`);
    asText(reader, fields['account'], `${at}.account`);
    asBilingual(reader, fields['accountTitle'], `${at}.accountTitle`);
  });
  return [...CATEGORIES.map((category) => category.code), ...own];
}

function readPlaces(reader: Reader, value: unknown): PlaceDocument[] {
  if (value === undefined) return [];
  return asList(reader, value, 'places').flatMap((item, index) => {
    const at = `places[${index}]`;
    const fields = asObject(reader, item, at);
    if (!fields) return [];
    onlyFields(reader, fields, at, ['name', 'aliases']);
    const name = asText(reader, fields['name'], `${at}.name`);
    const aliases = (fields['aliases'] === undefined ? [] : asList(reader, fields['aliases'], `${at}.aliases`)).map((alias, i) => asText(reader, alias, `${at}.aliases[${i}]`));
    return name === null ? [] : [{ name, aliases: aliases.filter((alias) => alias !== null) }];
  });
}

function readCityLists(reader: Reader, value: unknown, names: Names): void {
  if (value === undefined) return;
  const lists = asObject(reader, value, 'cityLists') ?? {};
  for (const [list, cities] of Object.entries(lists)) {
    asList(reader, cities, `cityLists.${list}`).forEach((city, index) => cityName(reader, city, `cityLists.${list}[${index}]`, { ...names, cityLists: [] }));
  }
}

function readRules(reader: Reader, value: unknown, names: Names): void {
  const ids = new Set<unknown>();
  asList(reader, value, 'rules').forEach((rule, index) => {
    const at = `rules[${index}]`;
    readRule(reader, rule, at, names);
    const id = typeof rule === 'object' && rule !== null && 'id' in rule ? rule.id : undefined;
    if (id !== undefined && ids.has(id)) reader.fail('policy.duplicate', `${at}.id`, { zh: '这个规则号已经用过', en: 'Another rule has this id' }, { zh: '换一个', en: 'Choose another' });
    ids.add(id);
  });
}

function gradeIndex(grades: readonly GradeDocument[]): (text: string) => string | null {
  const byWord = new Map<string, string>();
  for (const { code, aliases } of grades) {
    for (const alias of aliases ?? []) byWord.set(foldGrade(alias), code);
  }
  for (const { code } of grades) byWord.set(foldGrade(code), code);
  const others = byWord.get(OTHER_GRADES) ?? null;
  return (text) => byWord.get(text) ?? byWord.get(foldGrade(text)) ?? others;
}

function placeIndex(document: PolicyDocument, places: Gazetteer): Policy['placeKeys'] {
  return (names) => names.flatMap((name) => (name.startsWith('@') ? (document.cityLists?.[name.slice(1)] ?? []) : [name])).flatMap((name) => places.find(name)?.chain[0] ?? []);
}

function readHead(reader: Reader, fields: Fields): void {
  onlyFields(reader, fields, '', FIELDS);
  const format = asText(reader, fields['format'], 'format');
  if (format !== null && format !== POLICY_FORMAT) reader.fail('policy.unknown-value', 'format', { zh: `不认识格式“${format}”`, en: `The format “${format}” is not known` }, { zh: `写 ${POLICY_FORMAT}`, en: `Write ${POLICY_FORMAT}` });
  asText(reader, fields['version'], 'version');
  asBilingual(reader, fields['title'], 'title');
  asDay(reader, fields['effectiveFrom'], 'effectiveFrom');
  if (fields['zone'] !== undefined) readZone(reader, fields['zone']);
}

function readZone(reader: Reader, value: unknown): void {
  const zone = asText(reader, value, 'zone');
  if (zone === null) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    oneOf(reader, zone, 'zone', Intl.supportedValuesOf('timeZone'));
  }
}

function readCurrency(reader: Reader, value: unknown): string {
  const currency = asText(reader, value, 'currency');
  if (currency !== null && isCurrency(currency)) return currency;
  if (currency !== null) reader.fail('policy.wrong-currency', 'currency', { zh: `“${currency}”不是 ISO 4217 币种`, en: `“${currency}” is not an ISO 4217 currency` }, suggest(currency, ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP']));
  return 'CNY';
}

/** Reads a policy document. Refuses it with every mistake named: where, what is wrong, and what to do. */
export function parsePolicy(json: unknown): Result<Policy, readonly PolicyError[]> {
  const reader = createReader();
  const fields = asObject(reader, json, '');
  if (!fields) return err(reader.errors);
  readHead(reader, fields);
  const currency = readCurrency(reader, fields['currency']);
  const grades = readGrades(reader, fields['grades']);
  const categories = readCategories(reader, fields['categories']);
  const places = gazetteer(readPlaces(reader, fields['places']));
  const lists = typeof fields['cityLists'] === 'object' && fields['cityLists'] !== null ? Object.keys(fields['cityLists']) : [];
  const names: Names = { currency, grades, categories, cityLists: lists, knowsPlace: (text) => places.find(text) !== null };
  readCityLists(reader, fields['cityLists'], names);
  readRules(reader, fields['rules'], names);
  if (reader.errors.length > 0) return err(reader.errors);
  // A copy, so that what was found right cannot be changed behind our back.
  const document = JSON.parse(JSON.stringify(fields)) as PolicyDocument;
  return ok({
    document, currency, places, version: document.version, zone: document.zone ?? 'Asia/Shanghai',
    categories: new Map([...CATEGORIES, ...(document.categories ?? [])].map((category): [string, Category] => [category.code, category])),
    gradeOf: gradeIndex(document.grades), placeKeys: placeIndex(document, places),
  });
}
