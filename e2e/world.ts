import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_MS_MAX = 180_000;

/** The whole product as a newcomer starts it, in a data folder of its own. */
export type World = {
  readonly url: string;
  readonly data: string;
  /** Seconds from the start of the process to the first answered request. */
  readonly startSeconds: number;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the server as a power cut would: no handler runs. */
  kill(): Promise<void>;
  /** Starts again what was killed, on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  await new Promise<void>((done) => { server.close(() => { done(); }); });
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

export const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
}

function launch(env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['tools/start.ts'], { cwd: ROOT, env, stdio: ['ignore', process.env['E2E_VERBOSE'] ? 'inherit' : 'ignore', 'inherit'] });
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + READY_MS_MAX;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}`);
    if (Date.now() > until) throw new Error(`not ready after ${READY_MS_MAX / 1000} s`);
    await pause(100);
  }
}

const ended = (child: ChildProcess): Promise<void> => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => { child.once('exit', () => { done(); }); }));

/** Starts a world of its own on a free port and waits until it answers. */
export async function startWorld(): Promise<World> {
  const data = await mkdtemp(join(tmpdir(), 'roundtrip-e2e-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, PORT: String(port), ROUNDTRIP_DATA: data };
  const from = performance.now();
  let child = launch(env);
  await untilReady(url, child);
  const startSeconds = (performance.now() - from) / 1000;
  return {
    url, data, env, startSeconds,
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    restart: async () => {
      child = launch(env);
      await untilReady(url, child);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Runs a command of the product against the world's data and answers with its exit code and output. */
export async function roundtrip(world: World, args: readonly string[]): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, ['server/src/apps/cli.ts', ...args], { cwd: ROOT, env: world.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  const code = await new Promise<number>((done) => { child.once('close', (value) => { done(value ?? 1); }); });
  return { code, out };
}
