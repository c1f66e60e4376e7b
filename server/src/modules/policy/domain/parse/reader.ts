import { parseCivilDate, parseMoney, type Bilingual } from '@roundtrip/kernel';

/** What is wrong, where in the document, and what to do about it. */
export type PolicyError = {
  readonly kind:
    | 'policy.not-json' | 'policy.missing' | 'policy.wrong-type' | 'policy.unknown-field' | 'policy.unknown-value' | 'policy.unknown-city' | 'policy.unknown-grade'
    | 'policy.unknown-category' | 'policy.wrong-currency' | 'policy.bad-amount' | 'policy.bad-date' | 'policy.bad-range' | 'policy.duplicate' | 'policy.incomplete' | 'policy.wrong-handling';
  /** As one would write it in code: `rules[2].table.rows[0].when.city[1]`. */
  readonly place: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
};

export type Kind = PolicyError['kind'];
export type Fields = Readonly<Record<string, unknown>>;

/** Collects what is wrong, so that one reading names everything and not only the first mistake. */
export type Reader = {
  readonly errors: PolicyError[];
  readonly fail: (kind: Kind, place: string, message: Bilingual, remedy: Bilingual) => void;
};

const ERRORS_MAX = 100;

export function createReader(): Reader {
  const errors: PolicyError[] = [];
  return { errors, fail: (kind, place, message, remedy) => void (errors.length < ERRORS_MAX && errors.push({ kind, place, message, remedy })) };
}

const show = (value: unknown): string => (typeof value === 'string' ? `“${value}”` : (JSON.stringify(value) ?? 'undefined')).slice(0, 60);

const ROOT = 'policy';

export function asObject(reader: Reader, value: unknown, place: string): Fields | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  wrongType(reader, value, place || ROOT, { zh: '一个对象 { … }', en: 'an object { … }' });
  return null;
}

export function asList(reader: Reader, value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  wrongType(reader, value, place, { zh: '一个列表 [ … ]', en: 'a list [ … ]' });
  return [];
}

export function asText(reader: Reader, value: unknown, place: string): string | null {
  if (typeof value === 'string' && value.trim() !== '') return value;
  wrongType(reader, value, place, { zh: '一段文字', en: 'a text' });
  return null;
}

export function wrongType(reader: Reader, value: unknown, place: string, wanted: Bilingual): void {
  if (value === undefined) reader.fail('policy.missing', place, { zh: '缺少这一项', en: 'This is missing' }, { zh: `填上${wanted.zh}`, en: `Give ${wanted.en}` });
  else reader.fail('policy.wrong-type', place, { zh: `${show(value)} 不是${wanted.zh}`, en: `${show(value)} is not ${wanted.en}` }, { zh: `改为${wanted.zh}`, en: `Make it ${wanted.en}` });
}

export function asBilingual(reader: Reader, value: unknown, place: string): void {
  const fields = asObject(reader, value, place);
  if (!fields) return;
  onlyFields(reader, fields, place, ['zh', 'en']);
  asText(reader, fields['zh'], `${place}.zh`);
  asText(reader, fields['en'], `${place}.en`);
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known words, the likeliest first where one is only a slip away. */
export function suggest(word: string, known: readonly string[]): Bilingual {
  const near = known.map((name) => ({ name, off: distance(word.toLowerCase(), name.toLowerCase()) })).sort((a, b) => a.off - b.off)[0];
  if (near && near.off <= Math.max(1, Math.floor(near.name.length / 3))) return { zh: `是否想写“${near.name}”？`, en: `Did you mean “${near.name}”?` };
  const list = known.slice(0, 20).join(', ');
  return { zh: `可用：${list}`, en: `Known: ${list}` };
}

/** A field that we do not know is refused: a mistyped limit must not be a limit that is not there. */
export function onlyFields(reader: Reader, fields: Fields, place: string, known: readonly string[]): void {
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) reader.fail('policy.unknown-field', place === '' ? name : `${place}.${name}`, { zh: `没有“${name}”这个字段`, en: `There is no field “${name}”` }, suggest(name, known));
  }
}

export function oneOf(reader: Reader, value: unknown, place: string, known: readonly string[]): string | null {
  const text = asText(reader, value, place);
  if (text === null || known.includes(text)) return text;
  reader.fail('policy.unknown-value', place, { zh: `没有“${text}”这个值`, en: `There is no such value as “${text}”` }, suggest(text, known));
  return null;
}

/** A decimal string with no more digits than the currency has; never a JSON number, which cannot hold cents exactly. */
export function asAmount(reader: Reader, value: unknown, place: string, currency: string): bigint | null {
  if (typeof value !== 'string') {
    wrongType(reader, value, place, { zh: '写成文字的金额，如 "500.00"', en: 'an amount written as text, such as "500.00"' });
    return null;
  }
  const other = /^\s*([A-Z]{3})\s*[\d.-]+$|^[\d.-]+\s*([A-Z]{3})\s*$/.exec(value);
  const named = other?.[1] ?? other?.[2];
  if (named !== undefined) {
    reader.fail('policy.wrong-currency', place, { zh: `“${value}”带了币种；本制度一律为 ${currency}`, en: `“${value}” names a currency; this policy is in ${currency} throughout` }, { zh: `折算成 ${currency}，只写数字`, en: `Convert it to ${currency} and write the number alone` });
    return null;
  }
  const parsed = parseMoney(value, currency);
  if (parsed.ok && parsed.value.minor >= 0n) return parsed.value.minor;
  reader.fail('policy.bad-amount', place, { zh: `“${value}”不是 ${currency} 的金额`, en: `“${value}” is not an amount of ${currency}` }, { zh: '写成非负的十进制数，小数位不超过该币种', en: 'Write a decimal that is not negative, with no more digits than the currency has' });
  return null;
}

export function asDay(reader: Reader, value: unknown, place: string): string | null {
  const text = asText(reader, value, place);
  if (text === null || parseCivilDate(text)) return text;
  reader.fail('policy.bad-date', place, { zh: `没有“${text}”这一天`, en: `There is no such day as “${text}”` }, { zh: '写成 YYYY-MM-DD', en: 'Write YYYY-MM-DD' });
  return null;
}

/** A day of every year; 02-29 counts, as the end of a winter season. */
export function asMonthDay(reader: Reader, value: unknown, place: string): void {
  const text = asText(reader, value, place);
  if (text === null || parseCivilDate(`2000-${text}`)) return;
  reader.fail('policy.bad-date', place, { zh: `没有“${text}”这一天`, en: `There is no such day as “${text}”` }, { zh: '写成 MM-DD', en: 'Write MM-DD' });
}

export function asNumber(reader: Reader, value: unknown, place: string, { whole, max }: { readonly whole: boolean; readonly max: number }): number | null {
  if (typeof value === 'number' && value >= 0 && value <= max && (!whole || Number.isInteger(value))) return value;
  const wanted = whole ? { zh: `0 到 ${max} 的整数`, en: `a whole number from 0 to ${max}` } : { zh: `0 到 ${max} 的数`, en: `a number from 0 to ${max}` };
  wrongType(reader, value, place, wanted);
  return null;
}
