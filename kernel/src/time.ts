/** A moment, as RFC 3339 text in UTC (`2026-04-01T09:30:00.000Z`). Compares as text. */
export type Instant = string & { readonly __instant: true };
/** A day on a wall, no zone: `2026-04-01`. Compares as text. */
export type CivilDate = string & { readonly __civilDate: true };

const CIVIL = /^(\d{4})-(\d{2})-(\d{2})$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})$/;

/** Null unless `text` names a day that exists (Feb 30 does not). */
export function parseCivilDate(text: string): CivilDate | null {
  const match = CIVIL.exec(text);
  if (!match) return null;
  const epoch = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(epoch).toISOString().slice(0, 10) === text ? (text as CivilDate) : null;
}

/** Reads RFC 3339 with an offset and normalises to UTC. Null for anything else, and for a moment without an offset. */
export function parseInstant(text: string): Instant | null {
  if (!RFC3339.test(text)) return null;
  const epoch = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(epoch) ? null : (new Date(epoch).toISOString() as Instant);
}

export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString() as Instant;
export const epochMs = (at: Instant): number => Date.parse(at);

const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function zoned(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

function wallEpoch(zone: string, ms: number): number {
  const part = Object.fromEntries(zoned(zone).formatToParts(ms).map((p) => [p.type, p.value]));
  return Date.parse(`${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`);
}

/** The day that the wall calendar of `zone` shows at `at`. */
export function civilDateIn(zone: string, at: Instant): CivilDate {
  return new Date(wallEpoch(zone, epochMs(at))).toISOString().slice(0, 10) as CivilDate;
}

/**
 * The moment at which a wall clock in `zone` shows `wall` (`2026-04-01T09:30:00`). Where clocks are put back and
 * the wall shows it twice, the earlier moment; where it never shows, the moment as if the clock had not moved yet.
 */
export function instantAt(zone: string, wall: string): Instant | null {
  const target = Date.parse(`${wall}Z`);
  if (Number.isNaN(target)) return null;
  const offsetNear = (ms: number): number => wallEpoch(zone, ms) - ms;
  // Whatever the clock does on that day, its offset is the one of the day before or of the day after.
  const before = target - offsetNear(target - DAY_MS);
  const after = target - offsetNear(target + DAY_MS);
  const shown = [before, after].filter((ms) => wallEpoch(zone, ms) === target);
  return instantOf(shown.length > 0 ? Math.min(...shown) : before);
}

export function addDays(day: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10) as CivilDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
