import { parentPort, workerData } from 'node:worker_threads';
import { BadLine } from './match-lines.ts';
import { decideShard, type Shard, type ShardAnswer, type ShardSetup } from './match-shard.ts';

/** A thread that decides one shard after another. */
export type Task = { readonly place: number; readonly shard: Shard; readonly secondFollows: boolean };
export type Done = { readonly place: number; readonly answer: ShardAnswer } | { readonly place: number; readonly bad: string };

const port = parentPort;
port?.on('message', ({ place, shard, secondFollows }: Task) => {
  try {
    port.postMessage({ place, answer: decideShard(shard, workerData as ShardSetup, secondFollows) } satisfies Done);
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    port.postMessage({ place, bad: error.message } satisfies Done);
  }
});
