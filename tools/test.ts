/**
 * Runs the tests: vitest, then the story in a real browser; ends with a line that counts both.
 * Arguments go to vitest (`npm test -- kernel`), and then the story is left out.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const STORY = 'e2e/run.ts';

function run(args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.on('error', () => done(1));
    child.on('close', (code) => done(code ?? 1));
  });
}

type Count = { passed: number; failed: number; skipped: number };

async function runVitest(given: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'roundtrip-test-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...given]);
  const count = existsSync(report) ? readCount(report) : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true });
  // A file that does not even load has no failed test to count.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

function readCount(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 };
}

/** Without a browser the story is skipped with a word, but never in CI. */
async function runStory(count: Count): Promise<void> {
  console.log('\nThe story in a browser');
  if (!(await findChromium()) && !process.env['CI']) {
    console.log('  skipped: there is no Chromium (CHROMIUM_PATH may name one)');
    count.skipped += 1;
    return;
  }
  if ((await run([STORY])) === 0) count.passed += 1;
  else count.failed += 1;
}

const given = process.argv.slice(2);
const count = await runVitest(given);
if (given.length === 0 && existsSync(join(root, STORY))) await runStory(count);
console.log(`\n${count.passed} passed, ${count.failed} failed${count.skipped ? `, ${count.skipped} skipped` : ''}`);
process.exitCode = count.failed === 0 ? 0 : 1;
