import { Worker } from 'node:worker_threads';
import type { Result } from '@roundtrip/kernel';
import type { FileRecord, ReadError } from '#spi';
import { refuse } from './shared/errors.ts';

type Answer<T> = Result<T, ReadError>;
type Job<T> = { readonly formatId: string; readonly bytes: Uint8Array; readonly answer: (answer: Answer<T>) => void };

/** What the thread is asked: a format by its id, and a file of its own. */
export type ReadingRequest = { readonly formatId: string; readonly bytes: Uint8Array };
/** It first says that it has loaded its readers, then one answer for each request. */
export type ReadingReply<T = readonly FileRecord[]> = { readonly isReady: true } | { readonly isReady: false; readonly answer: Answer<T> };

/** Two seconds for a file, and the budget of a page whose drawing goes wrong. */
const READ_MS_MAX = 3500;
/** Loading the readers is our own work, not the file's: a busy machine gets its time. */
const START_MS_MAX = 30_000;
const HEAP_MIB_MAX = 1024;

const tooLong = (): Answer<never> => refuse('file.unreadable', { zh: '读取超时:文件过于复杂,或被刻意构造', en: 'Reading took too long: the file is too complex, or made to be' });
const brokeDown = (): Answer<never> => refuse('file.unreadable', { zh: '读取程序因该文件中断', en: 'The reader broke down over this file' });

/**
 * Reads files one after another in a thread of its own, so that none can hold up the server. A file that takes too long
 * or breaks the thread down is refused and the thread replaced. `entry` is the module that the thread runs.
 */
export function makeReadingThread<T = readonly FileRecord[]>(entry: URL, readMsMax = READ_MS_MAX): (formatId: string, bytes: Uint8Array) => Promise<Answer<T>> {
  const waiting: Job<T>[] = [];
  let current: Job<T> | undefined;
  let thread: { readonly worker: Worker; isReady: boolean } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const limit = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => { replace(tooLong()); }, ms);
  };

  /** Another thread is started only when a file asks for it. */
  function replace(answer: Answer<T>): void {
    const worker = thread?.worker;
    thread = undefined;
    void worker?.terminate();
    finish(answer);
  }

  function finish(answer: Answer<T>): void {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    job?.answer(answer);
    next();
  }

  function send({ formatId, bytes }: Job<T>, worker: Worker): void {
    // A view of a larger buffer would take all of it along.
    const own = new Uint8Array(bytes);
    limit(readMsMax);
    worker.postMessage({ formatId, bytes: own } satisfies ReadingRequest, [own.buffer]);
  }

  function start(): void {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX } });
    const mine = { worker, isReady: false };
    thread = mine;
    limit(START_MS_MAX);
    worker.on('message', (reply: ReadingReply<T>) => {
      if (thread !== mine) return;
      if (!reply.isReady) { finish(reply.answer); return; }
      mine.isReady = true;
      if (current) send(current, worker);
    });
    for (const end of ['error', 'exit']) worker.on(end, () => { if (thread === mine) replace(brokeDown()); });
  }

  function next(): void {
    if (current) return;
    current = waiting.shift();
    // A thread at rest keeps no program alive.
    if (!current) { thread?.worker.unref(); return; }
    if (!thread) { start(); return; }
    thread.worker.ref();
    if (thread.isReady) send(current, thread.worker);
  }

  return (formatId, bytes) => new Promise((answer) => {
    waiting.push({ formatId, bytes, answer });
    next();
  });
}
