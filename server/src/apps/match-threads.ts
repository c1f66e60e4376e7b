import { Worker } from 'node:worker_threads';
import { BadLine } from './match-lines.ts';
import { decideShard, type Shard, type ShardAnswer, type ShardSetup } from './match-shard.ts';
import type { Done, Task } from './match-worker.ts';

/** A shard needs a fraction of this; a bound keeps the collector from putting its work off. */
const HEAP_MIB = 640;

/** Decides shards on some threads and hands on the answers in the shards' order, whichever is done first. */
export async function decideShards(shards: readonly (() => Shard)[], { setup, threads, secondFollows }: { readonly setup: ShardSetup; readonly threads: number; readonly secondFollows: boolean }, take: (answer: ShardAnswer, place: number) => Promise<void>): Promise<void> {
  if (threads <= 1 || shards.length === 1) {
    for (const [place, shard] of shards.entries()) await take(decideShard(shard(), setup, secondFollows), place);
    return;
  }
  const waiting = new Map<number, ShardAnswer>();
  let [next, handed] = [0, 0];
  let told: Promise<void> = Promise.resolve();
  const work = (worker: Worker): Promise<void> => new Promise((resolve, reject) => {
    const give = (): void => {
      const shard = shards[next];
      if (!shard) { resolve(); return; }
      const task: Task = { place: next++, shard: shard(), secondFollows };
      worker.postMessage(task, Object.values(task.shard.lines).map((lines) => lines.bytes.buffer as ArrayBuffer));
    };
    worker.on('error', reject);
    worker.on('message', (done: Done) => {
      if ('bad' in done) { reject(new BadLine(done.bad)); return; }
      waiting.set(done.place, done.answer);
      give();
      told = told.then(async () => {
        for (let answer = waiting.get(handed); answer; answer = waiting.get(handed)) {
          waiting.delete(handed);
          await take(answer, handed++);
        }
      });
      told.catch(reject);
    });
    give();
  });
  const workers = Array.from({ length: Math.min(threads, shards.length) }, () => new Worker(new URL('./match-worker.ts', import.meta.url), { workerData: setup, resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } }));
  try {
    await Promise.all(workers.map(work));
    await told;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
