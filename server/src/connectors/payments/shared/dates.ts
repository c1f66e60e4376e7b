import { addDays, instantAt, instantOf, parseCivilDate, parseInstant, type CivilDate, type Instant } from '@roundtrip/kernel';

const two = (n: number): string => String(n).padStart(2, '0');

export type Day = { readonly on: CivilDate; /** True where the written day does not exist and the month's last day stands for it. */ readonly clamped: boolean };

/** Statements write few days many times. */
const days = new Map<number, Day | null>();

/** The day that was written; a day beyond its month's end (30 February) becomes the month's last, since the money is real. Null for no date at all. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (!(year >= 1900 && year <= 2200) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31)) return null;
  const key = (year * 12 + month) * 32 + day;
  let known = days.get(key);
  if (known === undefined) days.set(key, (known = nearestDay(year, month, day)));
  return known;
}

function nearestDay(year: number, month: number, day: number): Day | null {
  for (let d = day; d >= 28; d -= 1) {
    const on = parseCivilDate(`${year}-${two(month)}-${two(d)}`);
    if (on) return { on, clamped: d !== day };
  }
  const on = parseCivilDate(`${year}-${two(month)}-${two(day)}`);
  return on ? { on, clamped: false } : null;
}

/** `YYMMDD`, as SWIFT writes it: 80 to 99 are the last century. */
export function shortDay(text: string): Day | null {
  if (!/^\d{6}$/.test(text)) return null;
  const year = Number(text.slice(0, 2));
  return dayOf(year >= 80 ? 1900 + year : 2000 + year, Number(text.slice(2, 4)), Number(text.slice(4, 6)));
}

/**
 * The moment that stands for a day of which no hour is known: noon on that day's wall, so that the day reads the
 * same in nearly every zone.
 */
export function noonOf(on: CivilDate, zone = 'UTC'): Instant {
  return zone === 'UTC' ? utcMoment(on, DAY_SECONDS / 2) : momentAt(zone, on, DAY_SECONDS / 2);
}

const DAY_SECONDS = 86_400;
const TWO = Array.from({ length: 60 }, (_, n) => two(n));

/** A moment of a day in UTC, written without a detour over the calendar; beyond the day's ends it takes the detour. */
export function utcMoment(on: CivilDate, seconds: number): Instant {
  if (seconds < 0 || seconds >= DAY_SECONDS) return instantOf(Date.parse(`${on}T00:00:00Z`) + seconds * 1000);
  return `${on}T${clockOf(seconds)}.000Z` as Instant;
}

const clockOf = (seconds: number): string => `${TWO[Math.floor(seconds / 3600)] ?? ''}:${TWO[Math.floor(seconds / 60) % 60] ?? ''}:${TWO[seconds % 60] ?? ''}`;

/** Where a day of a zone begins: on which day of UTC, and how many seconds into it. Null on the days on which the zone's clock is moved. */
type Midnight = { readonly on: CivilDate; readonly next: CivilDate; readonly seconds: number } | null;
const midnights = new Map<string, Midnight>();

function midnightOf(zone: string, on: CivilDate): Midnight {
  const key = `${zone} ${on}`;
  let known = midnights.get(key);
  if (known === undefined) {
    const [first, last] = [instantAt(zone, `${on}T00:00:00`), instantAt(zone, `${on}T23:59:59`)];
    const steady = first !== null && last !== null && Date.parse(last) - Date.parse(first) === (DAY_SECONDS - 1) * 1000;
    const day = (first ?? '').slice(0, 10) as CivilDate;
    midnights.set(key, (known = steady ? { on: day, next: addDays(day, 1), seconds: (Date.parse(first) - Date.parse(`${day}T00:00:00Z`)) / 1000 } : null));
  }
  return known;
}

/** The moment at which a wall clock in `zone` has counted so many seconds of the day. */
export function momentAt(zone: string, on: CivilDate, seconds: number): Instant {
  const midnight = midnightOf(zone, on);
  if (!midnight) return instantAt(zone, `${on}T${clockOf(seconds)}`) ?? utcMoment(on, seconds);
  const passed = midnight.seconds + seconds;
  return passed < DAY_SECONDS ? utcMoment(midnight.on, passed) : utcMoment(midnight.next, passed - DAY_SECONDS);
}

/** An ISO date or date-time, with or without zone, and with the slips that banks make (`2019-08-09T11:17:11:735`). */
export function isoMoment(text: string): { on: CivilDate; at: Instant; clamped: boolean } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.:]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?/.exec(text.trim());
  if (!match) return null;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!day) return null;
  if (match[4] === undefined) return { ...day, at: noonOf(day.on) };
  const at = parseInstant(`${day.on}T${match[4]}:${match[5]}:${match[6] ?? '00'}${match[7] ?? 'Z'}`);
  return { ...day, at: at ?? noonOf(day.on) };
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `02 Nov 2026`, `2-Nov-26`, `Nov 2, 2026`. */
function wordedDay(text: string): Day | null {
  const match = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ ,.-]+(\d{4}|\d{2})(?!\d)/.exec(text);
  const american = match ? null : /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)/.exec(text);
  const [day, month, year] = match ? [match[1], match[2], match[3]] : [american?.[2], american?.[1], american?.[3]];
  const index = MONTHS.indexOf((month ?? '').toLowerCase());
  return index < 0 ? null : dayOf(Number(year) < 100 ? 2000 + Number(year) : Number(year), index + 1, Number(day));
}

/** What most files print, read without a second look: `2026-11-02`, `2026/11/02 10:00:00`, `20261102`. */
const PLAIN_DAY = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)/;
const PLAIN_CLOCK = /^(\d{2}):(\d{2}):(\d{2})$/;

const CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2}))?/;

/** Finds the day in a printed cell such as `2023-02-12 21:32:14`, `20230511`, `24/03/2025`, `05/01/2023`, `2026年4月2日`, `02 Nov 2026`. */
export function printedDay(cell: string, order: DateOrder): Day | null {
  const plain = PLAIN_DAY.exec(cell);
  if (plain) return dayOf(Number(plain[1]), Number(plain[3]), Number(plain[4]));
  const text = cell.normalize('NFKC').trim().replace(/[年月]/g, '-').replace(/日/g, ' ');
  const packed = /^(\d{4})(\d{2})(\d{2})(?!\d{1,3}$)/.exec(text);
  if (packed) return dayOf(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const ymd = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (ymd) return dayOf(Number(ymd[1]), Number(ymd[2]), Number(ymd[3]));
  const rest = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/.exec(text);
  if (!rest) return wordedDay(text);
  const year = (rest[3] ?? '').length === 2 ? 2000 + Number(rest[3]) : Number(rest[3]);
  const [first, second] = [Number(rest[1]), Number(rest[2])];
  return order === 'mdy' ? dayOf(year, first, second) : dayOf(year, second, first);
}

/** The clock in a printed cell in seconds of the day, or null. Packed `092043` counts where it stands alone. */
export function printedClock(cell: string): number | null {
  let match = PLAIN_CLOCK.exec(cell);
  if (!match) {
    const text = cell.normalize('NFKC').trim();
    match = CLOCK.exec(text) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  }
  if (!match) return null;
  const [h, m, s] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return h < 24 && m < 60 && s < 60 ? (h * 60 + m) * 60 + s : null;
}

/** `MM/DD` of a statement that ends in `year`-`month`: December belongs to the year before a January statement. */
export function yearlessDay(cell: string, year: number, month: number): Day | null {
  const match = /^(\d{1,2})[-/.](\d{1,2})$/.exec(cell.normalize('NFKC').trim());
  if (!match) return null;
  return dayOf(Number(match[1]) > month ? year - 1 : year, Number(match[1]), Number(match[2]));
}
