/**
 * Installs what is missing; `prestart`, `pretest` and their like run it. Plain JavaScript on Node 18 or later and
 * without dependencies, because on a fresh clone it runs before the Node of the project (24, brought by npm) is there.
 *   --browser   also sees to a Chromium for the browser story
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';

const NODE_RUNS_SETUP = 18;
const NODE_RUNS_PRODUCT = 24;
const TICK_MS = 1000;
/** The platforms for which npm brings a Node of its own (optionalDependencies of package.json). */
const NODE_PACKAGES = ['linux-x64', 'linux-arm64', 'win32-x64'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts);
const say = (/** @type {string} */ text) => console.log(`[setup] ${text}`);

/** @param {string} text @returns {never} */
function stop(text) {
  console.error(`[setup] ${text}`);
  process.exit(1);
}

/** @param {string} path @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean, peer?: boolean }> | null} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** What npm has installed is written in the hidden lock; it must hold all that the committed one asks for. */
function missingPackages() {
  const wanted = readLock(inRoot('package-lock.json'));
  if (!wanted) stop('package-lock.json is missing or damaged. Restore it with: git checkout package-lock.json');
  const found = readLock(inRoot('node_modules', '.package-lock.json')) ?? {};
  const missing = Object.entries(wanted).filter(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.devOptional || entry.link) return false;
    return found[path]?.version !== entry.version;
  });
  return { missing: missing.length, all: Object.keys(wanted).length };
}

const bringsNode = () => NODE_PACKAGES.includes(`${process.platform}-${process.arch}`);
const nodeIsThere = () => existsSync(inRoot('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'));

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < NODE_RUNS_SETUP) {
    stop(`This is Node ${process.versions.node}; ${NODE_RUNS_SETUP} is enough to begin (the right one is then installed here), ${NODE_RUNS_PRODUCT} is best. See https://nodejs.org`);
  }
  if (major < NODE_RUNS_PRODUCT && !bringsNode()) {
    stop(`Roundtrip needs Node ${NODE_RUNS_PRODUCT} or later and this is ${process.versions.node}. On ${process.platform} (${process.arch}) npm cannot bring it along: please install it from https://nodejs.org and run the command again.`);
  }
}

/** npm tells scripts where it lives; started by hand, the npm of PATH serves. */
function npmCommand() {
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('.js') && existsSync(cli)) return { file: process.execPath, before: [cli], shell: false };
  const probe = spawnSync('npm', ['--version'], { shell: process.platform === 'win32' });
  if (probe.status !== 0) stop('npm was not found. It comes with Node: see https://nodejs.org');
  return { file: 'npm', before: [], shell: process.platform === 'win32' };
}

/** Shows that time passes where a person watches, and stays silent in a pipe. */
function ticker(/** @type {string} */ text) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  if (!process.stdout.isTTY) say(`${text} …`);
  const timer = process.stdout.isTTY && setInterval(() => process.stdout.write(`\r[setup] ${text} … ${seconds()} s `), TICK_MS);
  return () => {
    if (timer) {
      clearInterval(timer);
      process.stdout.write('\r\x1b[K');
    }
    return seconds();
  };
}

/** @param {string} file @param {string[]} args @param {boolean} shell @returns {Promise<{ code: number, output: string }>} */
function runQuietly(file, args, shell = false) {
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ code: 1, output: String(error) }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

async function installPackages() {
  const { missing, all } = missingPackages();
  if (missing === 0 && (nodeIsThere() || !bringsNode())) return;
  const npm = npmCommand();
  // `ci` keeps to the lock; over an existing tree `install` does too and moves only what differs.
  const verb = existsSync(inRoot('node_modules')) ? 'install' : 'ci';
  const ended = ticker(`Installing ${missing} of ${all} packages (once; about a minute)`);
  const { code, output } = await runQuietly(npm.file, [...npm.before, verb, '--no-audit', '--no-fund', '--loglevel=error'], npm.shell);
  const seconds = ended();
  if (code !== 0) stop(`npm ${verb} failed:\n${output.trim()}\nCheck the network or proxy (npm config get registry) and run the command again.`);
  if (bringsNode() && !nodeIsThere()) stop('npm left out the optional packages, and with them Node 24. Run: npm install --include=optional');
  say(`Packages are in place (${seconds} s).`);
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Fonts matter as much as the browser: without them every Chinese word on a screenshot is a row of boxes. */
async function installBrowser() {
  if (isRootOnDebian()) {
    const ended = ticker('Installing Chromium and its fonts from Debian');
    await runQuietly('apt-get', ['update', '-qq']);
    await runQuietly('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
    ended();
    if (await findChromium()) return;
  }
  const ended = ticker('Fetching Chromium with Playwright');
  await runQuietly(process.execPath, [inRoot('node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']);
  ended();
}

async function seeToBrowser() {
  if (await findChromium()) return;
  if (process.env['CHROMIUM_PATH']) stop(`CHROMIUM_PATH names ${process.env['CHROMIUM_PATH']}, which does not exist.`);
  await installBrowser();
  const found = await findChromium();
  if (found) return say(`The browser story will use ${found}.`);
  const words = 'No Chromium could be had, so the browser story cannot run. Install one, or name it in CHROMIUM_PATH.';
  if (process.env['CI']) stop(words);
  say(`${words} It will be skipped; all other tests run.`);
}

checkNode();
await installPackages();
if (process.argv.includes('--browser')) await seeToBrowser();
