import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMoney } from '@roundtrip/kernel';
import type { ExportPosting } from '#spi';
import { anyEntries, exportKit, type ReadEntry } from '../spi/export-kit.ts';
import { beancount } from './beancount/index.ts';
import { csv } from './csv/index.ts';
import { hledger } from './hledger/index.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
function line(account: string, amount: string, currency: string): ExportPosting {
  const read = parseMoney(amount, currency);
  if (!read.ok) throw new Error(`not an amount: ${amount} ${currency}`);
  return { account, minor: read.value.minor, currency };
}

/** Blocks that begin with a day are entries. */
function blocks(file: string, read: (row: string) => ExportPosting | null): ReadEntry[] {
  return file.split('\n\n').filter((block) => /^\d{4}-\d{2}-\d{2} \*/.test(block)).map((block) => ({ on: block.slice(0, 10), postings: block.split('\n').slice(1).flatMap((row) => read(row) ?? []) }));
}

exportKit(hledger, (bytes) => blocks(text(bytes), (row) => {
  const match = /^ {4}([^;].*?) {2}([A-Z]{3}) (-?[\d.]+)$/.exec(row);
  return match ? line(match[1] ?? '', match[3] ?? '', match[2] ?? '') : null;
}));
exportKit(beancount, (bytes) => blocks(text(bytes), (row) => {
  const match = /^ {2}(\S+) {2}(-?[\d.]+) ([A-Z]{3})$/.exec(row);
  return match ? line(match[1] ?? '', match[2] ?? '', match[3] ?? '') : null;
}));
exportKit(csv, (bytes) => {
  const rows = parse(text(bytes), { bom: true, columns: true }) as Record<string, string>[];
  return [...Map.groupBy(rows, (row) => row['voucher']).values()].map((entry) => ({
    on: entry[0]?.['date'] ?? '', postings: entry.map((row) => line(row['account'] ?? '', row['debit'] || `-${row['credit'] ?? ''}`, row['currency'] ?? '')),
  }));
});

const installed = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const sampled = fc.sample(anyEntries, { numRuns: 12, seed: 7 });

describe('foreign bookkeepers', () => {
  test.skipIf(!installed('hledger'))('hledger finds nothing to object to in strict mode (skipped where hledger is not installed)', () => {
    for (const entries of sampled) {
      const checked = spawnSync('hledger', ['-f', '-', 'check', '--strict', 'accounts', 'commodities'], { input: hledger.render('公司', entries), env: { ...process.env, LC_ALL: 'C.UTF-8' } });
      expect([checked.status, checked.stderr.toString()]).toEqual([0, '']);
    }
  });

  test.skipIf(!installed('bean-check'))('bean-check finds nothing to object to (skipped where beancount is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'roundtrip-beancount-'));
    for (const entries of sampled.slice(0, 4)) {
      writeFileSync(join(folder, 'books.beancount'), beancount.render('公司', entries));
      const checked = spawnSync('bean-check', ['--no-cache', join(folder, 'books.beancount')]);
      expect([checked.status, checked.stderr.toString()]).toEqual([0, '']);
    }
    rmSync(folder, { recursive: true });
  });
});
