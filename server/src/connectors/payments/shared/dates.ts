import { instantAt, instantOf, parseCivilDate, parseInstant, type CivilDate, type Instant } from '@roundtrip/kernel';

const two = (n: number): string => String(n).padStart(2, '0');

export type Day = { readonly on: CivilDate; /** True where the written day does not exist and the month's last day stands for it. */ readonly clamped: boolean };

/** The day that was written; a day beyond its month's end (30 February) becomes the month's last, since the money is real. Null for no date at all. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (!(year >= 1900 && year <= 2200) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31)) return null;
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
  return zone === 'UTC' ? instantOf(Date.parse(`${on}T12:00:00Z`)) : (instantAt(zone, `${on}T12:00:00`) ?? instantOf(Date.parse(`${on}T12:00:00Z`)));
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

const CLOCK = /(\d{1,2}):(\d{2})(?::(\d{2}))?/;

/** Finds the day in a printed cell such as `2023-02-12 21:32:14`, `20230511`, `24/03/2025`, `05/01/2023`, `2026年4月2日`, `02 Nov 2026`. */
export function printedDay(cell: string, order: DateOrder): Day | null {
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

/** The clock in a printed cell as `HH:MM:SS`, or null. Packed `092043` counts where it stands alone. */
export function printedClock(cell: string): string | null {
  const text = cell.normalize('NFKC').trim();
  const match = CLOCK.exec(text) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const [h, m, s] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return h < 24 && m < 60 && s < 60 ? `${two(h)}:${two(m)}:${two(s)}` : null;
}

/** `MM/DD` of a statement that ends in `year`-`month`: December belongs to the year before a January statement. */
export function yearlessDay(cell: string, year: number, month: number): Day | null {
  const match = /^(\d{1,2})[-/.](\d{1,2})$/.exec(cell.normalize('NFKC').trim());
  if (!match) return null;
  return dayOf(Number(match[1]) > month ? year - 1 : year, Number(match[1]), Number(match[2]));
}

