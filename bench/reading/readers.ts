import { en16931 } from '../../server/src/connectors/invoices/en16931/index.ts';
import { fapiaoOfd } from '../../server/src/connectors/invoices/fapiao-ofd/index.ts';
import { fapiaoPdf } from '../../server/src/connectors/invoices/fapiao-pdf/index.ts';
import { fapiaoXml } from '../../server/src/connectors/invoices/fapiao-xml/index.ts';
import { makeFapiaoZip } from '../../server/src/connectors/invoices/fapiao-zip/index.ts';
import { image } from '../../server/src/connectors/invoices/image/index.ts';
import { mofXbrl } from '../../server/src/connectors/invoices/mof-xbrl/index.ts';
import { makeFileReader } from '../../server/src/connectors/read-file.ts';

/** The readers as they are without OCR and without threads: what they know by themselves. */
export const readAlone = makeFileReader([fapiaoXml, makeFapiaoZip({ xml: fapiaoXml, ofd: fapiaoOfd, pdf: fapiaoPdf }), fapiaoOfd, fapiaoPdf, image, mofXbrl, en16931]);
