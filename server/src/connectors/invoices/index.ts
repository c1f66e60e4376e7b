import type { FileFormat } from '#spi';
import { en16931 } from './en16931/index.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';

/** Every paper that we read: invoices, tickets, receipts and what belongs to them. */
export const INVOICE_FILE_FORMATS: readonly FileFormat[] = [fapiaoXml, makeFapiaoZip({ ofd: fapiaoOfd, pdf: fapiaoPdf }), fapiaoOfd, fapiaoPdf, image, mofXbrl, en16931];
