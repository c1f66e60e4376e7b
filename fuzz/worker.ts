import { memoryUsage } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { inputOf } from './inputs.ts';
import { faultWith } from './judge.ts';
import { makeSeeds } from './seeds.ts';
import type { WorkerOrder, WorkerReport } from './watch.ts';

const { seed, from, to, beat } = workerData as WorkerOrder;
const say = (report: WorkerReport): void => parentPort?.postMessage(report);

// Promises of a library that nobody waits for are its own fault, and ours to know.
process.on('unhandledRejection', (reason) => { say({ fault: `unhandled: ${String(reason).slice(0, 300)}`, index: Atomics.load(beat, 0) }); });

const kinds = await makeSeeds();
for (let index = from; index < to; index += 1) {
  Atomics.store(beat, 0, index);
  const fault = await faultWith(inputOf(kinds, seed, index).bytes);
  if (fault) say({ fault, index });
  if (index % 500 === 0) say({ rss: memoryUsage().rss });
}
Atomics.store(beat, 0, -2);
say({ done: true });
