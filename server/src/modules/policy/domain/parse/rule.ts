import type { Handling, RuleDocument } from '../document.ts';
import { SEAT_CLASSES } from '../seats.ts';
import { readCondition, type Names } from './condition.ts';
import { asAmount, asBilingual, asList, asNumber, asObject, asText, onlyFields, oneOf, type Fields, type Reader } from './reader.ts';

type Kind = RuleDocument['kind'];
type Part = (reader: Reader, rule: Fields, place: string, names: Names) => void;
type Shape = { readonly fields: readonly string[]; readonly handlings: readonly Handling[]; readonly read: Part };

const COMMON = ['id', 'kind', 'clause', 'title', 'when', 'onBreach'];
const DAYS_MAX = 3660;
const GUESTS_MAX = 1000;
const PERS = ['expense', 'night', 'day', 'attendee', 'km'];
const UNCUT: readonly Handling[] = ['refuse', 'warn', 'approve'];
const ALL: readonly Handling[] = ['refuse', 'warn', 'cut', 'approve'];

type ReadValue = (value: unknown, place: string) => void;

function byGrade(reader: Reader, then: Fields, place: string, { names, read }: { readonly names: Names; readonly read: ReadValue }): void {
  onlyFields(reader, then, place, ['byGrade']);
  const grades = asObject(reader, then['byGrade'], `${place}.byGrade`);
  if (!grades) return;
  onlyFields(reader, grades, `${place}.byGrade`, [...names.grades, '*']);
  for (const [grade, value] of Object.entries(grades)) read(value, `${place}.byGrade.${grade}`);
  const without = grades['*'] === undefined ? names.grades.filter((grade) => grades[grade] === undefined) : [];
  if (without.length > 0) {
    reader.fail('policy.incomplete', `${place}.byGrade`, { zh: `职级 ${without.join('、')} 没有标准`, en: `Grade ${without.join(', ')} has no value` }, { zh: '补上，或用 "*" 写其余职级的标准', en: 'Add it, or write "*" for the remaining grades' });
  }
}

function readTable(reader: Reader, value: unknown, place: string, { names, read, hits }: { readonly names: Names; readonly read: ReadValue; readonly hits: readonly string[] }): void {
  const table = asObject(reader, value, place);
  if (!table) return;
  onlyFields(reader, table, place, ['hit', 'rows']);
  if (table['hit'] !== undefined) oneOf(reader, table['hit'], `${place}.hit`, hits);
  const rows = asList(reader, table['rows'], `${place}.rows`);
  if (Array.isArray(table['rows']) && rows.length === 0) reader.fail('policy.incomplete', `${place}.rows`, { zh: '标准表没有一行', en: 'The table has no row' }, { zh: '至少写一行', en: 'Write at least one row' });
  const ids = new Set<unknown>();
  rows.forEach((item, index) => {
    const at = `${place}.rows[${index}]`;
    const row = asObject(reader, item, at);
    if (!row) return;
    onlyFields(reader, row, at, ['id', 'label', 'when', 'then']);
    if (row['id'] !== undefined) {
      asText(reader, row['id'], `${at}.id`);
      if (ids.has(row['id'])) reader.fail('policy.duplicate', `${at}.id`, { zh: '这个行号已经用过', en: 'Another row has this id' }, { zh: '换一个', en: 'Choose another' });
      ids.add(row['id']);
    }
    if (row['label'] !== undefined) asBilingual(reader, row['label'], `${at}.label`);
    readCondition(reader, row['when'], `${at}.when`, names);
    const then = row['then'];
    if (typeof then === 'object' && then !== null && !Array.isArray(then)) byGrade(reader, then as Fields, `${at}.then`, { names, read });
    else read(then, `${at}.then`);
  });
}

const nothing: Part = () => {};

const SHAPES: Readonly<Record<Kind, Shape>> = {
  cap: {
    fields: ['per', 'table'], handlings: ALL,
    read: (reader, rule, place, names) => {
      oneOf(reader, rule['per'], `${place}.per`, PERS);
      readTable(reader, rule['table'], `${place}.table`, { names, hits: ['first', 'unique', 'lowest', 'highest'], read: (value, at) => void asAmount(reader, value, at, names.currency) });
    },
  },
  class: {
    fields: ['table'], handlings: UNCUT,
    read: (reader, rule, place, names) => readTable(reader, rule['table'], `${place}.table`, {
      names, hits: ['first', 'unique'],
      read: (value, at) => asList(reader, value, at).forEach((seat, index) => void oneOf(reader, seat, `${at}[${index}]`, SEAT_CLASSES)),
    }),
  },
  flag: {
    fields: ['reason'], handlings: UNCUT,
    read: (reader, rule, place) => {
      if (rule['when'] === undefined) reader.fail('policy.missing', `${place}.when`, { zh: '没有条件，会命中一切费用', en: 'Without a condition it would hit every expense' }, { zh: '写明 when', en: 'Say when' });
      if (rule['reason'] !== undefined) asBilingual(reader, rule['reason'], `${place}.reason`);
    },
  },
  invoice: { fields: ['above'], handlings: ALL, read: (reader, rule, place, names) => void asAmount(reader, rule['above'], `${place}.above`, names.currency) },
  coverage: { fields: [], handlings: ALL, read: nothing },
  title: { fields: [], handlings: UNCUT, read: nothing },
  age: { fields: ['daysMax'], handlings: UNCUT, read: (reader, rule, place) => void asNumber(reader, rule['daysMax'], `${place}.daysMax`, { whole: true, max: DAYS_MAX }) },
  guests: { fields: ['atLeast'], handlings: UNCUT, read: (reader, rule, place) => void asNumber(reader, rule['atLeast'], `${place}.atLeast`, { whole: true, max: GUESTS_MAX }) },
  'company-paid': { fields: [], handlings: ['cut', 'refuse'], read: nothing },
  confidence: { fields: ['atLeast'], handlings: UNCUT, read: (reader, rule, place) => void asNumber(reader, rule['atLeast'], `${place}.atLeast`, { whole: false, max: 1 }) },
};

const isKind = (text: string): text is Kind => Object.hasOwn(SHAPES, text);

export function readRule(reader: Reader, value: unknown, place: string, names: Names): void {
  const rule = asObject(reader, value, place);
  if (!rule) return;
  asText(reader, rule['id'], `${place}.id`);
  if (typeof rule['clause'] !== 'string') asText(reader, rule['clause'], `${place}.clause`);
  asBilingual(reader, rule['title'], `${place}.title`);
  readCondition(reader, rule['when'], `${place}.when`, names);
  const kind = oneOf(reader, rule['kind'], `${place}.kind`, Object.keys(SHAPES));
  const handling = oneOf(reader, rule['onBreach'], `${place}.onBreach`, ALL);
  if (kind === null || !isKind(kind)) return;
  const shape = SHAPES[kind];
  onlyFields(reader, rule, place, [...COMMON, ...shape.fields]);
  shape.read(reader, rule, place, names);
  if (handling !== null && !(shape.handlings as readonly string[]).includes(handling)) {
    reader.fail('policy.wrong-handling', `${place}.onBreach`, { zh: `“${kind}”类规则不能用“${handling}”`, en: `A rule of kind “${kind}” cannot “${handling}”` }, { zh: `可用：${shape.handlings.join(', ')}`, en: `Known: ${shape.handlings.join(', ')}` });
  }
}
