import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localConfig } from '../server/src/apps/local.ts';
import { prepare } from '../server/src/apps/prepare.ts';
import { run } from '../server/src/apps/serve.ts';
import { makeVendorKeys } from '@roundtrip/rehearsal';
import { demoSignIns, foundDemo, isFounded, rehearsalConfig, type DemoWorld } from './demo.ts';

/**
 * `npm start`: the embedded database, the demo company, the rehearsal world, the server and the web app. Ctrl-C ends all
 * of it. With `--dev` the web app is served by Vite, which shows a change the moment it is saved.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'web/package.json', 'contract/src', 'kernel/src'];
const started = performance.now();

const say = (text: string): void => { process.stdout.write(`${text}\n`); };
async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  process.stdout.write(`  ${title} … `);
  const value = await work();
  say(`${((performance.now() - from) / 1000).toFixed(1)} s`);
  return value;
}

async function filesUnder(path: string): Promise<string[]> {
  const full = join(ROOT, path);
  const entries = await readdir(full, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return existsSync(full) ? [full] : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Builds the web app only when its sources differ from what was built. */
async function buildWeb(): Promise<void> {
  const hash = createHash('sha256');
  for (const path of SOURCES) for (const file of await filesUnder(path)) hash.update(file.slice(ROOT.length)).update(await readFile(file));
  const mark = join(ROOT, 'web/dist/.built-from');
  const wanted = hash.digest('hex');
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], { cwd: join(ROOT, 'web'), stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', fail);
    child.on('close', (code) => { if (code === 0) done(); else fail(new Error(`the web app could not be built (vite ended with ${code})`)); });
  });
  await writeFile(mark, wanted);
}

/** Two worlds on one folder would write over each other: the second one is told where the first one is. */
async function claimFolder(folder: string, port: number): Promise<() => Promise<void>> {
  const mark = join(folder, 'serving');
  const held = await readFile(mark, 'utf8').catch(() => '');
  const answers = held !== '' && (await fetch(`${held}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.ok, () => false));
  if (answers) throw new Error(`Roundtrip already serves this folder (${folder}) at ${held}. Stop it first, or name another folder with ROUNDTRIP_DATA.`);
  await writeFile(mark, `http://127.0.0.1:${port}`);
  return () => rm(mark, { force: true });
}

/** Vite beside the server: it serves the sources and hands everything else on to it. */
function serveSources(port: number): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js')], { cwd: join(ROOT, 'web'), env: { ...process.env, ROUNDTRIP_SERVER: `http://127.0.0.1:${port}` }, stdio: ['ignore', 'inherit', 'inherit'] });
}

type Rehearsal = { readonly url: string; readonly mailPort: number | null; readonly child: ChildProcess };

/** The simulated outside world is a process of its own: it ends when this one does, however this one ends. */
function startRehearsal(configFile: string): Promise<Rehearsal> {
  return new Promise((done, fail) => {
    const child = fork(join(ROOT, 'rehearsal/src/main.ts'), [], { env: { ...process.env, REHEARSAL_CONFIG: configFile }, execPath: process.execPath, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', (message) => { done({ ...(message as { url: string; mailPort: number | null }), child }); });
    child.once('error', fail);
    child.once('exit', (code) => { fail(new Error(`the rehearsal world ended with ${code}`)); });
  });
}

async function start(): Promise<void> {
  say('Roundtrip 归程\n');
  const port = Number(process.env['PORT'] ?? 3000);
  const develops = process.argv.includes('--dev');
  const data = resolve(process.env['ROUNDTRIP_DATA'] ?? '.roundtrip');
  await mkdir(data, { recursive: true });
  const leaveFolder = await claimFolder(data, port);
  // Keys take a while to make: they are made while the database starts.
  const keys = (await isFounded(join(data, 'rehearsal'))) ? null : makeVendorKeys();
  const local = await step('database', () => localConfig({ ROUNDTRIP_LOG: 'warn', ...process.env, PORT: String(port) }));
  if (!local.config.ok) throw new Error(local.config.error.problems.join('\n'));
  const config = local.config.value;
  await step('schema', () => prepare(config.DATABASE_URL));
  const vite = develops ? serveSources(port) : null;
  if (!develops) await step('web app', buildWeb);
  const folder = join(config.ROUNDTRIP_DATA, 'rehearsal');
  await mkdir(folder, { recursive: true });
  const world: DemoWorld = await step('demo company', () => foundDemo(config, folder, keys));
  const rehearsal = await step('rehearsal world', () => rehearsalConfig({ folder, roundtripUrl: `http://127.0.0.1:${port}`, world }).then(startRehearsal));
  await writeFile(join(folder, 'url'), rehearsal.url, { mode: 0o600 });
  await world.pointAt(rehearsal.url, rehearsal.mailPort);
  const running = await step('server', () => run({ ...config, ROUNDTRIP_REHEARSAL_URL: rehearsal.url }, { serve: true, work: true, demoSignIns: demoSignIns() }));
  say(`\n  ${running.url ?? ''}   ready after ${((performance.now() - started) / 1000).toFixed(1)} s\n\n  Sign in as:`);
  for (const person of demoSignIns()) say(`    ${person.email.padEnd(28)} ${person.password}   ${person.title.en}`);
  say('\n  Then open “Rehearsal” as the admin and start a day. Ctrl-C stops everything; the data stays.\n');
  const stop = async (): Promise<void> => {
    say('\n  stopping …');
    rehearsal.child.removeAllListeners('exit');
    rehearsal.child.kill('SIGTERM');
    vite?.kill('SIGTERM');
    await running.stop();
    await local.stop();
    await leaveFolder();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop()).once('SIGTERM', () => void stop());
}

await start().catch((error: unknown) => {
  say(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(3);
});
