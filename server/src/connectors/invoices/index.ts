import type { FileFormat } from '#spi';
import { en16931 } from './en16931/index.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';
import { makeOcr } from './ocr-process.ts';
import { makeReadingThread } from './reading-thread.ts';
import { readPictures } from './read-pictures.ts';

const readApart = makeReadingThread(new URL('./reading-thread-entry.ts', import.meta.url));
/** The same format, read in the thread that may be ended. */
const apart = (format: FileFormat): FileFormat => ({ ...format, read: (bytes) => readApart(format.id, bytes) });
/** Read in a process of its own, where it was added. */
const ocr = makeOcr(new URL('./ocr-process-entry.ts', import.meta.url));
const [ofd, pdf, photo] = [apart(fapiaoOfd), readPictures(apart(fapiaoPdf), ocr), readPictures(apart(image), ocr)];

/** Every paper that we read: invoices, tickets, receipts and what belongs to them. */
export const INVOICE_FILE_FORMATS: readonly FileFormat[] = [fapiaoXml, makeFapiaoZip({ ofd, pdf }), ofd, pdf, photo, mofXbrl, en16931];

/** A page is drawn for a person who waits and may ask again; a busy machine gets its time. */
const DRAW_MS_MAX = 15_000;
const drawApart = makeReadingThread<Uint8Array>(new URL('./drawing-thread-entry.ts', import.meta.url), DRAW_MS_MAX);
/** One page of an original as a PNG, drawn in a thread of its own; pages count from 1. */
export const drawInvoicePage = (bytes: Uint8Array, page: number): ReturnType<typeof drawApart> => drawApart(String(page), bytes);
