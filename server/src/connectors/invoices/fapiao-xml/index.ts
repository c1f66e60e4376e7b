import type { FileFormat } from '#spi';
import { E_INVOICE_FORMAT, readEInvoice } from '../shared/e-invoice.ts';
import { guarded } from '../shared/errors.ts';
import { rootName } from '../shared/xml.ts';

/** 数电票 as the tax bureau issues it, in XML. */
export const fapiaoXml: FileFormat = {
  id: E_INVOICE_FORMAT,
  title: { zh: '数电票 XML', en: 'Fully digitalised invoice (XML)' },
  sniff: ({ head }) => (rootName(head) === 'EInvoice' ? 95 : null),
  read: (bytes) => guarded(() => [readEInvoice(bytes)]),
};
