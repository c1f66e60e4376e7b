import type { Finding } from '@roundtrip/kernel';

const STALE_DAYS = 365;

/** Checks that need today's date, which a reader does not have. */
export function dateFindings(issuedOn: string, today: string): Finding[] {
  const age = Math.round((Date.parse(today) - Date.parse(issuedOn)) / 86_400_000);
  if (age < 0) return [{ code: 'FUTURE_DATE', severity: 'error', message: { zh: `开票日期 ${issuedOn} 在今天之后`, en: `The issue date ${issuedOn} lies in the future` } }];
  if (age > STALE_DAYS) return [{ code: 'STALE_DATE', severity: 'warning', message: { zh: `开票已超过 ${STALE_DAYS} 天`, en: `Issued more than ${STALE_DAYS} days ago` } }];
  return [];
}
