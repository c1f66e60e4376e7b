import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Refusal } from '../shared/errors.ts';
import type { Glyph, TextPage } from '../shared/layout.ts';
import { readQrCodes, type QrCode } from '../shared/qr.ts';

export const PAGES_MAX = 40;
/** A page whose drawing takes longer is hostile or no invoice: its text is read, its picture is not. */
const RENDER_MS_MAX = 1500;
const OPEN_MS_MAX = 2000;
const GLYPHS_MAX = 40_000;
const RENDER_SIDE = 1700;

const home = dirname(dirname(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')))));
const folder = (name: string): string => join(home, name, '/');

/** The canvas of this library draws like the browser's, whose types a server does not load. */
type RenderContext = NonNullable<Parameters<PDFPageProxy['render']>[0]['canvasContext']>;

export type OpenPdf = { readonly document: PDFDocumentProxy; close(): Promise<void> };

/** Gives up after `ms`; the work left behind is cut off when the document is closed. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), ms); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a PDF with the CMaps of fonts that are not embedded: old e-invoices have no other Chinese. Throws a `Refusal`. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const task = getDocument({
    data: Uint8Array.from(bytes), cMapUrl: folder('cmaps'), cMapPacked: true, standardFontDataUrl: folder('standard_fonts'), wasmUrl: folder('wasm'),
    useSystemFonts: true, stopAtErrors: false, verbosity: 0, maxImageSize: 40_000_000,
  });
  const close = (): Promise<void> => task.destroy().catch(() => undefined);
  try {
    const document = await within(OPEN_MS_MAX, task.promise);
    if (document) return { document, close };
  } catch (error) {
    await close();
    if (error instanceof Error && error.name === 'PasswordException') throw new Refusal('file.encrypted', { zh: 'PDF 有密码', en: 'The PDF has a password' });
    throw new Refusal('file.truncated', { zh: 'PDF 不完整或已损坏', en: 'The PDF is cut off or damaged' });
  }
  await close();
  throw new Refusal('file.unreadable', { zh: 'PDF 打开超时', en: 'The PDF took too long to open' });
}

/** Control characters aside, the characters of a page with their places; the text's own order is not kept. */
export async function textOf(page: PDFPageProxy, number: number): Promise<TextPage> {
  const view = page.getViewport({ scale: 1 });
  const content = await page.getTextContent({ disableNormalization: true });
  const glyphs: Glyph[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue;
    const [a = 0, b = 0, , , e = 0, f = 0] = item.transform as number[];
    const [x = 0, y = 0] = view.convertToViewportPoint(e, f) as number[];
    const size = Math.hypot(a, b) || item.height || 1;
    const chars = [...item.str];
    const weight = (char: string): number => (/[\u0000-\u00ff]/.test(char) ? 0.5 : 1);
    const unit = item.width / (chars.reduce((sum, char) => sum + weight(char), 0) || 1);
    // Text that runs upwards (a seal, a margin note) is no line of the invoice.
    if (Math.abs(b) > Math.abs(a)) continue;
    let at = x;
    for (const char of chars) {
      const width = weight(char) * unit;
      if (/[^\s\u0000-\u001f\u007f]/.test(char)) glyphs.push({ char, x: at, y, size, width });
      at += width;
    }
    if (glyphs.length > GLYPHS_MAX) break;
  }
  return { page: number, width: view.width, height: view.height, glyphs };
}

/** The picture of a page, `side` pixels long; null where drawing takes too long. Throws where it fails. */
export async function drawPage(page: PDFPageProxy, side: number): Promise<Canvas | null> {
  const plain = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(4, side / Math.max(plain.width, plain.height)) });
  const canvas = createCanvas(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)));
  const task = page.render({ canvas: null, canvasContext: canvas.getContext('2d') as unknown as RenderContext, viewport });
  if (await within(RENDER_MS_MAX, task.promise.then(() => true))) return canvas;
  task.cancel();
  await task.promise.catch(() => undefined);
  return null;
}

/** The QR codes that a page shows when it is drawn; none where drawing fails or takes too long. */
export async function qrCodesOf(page: PDFPageProxy, number: number): Promise<QrCode[]> {
  try {
    const canvas = await drawPage(page, RENDER_SIDE);
    if (!canvas) return [];
    const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return await readQrCodes({ data, width, height }, number);
  } catch {
    return [];
  }
}

const ATTACHMENTS_MAX = 20;
const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024;

/** The files that a PDF carries; one that cannot be unpacked is passed over. */
export async function attachmentsOf(document: PDFDocumentProxy): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const found: { name: string; bytes: Uint8Array }[] = [];
  try {
    for (const [key, { filename }] of [...(await document.getAttachments()) ?? []].slice(0, ATTACHMENTS_MAX)) {
      const bytes = await document.getAttachmentContent(key);
      if (bytes && bytes.length <= ATTACHMENT_BYTES_MAX) found.push({ name: filename, bytes });
    }
  } catch {
    return found;
  }
  return found;
}
