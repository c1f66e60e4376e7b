import { parentPort } from 'node:worker_threads';
import { en16931 } from './en16931/index.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';
import type { ReadingReply, ReadingRequest } from './reading-thread.ts';

/** What draws pages and unpacks pictures can be made to take for ever; XML comes here when it is large. */
const FORMATS = [fapiaoOfd, fapiaoPdf, image, fapiaoXml, mofXbrl, en16931];
const reply = (message: ReadingReply): void => parentPort?.postMessage(message);

async function read({ formatId, bytes }: ReadingRequest): Promise<void> {
  const format = FORMATS.find(({ id }) => id === formatId);
  if (!format) throw new Error(`the reading thread knows no format ${formatId}`);
  reply({ isReady: false, answer: await format.read(bytes) });
}

parentPort?.on('message', (request: ReadingRequest) => { void read(request); });
reply({ isReady: true });
