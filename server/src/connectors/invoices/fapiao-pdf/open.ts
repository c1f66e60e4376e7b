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
/** Pixels across a page: a code of two centimetres needs some four for each of its modules. */
const RENDER_ACROSS = 1250;
const RENDER_SIDE_MAX = 2200;

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

/** Stands for a glyph whose character the file does not tell: a number with a hole in it must not pass for a shorter one. */
const LOST = '\ufffd';
const CONTROL = /[\u0000-\u001f\u007f\ufffe\uffff]/;
const weight = (char: string): number => (/[\u0000-\u00ff]/.test(char) ? 0.5 : 1);
const weigh = (chars: readonly string[]): number => chars.reduce((sum, char) => sum + weight(char), 0);

/** Control characters are noise where they take no room, and glyphs without a name where they do. */
function charsOf(text: string, width: number, size: number): string[] {
  const chars = [...text];
  const plain = chars.filter((char) => !CONTROL.test(char));
  if (plain.length === chars.length) return chars;
  const drawn = width / size;
  return Math.abs(drawn - weigh(chars)) < Math.abs(drawn - weigh(plain)) ? chars.map((char) => (CONTROL.test(char) ? LOST : char)) : plain;
}

/** The characters of a page as people see it, turned as the file says; the text's own order is not kept. */
export async function textOf(page: PDFPageProxy, number: number): Promise<TextPage> {
  const view = page.getViewport({ scale: 1 });
  const [turnA = 1, turnB = 0, turnC = 0, turnD = 1] = view.transform as number[];
  const content = await page.getTextContent({ disableNormalization: true });
  const glyphs: Glyph[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue;
    const [a = 0, b = 0, , , e = 0, f = 0] = item.transform as number[];
    const [x = 0, y = 0] = view.convertToViewportPoint(e, f) as number[];
    const [along, across] = [turnA * a + turnC * b, turnB * a + turnD * b];
    const size = Math.hypot(a, b) || item.height || 1;
    // Text that runs upwards or backwards (a seal, a margin note) is no line of the invoice.
    if (Math.abs(across) > Math.abs(along) || along < 0) continue;
    const chars = charsOf(item.str, item.width, size);
    const unit = item.width / (weigh(chars) || 1);
    let at = x;
    for (const char of chars) {
      const width = weight(char) * unit;
      if (/\S/.test(char)) glyphs.push({ char, x: at, y, size, width });
      at += width;
    }
    if (glyphs.length > GLYPHS_MAX) break;
  }
  return { page: number, width: view.width, height: view.height, glyphs };
}

/** The picture of a page, `side` pixels long; null where drawing takes too long. Throws where it fails. */
export async function drawPage(page: PDFPageProxy, side: number, msMax = RENDER_MS_MAX): Promise<Canvas | null> {
  const plain = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(4, side / Math.max(plain.width, plain.height)) });
  const canvas = createCanvas(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)));
  const task = page.render({ canvas: null, canvasContext: canvas.getContext('2d') as unknown as RenderContext, viewport });
  if (await within(msMax, task.promise.then(() => true))) return canvas;
  task.cancel();
  await task.promise.catch(() => undefined);
  return null;
}

/** The QR codes that a page shows when it is drawn; none where drawing fails or takes too long. */
export async function qrCodesOf(page: PDFPageProxy, number: number): Promise<QrCode[]> {
  try {
    const { width, height } = page.getViewport({ scale: 1 });
    const canvas = await drawPage(page, Math.min(RENDER_SIDE_MAX, (RENDER_ACROSS * Math.max(width, height)) / width));
    if (!canvas) return [];
    return await readQrCodes(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height), number);
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
