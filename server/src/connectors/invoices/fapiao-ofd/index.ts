import type { Finding } from '@roundtrip/kernel';
import type { FileFormat, InvoiceRecord, Place } from '#spi';
import { guarded } from '../shared/errors.ts';
import { rowsOf } from '../shared/layout.ts';
import { readPrinted } from '../shared/printed-fapiao.ts';
import { noteQr, parseInvoiceQr, readQrCodes } from '../shared/qr.ts';
import { decodeImage } from '../shared/pixels.ts';
import { best, newReadings, recordOf, type Readings } from '../shared/readings.ts';
import { firstText, readXml, type Element } from '../shared/xml.ts';
import { noteXbrlInvoice, readMofVoucher } from '../shared/mof-voucher.ts';
import { attachmentsOf, openOfd, type OfdPackage } from './package.ts';
import { checkSignatures } from './signatures.ts';
import { noteCustomDatas, noteCustomTags, noteOriginal } from './tags.ts';
import { picturesOf } from './pictures.ts';
import { pagesOf, type OfdPage } from './text.ts';

const ID = 'fapiao-ofd';
const IMAGES_MAX = 6;

const parsed = (bytes: Uint8Array): Element | null => {
  try {
    return readXml(bytes);
  } catch {
    return null;
  }
};

/** The attached structured record, if any. A rail or air ticket is a record of its own kind. */
function fromAttachments(ofd: OfdPackage, readings: Readings, ticketFindings: Finding[]): InvoiceRecord | null {
  for (const { bytes } of attachmentsOf(ofd)) {
    const root = parsed(bytes);
    if (root?.name === 'eInvoice') {
      noteOriginal(root, readings);
      noteQrText(firstText(root, 'GraphCode'), readings);
    } else if (root?.name === 'xbrl') {
      if (noteXbrlInvoice(root, readings)) continue;
      const voucher = readMofVoucher(root);
      if (voucher?.kind === 'invoice') return { ...voucher, format: ID, findings: [...voucher.findings, ...ticketFindings] };
    }
  }
  return null;
}

function noteQrText(text: string, readings: Readings, place?: Place): boolean {
  const qr = parseInvoiceQr(text);
  if (qr) noteQr(readings, qr, { place, printedTotal: best(readings, 'total') });
  return qr !== null;
}

/** The QR code printed as a picture; only looked for where no record attached has told its text. */
async function noteQrPictures(ofd: OfdPackage, pages: readonly OfdPage[], readings: Readings): Promise<void> {
  for (const { bytes, place } of picturesOf(ofd, pages).slice(0, IMAGES_MAX)) {
    const pixels = await decodeImage(bytes);
    if (!pixels) continue;
    for (const code of await readQrCodes(pixels)) if (noteQrText(code.text, readings, place)) return;
  }
}

async function readOfd(bytes: Uint8Array): Promise<readonly InvoiceRecord[]> {
  const ofd = openOfd(bytes);
  const signatures = checkSignatures(ofd);
  const readings = newReadings();
  readings.findings.push(...signatures);
  const { pages, objects } = pagesOf(ofd);
  const ticket = fromAttachments(ofd, readings, signatures);
  if (ticket) return [ticket];
  noteCustomDatas(ofd, readings);
  noteCustomTags(ofd, objects, readings);
  readPrinted(pages.flatMap(({ page }) => rowsOf(page)), readings, 'text');
  if (!readings.evidence.some((one) => one.source === 'qr')) await noteQrPictures(ofd, pages, readings);
  return [recordOf(readings, ID)];
}

/** Invoices in OFD (GB/T 33190): the attached record first, then CustomDatas, tags and the printed text. */
export const fapiaoOfd: FileFormat = {
  id: ID,
  title: { zh: 'OFD 电子发票', en: 'Invoice in OFD' },
  sniff: ({ zipEntries }) => (zipEntries?.some((name) => /^\/?ofd\.xml$/i.test(name)) ? 95 : null),
  read: (bytes) => guarded(() => readOfd(bytes)),
};
