import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { instantOf } from '@roundtrip/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, moveAdvance, offsetOldest, outstanding, payOff, type Advance } from './index.ts';

const AT = '2026-11-24T00:00:00.000Z' as Instant;
const advanceOf = (n: number, more: Partial<Advance> = {}): Advance => ({
  id: `a${n}` as Id<'advance'>, number: `JK-${n}`, employeeId: 'e', purpose: '', amountMinor: 1000n, currency: 'CNY', dueOn: '2026-12-31' as CivilDate, state: 'paid', offsetMinor: 0n, returnedMinor: 0n, askedAt: AT, decidedAt: AT,
  paidAt: instantOf(Date.UTC(2026, 9, 1 + n)), remindedAt: null, updatedAt: AT, ...more,
});
const states = fc.constantFrom<Advance['state']>('asked', 'approved', 'paid', 'cleared', 'rejected', 'withdrawn');
const advances = fc.array(fc.record({ amountMinor: fc.bigInt({ min: 1n, max: 5000n }), state: states, currency: fc.constantFrom('CNY', 'CNY', 'USD') }), { maxLength: 6 }).map((all) => all.map((more, n) => advanceOf(n, more)));
const claims = fc.array(fc.bigInt({ min: 0n, max: 4000n }), { maxLength: 8 });

describe('claims pay off what a person has', () => {
  test('what is paid out is what a claim is worth less what it paid off; nothing goes below zero or is paid off twice', () => {
    fc.assert(fc.property(advances, claims, (start, worths) => {
      let now = start;
      let [offset, paid] = [0n, 0n];
      for (const minor of worths) {
        const taken = offsetOldest(now, { minor, currency: 'CNY' });
        const sum = taken.reduce((all, each) => all + each.minor, 0n);
        expect(sum).toBeLessThanOrEqual(minor);
        // Nobody is paid while they still have money of the company for it.
        const had = now.filter((one) => one.currency === 'CNY').reduce((all, one) => all + outstanding(one), 0n);
        expect(sum).toBe(had < minor ? had : minor);
        const after = new Map(taken.map((each) => [each.advance.id as string, payOff(each.advance, each.minor, { by: 'offset', at: AT })]));
        now = now.map((one) => after.get(one.id) ?? one);
        offset += sum;
        paid += minor - sum;
      }
      expect(offset + paid).toBe(worths.reduce((all, each) => all + each, 0n));
      for (const one of now) {
        expect(one.amountMinor - one.offsetMinor).toBeGreaterThanOrEqual(0n);
        if (one.state === 'paid') expect(outstanding(one)).toBeGreaterThan(0n);
      }
    }));
  });

  test('oldest first: a younger one is touched only when the older are cleared', () => {
    const taken = offsetOldest([advanceOf(3), advanceOf(1), advanceOf(2)], { minor: 1500n, currency: 'CNY' });
    expect(taken.map((each) => [each.advance.id, each.minor])).toEqual([['a1', 1000n], ['a2', 500n]]);
  });

  test('what came back counts like what was spent', () => {
    const back = payOff(payOff(advanceOf(1), 600n, { by: 'offset', at: AT }), 400n, { by: 'return', at: AT });
    expect([back.state, outstanding(back), back.offsetMinor, back.returnedMinor]).toEqual(['cleared', 0n, 600n, 400n]);
  });
});

test.each([['asked', 'paid'], ['rejected', 'approved'], ['withdrawn', 'approved'], ['paid', 'paid'], ['cleared', 'paid'], ['asked', 'cleared']] as const)('from %s to %s is no way', (from, to) => {
  expect(moveAdvance(advanceOf(1, { state: from }), to, AT)).toMatchObject({ ok: false, error: { kind: 'advance.wrong-state' } });
});

test.each([['2026-11-24', 0, '0-30'], ['2026-10-25', 30, '0-30'], ['2026-10-24', 31, '31-60'], ['2026-08-26', 90, '61-90'], ['2026-08-25', 91, '90+']] as const)('paid on %s is %s days old', (on, days, age) => {
  expect(ageOf(on as CivilDate, '2026-11-24' as CivilDate)).toEqual({ days, age });
});
