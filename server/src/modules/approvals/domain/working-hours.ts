import { addDays, civilDateIn, epochMs, instantAt, type CivilDate, type Instant } from '@roundtrip/kernel';

/** When people are at work, on the walls of `zone`. */
export type WorkCalendar = { readonly zone: string; readonly hours: readonly (readonly [from: string, to: string])[]; readonly worksOn: (day: CivilDate) => boolean };

/** Eight hours with a noon break. */
export const OFFICE_HOURS = [['09:00:00', '12:00:00'], ['13:00:00', '18:00:00']] as const;

const HOUR_MS = 3_600_000;
/** Nothing waits longer; keeps the loop short whatever dates come in. */
const DAYS_MAX = 3 * 366;

function overlapMs(calendar: WorkCalendar, day: CivilDate, [from, to]: readonly [number, number]): number {
  return calendar.hours.reduce((sum, [opens, closes]) => {
    const [start, end] = [instantAt(calendar.zone, `${day}T${opens}`), instantAt(calendar.zone, `${day}T${closes}`)];
    return start && end ? sum + Math.max(0, Math.min(to, epochMs(end)) - Math.max(from, epochMs(start))) : sum;
  }, 0);
}

/** Hours of work between two moments; none where the later one comes first. Counts at most three years. */
export function workingHoursBetween(calendar: WorkCalendar, from: Instant, to: Instant): number {
  const span = [epochMs(from), epochMs(to)] as const;
  if (span[1] <= span[0]) return 0;
  const last = civilDateIn(calendar.zone, to);
  let ms = 0;
  let day = civilDateIn(calendar.zone, from);
  for (let n = 0; n < DAYS_MAX && day <= last; n += 1, day = addDays(day, 1)) if (calendar.worksOn(day)) ms += overlapMs(calendar, day, span);
  return ms / HOUR_MS;
}
