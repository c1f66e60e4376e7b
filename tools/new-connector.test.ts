import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBreaches, loadWalls } from './check-walls.ts';
import { KINDS, writeConnector } from './new-connector.ts';
import { plantTree, type Tree } from './plant-tree.ts';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const VENDOR = 'first-bank';

let tree: Tree;
beforeAll(() => {
  tree = plantTree({});
  for (const place of ['kernel/src', 'server/src/connectors/spi', 'server/src/connectors/shared', 'server/src/connectors/payments/shared']) cpSync(join(repository, place), join(tree.root, place), { recursive: true });
  tree.plant('server/src/connectors/invoices/index.ts', "import type { FileFormat } from '#spi';\n\n/** Kept. */\nexport const INVOICE_FORMATS: readonly FileFormat[] = [];\n");
  tree.plant('server/src/connectors/payments/index.ts', "import type { FileFormat } from '#spi';\n\nexport const PAYMENT_FILE_FORMATS: readonly FileFormat[] = [];\n");
  for (const kind of Object.keys(KINDS)) writeConnector(tree.root, kind, kind === 'statements' ? `${VENDOR}-csv` : VENDOR);
});
afterAll(() => tree.remove());

const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: tree.root, encoding: 'utf8', env: { ...process.env, CI: '', NO_COLOR: '1', FORCE_COLOR: '0' } });

describe('what the generator writes', () => {
  test('compiles', () => {
    expect(run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.server.json').stdout).toBe('');
  });

  test('keeps to the walls', async () => {
    expect((await findBreaches(tree.root, await loadWalls(tree.root))).breaches).toEqual([]);
  });

  test('is clean to the linter', async () => {
    const results = await new ESLint({ cwd: tree.root }).lintFiles([`server/src/connectors/*/${VENDOR}*/**/*.ts`]);
    expect(results.flatMap((result) => result.messages.map((message) => `${result.filePath}:${message.line} ${message.message}`))).toEqual([]);
  });

  test('passes its own tests', () => {
    const { stdout, stderr, status } = run('node_modules/vitest/vitest.mjs', 'run', '--root', tree.root, '--reporter=dot', VENDOR);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Test Files\D+6 passed/);
  });

  test('stands in the registry of its kind', () => {
    const registry = (kind: string) => readFileSync(join(tree.root, 'server/src/connectors', kind, 'index.ts'), 'utf8');
    expect(registry('payments')).toBe(
      "import type { FileFormat, PaymentFeed } from '#spi';\nimport { firstBank } from './first-bank/index.ts';\nimport { firstBankCsv } from './first-bank-csv/index.ts';\n\n"
      + 'export const PAYMENT_FILE_FORMATS: readonly FileFormat[] = [firstBankCsv];\n\nexport const PAYMENT_FEEDS: readonly PaymentFeed[] = [firstBank];\n',
    );
    expect(registry('invoices')).toBe(
      "import type { FileFormat } from '#spi';\nimport { firstBank } from './first-bank/index.ts';\n\n/** Kept. */\nexport const INVOICE_FORMATS: readonly FileFormat[] = [firstBank];\n",
    );
  });
});

test('a second one joins the first', () => {
  writeConnector(tree.root, 'payouts', 'second');
  expect(readFileSync(join(tree.root, 'server/src/connectors/payouts/index.ts'), 'utf8')).toContain('[firstBank, second];');
});

test.each([
  ['payments', VENDOR, 'stands already'],
  ['payments', 'First_Bank', 'lower case'],
  ['parcels', 'acme', 'There is no kind'],
])('%s %s is refused: %s', (kind, vendor, words) => {
  expect(() => writeConnector(tree.root, kind, vendor)).toThrow(words);
});
