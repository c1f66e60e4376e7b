import { en16931 } from '../server/src/connectors/invoices/en16931/index.ts';
import { fapiaoOfd } from '../server/src/connectors/invoices/fapiao-ofd/index.ts';
import { fapiaoPdf } from '../server/src/connectors/invoices/fapiao-pdf/index.ts';
import { fapiaoXml } from '../server/src/connectors/invoices/fapiao-xml/index.ts';
import { makeFapiaoZip } from '../server/src/connectors/invoices/fapiao-zip/index.ts';
import { image } from '../server/src/connectors/invoices/image/index.ts';
import { mofXbrl } from '../server/src/connectors/invoices/mof-xbrl/index.ts';
import { makeEml } from '../server/src/connectors/mail/eml/index.ts';
import { PAYMENT_FILE_FORMATS } from '../server/src/connectors/payments/index.ts';
import { makeFileReader } from '../server/src/connectors/read-file.ts';
import type { FileRecord } from '../server/src/connectors/spi/index.ts';

const PAPERS = [fapiaoXml, makeFapiaoZip({ xml: fapiaoXml, ofd: fapiaoOfd, pdf: fapiaoPdf }), fapiaoOfd, fapiaoPdf, image, mofXbrl, en16931];
const FORMATS = [...PAPERS, ...PAYMENT_FILE_FORMATS];
/** Every reader of files, without the threads that guard them in the server: a hang must show. */
const read = makeFileReader([...FORMATS, makeEml(makeFileReader(FORMATS))]);

function faultOf(record: FileRecord): string | null {
  if (record.kind !== 'invoice') return null;
  const { invoice, evidence } = record;
  if (invoice.number === '') return 'an invoice without a number';
  if (Number.isNaN(Date.parse(invoice.issuedOn))) return `a day that is none: ${invoice.issuedOn}`;
  const outside = evidence.find(({ place }) => place && [place.x, place.y, place.width, place.height].some((part) => !(part >= 0 && part <= 1)));
  return outside ? `a place off the page: ${JSON.stringify(outside.place)}` : null;
}

/** What a reader did wrong with an input; null where it kept its promises: an answer, and a reason for each refusal. */
export async function faultWith(bytes: Uint8Array): Promise<string | null> {
  try {
    const result = await read(bytes);
    if (result.ok) return result.value.map(faultOf).find((fault) => fault !== null) ?? null;
    const { message, remedy } = result.error;
    return [message.zh, message.en, remedy.zh, remedy.en].includes('') ? `a refusal without words: ${result.error.kind}` : null;
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`;
  }
}
