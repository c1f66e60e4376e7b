import type { FileFormat } from '#spi';
import { en16931 } from './en16931/index.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';
import { makeOcr } from './ocr-process.ts';
import { makeReadingThreads } from './reading-thread.ts';
import { readPictures } from './read-pictures.ts';

const readApart = makeReadingThreads(new URL('./reading-thread-entry.ts', import.meta.url));
/** The same format, read in a thread that may be ended. */
const apart = (format: FileFormat): FileFormat => ({ ...format, read: (bytes) => readApart(format.id, bytes) });
/** XML of a few kilobytes is read before a thread would have it; larger files stand aside. */
const BYTES_AT_ONCE_MAX = 256 * 1024;
const apartIfLarge = (format: FileFormat): FileFormat => ({ ...format, read: (bytes) => (bytes.length > BYTES_AT_ONCE_MAX ? readApart(format.id, bytes) : format.read(bytes)) });
/** Read in a process of its own, where it was added. */
const ocr = makeOcr(new URL('./ocr-process-entry.ts', import.meta.url));
const [xml, xbrl, european] = [apartIfLarge(fapiaoXml), apartIfLarge(mofXbrl), apartIfLarge(en16931)];
const [ofd, pdf, photo] = [apart(fapiaoOfd), readPictures(apart(fapiaoPdf), ocr), readPictures(apart(image), ocr)];

/** Every paper that we read: invoices, tickets, receipts and what belongs to them. */
export const INVOICE_FILE_FORMATS: readonly FileFormat[] = [xml, makeFapiaoZip({ xml, ofd, pdf }), ofd, pdf, photo, xbrl, european];

/** A page is drawn for a person who waits and may ask again; a busy machine gets its time. */
const DRAW_MS_MAX = 15_000;
const drawApart = makeReadingThreads<Uint8Array>(new URL('./drawing-thread-entry.ts', import.meta.url), { readMsMax: DRAW_MS_MAX, threadsMax: 1 });
/** One page of an original as a PNG, drawn in a thread of its own; pages count from 1. */
export const drawInvoicePage = (bytes: Uint8Array, page: number): ReturnType<typeof drawApart> => drawApart(String(page), bytes);
