import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileFormat, FileRecord, Sniff } from './files.ts';

export type PaperFile = { readonly name: string; readonly bytes: Uint8Array; readonly zipEntries?: readonly string[] };

/** What a reader promises is two seconds; a busy machine gets as much again. */
const READ_MS_MAX = 4000;

const sniffOf = (file: PaperFile): Sniff => ({ head: file.bytes.subarray(0, 65_536), size: file.bytes.length, ...(file.zipEntries ? { zipEntries: file.zipEntries } : {}) });

function checkRecord(record: FileRecord): void {
  if (record.kind !== 'invoice') return;
  const { invoice, evidence } = record;
  expect(invoice.number).not.toBe('');
  expect(Number.isNaN(Date.parse(invoice.issuedOn))).toBe(false);
  for (const { place } of evidence) {
    if (!place) continue;
    for (const fraction of [place.x, place.y, place.width, place.height]) expect(fraction >= 0 && fraction <= 1).toBe(true);
  }
}

/** Reads within the time, and keeps the promises about a refusal. */
async function readJudged(format: FileFormat, bytes: Uint8Array): Promise<readonly FileRecord[]> {
  const started = Date.now();
  const read = await format.read(bytes);
  expect(Date.now() - started).toBeLessThan(READ_MS_MAX);
  if (read.ok) {
    read.value.forEach(checkRecord);
    return read.value;
  }
  for (const text of [read.error.message, read.error.remedy]) expect(text.zh !== '' && text.en !== '').toBe(true);
  return [];
}

/** What every reader of papers must keep, tried on whole files, cut ones, ones with changed bytes, and noise. */
export function invoiceFormatKit(format: FileFormat, files: readonly PaperFile[]): void {
  describe(`format ${format.id}`, () => {
    test.each(files.map((file) => [file.name, file] as const))('knows and reads %s, twice alike', async (_, file) => {
      expect(format.sniff(sniffOf(file))).toBeGreaterThan(0);
      const first = await readJudged(format, file.bytes);
      expect(first.length).toBeGreaterThan(0);
      expect(await readJudged(format, file.bytes)).toEqual(first);
    });

    test('never throws on cut or changed files, and never hangs', async () => {
      const change = fc.tuple(fc.nat(), fc.nat(255));
      await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.double({ min: 0, max: 1, noNaN: true }), fc.array(change, { maxLength: 6 }), async (file, share, changes) => {
        const bytes = Uint8Array.from(file.bytes.subarray(0, Math.ceil(file.bytes.length * share)));
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        format.sniff({ ...sniffOf(file), head: bytes.subarray(0, 65_536) });
        await readJudged(format, bytes);
      }), { numRuns: 25 });
    }, 90_000);

    test('never throws on single changed bytes of a whole file', async () => {
      await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(255), async (file, at, value) => {
        const bytes = Uint8Array.from(file.bytes);
        bytes[at % bytes.length] = value;
        await readJudged(format, bytes);
      }), { numRuns: 15 });
    }, 90_000);

    test('never throws on noise', async () => {
      await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        format.sniff({ head: bytes, size: bytes.length });
        await readJudged(format, bytes);
      }), { numRuns: 25 });
    }, 60_000);
  });
}
