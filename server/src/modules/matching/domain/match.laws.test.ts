import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyInput, idsOf } from './testing/arbitrary.ts';
import { matchAll, type MatchGroup, type MatchInput } from './index.ts';

const RUNS = { numRuns: 400 };
const shuffled = <T>(items: readonly T[], seed: number): T[] => items.map((item, i) => ({ item, key: Math.imul(i + 1, seed * 2 + 1) >>> 0 })).sort((a, b) => a.key - b.key || 0).map(({ item }) => item);
const inOrder = (groups: readonly MatchGroup[]): MatchGroup[] => [...groups].sort((a, b) => (idsOf(a).join() < idsOf(b).join() ? -1 : 1));

test('every id stands in exactly one group', () => {
  fc.assert(fc.property(anyInput, (input) => {
    expect(matchAll(input).flatMap(idsOf).sort()).toEqual([...input.payments, ...input.invoices, ...input.bookings].map((item) => item.id).sort());
  }), RUNS);
});

test('the order of the input is no matter, to the last bit', () => {
  fc.assert(fc.property(anyInput, fc.integer({ min: 1, max: 2 ** 20 }), (input, seed) => {
    const other: MatchInput = { employees: shuffled(input.employees, seed), payments: shuffled(input.payments, seed), invoices: shuffled(input.invoices, seed), bookings: shuffled(input.bookings, seed) };
    expect(inOrder(matchAll(other))).toEqual(inOrder(matchAll(input)));
  }), RUNS);
});

test('the same input gives the same answer', () => {
  fc.assert(fc.property(anyInput, (input) => { expect(matchAll(input)).toEqual(matchAll(structuredClone(input))); }), { numRuns: 50 });
});

test('a confidence is a probability, and nothing that stands alone claims one', () => {
  fc.assert(fc.property(anyInput, (input) => {
    for (const group of matchAll(input)) {
      expect(group.confidence >= 0 && group.confidence <= 1).toBe(true);
      expect(group.reasons.length).toBeGreaterThan(0);
      expect(group.reasons.every((reason) => Number.isFinite(reason.weight) && reason.text.zh !== '' && reason.text.en !== '')).toBe(true);
      if (group.invoices.length + group.bookings.length === 0) expect(group.decision).toBe('none');
      if (group.runnerUp) expect(group.runnerUp.confidence >= 0 && group.runnerUp.confidence <= 1).toBe(true);
    }
  }), RUNS);
});

test('currencies never meet', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const currencies = new Map([...input.payments.filter((p) => p.direction === 'out'), ...input.invoices, ...input.bookings].map((item) => [item.id, item.currency]));
    for (const group of matchAll(input)) expect(new Set(idsOf(group).flatMap((id) => currencies.get(id) ?? [])).size).toBeLessThanOrEqual(1);
  }), RUNS);
});

test('a stranger in another currency changes no group', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const stranger = { id: 'zz', payerId: 'nobody', minor: 777_777n, currency: 'KWD', direction: 'out' as const, type: 'purchase', day: 21_000, merchant: 'Somewhere else', description: '', city: null, mcc: null, orderNo: null, relatedId: null };
    const members = (groups: readonly MatchGroup[]): string[] => groups.map((group) => idsOf(group).join()).filter((key) => key !== 'zz').sort();
    expect(members(matchAll({ ...input, payments: [...input.payments, stranger] }))).toEqual(members(matchAll(input)));
  }), RUNS);
});
