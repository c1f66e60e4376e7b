import type { CivilDate } from '@roundtrip/kernel';

/** The days off of a year, and the weekend days that are worked instead (调休), as one notice announced them. */
export type HolidayNotice = { readonly year: number; readonly source: string; readonly announced: string; readonly off: readonly (readonly [from: string, to: string])[]; readonly worked: readonly string[] };

/** Only years whose notice we have. Every other year knows weekends alone: see `covers` of the calendar. */
export const CN_HOLIDAYS: readonly HolidayNotice[] = [
  {
    year: 2025, source: '国务院办公厅关于2025年部分节假日安排的通知', announced: '2024-11-12',
    off: [['2025-01-01', '2025-01-01'], ['2025-01-28', '2025-02-04'], ['2025-04-04', '2025-04-06'], ['2025-05-01', '2025-05-05'], ['2025-05-31', '2025-06-02'], ['2025-10-01', '2025-10-08']],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026, source: '国务院办公厅关于2026年部分节假日安排的通知', announced: '2025-11-04',
    off: [['2026-01-01', '2026-01-03'], ['2026-02-15', '2026-02-23'], ['2026-04-04', '2026-04-06'], ['2026-05-01', '2026-05-05'], ['2026-06-19', '2026-06-21'], ['2026-09-25', '2026-09-27'], ['2026-10-01', '2026-10-07']],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
];

const NOTICES = new Map(CN_HOLIDAYS.map((notice) => [notice.year, notice]));
const SATURDAY = 6;

/** Whether offices work on a day. In a year without a notice only weekends are off. */
export function worksOn(day: CivilDate): boolean {
  const notice = NOTICES.get(Number(day.slice(0, 4)));
  if (notice?.worked.includes(day)) return true;
  if (notice?.off.some(([from, to]) => from <= day && day <= to)) return false;
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== SATURDAY;
}
