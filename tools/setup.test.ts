import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Stands in for npm: writes down how it was called and "installs" what the lock asks for. */
const NPM = `
  const { appendFileSync, cpSync, mkdirSync, writeFileSync } = require('node:fs');
  appendFileSync('npm-calls.txt', process.argv[2] + '\\n');
  if (process.env.NPM_FAILS) { console.error('network is down'); process.exit(7); }
  mkdirSync('node_modules/.bin', { recursive: true });
  writeFileSync('node_modules/.bin/node', '');
  writeFileSync('node_modules/.bin/node.cmd', '');
  cpSync('package-lock.json', 'node_modules/.package-lock.json');
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-setup-'));
  mkdirSync(join(folder, 'tools'));
  mkdirSync(join(folder, 'nothing'));
  for (const file of ['tools/setup.mjs', 'tools/find-chromium.mjs']) cpSync(join(repository, file), join(folder, file));
  writeFileSync(join(folder, 'npm.js'), NPM);
  lock('1.0.0');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lock(version: string): void {
  const packages = { '': {}, 'node_modules/left': { version }, 'node_modules/other-platform': { version: '1.0.0', optional: true }, server: {} };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

function setUp(args: readonly string[] = [], env: Record<string, string> = {}) {
  const given = { PATH: join(folder, 'nothing'), npm_execpath: join(folder, 'npm.js'), ...env };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/setup.mjs', ...args], { cwd: folder, env: given, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const npmCalls = (): string => (existsSync(join(folder, 'npm-calls.txt')) ? readFileSync(join(folder, 'npm-calls.txt'), 'utf8') : '');
const pretend = (facts: string): Record<string, string> => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(facts)}` });

describe('packages', () => {
  test('a fresh clone is installed by the lock, once', () => {
    expect(setUp().said).toContain('Packages are in place');
    expect(setUp()).toEqual({ status: 0, said: '' });
    expect(npmCalls()).toBe('ci\n');
  });

  test('what changed in the lock is installed over the rest', () => {
    setUp();
    lock('2.0.0');
    expect(setUp().said).toContain('Installing 1 of 4 packages');
    expect(npmCalls()).toBe('ci\ninstall\n');
  });

  test('a failing npm is quoted, and the way out is named', () => {
    const { status, said } = setUp([], { NPM_FAILS: '1' });
    expect(status).toBe(1);
    expect(said).toContain('network is down');
    expect(said).toContain('run the command again');
  });

  test('without npm it says where npm comes from', () => {
    expect(setUp([], { npm_execpath: '' })).toMatchObject({ status: 1, said: expect.stringContaining('npm was not found') as string });
  });
});

describe('Node', () => {
  test('too old even for the set-up', () => {
    const { status, said } = setUp([], pretend("Object.defineProperty(process, 'versions', { value: { node: '16.20.0' } })"));
    expect(status).toBe(1);
    expect(said).toContain('This is Node 16.20.0; 18 is enough');
  });

  test('on macOS an old Node is asked to go, a new one is welcome', () => {
    const mac = "Object.defineProperty(process, 'platform', { value: 'darwin' });";
    const { status, said } = setUp([], pretend(`${mac}Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } })`));
    expect(status).toBe(1);
    expect(said).toContain('Roundtrip needs Node 24 or later and this is 20.1.0');
    expect(setUp([], pretend(mac)).status).toBe(0);
  });
});

describe('the browser', () => {
  const named = () => {
    const path = join(folder, 'chromium');
    writeFileSync(path, '');
    chmodSync(path, 0o755);
    return path;
  };

  test('one that is named or stands in PATH will do', () => {
    expect(setUp(['--browser'], { CHROMIUM_PATH: named() }).status).toBe(0);
    expect(setUp(['--browser'], { PATH: folder })).toEqual({ status: 0, said: '' });
  });

  test('a named one that is absent is a mistake', () => {
    expect(setUp(['--browser'], { CHROMIUM_PATH: '/no/such/browser' })).toMatchObject({ status: 1, said: expect.stringContaining('does not exist') as string });
  });

  // Elsewhere a browser may stand in its usual place, which no PATH hides.
  test.runIf(process.platform === 'linux')('where none can be had, the story is skipped with a word, but not in CI', () => {
    expect(setUp(['--browser'])).toMatchObject({ status: 0, said: expect.stringContaining('It will be skipped') as string });
    expect(setUp(['--browser'], { CI: 'true' })).toMatchObject({ status: 1, said: expect.stringContaining('the browser story cannot run') as string });
  });
});
