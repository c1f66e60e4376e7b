import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Result } from '@roundtrip/kernel';
import type { FileRecord, ReadError } from '#spi';
import { refuse } from './shared/errors.ts';

type Answer<T> = Result<T, ReadError>;
type Job<T> = { readonly formatId: string; readonly bytes: Uint8Array; readonly answer: (answer: Answer<T>) => void };

/** What a thread is asked: a format by its id, and a file of its own. */
export type ReadingRequest = { readonly formatId: string; readonly bytes: Uint8Array };
/** It first says that it has loaded its readers, then one answer for each request. */
export type ReadingReply<T = readonly FileRecord[]> = { readonly isReady: true } | { readonly isReady: false; readonly answer: Answer<T> };

/** Two seconds for a file, and the budget of a page whose drawing goes wrong. */
const READ_MS_MAX = 3500;
/** A busy machine gives a thread less than its time: what counts is what it has worked, within this many times the limit. */
const WAIT_FACTOR = 4;
const ANSWER_MS_MAX = 200;
/** Loading the readers is our own work, not the file's: a busy machine gets its time. */
const START_MS_MAX = 30_000;
/** A paper needs tens; one that is made to need gigabytes (a font's table of widths without end) is given up here. */
const HEAP_BYTES_MAX = 512 * 2 ** 20;
const HEAP_LOOK_MS = 100;
/** The engine's own limit is far above ours: at its limit it may end the whole process and not only the thread. */
const ENGINE_HEAP_MIB = 4096;
/** One for each core, since reading is all work; two at least, so that a slow file holds up nobody; each costs its readers' memory. */
const THREADS_MAX = Math.max(2, Math.min(4, availableParallelism()));
/** What a rush of files needed is given back when it is over; the first thread stays. */
const IDLE_MS_MAX = 20_000;

// The place tells that no other way of reading should be tried on such a file.
const tooLong = (): Answer<never> => refuse('file.unreadable', { zh: '读取超时：文件过于复杂，或被刻意构造', en: 'Reading took too long: the file is too complex, or made to be' }, 'file');
const brokeDown = (): Answer<never> => refuse('file.unreadable', { zh: '读取程序因该文件中断', en: 'The reader broke down over this file' }, 'file');

/** Milliseconds of a core that a thread has had; infinitely many where it has ended. */
const workedMs = (worker: Worker): Promise<number> => worker.cpuUsage().then(({ user, system }) => (user + system) / 1000, () => Infinity);

/**
 * Calls `late` when a thread has worked too long. At the limit, one that had no core for most of it gets the rest; one
 * that does not even tell is stuck.
 */
function watchWork(worker: Worker, readMsMax: number, late: () => void): () => void {
  const ends = performance.now() + WAIT_FACTOR * readMsMax;
  let [before, isOver] = [0, false];
  let timer = setTimeout(() => { void ask(); }, readMsMax);
  const heap = setInterval(() => { void look(); }, HEAP_LOOK_MS);
  void workedMs(worker).then((ms) => { before = ms; });

  async function ask(): Promise<void> {
    const worked = await Promise.race([workedMs(worker), new Promise<number>((resolve) => { setTimeout(resolve, ANSWER_MS_MAX, Infinity); })]);
    if (isOver) return;
    const left = Math.min(readMsMax - (worked - before), ends - performance.now());
    if (left < 0.2 * readMsMax) late();
    else timer = setTimeout(() => { void ask(); }, left);
  }

  async function look(): Promise<void> {
    const { used_heap_size: used } = await worker.getHeapStatistics().catch(() => ({ used_heap_size: 0 }));
    if (!isOver && used > HEAP_BYTES_MAX) late();
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
    clearInterval(heap);
  };
}

type Reader<T> = { readonly isFree: () => boolean; take(job: Job<T>): void; stop(): void };

/** One thread: reads a file at a time, and is replaced when a file takes too long or breaks it down. */
function makeReader<T>(entry: URL, readMsMax: number, onFree: () => void): Reader<T> {
  let current: Job<T> | undefined;
  let thread: { readonly worker: Worker; isReady: boolean } | undefined;
  let unwatch = (): void => undefined;

  /** Another thread is started only when a file asks for it. */
  function replace(answer: Answer<T>): void {
    stop();
    finish(answer);
  }

  function stop(): void {
    const worker = thread?.worker;
    thread = undefined;
    void worker?.terminate();
  }

  function finish(answer: Answer<T>): void {
    unwatch();
    const job = current;
    current = undefined;
    // A thread at rest keeps no program alive.
    thread?.worker.unref();
    job?.answer(answer);
    onFree();
  }

  function send(job: Job<T>, worker: Worker): void {
    // A view of a larger buffer would take all of it along.
    const own = new Uint8Array(job.bytes);
    unwatch();
    unwatch = watchWork(worker, readMsMax, () => { replace(tooLong()); });
    worker.postMessage({ formatId: job.formatId, bytes: own } satisfies ReadingRequest, [own.buffer]);
  }

  function start(): void {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: ENGINE_HEAP_MIB } });
    const mine = { worker, isReady: false };
    thread = mine;
    const timer = setTimeout(() => { replace(tooLong()); }, START_MS_MAX);
    unwatch = () => { clearTimeout(timer); };
    worker.on('message', (reply: ReadingReply<T>) => {
      if (thread !== mine) return;
      if (!reply.isReady) { finish(reply.answer); return; }
      mine.isReady = true;
      if (current) send(current, worker);
    });
    for (const end of ['error', 'exit']) worker.on(end, () => { if (thread === mine) replace(brokeDown()); });
  }

  return {
    isFree: () => current === undefined,
    take(job) {
      current = job;
      if (!thread) { start(); return; }
      thread.worker.ref();
      if (thread.isReady) send(job, thread.worker);
    },
    stop,
  };
}

export type ReadingThreads = { readonly readMsMax?: number; readonly threadsMax?: number };

/**
 * Reads files in threads of their own, so that none can hold up the server, nor a slow one those behind it. A file that
 * takes too long or breaks its thread down is refused and the thread replaced. `entry` is the module that they run.
 */
export function makeReadingThreads<T = readonly FileRecord[]>(entry: URL, { readMsMax = READ_MS_MAX, threadsMax = THREADS_MAX }: ReadingThreads = {}): (formatId: string, bytes: Uint8Array) => Promise<Answer<T>> {
  const waiting: Job<T>[] = [];
  const readers: Reader<T>[] = [];
  let rest: NodeJS.Timeout | undefined;

  function next(): void {
    while (waiting.length > 0) {
      const reader = readers.find((one) => one.isFree()) ?? (readers.length < threadsMax ? newReader() : undefined);
      if (!reader) return;
      const job = waiting.shift();
      if (job) reader.take(job);
    }
    if (readers.length > 1 && readers.every((one) => one.isFree())) restLater();
  }

  function newReader(): Reader<T> {
    const reader = makeReader<T>(entry, readMsMax, next);
    readers.push(reader);
    return reader;
  }

  function restLater(): void {
    clearTimeout(rest);
    rest = setTimeout(() => { if (readers.every((one) => one.isFree())) for (const reader of readers.splice(1)) reader.stop(); }, IDLE_MS_MAX);
    rest.unref();
  }

  return (formatId, bytes) => new Promise((answer) => {
    waiting.push({ formatId, bytes, answer });
    next();
  });
}
