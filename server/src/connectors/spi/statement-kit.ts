import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { negate, sum, type Money } from '@roundtrip/kernel';
import type { FileFormat, FileRecord, Sniff, StatementRecord } from './files.ts';

export type KitFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly zipEntries?: readonly string[];
  /** True where the format itself says where it ends, so that a cut file can never pass for a whole one. */
  readonly closed: boolean;
};

const sniffOf = (file: KitFile): Sniff => ({ head: file.bytes.subarray(0, 65_536), size: file.bytes.length, ...(file.zipEntries ? { zipEntries: file.zipEntries } : {}) });

const statementsIn = (records: readonly FileRecord[]): StatementRecord[] => records.filter((record) => record.kind === 'statement');

const moneyIn = (records: readonly FileRecord[]): string =>
  JSON.stringify(records.map((record) => (record.kind === 'statement' ? [record.totals, record.entries.length] : record)), (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** True where a reader says itself that what it read cannot be trusted. */
const doubted = (records: readonly FileRecord[]): boolean =>
  records.some((record) => record.findings.some((finding) => finding.severity === 'error') || (record.kind === 'statement' && record.balanced === false));

function checkStatement(statement: StatementRecord): void {
  const ids = statement.entries.map((entry) => entry.externalId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id !== '')).toBe(true);
  for (const entry of statement.entries) {
    expect(entry.amount.minor >= 0n).toBe(true);
    expect(Number.isNaN(Date.parse(entry.paidAt))).toBe(false);
  }
  if (statement.balanced !== true || !statement.opening || !statement.closing) return;
  const { currency } = statement.opening;
  const moved = statement.entries.filter((entry) => entry.status === 'posted').map((entry): Money => {
    const amount = entry.settled ?? entry.amount;
    return entry.direction === 'in' ? amount : negate(amount);
  });
  expect(sum([statement.opening, ...moved], currency)).toEqual(statement.closing);
}

/** What every reader of bank files must keep, tried on whole files, cut ones and ones with a changed byte. */
export function statementFormatKit(format: FileFormat, files: readonly KitFile[]): void {
  describe(`format ${format.id}`, () => {
    test.each(files.map((file) => [file.name, file] as const))('knows and reads %s, twice alike', async (_, file) => {
      expect(format.sniff(sniffOf(file))).toBeGreaterThan(0);
      const first = await format.read(file.bytes);
      expect(first.ok ? [] : [first.error]).toEqual([]);
      if (!first.ok) return;
      expect(await format.read(file.bytes)).toEqual(first);
      for (const statement of statementsIn(first.value)) checkStatement(statement);
    });

    test('never throws on cut files, and never takes a cut file that closes itself for a whole one', async () => {
      await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.double({ min: 0, max: 0.999, noNaN: true }), async (file, share) => {
        const cut = file.bytes.subarray(0, Math.floor(file.bytes.length * share));
        format.sniff({ ...sniffOf(file), head: cut.subarray(0, 65_536), size: cut.length });
        const [whole, read] = [await format.read(file.bytes), await format.read(cut)];
        if (read.ok && whole.ok && file.closed) expect(moneyIn(read.value) === moneyIn(whole.value) || doubted(read.value)).toBe(true);
      }), { numRuns: 60 });
    });

    test('never throws on changed bytes', async () => {
      await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }), async (file, changes) => {
        const bytes = Uint8Array.from(file.bytes);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        format.sniff({ ...sniffOf(file), head: bytes.subarray(0, 65_536) });
        const read = await format.read(bytes);
        if (read.ok) for (const statement of statementsIn(read.value)) checkStatement(statement);
      }), { numRuns: 120 });
    });

    test('never throws on noise', async () => {
      await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        format.sniff({ head: bytes, size: bytes.length });
        await format.read(bytes);
      }), { numRuns: 60 });
    });
  });
}
