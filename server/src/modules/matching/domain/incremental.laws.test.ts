import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyInput, idsOf } from './testing/arbitrary.ts';
import { OpenMatter } from './incremental.ts';
import { matchWhole } from './match.ts';
import type { MatchGroup, MatchInput } from './types.ts';

const RUNS = { numRuns: 200 };
const everyId = (input: MatchInput): string[] => [...input.payments, ...input.invoices, ...input.bookings].map((item) => item.id).sort();
/** The last payment comes later than all else. */
const split = (input: MatchInput): { readonly before: MatchInput; readonly last: MatchInput['payments'][number] } | null => {
  const last = input.payments.at(-1);
  return last ? { before: { ...input, payments: input.payments.slice(0, -1) }, last } : null;
};
const key = (group: MatchGroup): string => idsOf(group).sort().join();

test('after every addition each id stands in exactly one group, and what is withdrawn is what the new groups hold', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const parts = split(input);
    if (!parts) return;
    const matter = new OpenMatter(parts.before);
    const change = matter.take({ payments: [parts.last] });
    expect(matter.groups().flatMap(idsOf).sort()).toEqual(everyId(input));
    const held = change?.groups.flatMap(idsOf).filter((id) => id !== parts.last.id).sort();
    expect(change?.withdrawn.flatMap(idsOf).sort()).toEqual(held);
  }), RUNS);
});

test('where the news touches everything, it is decided as a whole run decides it, to the last bit', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const parts = split(input);
    if (!parts) return;
    const matter = new OpenMatter(parts.before);
    const figures = matter.figures();
    const change = matter.take({ payments: [parts.last] });
    if (!change || change.size < everyId(input).length) return;
    const whole = new Map(matchWhole(input, figures).groups.map((group) => [key(group), group]));
    for (const group of change.groups) expect(group).toEqual(whole.get(key(group)));
  }), RUNS);
});

test('what a person has settled is never touched, and a known id is refused', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const parts = split(input);
    if (!parts) return;
    const matter = new OpenMatter(parts.before);
    const settled = matter.groups()[0];
    if (settled) matter.settle(settled);
    const change = matter.take({ payments: [parts.last] });
    const kept = new Set(settled ? idsOf(settled) : []);
    expect(change?.groups.flatMap(idsOf).filter((id) => kept.has(id)) ?? []).toEqual([]);
    expect(matter.take({ payments: [parts.last] })).toBeNull();
  }), RUNS);
});
