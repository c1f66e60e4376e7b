import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocument } from './read-document.ts';

/** Every plain value that stands anywhere in `value`. */
const leaves = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]);

test('nothing of a document is left out', () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 })), (document) => {
    const plain = JSON.parse(JSON.stringify(document)) as unknown;
    const shown = readDocument(plain).flatMap((table) => leaves(table.rows));
    for (const leaf of leaves(plain)) expect(shown).toContainEqual(leaf);
  }));
});

test('a list of records is a table, the rest are names and values', () => {
  expect(readDocument({ limit: { amount: '2000.00', currency: 'CNY' }, hotel: [{ city: '北京', cap: 550 }, { city: '*', grade: 'P8' }] })).toEqual([
    { id: 'policy', title: 'policy', columns: ['name', 'value'], rows: [['limit', { amount: '2000.00', currency: 'CNY' }]] },
    { id: 'policy.hotel', title: 'hotel', columns: ['city', 'cap', 'grade'], rows: [['北京', 550, undefined], ['*', undefined, 'P8']] },
  ]);
});
