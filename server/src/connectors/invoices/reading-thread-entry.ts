import { parentPort } from 'node:worker_threads';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { image } from './image/index.ts';
import type { ReadingReply, ReadingRequest } from './reading-thread.ts';

/** The formats that draw pages and unpack pictures: what can be made to take for ever. */
const FORMATS = [fapiaoOfd, fapiaoPdf, image];
const reply = (message: ReadingReply): void => parentPort?.postMessage(message);

async function read({ formatId, bytes }: ReadingRequest): Promise<void> {
  const format = FORMATS.find(({ id }) => id === formatId);
  if (!format) throw new Error(`the reading thread knows no format ${formatId}`);
  reply({ isReady: false, answer: await format.read(bytes) });
}

parentPort?.on('message', (request: ReadingRequest) => { void read(request); });
reply({ isReady: true });
