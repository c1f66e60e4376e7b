import type { FileFormat, InvoiceRecord } from '#spi';
import { Refusal, UNREAD_PRINT, finding, guarded } from '../shared/errors.ts';
import { MEGAPIXELS_MAX, decodeImage, imageSize, isJpeg, isPng } from '../shared/pixels.ts';
import { noteQr, parseInvoiceQr, readQrCodes, type QrCode } from '../shared/qr.ts';
import { newReadings, recordOf } from '../shared/readings.ts';

const ID = 'image';
/** Small codes on a large photo need its full detail; most are found in the first, quicker look. */
const LOOKS = [1600, 3600];

async function qrCodes(bytes: Uint8Array): Promise<QrCode[]> {
  for (const side of LOOKS) {
    const pixels = await decodeImage(bytes, side);
    if (!pixels) throw new Refusal('file.malformed', { zh: '图片损坏，无法打开', en: 'The picture is damaged and cannot be opened' });
    const codes = await readQrCodes(pixels);
    if (codes.length > 0 || Math.max(pixels.width, pixels.height) < side) return codes;
  }
  return [];
}

async function readPhoto(bytes: Uint8Array): Promise<readonly InvoiceRecord[]> {
  const size = imageSize(bytes);
  if (!size || size.width === 0 || size.height === 0) throw new Refusal('file.truncated', { zh: '图片不完整', en: 'The picture is cut off' });
  if (size.width * size.height > MEGAPIXELS_MAX * 1e6) {
    throw new Refusal('file.too-large', { zh: `图片超过 ${MEGAPIXELS_MAX} 百万像素`, en: `The picture has more than ${MEGAPIXELS_MAX} megapixels` }, `${size.width}x${size.height}`);
  }
  const invoices = (await qrCodes(bytes)).flatMap(({ text, place }) => { const qr = parseInvoiceQr(text); return qr ? [{ ...qr, place }] : []; });
  if (invoices.length === 0) throw new Refusal('file.unreadable', { zh: '图片中没有可读的发票二维码', en: 'The picture shows no readable invoice QR code' }, UNREAD_PRINT);
  return [...new Map(invoices.map((qr) => [qr.code + qr.number, qr])).values()].map((qr) => {
    const readings = newReadings();
    noteQr(readings, qr, { place: qr.place });
    readings.findings.push(finding('info', 'ONLY_QR', '照片只提供二维码中的内容;税额、购买方等请以原件补充', 'A photo tells only what its QR code says; add the original for tax, buyer and lines'));
    return recordOf(readings, ID);
  });
}

/** Photos and screenshots of invoices, by their QR code. */
export const image: FileFormat = {
  id: ID,
  title: { zh: '发票照片', en: 'Photo of an invoice' },
  sniff: ({ head }) => (isPng(head) || isJpeg(head) ? 80 : null),
  read: (bytes) => guarded(() => readPhoto(bytes)),
};
