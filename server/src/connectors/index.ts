import type { Connectors } from './spi/index.ts';
import { BOOK_EXPORTERS } from './exports/index.ts';
import { drawInvoicePage, INVOICE_FILE_FORMATS } from './invoices/index.ts';
import { makeEml } from './mail/eml/index.ts';
import { MAIL } from './mail/index.ts';
import { BANK_FILE_FEEDS, PAYMENT_FEEDS, PAYMENT_FILE_FORMATS, previewTable, readMappedCsv } from './payments/index.ts';
import { PAYOUT_RAILS } from './payouts/index.ts';
import { makeFileReader, makeStreamReader } from './read-file.ts';
import { TRAVEL_FEEDS } from './travel/index.ts';
import { readVerdicts, renderBooking, VERIFIERS } from './verification/index.ts';

const FORMATS = [...INVOICE_FILE_FORMATS, ...PAYMENT_FILE_FORMATS];

/** The registry: every connector of the house. */
export const connectors: Connectors = {
  paymentFeeds: PAYMENT_FEEDS,
  travelFeeds: TRAVEL_FEEDS,
  bankFileFeeds: BANK_FILE_FEEDS,
  rails: PAYOUT_RAILS,
  verifiers: VERIFIERS, exporters: BOOK_EXPORTERS,
  readVerdicts,
  renderBooking,
  drawPage: drawInvoicePage,
  readTable: readMappedCsv, previewTable,
  mail: MAIL,
  readStream: makeStreamReader(PAYMENT_FILE_FORMATS),
  readFile: makeFileReader([...FORMATS, makeEml(makeFileReader(FORMATS))]),
};
