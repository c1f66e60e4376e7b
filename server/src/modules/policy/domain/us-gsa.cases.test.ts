import { describe, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import { judge } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import type { Policy } from './policy.ts';
import { reviewPolicy } from './review/check.ts';
import { US_GSA } from './templates/us-gsa.ts';

const policy = ((): Policy => {
  const parsed = parsePolicy(US_GSA);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error.slice(0, 3)));
  return parsed.value;
})();

type Stay = { readonly city: string; readonly day: string; readonly amount: bigint; readonly nights?: number; readonly category?: string; readonly receipt?: boolean };
const verdict = ({ city, day, amount, nights = 1, category = 'hotel', receipt = true }: Stay) => judge(policy, {
  expense: { id: 'x', employeeId: 'e', category, amount: { minor: amount, currency: 'USD' }, spentOn: day as CivilDate, city, nights },
  employee: { grade: 'GS-13' }, context: { today: '2026-11-01' as CivilDate, hasInvoice: receipt, invoiceTotal: { minor: amount, currency: 'USD' } },
});

describe('GSA, fiscal year 2026', () => {
  test.each([
    ['Los Angeles', '2026-05-10', 19_100n, 'pass'], ['Los Angeles', '2026-05-10', 19_101n, 'warn'],
    ['Birmingham, AL', '2026-05-10', 12_600n, 'pass'], ['Gulf Shores', '2026-06-15', 21_600n, 'pass'], ['Gulf Shores', '2026-12-15', 21_600n, 'warn'],
    ['Scottsdale, AZ', '2026-02-10', 22_900n, 'pass'], ['Scottsdale AZ', '2026-07-10', 11_400n, 'warn'],
  ])('lodging in %s on %s for %s cents: %s', (city, day, amount, outcome) => {
    expect(verdict({ city, day, amount }).outcome).toBe(outcome);
  });

  test('two nights are allowed twice', () => { expect(verdict({ city: 'Los Angeles', day: '2026-05-10', amount: 38_200n, nights: 2 }).outcome).toBe('pass'); });
  test('meals are cut to the day’s rate', () => { expect(verdict({ city: 'Los Angeles', day: '2026-05-10', amount: 9_000n, category: 'meal' })).toMatchObject({ outcome: 'cut', standard: { minor: 8_600n } }); });
  test('lodging without a receipt is refused, a taxi under 75 dollars is not', () => {
    expect(verdict({ city: 'Los Angeles', day: '2026-05-10', amount: 10_000n, receipt: false }).outcome).toBe('refuse');
    expect(verdict({ city: 'Los Angeles', day: '2026-05-10', amount: 7_400n, receipt: false, category: 'taxi' }).outcome).toBe('pass');
    expect(verdict({ city: 'Los Angeles', day: '2026-05-10', amount: 7_500n, receipt: false, category: 'taxi' }).outcome).toBe('refuse');
  });
  test('a city that nobody knows goes to a person', () => { expect(verdict({ city: 'Nowhere Springs', day: '2026-05-10', amount: 5_000n }).needsApproval).toBe(true); });
  test('every destination and every day of the year has its row, and each row is reached', () => { expect(reviewPolicy(policy)).toEqual([]); });
});
