import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { err, type Result } from '@roundtrip/kernel';
import type { PageLines } from './ocr/engine.ts';

export type OcrError = { readonly kind: 'ocr.absent' | 'ocr.too-long' | 'ocr.broke-down' | 'ocr.no-picture' };
type Answer = Result<readonly PageLines[], OcrError>;
type Job = { readonly bytes: Uint8Array; readonly answer: (answer: Answer) => void };

/** What the process is asked: the bytes of one picture or PDF. */
export type OcrRequest = { readonly bytes: Uint8Array };
/** It first says that its nets are loaded, then gives one answer for each request: the lines of each page, or null for what is no picture. */
export type OcrReply = { readonly isReady: true } | { readonly isReady: false; readonly pages: readonly PageLines[] | null };

export type OcrLimits = { readonly readMs: number; readonly startMs: number; readonly idleMs: number };
/** A page takes about a second and a half of one core; a machine that is busy ten times over still gets it read. */
const LIMITS: OcrLimits = { readMs: 60_000, startMs: 60_000, idleMs: 60_000 };
const HEAP_MIB_MAX = 256;

/** Where `npm run add:ocr` puts the nets and what runs them; npm writes the lock inside when it is done. */
const HOME = new URL('../../../ocr/package.json', import.meta.url);
const DONE = 'node_modules/.package-lock.json';

/** Reads the lines on the pages of a picture or PDF; `ocr.absent` where the packages were not added. */
export type Ocr = {
  read(bytes: Uint8Array): Promise<Answer>;
};

/**
 * Reads pictures one after another in a process of its own: its memory is not ours, it may be killed at any moment, and
 * it is ended when nobody has asked for a while. It ends itself when it grows beyond its bound. `entry` is what it runs.
 */
export function makeOcr(entry: URL, { limits = LIMITS, home = HOME }: { readonly limits?: OcrLimits; readonly home?: URL } = {}): Ocr {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let running: { readonly child: ChildProcess; isReady: boolean } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function limit(ms: number, then: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  }

  function end(): void {
    const child = running?.child;
    running = undefined;
    child?.kill('SIGKILL');
  }

  function finish(answer: Answer): void {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    job?.answer(answer);
    next();
  }

  const giveUp = (kind: OcrError['kind']): void => { end(); finish(err({ kind })); };

  function send({ bytes }: Job, child: ChildProcess): void {
    limit(limits.readMs, () => { giveUp('ocr.too-long'); });
    child.send({ bytes } satisfies OcrRequest, (error) => { if (error && running?.child === child) giveUp('ocr.broke-down'); });
  }

  function start(): void {
    const child = fork(fileURLToPath(entry), [], { execArgv: [`--max-old-space-size=${HEAP_MIB_MAX}`], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { OCR_HOME: home.href } });
    const mine = { child, isReady: false };
    running = mine;
    limit(limits.startMs, () => { giveUp('ocr.too-long'); });
    child.on('message', (reply: OcrReply) => {
      if (running !== mine) return;
      if (!reply.isReady) { finish(reply.pages ? { ok: true, value: reply.pages } : err({ kind: 'ocr.no-picture' })); return; }
      mine.isReady = true;
      if (current) send(current, child);
    });
    for (const event of ['error', 'exit']) child.on(event, () => { if (running === mine) giveUp('ocr.broke-down'); });
  }

  /** A process at rest keeps no program alive, and ends after a while. */
  function rest(): void {
    if (!running) return;
    running.child.unref();
    running.child.channel?.unref();
    limit(limits.idleMs, end);
    timer?.unref();
  }

  function next(): void {
    if (current) return;
    current = waiting.shift();
    if (!current) { rest(); return; }
    if (!running) { start(); return; }
    running.child.ref();
    running.child.channel?.ref();
    if (running.isReady) send(current, running.child);
  }

  return {
    read: (bytes) => (existsSync(new URL(DONE, home)) ? new Promise((answer) => { waiting.push({ bytes, answer }); next(); }) : Promise.resolve(err({ kind: 'ocr.absent' }))),
  };
}
