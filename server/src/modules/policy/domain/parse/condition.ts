import { PAYMENT_CHANNELS } from '@roundtrip/kernel';
import { CONDITION_FIELDS } from '../conditions.ts';
import type { ConditionDocument } from '../document.ts';
import { SEAT_CLASSES } from '../seats.ts';
import { asAmount, asDay, asList, asMonthDay, asNumber, asObject, asText, onlyFields, oneOf, suggest, wrongType, type Reader } from './reader.ts';

/** What the names in conditions may stand for. */
export type Names = {
  readonly currency: string;
  readonly grades: readonly string[];
  readonly categories: readonly string[];
  readonly cityLists: readonly string[];
  readonly knowsPlace: (text: string) => boolean;
};

type Field = keyof ConditionDocument;
type Check = (reader: Reader, value: unknown, place: string, names: Names) => void;

const COUNT_MAX = 1_000_000;

const each = (check: Check): Check => (reader, value, place, names) => {
  const list = asList(reader, value, place);
  if (Array.isArray(value) && list.length === 0) reader.fail('policy.bad-range', place, { zh: '空列表永远不成立', en: 'An empty list never fits' }, { zh: '填上值，或删去这一项', en: 'Name a value or leave the field out' });
  list.forEach((item, index) => check(reader, item, `${place}[${index}]`, names));
};

export const cityName: Check = (reader, value, place, names) => {
  const text = asText(reader, value, place);
  if (text === null) return;
  if (text.startsWith('@')) {
    if (!names.cityLists.includes(text.slice(1))) reader.fail('policy.unknown-city', place, { zh: `没有城市清单“${text}”`, en: `There is no list of cities “${text}”` }, suggest(text, names.cityLists.map((name) => `@${name}`)));
  } else if (!names.knowsPlace(text)) {
    reader.fail('policy.unknown-city', place, { zh: `不认识城市“${text}”`, en: `“${text}” is not a city that we know` }, { zh: '改成省、市全名，或在 places 中登记', en: 'Write its full name, or enter it under places' });
  }
};

const gradeName: Check = (reader, value, place, names) => {
  const text = asText(reader, value, place);
  if (text !== null && !names.grades.includes(text)) reader.fail('policy.unknown-grade', place, { zh: `制度没有职级“${text}”`, en: `The policy has no grade “${text}”` }, suggest(text, names.grades));
};

const categoryName: Check = (reader, value, place, names) => {
  const text = asText(reader, value, place);
  if (text !== null && !names.categories.includes(text)) reader.fail('policy.unknown-category', place, { zh: `没有费用类型“${text}”`, en: `There is no category “${text}”` }, suggest(text, names.categories));
};

const flag: Check = (reader, value, place) => {
  if (typeof value !== 'boolean') wrongType(reader, value, place, { zh: ' true 或 false', en: 'true or false' });
};

type Bound = string | number | bigint | null;

/** Both ends of a range, each read by `read`; at least one must be there, and they must not cross. */
const range = (read: (reader: Reader, value: unknown, place: string, names: Names) => Bound): Check => (reader, value, place, names) => {
  const fields = asObject(reader, value, place);
  if (!fields) return;
  onlyFields(reader, fields, place, ['from', 'to']);
  const [from, to] = (['from', 'to'] as const).map((end) => (fields[end] === undefined ? undefined : read(reader, fields[end], `${place}.${end}`, names)));
  const crossed = from !== undefined && from !== null && to !== undefined && to !== null && from > to;
  if (crossed || (from === undefined && to === undefined)) reader.fail('policy.bad-range', place, { zh: '范围里没有任何值', en: 'Nothing lies in this range' }, { zh: 'from 不大于 to，至少写一个', en: 'Let from be no more than to, and name at least one' });
};

const count = range((reader, value, place) => asNumber(reader, value, place, { whole: true, max: COUNT_MAX }));

const CHECKS: { readonly [K in Field]-?: Check } = {
  category: each(categoryName),
  grade: each(gradeName),
  city: each(cityName),
  atHome: flag,
  onTrip: flag,
  season: (reader, value, place) => {
    const fields = asObject(reader, value, place);
    if (!fields) return;
    onlyFields(reader, fields, place, ['from', 'to']);
    asMonthDay(reader, fields['from'], `${place}.from`);
    asMonthDay(reader, fields['to'], `${place}.to`);
  },
  spentOn: range(asDay),
  nights: count,
  attendees: count,
  distanceKm: range((reader, value, place) => asNumber(reader, value, place, { whole: false, max: COUNT_MAX })),
  amount: range((reader, value, place, names) => asAmount(reader, value, place, names.currency)),
  seatClass: each((reader, value, place) => void oneOf(reader, value, place, SEAT_CLASSES)),
  channel: each((reader, value, place) => void oneOf(reader, value, place, PAYMENT_CHANNELS)),
  department: each((reader, value, place) => void asText(reader, value, place)),
  merchant: each((reader, value, place) => void asText(reader, value, place)),
  goods: each((reader, value, place) => void asText(reader, value, place)),
};

export function readCondition(reader: Reader, value: unknown, place: string, names: Names): void {
  if (value === undefined) return;
  const fields = asObject(reader, value, place);
  if (!fields) return;
  onlyFields(reader, fields, place, CONDITION_FIELDS);
  for (const field of CONDITION_FIELDS) {
    if (fields[field] !== undefined) CHECKS[field](reader, fields[field], `${place}.${field}`, names);
  }
}
