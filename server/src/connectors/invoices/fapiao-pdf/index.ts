import type { FileFormat, FileRecord, InvoiceRecord, Place } from '#spi';
import { isEn16931Root, readEn16931 } from '../shared/en16931/read.ts';
import { readEInvoice } from '../shared/e-invoice.ts';
import { readMofVoucher } from '../shared/mof-voucher.ts';
import { Refusal, UNREAD_PRINT, finding, guarded } from '../shared/errors.ts';
import { rowsOf, trimmed, type Row } from '../shared/layout.ts';
import { readPrinted } from '../shared/printed-fapiao.ts';
import { noteQr, parseInvoiceQr, type QrCode, type QrInvoice } from '../shared/qr.ts';
import { best, newReadings, recordOf } from '../shared/readings.ts';
import { amountOf } from '../shared/values.ts';
import { readXml, rootName } from '../shared/xml.ts';
import { PAGES_MAX, attachmentsOf, openPdf, qrCodesOf, textOf, type OpenPdf } from './open.ts';
import { isFolio, readFolio } from './folio.ts';
import { isReceipt, readReceipt } from './receipt.ts';
import { isRideTable, readRideTable } from './ride-table.ts';
import { invoicesOn } from './several.ts';

const ID = 'fapiao-pdf';
/** All pages together; a file that needs longer is read as far as it got. */
const READ_MS_MAX = 1500;

type Qr = QrInvoice & { readonly place: Place };
type Sheet = { readonly rows: readonly Row[]; readonly qrs: readonly Qr[] };

const qrsIn = (codes: readonly QrCode[]): Qr[] => codes.flatMap(({ text, place }) => {
  const qr = parseInvoiceQr(text);
  return qr ? [{ ...qr, place }] : [];
});

/** The structured record that a PDF carries inside, if one can be read. */
async function embedded(pdf: OpenPdf): Promise<FileRecord | null> {
  for (const { bytes } of await attachmentsOf(pdf.document)) {
    const root = rootName(bytes);
    try {
      if (isEn16931Root(root)) return readEn16931(bytes, 'facturx-pdf');
      if (root === 'EInvoice') return { ...readEInvoice(bytes), format: ID };
      const voucher = root === 'xbrl' ? readMofVoucher(readXml(bytes)) : null;
      if (voucher) return { ...voucher, format: ID };
    } catch (error) {
      // A broken attachment is passed over: the page itself may still tell.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return null;
}

const textIn = (rows: readonly Row[]): string => rows.map((row) => row.text).join('\n');
/** A paper that stands beside an invoice. */
const isBeside = (text: string): boolean => isRideTable(text) || isFolio(text);

async function sheetsOf(pdf: OpenPdf): Promise<Sheet[]> {
  if (pdf.document.numPages > PAGES_MAX) throw new Refusal('file.too-large', { zh: `PDF 超过 ${PAGES_MAX} 页`, en: `The PDF has more than ${PAGES_MAX} pages` });
  const sheets: Sheet[] = [];
  const started = performance.now();
  for (let number = 1; number <= pdf.document.numPages; number += 1) {
    if (sheets.length > 0 && performance.now() - started > READ_MS_MAX) break;
    const page = await pdf.document.getPage(number);
    const parts = invoicesOn(await textOf(page, number)).map((part) => rowsOf(trimmed(part)));
    const qrs = parts.some((rows) => isBeside(textIn(rows))) ? [] : qrsIn(await qrCodesOf(page, number));
    page.cleanup();
    sheets.push(...parts.map((rows): Sheet => ({ rows, qrs: parts.length === 1 ? qrs : qrs.filter((qr) => rows.some((row) => row.text.includes(qr.number))) })));
  }
  return sheets;
}

/** Words that hardly any page of real text goes without. */
const WORDS = /[的年月日号元票司人]|\b(?:the|and|of|to|for|und|der|die|de|la|total|date|page|no)\b/i;
const NUMBER = /发\s*票\s*号\s*码\s*:?\s*(\d{8,20})/;

/** Pages that belong together: a page begins an invoice when it prints or shows another number. */
function groupsOf(sheets: readonly Sheet[]): Sheet[] {
  const groups: { rows: Row[]; qrs: Qr[]; key: string }[] = [];
  for (const { rows, qrs } of sheets) {
    const key = qrs[0]?.number ?? NUMBER.exec(textIn(rows))?.[1] ?? '';
    const last = groups.at(-1);
    if (last && !isBeside(textIn(rows)) && !isBeside(textIn(last.rows)) && (key === '' || key === last.key)) { last.rows.push(...rows); last.qrs.push(...qrs); } else groups.push({ rows: [...rows], qrs: [...qrs], key });
  }
  return groups;
}

function readGroup({ rows, qrs }: Sheet): FileRecord[] {
  const text = textIn(rows);
  if (isRideTable(text)) return [readRideTable(rows, ID)];
  if (isFolio(text)) return [readFolio(rows, ID)];
  const codes = [...new Map(qrs.map((qr) => [qr.code + qr.number, qr])).values()];
  // A scan of several: its text, if any, cannot be told apart.
  if (codes.length > 1) return codes.map((qr) => fapiaoOf([], qr));
  const isChinese = /发\s*票|电子客票/.test(text);
  if (!isChinese && codes.length === 0) return isReceipt(text) ? [readReceipt(rows, ID)] : [];
  return [fapiaoOf(rows, codes[0])];
}

function fapiaoOf(rows: readonly Row[], qr: Qr | undefined): InvoiceRecord {
  const readings = newReadings();
  readPrinted(rows, readings, 'text');
  if (qr) noteQr(readings, qr, { place: qr.place, printedTotal: amountOf(best(readings, 'total') ?? '') ? best(readings, 'total')?.replaceAll(',', '') : undefined });
  if (rows.length === 0) readings.findings.push(finding('info', 'ONLY_QR', '页面没有文字,只读到二维码中的内容', 'The page has no text; only its QR code could be read'));
  return recordOf(readings, ID);
}

async function readPdf(bytes: Uint8Array): Promise<readonly FileRecord[]> {
  const pdf = await openPdf(bytes);
  try {
    const inside = await embedded(pdf);
    if (inside) return [inside];
    const sheets = await sheetsOf(pdf);
    const records = groupsOf(sheets).flatMap(readGroup);
    if (records.length > 0) return records;
    // Fonts without names for their signs give letters, but no words.
    const hasText = sheets.some((sheet) => WORDS.test(textIn(sheet.rows)));
    throw hasText
      ? new Refusal('file.unknown-format', { zh: 'PDF 内没有找到发票', en: 'No invoice was found in this PDF' })
      : new Refusal('file.unreadable', { zh: 'PDF 没有可读的文字，也没有可读的二维码', en: 'The PDF has neither text that can be read nor a readable QR code' }, UNREAD_PRINT);
  } finally {
    await pdf.close();
  }
}

/** Invoices in PDF: what is attached first (Factur-X, XBRL, 数电票 XML), then the printed text and the QR code. */
export const fapiaoPdf: FileFormat = {
  id: ID,
  title: { zh: 'PDF 发票', en: 'Invoice in PDF' },
  sniff: ({ head }) => (Buffer.from(head.subarray(0, 1024)).includes('%PDF-') ? 90 : null),
  read: (bytes) => guarded(() => readPdf(bytes)),
};
