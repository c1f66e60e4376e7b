import type { FileFormat, InvoiceRecord } from '#spi';
import { Refusal, guarded } from '../shared/errors.ts';
import { decodeXml, readXml, rootName } from '../shared/xml.ts';
import { readCii } from './cii.ts';
import { recordOfDocument } from './document.ts';
import { arithmeticFindings } from './rules.ts';
import { readUbl } from './ubl.ts';

const ID = 'en16931';
const ROOTS: ReadonlySet<string> = new Set(['Invoice', 'CreditNote', 'CrossIndustryInvoice', 'CrossIndustryDocument']);

/** Reads an EN 16931 invoice of either syntax; PDFs carry the same. Throws a `Refusal`. */
export function readEn16931(bytes: Uint8Array, format: string = ID): InvoiceRecord {
  const root = readXml(bytes);
  if (!ROOTS.has(root.name)) throw new Refusal('file.malformed', { zh: '不是 EN 16931 发票', en: 'This is no EN 16931 invoice' }, root.name);
  const document = root.name.startsWith('Cross') ? readCii(root) : readUbl(root);
  return recordOfDocument(document, format, arithmeticFindings(document));
}

export const isEn16931Root = (name: string): boolean => ROOTS.has(name);

/** Invoices and credit notes by EN 16931: UBL, CII, XRechnung, Peppol, ZUGFeRD 1. */
export const en16931: FileFormat = {
  id: ID,
  title: { zh: 'EN 16931 电子发票', en: 'EN 16931 e-invoice' },
  sniff: ({ head }) => (isEn16931Root(rootName(head)) ? (/urn:(oasis:names:specification:ubl|un:unece:uncefact|ferd)/.test(decodeXml(head.subarray(0, 8192))) ? 95 : 50) : null),
  read: (bytes) => guarded(() => [readEn16931(bytes)]),
};
