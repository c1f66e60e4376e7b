import { Worker } from 'node:worker_threads';

export type WorkerOrder = { readonly seed: number; readonly from: number; readonly to: number; readonly beat: Int32Array };
export type WorkerReport = { readonly fault: string; readonly index: number } | { readonly rss: number } | { readonly done: true };
export type Fault = { readonly index: number; readonly what: string };
export type Watched = { readonly seed: number; readonly inputs: number; readonly faults: readonly Fault[]; readonly slowestMs: number; readonly memoryMib: number };

/** What a reader may take for one input, in time that its thread had a core. */
const INPUT_MS_MAX = 2000;
const MEMORY_MIB_MAX = 1200;
const LOOK_MS = 100;
const FAULTS_MAX = 20;
const MIB = 2 ** 20;

type Span = { readonly faults: Fault[]; slowestMs: number; memoryMib: number };

/** Runs the inputs of a span in one thread; answers with the index to go on from, which is `to` unless an input hung or broke it. */
function runSpan(order: WorkerOrder, span: Span): Promise<number> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order });
    let [index, since, isOver] = [-1, 0, false];
    const end = (goOn: number): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      void worker.terminate().then(() => { resolve(goOn); });
    };
    const look = async (): Promise<void> => {
      const [now, { user, system }] = [Atomics.load(order.beat, 0), await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))];
      const worked = (user + system) / 1000;
      // Looks that waited for their answer may come after the end.
      if (isOver) return;
      if (now !== index) { [index, since] = [now, worked]; return; }
      if (index < 0) return;
      span.slowestMs = Math.max(span.slowestMs, worked - since);
      if (worked - since > INPUT_MS_MAX) { span.faults.push({ index, what: `more than ${INPUT_MS_MAX} ms` }); end(index + 1); }
    };
    const timer = setInterval(() => { void look(); }, LOOK_MS);
    worker.on('message', (report: WorkerReport) => {
      if ('fault' in report) span.faults.push({ index: report.index, what: report.fault });
      else if ('rss' in report) {
        span.memoryMib = Math.max(span.memoryMib, Math.round(report.rss / MIB));
        if (span.memoryMib > MEMORY_MIB_MAX) { span.faults.push({ index, what: `more than ${MEMORY_MIB_MAX} MiB` }); end(order.to); }
      } else end(order.to);
      if (span.faults.length >= FAULTS_MAX) end(order.to);
    });
    worker.on('error', (error) => { span.faults.push({ index: Atomics.load(order.beat, 0), what: `crashed: ${String(error).slice(0, 400)}` }); end(Atomics.load(order.beat, 0) + 1); });
    worker.on('exit', () => { end(Atomics.load(order.beat, 0) + 1); });
  });
}

/** Tries `count` inputs of a seed from the index `from` on. An input that hangs or crashes is noted, and the run goes on behind it. */
export async function watchFuzz({ seed, from = 0, count }: { readonly seed: number; readonly from?: number; readonly count: number }): Promise<Watched> {
  const span: Span = { faults: [], slowestMs: 0, memoryMib: 0 };
  for (let next = from; next < from + count && span.faults.length < FAULTS_MAX;) {
    const beat = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
    next = await runSpan({ seed, from: next, to: from + count, beat }, span);
  }
  return { seed, inputs: count, faults: span.faults, slowestMs: Math.round(span.slowestMs), memoryMib: span.memoryMib };
}
