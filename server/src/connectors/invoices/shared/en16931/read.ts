import type { InvoiceRecord } from '#spi';
import { Refusal } from '../errors.ts';
import { readXml } from '../xml.ts';
import { readCii } from './cii.ts';
import { recordOfDocument } from './document.ts';
import { arithmeticFindings } from './rules.ts';
import { readUbl } from './ubl.ts';

const ROOTS: ReadonlySet<string> = new Set(['Invoice', 'CreditNote', 'CrossIndustryInvoice', 'CrossIndustryDocument']);

/** Reads an EN 16931 invoice of either syntax; PDFs carry the same. Throws a `Refusal`. */
export function readEn16931(bytes: Uint8Array, format: string): InvoiceRecord {
  const root = readXml(bytes);
  if (!ROOTS.has(root.name)) throw new Refusal('file.malformed', { zh: '不是 EN 16931 发票', en: 'This is no EN 16931 invoice' }, root.name);
  const document = root.name.startsWith('Cross') ? readCii(root) : readUbl(root);
  return recordOfDocument(document, format, arithmeticFindings(document));
}

export const isEn16931Root = (name: string): boolean => ROOTS.has(name);
