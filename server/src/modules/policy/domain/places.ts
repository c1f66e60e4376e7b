import { LATIN_NAMES, PROVINCES } from './data/places.ts';

/** A place and what it lies in, nearest first: `['南通', '江苏*']`. A star marks the whole province. */
export type Place = { readonly name: string; readonly chain: readonly string[] };

export type Gazetteer = {
  /** The place that a text names; null where it names none that we know. */
  readonly find: (text: string) => Place | null;
};

const PROVINCE_ENDINGS = ['', '省', '市', '自治区', '壮族自治区', '回族自治区', '维吾尔自治区', '特别行政区'];
const CITY_ENDINGS = ['', '市', '地区', '盟', '州', '县', '区'];
const TEXTS_REMEMBERED_MAX = 4096;

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s'’·.-]/g, '');

function builtIn(): { readonly exact: Map<string, Place>; readonly provinces: Map<string, Place> } {
  const exact = new Map<string, Place>();
  const provinces = new Map<string, Place>();
  const note = (words: readonly string[], place: Place): void => {
    for (const word of words) if (!exact.has(word)) exact.set(word, place);
  };
  for (const [province, cities] of Object.entries(PROVINCES)) {
    const whole = `${province}*`;
    for (const entry of cities.split(' ').filter(Boolean)) {
      const [name = '', ...aliases] = entry.split('=');
      // 天津's districts are the city too; 重庆's far counties are not what a table means by 重庆.
      const place = { name, chain: province === '天津' ? [name, province, whole] : [name, whole] };
      note([name, ...aliases].flatMap((word) => CITY_ENDINGS.map((ending) => word + ending)), place);
    }
  }
  for (const [province, cities] of Object.entries(PROVINCES)) {
    // 直辖市 and 特别行政区 are cities as well as provinces.
    const isCity = cities === '' || province === '天津' || province === '重庆';
    const place = isCity ? { name: province, chain: [province, `${province}*`] } : { name: province, chain: [`${province}*`] };
    for (const ending of PROVINCE_ENDINGS) {
      provinces.set(province + ending, place);
      if (!exact.has(province + ending)) exact.set(province + ending, place);
    }
    exact.set(`${province}*`, { name: province, chain: [`${province}*`] });
    if (isCity) continue;
    exact.set(`${province}省`, place);
  }
  for (const [name, words] of Object.entries(LATIN_NAMES)) {
    const place = exact.get(name);
    if (place) note(words.split(' '), place);
  }
  return { exact, provinces };
}

const BUILT_IN = builtIn();

/** The longest known name at the head of `text`. */
function headOf(text: string, names: ReadonlyMap<string, Place>): { readonly place: Place; readonly rest: string } | null {
  for (let length = Math.min(text.length, 12); length >= 2; length -= 1) {
    const place = names.get(text.slice(0, length));
    if (place) return { place, rest: text.slice(length) };
  }
  return null;
}

function lookUp(text: string, own: ReadonlyMap<string, Place>): Place | null {
  const word = fold(text);
  const known = own.get(word) ?? BUILT_IN.exact.get(word);
  if (known) return known;
  const first = fold(text.split(/[,，(（/]/)[0] ?? '');
  if (first !== '' && first !== word) return lookUp(first, own);
  if (/^[\x20-\x7e]*$/.test(word)) return null;
  const province = headOf(word, BUILT_IN.provinces);
  if (province) {
    const within = province.rest === '' ? null : (BUILT_IN.exact.get(province.rest) ?? headOf(province.rest, BUILT_IN.exact)?.place ?? null);
    return within && within.chain.at(-1) === province.place.chain.at(-1) ? within : province.place;
  }
  return headOf(word, BUILT_IN.exact)?.place ?? null;
}

/** China's provinces and cities, and the places that the policy adds. `江苏省南通市`, `南通`, `Nantong` are one place. */
export function gazetteer(places: readonly { readonly name: string; readonly aliases?: readonly string[] }[]): Gazetteer {
  const own = new Map<string, Place>();
  for (const { name, aliases } of places) {
    for (const word of [name, ...(aliases ?? [])]) own.set(fold(word), { name, chain: [name] });
  }
  const seen = new Map<string, Place | null>();
  return {
    find: (text) => {
      const known = seen.get(text);
      if (known !== undefined) return known;
      // Texts come from outside: what is remembered must not grow without end.
      if (seen.size >= TEXTS_REMEMBERED_MAX) seen.clear();
      const place = lookUp(text, own);
      seen.set(text, place);
      return place;
    },
  };
}
