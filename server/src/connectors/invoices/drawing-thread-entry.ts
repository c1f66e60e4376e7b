import { parentPort } from 'node:worker_threads';
import { drawPage } from './draw-page.ts';
import type { ReadingReply, ReadingRequest } from './reading-thread.ts';
import { guarded } from './shared/errors.ts';

const reply = (message: ReadingReply<Uint8Array>): void => parentPort?.postMessage(message);

async function draw({ formatId, bytes }: ReadingRequest): Promise<void> {
  reply({ isReady: false, answer: await guarded(() => drawPage(bytes, Number(formatId))) });
}

// Drawing is asked for by the number of the page where reading is asked for by format.
parentPort?.on('message', (request: ReadingRequest) => { void draw(request); });
reply({ isReady: true });
