import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import type { BookExporter, ExportEntry, ExportPosting } from './exports.ts';

/** What a reader of the format finds in a file: for each entry its day and its lines, accounts as the format writes them. */
export type ReadEntry = { readonly on: string; readonly postings: readonly ExportPosting[] };

const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('示例酒店 ; "x" | (y)', 'a  b\nc', '=1+1', '', '\\'));
const names = fc.constantFrom('expense:hotel', 'payable:E001', 'card-clearing:program one', 'clearing:spend', 'bank:0456', 'in-transit:bank-api', 'unclaimed:员工(1)', 'rounding');
const legs = fc.array(fc.tuple(names, names, fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.constantFrom('CNY', 'JPY', 'KWD')), { minLength: 1, maxLength: 3 });

/** Entries that balance, as the ledger hands them out. */
export const anyEntries: fc.Arbitrary<ExportEntry[]> = fc.array(fc.tuple(texts, legs, fc.integer({ min: 1, max: 28 })), { maxLength: 6 }).map((list) => list.map(([text, moves, day], i) => ({
  id: `0198f3c2-7d1a-7000-8000-00000000000${i}`, voucher: `2026-11/${String(i + 1).padStart(6, '0')}`, on: `2026-11-${String(day).padStart(2, '0')}` as CivilDate, text,
  postings: moves.flatMap(([debit, credit, minor, currency]) => [{ account: debit, minor, currency }, { account: credit, minor: -minor, currency }]),
})));

const money = (entries: readonly ReadEntry[]): unknown => entries.map((entry) => [entry.on, entry.postings.map((one) => `${one.minor} ${one.currency}`)]);

/** What every exporter keeps: the same bytes for the same entries, and every day, line and amount is found again by a reader. */
export function exportKit(exporter: BookExporter, read: (bytes: Uint8Array) => readonly ReadEntry[]): void {
  describe(`exporter ${exporter.id}`, () => {
    test('the same entries give the same bytes', () => {
      fc.assert(fc.property(anyEntries, (entries) => {
        expect(exporter.render('公司', structuredClone(entries))).toEqual(exporter.render('公司', entries));
      }), { numRuns: 50 });
    });

    test('every entry is read again with its day, lines and exact amounts, and different accounts stay different', () => {
      fc.assert(fc.property(anyEntries, (entries) => {
        const again = read(exporter.render('公司 "x"\n', entries));
        expect(money(again)).toEqual(money(entries));
        const pairs = new Set(entries.flatMap((entry, i) => entry.postings.map((one, n) => `${one.account} = ${again[i]?.postings[n]?.account ?? ''}`)));
        expect(new Set([...pairs].map((pair) => pair.split(' = ')[1])).size).toBe(pairs.size);
      }), { numRuns: 100 });
    });
  });
}
