import type { FileFormat } from '#spi';
import { isEn16931Root, readEn16931 } from '../shared/en16931/read.ts';
import { guarded } from '../shared/errors.ts';
import { decodeXml, rootName } from '../shared/xml.ts';

const ID = 'en16931';

/** Invoices and credit notes by EN 16931: UBL, CII, XRechnung, Peppol, ZUGFeRD 1. */
export const en16931: FileFormat = {
  id: ID,
  title: { zh: 'EN 16931 电子发票', en: 'EN 16931 e-invoice' },
  sniff: ({ head }) => (isEn16931Root(rootName(head)) ? (/urn:(oasis:names:specification:ubl|un:unece:uncefact|ferd)/.test(decodeXml(head.subarray(0, 8192))) ? 95 : 50) : null),
  read: (bytes) => guarded(() => [readEn16931(bytes, ID)]),
};
